import type { AnswerWords } from './answer-words.ts';

export const ANSWER_EN: AnswerWords = {
  real: 'ALARM',
  drillSays: 'This is practice: nothing is happening. Answer as you would answer a real alarm.',
  safely: 'Go only where it is safe, and confront nobody.',
  seen: {
    question: 'Do you see it yourself?',
    confirm: 'Yes, I see it too',
    refute: 'No, it is not so',
  },
  come: {
    question: 'Can you come?',
    inMinutes: (minutes) => `in ${minutes} min`,
    other: 'Another time, in minutes',
    coming: 'I am coming',
    cannot: 'I cannot come',
  },
  last: {
    heading: 'Your answer',
    none: 'You have not answered yet.',
    coming: (minutes) => (minutes === undefined ? 'I am coming' : `I am coming, in ${minutes} min`),
    cannot: 'I cannot come',
    confirm: 'I see it too',
    refute: 'It is not so',
    changes: 'You can change it: the last one counts.',
  },
  noMore: 'Nothing more is asked, and answers are not taken any more.',
  faults: {
    unclear: 'That was not understood. Nothing was kept. Minutes are a number from 0 to 1440.',
    'too-often': 'Too many tries at once. Nothing was kept: wait a few seconds and answer again.',
    'too-many':
      'You have changed your answer very often. The one below stands; tell a warden what has changed since.',
    'not-kept': 'Your answer could not be kept. Answer again in a minute, or tell a warden.',
  },
  foot: 'This page is yours alone: whoever has its link can answer for you. Do not send it on. No cookies; nobody is counted.',
};
