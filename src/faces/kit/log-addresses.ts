/** Where the secret addresses of the transparency log are kept, by which mirrors and witnesses read it. */
export const LOGS_SETTING = 'log-addresses';

/** What is handed out: a prefix in the sense of tlog-tiles, to which `checkpoint` and `tile/…` are added. */
export function logPath(token: string): string {
  return `/log/${token}`;
}

/** Where the log lies in a hub's data folder, as it may be copied to any web server. */
export const LOG_FOLDER = 'log';
