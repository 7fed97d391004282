import type { FieldFact, FieldFault } from '../../record/kinds/fields.ts';
import type { Language } from './words.ts';

type Facts = {
  readonly [K in FieldFact['kind']]: (fact: Extract<FieldFact, { readonly kind: K }>) => string;
};
/** Fields with a form of their own, by name. */
type Formed = 'offset' | 'languages' | 'homes' | 'checkIns';
type Refusals = {
  readonly facts: Facts;
  readonly formed: Readonly<Record<Formed, string>>;
  /** Where the whole number is one of a place on the map. */
  readonly map: string;
  /** What only another program can have written so. */
  readonly other: string;
};

const EN: Refusals = {
  facts: {
    missing: () => 'This is still to be filled in.',
    'not-read': () => 'This is no field of a plan.',
    'not-code': () => 'Letters, digits and hyphens only, at most 32 of them, without spaces.',
    'not-text': () => 'This is still to be filled in.',
    'not-list': () => 'This is not a list.',
    'not-object': () => 'This is not a group of fields.',
    'not-form': () => 'This cannot be read.',
    'not-whole': ({ lo, hi }) => `A whole number from ${lo} to ${hi}.`,
    'too-many': ({ most }) => `There are more than ${most} here.`,
    'too-long': ({ most }) => `Longer than ${most} characters.`,
    'not-there': ({ name }) => `There is no “${name}” in this plan.`,
    itself: ({ name }) => `“${name}” cannot follow itself.`,
    twice: ({ name }) => `“${name}” is there twice.`,
    circle: ({ names }) =>
      `They stand in for each other in a circle (${names}): taken together, nobody is left.`,
  },
  formed: {
    offset: 'Hours east of UTC, such as +05:00.',
    languages: 'One to three different languages out of kk, ru, en.',
    homes: 'Codes such as N1..N24, or N1, N2, N7..N9: none twice, at most 200.',
    checkIns: 'Times of day such as 07:00, 21:00: none twice, at most 24.',
  },
  map: 'Latitude and longitude in degrees, such as 43.304, 76.801.',
  other: 'This cannot be in a plan.',
};

const RU: Refusals = {
  facts: {
    missing: () => 'Это ещё нужно заполнить.',
    'not-read': () => 'Такого поля в плане нет.',
    'not-code': () => 'Только буквы, цифры и дефисы, не больше 32, без пробелов.',
    'not-text': () => 'Это ещё нужно заполнить.',
    'not-list': () => 'Здесь должен быть список.',
    'not-object': () => 'Здесь должна быть группа полей.',
    'not-form': () => 'Это не удаётся прочитать.',
    'not-whole': ({ lo, hi }) => `Целое число от ${lo} до ${hi}.`,
    'too-many': ({ most }) => `Слишком много: допустимо не больше ${most}.`,
    'too-long': ({ most }) => `Слишком длинно: допустимо не больше ${most} знаков.`,
    'not-there': ({ name }) => `«${name}» в этом плане нет.`,
    itself: ({ name }) => `«${name}» не может следовать за собой.`,
    twice: ({ name }) => `«${name}» стоит дважды.`,
    circle: ({ names }) =>
      `Они заменяют друг друга по кругу (${names}): если заберут всех, не останется никого.`,
  },
  formed: {
    offset: 'Насколько часы впереди UTC, например +05:00.',
    languages: 'От одного до трёх разных языков из kk, ru, en.',
    homes: 'Коды вида N1..N24 или N1, N2, N7..N9: каждый один раз, не больше 200.',
    checkIns: 'Время суток вида 07:00, 21:00: каждое один раз, не больше 24.',
  },
  map: 'Широта и долгота в градусах, например 43.304, 76.801.',
  other: 'Такого в плане быть не может.',
};

const KK: Refusals = {
  facts: {
    missing: () => 'Мұны әлі толтыру керек.',
    'not-read': () => 'Жоспарда мұндай жол жоқ.',
    'not-code': () => 'Тек әріп, цифр және дефис, 32-ден аспасын, бос орынсыз.',
    'not-text': () => 'Мұны әлі толтыру керек.',
    'not-list': () => 'Мұнда тізім болуы керек.',
    'not-object': () => 'Мұнда жолдар тобы болуы керек.',
    'not-form': () => 'Мұны оқу мүмкін емес.',
    'not-whole': ({ lo, hi }) => `${lo} мен ${hi} арасындағы бүтін сан.`,
    'too-many': ({ most }) => `Тым көп: ${most} санынан аспауы керек.`,
    'too-long': ({ most }) => `Тым ұзын: ${most} таңбадан аспауы керек.`,
    'not-there': ({ name }) => `Бұл жоспарда «${name}» жоқ.`,
    itself: ({ name }) => `«${name}» өзінен кейін тұра алмайды.`,
    twice: ({ name }) => `«${name}» екі рет тұр.`,
    circle: ({ names }) => `Олар бірін-бірі айнала алмастырады (${names}): бәрі ұсталса, ешкім қалмайды.`,
  },
  formed: {
    offset: 'Сағаттың UTC-дан айырмасы, мысалы +05:00.',
    languages: 'kk, ru, en ішінен бір-үш түрлі тіл.',
    homes: 'N1..N24 не N1, N2, N7..N9 сияқты кодтар: әрқайсысы бір рет, 200-ден аспасын.',
    checkIns: '07:00, 21:00 сияқты уақыт: әрқайсысы бір рет, 24-тен аспасын.',
  },
  map: 'Ендік пен бойлық градуспен, мысалы 43.304, 76.801.',
  other: 'Жоспарда мұндай болмайды.',
};

const WORDS: Readonly<Record<Language, Refusals>> = { en: EN, ru: RU, kk: KK };

/** Why a plan is refused at a field, for a person who fills it in. */
export function placeRefusalText({ field, fact }: FieldFault, language: Language): string {
  const words = WORDS[language];
  if (fact === undefined) return words.other;
  const name = /[A-Za-z]+$/.exec(field)?.[0] ?? '';
  if (name === 'lat' || name === 'lon') return words.map;
  return fact.kind === 'not-form' && isFormed(name) ? words.formed[name] : factText(fact, words.facts);
}

function isFormed(name: string): name is Formed {
  return Object.hasOwn(EN.formed, name);
}

function factText<K extends FieldFact['kind']>(
  fact: Extract<FieldFact, { readonly kind: K }>,
  facts: { readonly [L in K]: (fact: Extract<FieldFact, { readonly kind: L }>) => string },
): string {
  const kind: K = fact.kind;
  return facts[kind](fact);
}
