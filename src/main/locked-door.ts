import type { Hono } from 'hono';
import { say } from '../faces/cli/command.ts';
import { headerIn } from '../faces/cli/hub-key.ts';
import { BOARD_CSS } from '../faces/desk/board.css.ts';
import { FORM_CSS } from '../faces/desk/form.css.ts';
import { renderLocked } from '../faces/desk/locked-page.ts';
import { lockedApp } from '../faces/hub/locked.ts';
import { newVault } from '../record/at-rest.ts';
import type { Vault } from '../record/at-rest.ts';
import type { Primitives } from '../record/primitives.ts';
import { unlock } from '../record/vault-header.ts';
import type { VaultHeader } from '../record/vault-header.ts';

/** What stands before a hub that has not got its key. */
export type Door = {
  readonly app: Hono;
  readonly opened: Promise<Vault>;
  /** Says where it is and how it is opened. */
  readonly sayClosed: (address: string) => void;
};

type Locked = { readonly folder: string; readonly header: VaultHeader; readonly isJson: boolean };

/** The locked page, and the vault once somebody has opened it there. */
export function lockedDoor({ folder, header, isJson }: Locked, host: string, crypto: Primitives): Door {
  const { promise: opened, resolve: open } = Promise.withResolvers<Vault>();
  const hasPassphrase = header.ways.some(({ kind }) => kind === 'passphrase');
  const app = lockedApp({
    // From another machine the passphrase would cross the network in the open.
    way: !isLoopback(host) ? 'terminal-only' : hasPassphrase ? 'passphrase' : 'key-file-only',
    tryPassphrase: async (text) => {
      // The key may have been changed while the hub stood locked.
      const tried = await unlock(headerIn(folder) ?? header, { kind: 'passphrase', text }, crypto);
      if (!tried.ok) return 'wrong';
      open(newVault(tried.value.dataKeys, crypto));
      return 'open';
    },
    page: renderLocked,
    css: BOARD_CSS + FORM_CSS,
    nowMs: () => performance.now(),
  });
  return { app, opened, sayClosed: (address) => sayLocked(address, isJson) };
}

function sayLocked(address: string, isJson: boolean): void {
  if (isJson) say(JSON.stringify({ ready: false, locked: true, address }));
  else
    say(
      `The hub at ${address} is locked: it shows nothing and keeps nothing until it is opened. Open that address here, or start it with --key-file or --passphrase-file.`,
    );
}

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return ['127.0.0.1', '::1', 'localhost'].includes(host);
}
