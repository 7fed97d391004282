import type { GroupRole, SealedPartName } from '../../record/parts.ts';
import { pluralCategory } from './words.ts';
import type { Language } from './words.ts';

/** Words about what only a few can open, in one language. */
export type SealedWords = {
  readonly heading: string;
  readonly parts: Readonly<Record<SealedPartName, string>>;
  readonly entries: (text: string, n: number) => string;
  /** To whom a part is sealed, and what that means for everybody else. */
  readonly to: Readonly<Record<GroupRole, string>>;
  readonly groupKey: (role: GroupRole, number: number) => string;
  readonly reseal: string;
};

const EN: SealedWords = {
  heading: 'Sealed',
  parts: { home: 'households', hurt: 'who is hurt, held or missing', witness: 'who saw it' },
  entries: (text, n) => `in ${text} ${n === 1 ? 'entry' : 'entries'}`,
  to: {
    committee: 'sealed to the committee: the hub cannot read it',
    lawyer: 'sealed to the lawyer: the hub cannot read it',
    medic: 'sealed to the medic: the hub cannot read it',
  },
  groupKey: (role, n) => `${{ committee: 'committee', lawyer: 'lawyers', medic: 'medics' }[role]}: key ${n}`,
  reseal: 'a sealed part, sealed anew for other readers',
};

const RU: SealedWords = {
  heading: 'Запечатано',
  parts: { home: 'сведения о семьях', hurt: 'кто пострадал, задержан или пропал', witness: 'кто это видел' },
  entries: (text, n) => `в ${text} ${pluralCategory('ru', n) === 'one' ? 'записи' : 'записях'}`,
  to: {
    committee: 'запечатано для комитета: узел прочесть не может',
    lawyer: 'запечатано для юриста: узел прочесть не может',
    medic: 'запечатано для медика: узел прочесть не может',
  },
  groupKey: (role, n) => `${{ committee: 'комитет', lawyer: 'юристы', medic: 'медики' }[role]}: ключ № ${n}`,
  reseal: 'запечатанная часть, запечатана заново для других читателей',
};

const KK: SealedWords = {
  heading: 'Мөрленген',
  parts: {
    home: 'отбасылар туралы мәлімет',
    hurt: 'кім зардап шекті, ұсталды немесе жоғалды',
    witness: 'мұны кім көрді',
  },
  entries: (text) => `${text} жазбада`,
  to: {
    committee: 'комитетке мөрленген: торап оқи алмайды',
    lawyer: 'заңгерге мөрленген: торап оқи алмайды',
    medic: 'медицина қызметкеріне мөрленген: торап оқи алмайды',
  },
  groupKey: (role, n) =>
    `${{ committee: 'комитет', lawyer: 'заңгерлер', medic: 'медицина қызметкерлері' }[role]}: ${n}-кілт`,
  reseal: 'мөрленген бөлік, басқа оқырмандарға қайта мөрленді',
};

export const SEALED_WORDS: Readonly<Record<Language, SealedWords>> = { kk: KK, ru: RU, en: EN };
