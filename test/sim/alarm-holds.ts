import assert from 'node:assert/strict';
import { CHANNEL_NAMES } from '../../src/acts/alarm/channels.ts';
import type { ChannelName } from '../../src/acts/alarm/channels.ts';
import type { LedgerEvent, Row, RowState } from '../../src/acts/alarm/ledger.ts';
import { WORTH_MS } from '../../src/acts/alarm/outcome.ts';
import type { World } from './alarm-world.ts';

/** Those roads that may be given up; a task always reaches its warden's own telephone. */
export const ROADS = ['push', 'sms', 'email', 'call'] as const satisfies readonly ChannelName[];
export const OUT: ReadonlySet<RowState> = new Set(['accepted', 'unknown', 'seen', 'answered']);
const WAITING: ReadonlySet<RowState> = new Set(['planned', 'deferred']);
const LOST: ReadonlySet<RowState> = new Set(['gone', 'failed', 'stranded']);

/** Nobody is called outside the hours they gave. */
export function holdAwake(world: World, event: LedgerEvent): void {
  if (event.kind !== 'plan' || event.phase === 'over' || event.phase === 'redirect') return;
  for (const person of event.people)
    assert.ok(world.isAwake(person), `${person} is planned outside their hours`);
}

/** Nothing waits for a road that is given up, and nobody is left who was reached by none and has another. */
export function holdMovedOn(world: World): void {
  const groups = new Map<string, Row[]>();
  world.ledger.each(world.raise.id, (row) => {
    const { state, channel, phase, person } = row;
    if (state === 'cancelled') return;
    assert.ok(!WAITING.has(state) || world.open.has(channel) || channel === 'task', `${channel} is given up`);
    const group = `${phase} ${person}`;
    groups.set(group, [...(groups.get(group) ?? []), row]);
  });
  const isOver = world.alarm().endedAs !== undefined;
  for (const rows of groups.values()) {
    const [{ phase, person } = { phase: 'call', person: 0 }] = rows;
    if (isOver !== (phase === 'over') || rows.some(({ state }) => !LOST.has(state))) continue;
    if (phase !== 'over' && phase !== 'redirect' && !world.isAwake(person)) continue;
    for (const channel of world.channels[person] ?? []) {
      const row = rows.find((each) => each.channel === channel);
      const isOld = phase === 'over' && row?.state === 'stranded' && world.now - row.since > WORTH_MS.over;
      assert.ok(
        !world.open.has(channel) || row?.state === 'gone' || row?.state === 'failed' || isOld,
        `${person} may still be told by ${channel}: ${phase}`,
      );
    }
  }
}

/** All who were told, by the same road; where that one is given up or fails, by each other one that is there. */
export function holdToldOfEnd({ ledger, roster, raise: { id } }: World): void {
  ledger.each(id, ({ phase, channel, person, state }) => {
    if (phase === 'over' || !OUT.has(state)) return;
    assert.ok(ledger.find({ alarm: id, phase: 'over', channel, person }) !== undefined);
    const over = new Map(
      CHANNEL_NAMES.flatMap((road) => {
        const row = ledger.find({ alarm: id, phase: 'over', channel: road, person });
        return row === undefined ? [] : [[road, ledger.row(row).state] as const];
      }),
    );
    const roads = ROADS.filter((road) => roster.has(person, road));
    const isTried = roads.every((road) => over.get(road) === 'gone' || over.get(road) === 'failed');
    assert.ok(
      isTried || [...over.values()].some((became) => OUT.has(became)),
      `${person} was told by ${channel}: over ${JSON.stringify([...over])}`,
    );
  });
}
