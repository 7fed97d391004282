import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** How it is started: without a window, and asking nobody anything by itself. */
export const QUIET_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Where a Chromium is: `SHANYRAK_CHROMIUM` if set (then nothing else is tried), names on PATH, usual
 * places. `undefined` when there is none.
 *
 * @param {{ env?: Record<string, string | undefined>, places?: readonly string[] }} [from]
 * @returns {string | undefined}
 */
export function findChromium({ env = process.env, places = USUAL_PLACES } = {}) {
  const wished = env.SHANYRAK_CHROMIUM;
  if (wished) return isProgram(wished) ? wished : undefined;
  const onPath = (env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = NAMES.flatMap((name) => onPath.map((dir) => join(dir, name)));
  return [...candidates, ...places].find(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return existsSync(path) && statSync(path).isFile();
  } catch {
    return false;
  }
}
