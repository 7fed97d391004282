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
  const codes = new Map<string, AnswerCode>();
  const byCode = new Map<AnswerCode, RowNumber[]>();
  const byToken = new Map<string, RowNumber[]>();
  let seen = 0;
  const add = <K>(map: Map<K, RowNumber[]>, key: K, n: RowNumber): void => {
    const rows = map.get(key);
    if (rows) rows.push(n);
    else map.set(key, [n]);
  };
  // In the order of the rows: where two draw the same code it is always the later one that draws again.
  const catchUp = (): void => {
    for (; seen < ledger.size; seen++) {
      const row = ledger.row(seen);
      const name = names(row);
      let code = codes.get(name);
      for (let draw = 0; code === undefined; draw++) {
        const drawn = answerCodeFrom(hash(`code ${name} ${draw}`));
        if (!byCode.has(drawn)) code = drawn;
      }
      codes.set(name, code);
      add(byCode, code, seen);
      add(byToken, token(row), seen);
    }
  };
  return {
    codeOf: (row) => {
      catchUp();
      const code = codes.get(names(row));
      assert(code !== undefined, 'every row of the ledger has a code');
      return code;
    },
    tokenOf: token,
    withCode: (code) => {
      catchUp();
      return byCode.get(code) ?? [];
    },
    withToken: (text) => {
      catchUp();
      return byToken.get(text) ?? [];
    },
    whoOf: (row) => bytesToBase64Url(hash(`who ${row.alarm} ${row.person}`)),
  };
}

function secretIn(store: Store, crypto: Primitives): Uint8Array {
  const kept = store.setting(SETTING);
  if (kept !== undefined) return kept;
  const made = crypto.randomBytes(SECRET_BYTES);
  store.saveSetting(SETTING, made);
  return made;
}
