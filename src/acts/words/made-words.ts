import type { Role } from '../../record/kinds/vocabulary.ts';
import type { PeopleRefusal } from '../../situation/people-refusals.ts';
import { erasingText, oneMoreText, peopleRefusalText } from './people-words.ts';
import type { EraseHindrance } from './people-words.ts';
import { LOG_TRUST_WORDS } from './log-trust-words.ts';
import type { Language } from './words.ts';

/** What a hub made of one act about people, keys or incidents. */
export type Made =
  /** Not kept at all; `says` is the hub's reason. */
  | { readonly kind: 'not-kept'; readonly says: string }
  /** Accepted without the proof that it stands in the hub's log: it does not count as handed in. */
  | { readonly kind: 'not-proven' }
  | {
      readonly kind: 'kept';
      readonly refused: readonly { readonly reason?: PeopleRefusal; readonly target?: string }[];
      /** Whose word it waits for. */
      readonly needs?: readonly Role[];
      /** Of an erasure: what of it cannot be carried out, or not yet. */
      readonly faults: readonly { readonly why: EraseHindrance; readonly target: string }[];
      /** The key has said something else under the same number: one of two devices is an older copy. */
      readonly isFork: boolean;
    };

type MadeWords = {
  readonly done: string;
  readonly kept: string;
  readonly notKept: (says: string) => string;
  readonly noEffect: string;
  readonly olderCopy: string;
};

const WORDS: Readonly<Record<Language, MadeWords>> = {
  en: {
    done: 'Done.',
    kept: 'Kept.',
    notKept: (says) => `Refused: ${says}`,
    noEffect: 'The entry is kept and has no effect.',
    olderCopy: `This device is an older copy: its key has said something else under the same number before. Nothing is lost: the
hub keeps both, and both are judged. If you have the newer copy, go on with that one and destroy this. If you do not, somebody
else may have it: ask two keyholders to revoke this key, and join again with new keys.`,
  },
  ru: {
    done: 'Сделано.',
    kept: 'Сохранено.',
    notKept: (says) => `Отказано: ${says}`,
    noEffect: 'Запись сохранена и не действует.',
    olderCopy:
      'Это устройство — старая копия: его ключ уже сказал другое под тем же номером. Ничего не потеряно: узел хранит обе записи, и обе рассматриваются. Если новая копия у вас, продолжайте с ней, а эту уничтожьте. Если нет, она может быть у кого-то другого: попросите двух хранителей отозвать этот ключ и вступите заново с новыми ключами.',
  },
  kk: {
    done: 'Орындалды.',
    kept: 'Сақталды.',
    notKept: (says) => `Қабылданбады: ${says}`,
    noEffect: 'Жазба сақталды, бірақ күші жоқ.',
    olderCopy:
      'Бұл құрылғы — ескі көшірме: оның кілті осы нөмірмен бұрын басқа нәрсе айтқан. Ештеңе жоғалған жоқ: торап екеуін де сақтайды және екеуін де қарайды. Жаңа көшірме сізде болса, сонымен жалғастырып, мынаны жойыңыз. Болмаса, ол басқа біреуде болуы мүмкін: екі кілт сақтаушыдан бұл кілтті қайтарып алуды сұраңыз да, жаңа кілттермен қайта қосылыңыз.',
  },
};

/** Whether it is so now, or waits only for a second. */
export function isWell(made: Made): boolean {
  if (made.kind !== 'kept' || made.refused.length > 0 || made.isFork) return false;
  // What is not here yet may come; what can never be erased is an order in vain.
  return made.faults.every(({ why }) => why === 'not-here');
}

/** What became of an act, for its author, a sentence or two a line. */
export function madeLines(made: Made, language: Language): readonly string[] {
  const words = WORDS[language];
  if (made.kind === 'not-kept') return [words.notKept(made.says)];
  if (made.kind === 'not-proven') return [LOG_TRUST_WORDS[language].notProven];
  const { refused, needs, faults, isFork } = made;
  return [
    ...(refused.length === 0 && needs === undefined ? [words.done] : []),
    ...refused.map(({ reason, target }) => {
      const text = reason === undefined ? words.noEffect : peopleRefusalText(reason, language);
      return target === undefined ? text : `${target}: ${text}`;
    }),
    ...(needs ? [`${words.kept} ${oneMoreText(needs, language)}`] : []),
    ...faults.map(({ why, target }) => `${target}: ${erasingText(why, language)}`),
    ...(isFork ? [words.olderCopy] : []),
  ];
}
