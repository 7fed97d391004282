import type { Pace } from '../../acts/alarm/allowance.ts';
import type { AlarmSettings } from './alarm-settings.ts';
import { smsKindOf } from './channel-kinds.ts';
import type { ChannelKind } from './channel-kinds.ts';
import type { SmsRoad } from './channel-settings.ts';
import { EXIT_OK, say } from './command.ts';

/** One channel as it may be shown: no password, no key, and of an address only the host, since a path may be a secret. */
type Shown = {
  readonly kind: ChannelKind;
  readonly to: string;
  readonly hasSecret: boolean;
  readonly hasOwnAuthorities: boolean;
  readonly perMinute: number;
  readonly burst: number;
};

export function listChannels({ channels, address, plan }: AlarmSettings, asJson: boolean): number {
  const shown = channelsShown(channels);
  const place = plan && { settlement: plan.settlement, cells: plan.cells.length };
  if (asJson) {
    say(JSON.stringify({ channels: shown, address: address ?? null, place: place ?? null }));
    return EXIT_OK;
  }
  for (const each of shown) say(line(each));
  if (shown.length === 0)
    say('no channel: no message of an alarm leaves this hub. See: shanyrak channel --help');
  say(`address: ${address ?? 'none, so that messages have no link. See: shanyrak channel address'}`);
  say(
    `place plan: ${place ? `${place.settlement}, ${place.cells} cells` : 'none on the hub. See: shanyrak place use'}`,
  );
  return EXIT_OK;
}

function channelsShown({ email, sms, push, ntfy }: AlarmSettings['channels']): readonly Shown[] {
  const rate = ({ perSecond, burst }: Pace): Pick<Shown, 'perMinute' | 'burst'> => ({
    perMinute: Math.round(perSecond * 60),
    burst,
  });
  const list: Shown[] = [];
  if (email) {
    const { host, port, security, from, login, ca } = email.config;
    const to = `${host}:${port} (${security}), from ${from}`;
    list.push({
      kind: 'email',
      to,
      hasSecret: login !== undefined,
      hasOwnAuthorities: ca !== undefined,
      ...rate(email.pace),
    });
  }
  if (sms) list.push({ kind: smsKindOf(sms.config.kind), ...smsShown(sms.config), ...rate(sms.pace) });
  if (push)
    list.push({
      kind: 'push',
      to: `the push services of people’s browsers, contact ${push.config.vapid.subject}`,
      hasSecret: true,
      hasOwnAuthorities: push.config.ca !== undefined,
      ...rate(push.pace),
    });
  if (ntfy)
    list.push({
      kind: 'ntfy',
      to: 'the servers of the topics people chose',
      hasSecret: false,
      hasOwnAuthorities: ntfy.config.ca !== undefined,
      ...rate(ntfy.pace),
    });
  return list;
}

function smsShown(config: SmsRoad): Pick<Shown, 'to' | 'hasSecret' | 'hasOwnAuthorities'> {
  switch (config.kind) {
    case 'gammu':
      return { to: 'a modem of this machine', hasSecret: false, hasOwnAuthorities: false };
    case 'smpp': {
      const { host, port, security, from, ca } = config;
      const to = `${host}:${port} (${security}), from ${from}`;
      return { to, hasSecret: true, hasOwnAuthorities: ca !== undefined };
    }
    case 'json':
    case 'sms-gate': {
      const hasHeader = config.kind === 'json' && config.headers !== undefined;
      return {
        to: new URL(config.url).origin,
        hasSecret: config.login !== undefined || hasHeader,
        hasOwnAuthorities: config.ca !== undefined,
      };
    }
  }
}

function line({ kind, to, hasSecret, hasOwnAuthorities, perMinute, burst }: Shown): string {
  const parts = [
    to,
    ...(hasSecret ? [kind === 'push' ? 'key ****' : 'login ****'] : []),
    ...(hasOwnAuthorities ? ['certificates of its own'] : []),
    `${perMinute} a minute, ${burst} at once`,
  ];
  return `${kind}: ${parts.join('; ')}`;
}
