import type { ActWords, AlarmWords } from './alarm-words.ts';

function both(tells: string): ActWords {
  return { tells, asks: `${tells}?` };
}

export const ALARM_RU: AlarmWords = {
  drill: 'УЧЕНИЯ',
  drillOver: 'УЧЕНИЯ ОКОНЧЕНЫ',
  overAs: { lapsed: 'НЕ ПОДТВЕРЖДЕНО', ended: 'ОТБОЙ', false: 'ЛОЖНАЯ ТРЕВОГА', duplicate: 'ПОВТОР' },
  titles: {
    ask: 'Это так?',
    call: 'Вы нужны',
    abroad: 'Нужны ваши глаза и голос',
    redirect: 'Проход закрыт',
    task: 'Сообщите своей ячейке',
    ready: 'Держите телефон рядом',
    'check-in-due': 'Отметьтесь',
    verify: 'Ваш код',
    removed: 'Вас убрали из списка',
    test: 'Проверка связи',
  },
  acts: {
    'force.arrive': both('прибывают силы'),
    'force.advance': both('силы продвигаются'),
    'force.use': both('применяют силу'),
    'force.breach': both('силы прорываются'),
    'cordon.set': both('ставят оцепление'),
    'cordon.complete': both('кольцо замкнуто'),
    'evict.home': both('выселяют людей'),
    'evict.demolish': both('сносят дома'),
    'utility.cut': both('нет света или воды'),
    'network.cut': both('отключили связь'),
    arrest: both('задерживают людей'),
    injury: both('есть пострадавшие'),
    other: { tells: 'опасность', asks: 'есть опасность?' },
  },
  place: {
    neighbours: (point) => [`Безопасный сбор: ${point}`, `Сбор: ${point}`],
    press: (point) => [`Пресса, безопасный обзор: ${point}`, `Пресса: ${point}`],
    lawyers: (point) => [`Нужны юристы: ${point}`, `Юристы: ${point}`],
    observers: (point) => [`Наблюдатели, безопасный обзор: ${point}`, `Обзор: ${point}`],
    medics: (point) => [`Нужны медики: ${point}`, `Медики: ${point}`],
    supporters: (point) => [`Сторонники, сбор снаружи: ${point}`, `Снаружи: ${point}`],
  },
  noPlace: 'Сначала узнайте, где',
  answerAsk: (code) => [`Ответ: ${code}1 = да, ${code}2 = нет`, `${code}1 да, 2 нет`],
  answerCall: (code) => [
    `${code}1 20 = через 20 мин, ${code}2 = нет`,
    `Ответ: ${code}1 20 или 2 (нет)`,
    `${code}1 20, нет 2`,
  ],
  abroad: ['Следите, пишите властям, выйдите на пикет', 'Следите, пишите, пикет'],
  redirect: (point) => [
    `Проход закрыт. Идите только сюда: ${point}`,
    `Проход закрыт. Только: ${point}`,
    `Закрыто, идите: ${point}`,
  ],
  redirectNowhere: 'Проход закрыт. Не идите, ждите вестей',
  drillOverSays: 'Это была проверка. Спасибо.',
  overSays: {
    lapsed: 'Больше никто не видел. Увидите – сообщите.',
    ended: 'Тревога окончена, идти не нужно.',
    false: 'Это не так, идти не нужно.',
    duplicate: 'Сообщили дважды: в силе первая.',
  },
  tellCell: (cell) => `Сообщите ячейке ${cell}`,
  tellYourCell: 'Сообщите ячейке',
  ready: 'ГОТОВНОСТЬ',
  readyOver: 'ГОТОВНОСТЬ СНЯТА',
  readySays: {
    'check-in': ['Организатор не отметился. Телефон рядом, заряжен', 'Организатор не отметился'],
    // Whose home is besieged everybody would know.
    siege: ['Есть признаки рейда. Телефон рядом, заряжен', 'Есть признаки рейда'],
    sign: ['Есть признаки рейда. Телефон рядом, заряжен', 'Есть признаки рейда'],
    peer: ['Соседний узел молчит. Телефон рядом, заряжен', 'Соседний узел молчит'],
  },
  readyOverSays: {
    here: 'Организатор отметился. Спасибо.',
    heard: 'Узел снова на связи. Спасибо.',
    over: 'Пока больше не нужна. Спасибо.',
  },
  checkInDue: (until) => `отметьтесь до ${until}, иначе оповестят других`,
  verify: (code) => `код ${code}. Введите его, никому не говорите.`,
  removed: 'вас убрали из списка, тревог больше не будет.',
  test: 'проверка связи. Ничего не случилось.',
  settlement: 'Посёлок',
};
