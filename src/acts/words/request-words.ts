import type { Language } from './words.ts';

/** Why somebody with an invitation was not let in. */
export type RequestRefusal =
  | 'not-a-request'
  | 'other-place'
  | 'invitation-unknown'
  | 'invitation-expired'
  | 'invitation-used'
  | 'key-known'
  | 'too-many-requests-open';

const TEXTS: Readonly<Record<Language, Readonly<Record<RequestRefusal, string>>>> = {
  en: {
    'not-a-request':
      'This is not a request to join. Nothing was kept. Use the invitation as it was given to you.',
    'other-place': 'This invitation is for another settlement. Nothing was kept. Ask whoever gave it to you.',
    'invitation-unknown':
      'This hub does not know that invitation, or it was withdrawn. Nothing was kept. Ask for a new one.',
    'invitation-expired': 'This invitation has run out. Nothing was kept. Ask your warden for a new one.',
    'invitation-used':
      'Somebody has used this invitation already. Nothing was kept. If it was not you, tell your warden at once and ask for a new one.',
    'key-known': 'One of these keys is known here already. Nothing was kept. Make new keys on the device.',
    'too-many-requests-open':
      'Too many people wait to be let in. Nothing was kept. Your invitation still holds: try again in an hour.',
  },
  ru: {
    'not-a-request':
      'Это не просьба о вступлении. Ничего не сохранено. Используйте приглашение таким, каким его дали.',
    'other-place': 'Это приглашение в другой посёлок. Ничего не сохранено. Спросите того, кто его дал.',
    'invitation-unknown':
      'Этот узел не знает такого приглашения, или оно отозвано. Ничего не сохранено. Попросите новое.',
    'invitation-expired': 'Срок приглашения истёк. Ничего не сохранено. Попросите у старшего новое.',
    'invitation-used':
      'Этим приглашением уже воспользовались. Ничего не сохранено. Если это были не вы, сразу скажите старшему и попросите новое.',
    'key-known': 'Один из этих ключей здесь уже известен. Ничего не сохранено. Создайте на устройстве новые.',
    'too-many-requests-open':
      'Слишком многие ждут, чтобы их впустили. Ничего не сохранено. Приглашение действует: попробуйте через час.',
  },
  kk: {
    'not-a-request': 'Бұл қосылу өтініші емес. Ештеңе сақталмады. Шақыруды берілген күйінде пайдаланыңыз.',
    'other-place': 'Бұл шақыру басқа елді мекенге. Ештеңе сақталмады. Оны берген адамнан сұраңыз.',
    'invitation-unknown':
      'Торап бұл шақыруды танымайды немесе ол қайтарып алынған. Ештеңе сақталмады. Жаңасын сұраңыз.',
    'invitation-expired': 'Шақырудың мерзімі өтті. Ештеңе сақталмады. Жетекшіңізден жаңасын сұраңыз.',
    'invitation-used':
      'Бұл шақыруды біреу пайдаланып қойған. Ештеңе сақталмады. Ол сіз болмасаңыз, жетекшіңізге бірден айтып, жаңасын сұраңыз.',
    'key-known': 'Осы кілттердің бірі мұнда белгілі. Ештеңе сақталмады. Құрылғыда жаңа кілттер жасаңыз.',
    'too-many-requests-open':
      'Кіруді күтіп тұрғандар тым көп. Ештеңе сақталмады. Шақыруыңыз күшінде: бір сағаттан соң қайталаңыз.',
  },
};

export function requestRefusalText({ kind }: { readonly kind: RequestRefusal }, language: Language): string {
  return TEXTS[language][kind];
}
