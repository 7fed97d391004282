import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { bytesToBase64Url } from '../base/bytes.ts';
import { say, WorldError } from '../faces/cli/command.ts';
import type { PlaceEditor } from '../faces/cli/place-edit.ts';
import { renderPlanPage } from '../faces/desk/place-page.ts';
import { placeEditApp } from '../faces/hub/place-edit.ts';
import type { Primitives } from '../record/primitives.ts';
import { PLAN_CSS } from './pages.ts';
import { webScripts } from './web-scripts.ts';

const TOKEN_BYTES = 16;
// So that the page hears that it is done before its line is cut.
const LAST_ANSWER_MS = 500;

/** Serves the page of a plan on this machine only, under a path that nobody can guess, until the person is done or stops it. */
export function placeEditor({ randomBytes }: Pick<Primitives, 'randomBytes'>): PlaceEditor {
  return async (file) => {
    const script = webScripts()['plan.js']?.text;
    if (script === undefined)
      throw new WorldError('the script of the page is not built. Run: npm run build. Nothing was changed');
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const { path, answer } = placeEditApp({
      file,
      page: (base, language) => renderPlanPage({ base, language, mode: 'file' }),
      css: PLAN_CSS,
      script,
      token: bytesToBase64Url(randomBytes(TOKEN_BYTES)),
      nowMs: () => performance.now(),
      done: () => setTimeout(end, LAST_ANSWER_MS),
    });
    const server = createAdaptorServer({ fetch: answer });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const bound = server.address();
    const port = typeof bound === 'object' ? bound?.port : undefined;
    say(`Open this in a browser on this machine. It is shown once and holds until you are done:`);
    say(`  http://127.0.0.1:${port}${path}`);
    say('The page ends this command. To stop it without: Ctrl+C; what is not saved is lost then.');
    const stop = (): void => end();
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    await ended;
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  };
}
