import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Pages } from '../faces/hub/app.ts';

const BUILT = new URL('../../dist/web/', import.meta.url);

/** Said at the start of a hub that lacks them: its pages are whole without, and neither follow nor sign. */
export const WITHOUT_SCRIPTS =
  'The scripts of the pages are not built: pages show, do not follow the record, and sign nothing. Run: npm run build';

export function areScriptsBuilt(): boolean {
  return scriptNames().length > 0;
}

/** The scripts of the pages, as `tools/build-web.js` left them; none when it never ran here. */
export function webScripts(): Pages['files'] {
  return Object.fromEntries(
    scriptNames().map((name) => [
      name,
      { type: 'text/javascript; charset=utf-8', text: readFileSync(new URL(name, BUILT), 'utf8') },
    ]),
  );
}

function scriptNames(): readonly string[] {
  try {
    return readdirSync(fileURLToPath(BUILT)).filter((name) => name.endsWith('.js'));
  } catch {
    return [];
  }
}
