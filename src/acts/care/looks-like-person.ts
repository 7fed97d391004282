// Seven digits are the shortest telephone number; a handle counts to hundreds.
const PHONE_DIGITS_MIN = 7;
// Two names with capitals, apart or grown together: Aigul-Serikova, Айгүл-Серікова, AigulSerikova.
const TWO_NAMES = /^\p{Lu}\p{Ll}+(?:-?\p{Lu}\p{Ll}+)+$/u;
// Patronymics, however they are written.
const PATRONYMIC = /(?:ovna|evna|ovich|evich|qyzy|kyzy|овна|евна|ович|евич|қызы|ұлы)(?:$|-)/iu;

/**
 * Whether a handle may be somebody's full name or telephone number. A guess: it misses a first name alone, and may take a
 * handle for a name, which costs another handle.
 */
export function looksLikePerson(handle: string): boolean {
  return holdsPhoneNumber(handle) || TWO_NAMES.test(handle) || PATRONYMIC.test(handle);
}

/** Whether a text holds as many digits in a row as a telephone number, with what people write between them. */
export function holdsPhoneNumber(text: string): boolean {
  const runs = text.split(/[^\d\s()+-]/u);
  return runs.some((run) => run.replaceAll(/\D/gu, '').length >= PHONE_DIGITS_MIN);
}
