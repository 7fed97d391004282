import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

export type SentSms = { readonly to: string; readonly text: string };

export type FakeSmsd = {
  /** `well`: it sends what lies there; `ill`: it cannot; `slow`: it does not come to it. */
  readonly be: (mood: 'well' | 'ill' | 'slow') => void;
  readonly sent: () => readonly SentSms[];
  readonly end: () => void;
};

const EVERY_MS = 10;

/** Moves files as gammu-smsd does, without a modem. */
export function startFakeSmsd(folder: string): FakeSmsd {
  let mood: 'well' | 'ill' | 'slow' = 'well';
  const sent: SentSms[] = [];
  const look = (): void => {
    if (mood === 'slow') return;
    const names = readdirSync(join(folder, 'outbox')).filter((name) => /^OUT.*\.txt$/.test(name));
    for (const name of names.toSorted()) {
      const text = readFileSync(join(folder, 'outbox', name))
        .swap16()
        .toString('utf16le');
      if (mood === 'well') sent.push({ to: name.split('_')[3] ?? '', text: text.replace('\ufeff', '') });
      renameSync(join(folder, 'outbox', name), join(folder, mood === 'well' ? 'sent' : 'error', name));
    }
  };
  const looking = setInterval(look, EVERY_MS);
  return {
    be: (next) => {
      mood = next;
    },
    sent: () => [...sent],
    end: () => clearInterval(looking),
  };
}
