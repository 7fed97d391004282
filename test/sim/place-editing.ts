import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProgram } from './hub-child.ts';
import type { ProgramChild } from './hub-child.ts';
import { newFolder } from './temp-folder.ts';

/** The plan that the documents show, and another one. */
export const SHOWN_PLAN: string = join(import.meta.dirname, '../../docs/place.yaml');
export const OTHER_PLAN = 'settlement: Aq Saj\n';

/** `place edit` as it runs, the file it was given, and the link it printed. */
export type Editing = { readonly run: ProgramChild; readonly file: string; readonly link: string };

/** Begins on a copy of the plan that the documents show, or on no file at all. `at`: what it is given instead of the file. */
export async function editPlan({
  isThere = true,
  at = (file) => file,
}: { readonly isThere?: boolean; readonly at?: (file: string) => string } = {}): Promise<Editing> {
  const file = join(newFolder(), 'place.yaml');
  if (isThere) copyFileSync(SHOWN_PLAN, file);
  const run = startProgram(['place', 'edit', at(file)]);
  for (;;) {
    const link = /http:\S+/.exec(run.out())?.[0];
    if (link !== undefined) return { run, file, link };
    if (run.child.exitCode !== null) throw new Error(run.err());
    await sleep(20);
  }
}
