import type { Language } from './words.ts';

/** What stands around an account for the public, in one language. */
export type PublicWords = {
  readonly title: string;
  /** It is for two to publish; until they do it is a draft. */
  readonly draft: string;
  readonly delayed: string;
  readonly coarse: string;
  readonly leftOut: string;
  readonly nothing: string;
  readonly gained: (minutes: string) => string;
};

export const PUBLIC_WORDS: Readonly<Record<Language, PublicWords>> = {
  en: {
    title: 'An account for the public',
    draft:
      'For public: a draft. It is published only when two keyholders say so; they add the name of the place.',
    delayed: 'This is not over: nothing of the last hour of the record is told here.',
    coarse:
      'Whole hours and rounded numbers; nobody is named, no home, no plate, no number of a unit. What was done on the side of the residents is told of the side as a whole.',
    leftOut:
      'Left out: rumours, plans, opinions, claims about aims and gains, and all that was written in free words.',
    nothing: 'Nothing can be told yet.',
    gained: (minutes) => `Minutes gained: ${minutes}.`,
  },
  ru: {
    title: 'Рассказ для всех',
    draft:
      'Для публикации: черновик. Он публикуется, только когда так решат двое хранителей ключей; они же добавят название места.',
    delayed: 'Событие не окончено: о последнем часе записи здесь не говорится.',
    coarse:
      'Целые часы и округлённые числа; не назван никто: ни человек, ни дом, ни номер машины или подразделения. О действиях на стороне жителей сказано как о стороне в целом.',
    leftOut:
      'Не вошли: слухи, планы, мнения, утверждения о целях и выгодах и всё, что написано свободным текстом.',
    nothing: 'Пока рассказать нечего.',
    gained: (minutes) => `Выиграно минут: ${minutes}.`,
  },
  kk: {
    title: 'Көпшілікке арналған баян',
    draft:
      'Жариялауға арналған: жоба. Оны екі кілт сақтаушы шешкенде ғана жариялайды; жердің атын да солар қосады.',
    delayed: 'Оқиға аяқталған жоқ: жазбаның соңғы сағаты туралы мұнда айтылмайды.',
    coarse:
      'Тұтас сағаттар мен дөңгелектелген сандар; ешкім аталмаған: адам да, үй де, көлік не бөлімше нөмірі де жоқ. Тұрғындар жағының әрекеті сол жақтың бәріне ортақ айтылады.',
    leftOut: 'Кірмегені: қауесет, жоспар, пікір, мақсат пен пайда туралы айтылғандар және еркін мәтін.',
    nothing: 'Әзірге айтарлық ештеңе жоқ.',
    gained: (minutes) => `Ұтып алынған уақыт, минут: ${minutes}.`,
  },
};
