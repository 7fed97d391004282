import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Pages } from '../faces/hub/app.ts';

const BUILT = new URL('../../dist/web/', import.meta.url);

/** Said at the start of a hub that lacks them: its pages are whole without, and neither follow nor sign. */
export const WITHOUT_SCRIPTS =
  'The scripts of the pages are not built: pages show, do not follow the record, and sign nothing. Run: npm run build';

/** The scripts of the pages, as `tools/build-web.js` left them; none when it never ran here. */
export function webScripts(): Pages['files'] {
  const files = namesIn(BUILT).filter((name) => name.endsWith('.js'));
  return Object.fromEntries(
    files.map((name) => [
      name,
      { type: 'text/javascript; charset=utf-8', text: readFileSync(new URL(name, BUILT), 'utf8') },
    ]),
  );
}

function namesIn(folder: URL): readonly string[] {
  try {
    return readdirSync(fileURLToPath(folder));
  } catch {
    return [];
  }
}
