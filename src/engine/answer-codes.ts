import { assert } from '../base/assert.ts';
import { bytesToBase64Url, concatBytes, utf8Encode } from '../base/bytes.ts';
import { answerCodeFrom } from '../acts/alarm/answer-code.ts';
import type { AnswerCode } from '../acts/alarm/answer-code.ts';
import type { Ledger, Row, RowNumber } from '../acts/alarm/ledger.ts';
import type { Primitives } from '../record/primitives.ts';
import type { Store } from '../ports/store.ts';

/**
 * By what an unsigned answer finds the message it answers: a code to be texted back, and a token in a personal link. Both
 * follow from a secret of the hub and the row, so nothing more is stored.
 */
export type AnswerCodes = {
  /** Of a row that is in the ledger. */
  readonly codeOf: (row: Row) => AnswerCode;
  readonly tokenOf: (row: Row) => string;
  /** The rows of the one message to one person that has this code; the roads it went by. */
  readonly withCode: (code: AnswerCode) => readonly RowNumber[];
  readonly withToken: (token: string) => readonly RowNumber[];
  /** A number for one person in one alarm, which ties to nobody outside this hub. */
  readonly whoOf: (row: Row) => string;
  /** Which draw gave a row its code: earlier ones gave what another row had. */
  readonly drawOf: (n: RowNumber) => number;
};

const SETTING = 'answer-secret';
const SECRET_BYTES = 32;
const TOKEN_BYTES = 16;

export function openAnswerCodes(store: Store, ledger: Ledger, crypto: Primitives): AnswerCodes {
  // Made when it is first needed: whoever only looks into a hub's folder writes nothing there.
  let secret: Uint8Array | undefined;
  const hash = (what: string): Uint8Array => {
    secret ??= secretIn(store, crypto);
    return crypto.sha256(concatBytes(secret, utf8Encode(what)));
  };
  const names = (row: Row): string => `${row.alarm} ${row.phase} ${row.person}`;
  const token = (row: Row): string => bytesToBase64Url(hash(`token ${names(row)}`).subarray(0, TOKEN_BYTES));
  const codes = new Map<string, Drawn>();
  const byCode = new Map<AnswerCode, readonly RowNumber[]>();
  const byToken = new Map<string, readonly RowNumber[]>();
  let seen = ledger.first;
  let forgotten = 0;
  const add = <K>(map: Map<K, readonly RowNumber[]>, key: K, n: RowNumber): void =>
    void map.set(key, [...(map.get(key) ?? []), n]);
  // At once, so that what comes next draws as it would after a restart.
  const dropForgotten = (): void => {
    if (forgotten === ledger.forgotten) return;
    forgotten = ledger.forgotten;
    const left = new Set<string>();
    for (let n = ledger.first; n < seen; n++) if (ledger.holds(n)) left.add(names(ledger.row(n)));
    for (const name of codes.keys()) if (!left.has(name)) codes.delete(name);
    for (const map of [byCode, byToken]) dropGone(map, ledger);
  };
  // In the order of the rows: where two draw the same code it is always the later one that draws again.
  const catchUp = (): void => {
    dropForgotten();
    for (; seen < ledger.end; seen++) {
      if (!ledger.holds(seen)) continue;
      const row = ledger.row(seen);
      const name = names(row);
      let drawn = codes.get(name);
      for (let draw = ledger.draw(seen); drawn === undefined; draw++) {
        const code = answerCodeFrom(hash(`code ${name} ${draw}`));
        if (!byCode.has(code)) drawn = { code, draw };
      }
      codes.set(name, drawn);
      add(byCode, drawn.code, seen);
      add(byToken, token(row), seen);
    }
  };
  const drawnFor = (row: Row): Drawn => {
    catchUp();
    const drawn = codes.get(names(row));
    assert(drawn !== undefined, 'every row of the ledger has a code');
    return drawn;
  };
  const found = <K>(map: ReadonlyMap<K, readonly RowNumber[]>, key: K): readonly RowNumber[] => {
    catchUp();
    return (map.get(key) ?? []).filter((n) => ledger.holds(n));
  };
  return {
    codeOf: (row) => drawnFor(row).code,
    tokenOf: token,
    withCode: (code) => found(byCode, code),
    withToken: (text) => found(byToken, text),
    whoOf: (row) => bytesToBase64Url(hash(`who ${row.alarm} ${row.person}`)),
    drawOf: (n) => drawnFor(ledger.row(n)).draw,
  };
}

type Drawn = { readonly code: AnswerCode; readonly draw: number };

function dropGone<K>(map: Map<K, readonly RowNumber[]>, ledger: Ledger): void {
  for (const [key, rows] of map) if (!rows.some((n) => ledger.holds(n))) map.delete(key);
}

function secretIn(store: Store, crypto: Primitives): Uint8Array {
  const kept = store.setting(SETTING);
  if (kept !== undefined) return kept;
  const made = crypto.randomBytes(SECRET_BYTES);
  store.saveSetting(SETTING, made);
  return made;
}
