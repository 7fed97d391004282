import type { Language } from './words.ts';

/** Why somebody who asks to be vouched for, or for keys for more incidents, was not taken down. */
export type RequestRefusal =
  | 'not-a-request'
  | 'other-place'
  | 'invitation-unknown'
  | 'invitation-expired'
  | 'invitation-used'
  | 'key-known'
  | 'too-many-requests-open'
  | 'not-let-in'
  | 'no-slots-needed'
  | 'slot-taken'
  | 'asked-already';

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
    'not-let-in':
      'This device is not let in here, or no longer. Nothing was kept. Ask your warden for an invitation.',
    'no-slots-needed': 'A keyholder’s key speaks in every incident. Nothing was kept, and nothing is needed.',
    'slot-taken':
      'This device has asked for a key for one of these incidents before, and it gets one only. Nothing was kept. Ask for later incidents.',
    'asked-already':
      'This device has asked already and was not let in yet. Nothing more was kept. Tell your warden the number of that request.',
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
    'not-let-in':
      'Это устройство здесь не впущено или уже не впущено. Ничего не сохранено. Попросите у старшего приглашение.',
    'no-slots-needed':
      'Ключ хранителя говорит в каждом событии. Ничего не сохранено, и ничего больше не нужно.',
    'slot-taken':
      'Это устройство уже просило ключ для одного из этих событий, а положен только один. Ничего не сохранено. Попросите для следующих событий.',
    'asked-already':
      'Это устройство уже просило, и его ещё не впустили. Больше ничего не сохранено. Назовите старшему номер той просьбы.',
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
    'not-let-in':
      'Бұл құрылғы мұнда кіргізілмеген немесе енді кіргізілмейді. Ештеңе сақталмады. Жетекшіңізден шақыру сұраңыз.',
    'no-slots-needed':
      'Кілт сақтаушының кілті әр оқиғада сөйлейді. Ештеңе сақталмады, басқа ештеңе керек емес.',
    'slot-taken':
      'Бұл құрылғы осы оқиғалардың біріне кілтті бұрын сұраған, ал оған біреуі ғана беріледі. Ештеңе сақталмады. Кейінгі оқиғаларға сұраңыз.',
    'asked-already':
      'Бұл құрылғы сұрап қойған, бірақ әлі кіргізілмеді. Басқа ештеңе сақталмады. Жетекшіңізге сол өтініштің нөмірін айтыңыз.',
  },
};

export function requestRefusalText({ kind }: { readonly kind: RequestRefusal }, language: Language): string {
  return TEXTS[language][kind];
}
