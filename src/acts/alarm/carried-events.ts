import type { EntryId } from '../../record/names.ts';
import type { Ledger, LedgerEvent, Row, RowNumber } from './ledger.ts';

type Kind<K extends LedgerEvent['kind']> = LedgerEvent & { readonly kind: K };

/**
 * The shortest events whose sum is a ledger without the messages of some alarms: what is left keeps its numbers and all that
 * is known of it. `drawOf`: see `Ledger.draw`.
 */
export function carriedEvents(
  ledger: Ledger,
  gone: ReadonlySet<EntryId>,
  drawOf: (n: RowNumber) => number,
): readonly LedgerEvent[] {
  const { first, end, epoch } = ledger;
  const runs: Run[] = [];
  const standing = new Map<
    string,
    { readonly how: Omit<Kind<'stands'>, 'rows'>; readonly rows: RowNumber[] }
  >();
  let missing = first;
  for (let n = first; n < end; n++) {
    const row = ledger.holds(n) ? ledger.row(n) : undefined;
    if (row === undefined || gone.has(row.alarm)) {
      missing++;
      continue;
    }
    const last = runs.at(-1);
    if (last !== undefined && missing === 0 && isOfSame(last.row, row)) last.people.push(row.person);
    else runs.push({ missing, row, people: [row.person] });
    missing = 0;
    const draw = drawOf(n);
    if (draw === 0 && isAsPlanned(row)) continue;
    const { state, tries, due, at, handedAt, seenAt, why } = row;
    const how = { kind: 'stands', state, tries, due, at, draw, handedAt, seenAt, why } as const;
    const name = Object.values(how).join(' ');
    const same = standing.get(name) ?? { how, rows: [] };
    standing.set(name, same);
    same.rows.push(n);
  }
  const gap = (rows: number): LedgerEvent => ({ kind: 'gap', rows, epoch });
  return [
    gap(0),
    ...runs.flatMap((run) => (run.missing === 0 ? [plannedAs(run)] : [gap(run.missing), plannedAs(run)])),
    gap(missing),
    ...[...standing.values()].map(({ how, rows }) => ({ ...how, rows })),
  ];
}

/** Rows that were planned together, behind so many that are not there any more. */
type Run = { readonly missing: number; readonly row: Row; readonly people: number[] };

function plannedAs({ row: { alarm, phase, channel, since }, people }: Run): LedgerEvent {
  return { kind: 'plan', alarm, phase, channel, due: since, people };
}

function isOfSame({ alarm, phase, channel, since }: Row, row: Row): boolean {
  return row.alarm === alarm && row.phase === phase && row.channel === channel && row.since === since;
}

function isAsPlanned({ state, tries, due, since, at }: Row): boolean {
  return state === 'planned' && tries === 0 && due === since && at === since;
}
