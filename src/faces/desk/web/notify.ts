/** Asks the browser to give notifications from a hub, by its VAPID key; what it gives as an address, or nothing. */
export async function subscribeHere(base: string, pushKey: string): Promise<string | undefined> {
  if (!canNotify()) return undefined;
  try {
    const registration = await navigator.serviceWorker.register(`${base}/worker.js`, { scope: `${base}/` });
    await active(registration);
    const subscription = await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: pushKey,
    });
    return JSON.stringify(subscription);
  } catch {
    // Refused by the person, by the browser, or by its push service: all the same to us.
    return undefined;
  }
}

export function canNotify(): boolean {
  return isSecureContext && 'serviceWorker' in navigator && 'PushManager' in globalThis;
}

/** Calls back with each code that arrives as a notification while the page is open. */
export function onCode(work: (digits: string) => void): void {
  if (!canNotify()) return;
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const text = typeof data === 'object' && data !== null && 'code' in data ? data.code : undefined;
    const digits = typeof text === 'string' ? digitsIn(text) : undefined;
    // Taken off the screen first: it is good once.
    if (digits !== undefined) void codeShown().then(() => work(digits));
  });
  navigator.serviceWorker.startMessages();
}

/** The code in a notification that is on the screen already; it is taken off, since it is good once. */
export async function codeShown(): Promise<string | undefined> {
  if (!canNotify()) return undefined;
  const all = await navigator.serviceWorker.getRegistrations();
  const shown = await Promise.all(all.map((each) => each.getNotifications({ tag: 'verify' })));
  const notifications = shown.flat();
  for (const notification of notifications) notification.close();
  return digitsIn(notifications.at(-1)?.body ?? '');
}

function digitsIn(text: string): string | undefined {
  return /\d{6}/.exec(text)?.[0];
}

async function active(registration: ServiceWorkerRegistration): Promise<void> {
  const worker = registration.installing ?? registration.waiting;
  if (registration.active !== null || worker === null) return;
  await new Promise<void>((resolve) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated' || worker.state === 'redundant') resolve();
    });
  });
}
