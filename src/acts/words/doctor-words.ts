import type { Finding } from '../care/doctor.ts';
import { DOCTOR_EN } from './doctor-en.ts';
import { DOCTOR_KK } from './doctor-kk.ts';
import { DOCTOR_RU } from './doctor-ru.ts';
import type { Language } from './words.ts';

/** What is so, and what to do about it. */
export type Advice = { readonly says: string; readonly todo: string };

/** Every finding in words. A finding without words does not compile. */
export type DoctorWords = {
  readonly unsafe: string;
  readonly note: string;
  readonly nothingUnsafe: string;
  readonly findings: {
    readonly [K in Finding['kind']]: (found: Extract<Finding, { readonly kind: K }>) => Advice;
  };
};

export const DOCTOR_WORDS: Readonly<Record<Language, DoctorWords>> = {
  en: DOCTOR_EN,
  ru: DOCTOR_RU,
  kk: DOCTOR_KK,
};

/** A finding in the reader's language. */
export function adviceOn<K extends Finding['kind']>(
  found: Extract<Finding, { readonly kind: K }>,
  language: Language,
): Advice {
  const findings: {
    readonly [L in K]: (found: Extract<Finding, { readonly kind: L }>) => Advice;
  } = DOCTOR_WORDS[language].findings;
  const kind: K = found.kind;
  return findings[kind](found);
}
