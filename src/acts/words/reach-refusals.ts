import type { Language } from './words.ts';

/** Why no code went to an address. */
export type NotSent = 'no-road' | 'too-many-codes' | 'carrier-busy' | 'address-refused';
/** Why digits prove nothing. */
export type NotProven = 'no-code' | 'wrong-code' | 'last-wrong-code';
/** Why how somebody is reached was not taken down. */
export type ReachRefusal =
  | 'not-a-contact'
  | 'not-an-address'
  | 'not-hours'
  | 'list-full'
  | NotSent
  | NotProven;

const TEXTS: Readonly<Record<Language, Readonly<Record<ReachRefusal, string>>>> = {
  en: {
    'not-a-contact': 'This does not say how somebody is reached. Nothing was changed.',
    'not-hours':
      'Hours have a beginning and another end. Nothing was changed: choose both, or leave both empty.',
    'not-an-address':
      'One of these is no address: a number with its country, such as +7 700 000 00 00; one mailbox; or a topic such as https://ntfy.example/topic. Nothing was changed.',
    'list-full':
      'The list is full: no more people can be told. Nothing was kept. Ask whoever gave you this link.',
    'no-road':
      'This hub sends nothing by that road. Nothing was changed there. Ask whoever runs the hub, or choose another.',
    'too-many-codes':
      'Too many codes were sent within the hour. What was confirmed before stays. Try again in an hour.',
    'carrier-busy': 'Messages wait in line there just now. No code was sent. Try again in a minute.',
    'address-refused':
      'The code could not be delivered there. What was confirmed before stays. Check the address.',
    'no-code': 'No code waits for that. It may have run out after 15 minutes: ask for a new one.',
    'wrong-code': 'That is not the code. Look at the newest message and type its six digits.',
    'last-wrong-code': 'That is not the code, for the third time. It is void now: ask for a new one.',
  },
  ru: {
    'not-a-contact': 'Здесь не сказано, как с кем-то связаться. Ничего не изменено.',
    'not-hours':
      'У времени есть начало и другой конец. Ничего не изменено: выберите и то и другое или не выбирайте ничего.',
    'not-an-address':
      'Что-то из этого не адрес. Нужен номер с кодом страны, например +7 700 000 00 00, один почтовый ящик или тема вида https://ntfy.example/topic. Ничего не изменено.',
    'list-full':
      'Список заполнен, больше вместить нельзя. Ничего не сохранено. Спросите того, кто дал вам ссылку.',
    'no-road':
      'Этот узел таким путём ничего не отправляет. Там ничего не изменено. Спросите того, кто ведёт узел, или выберите другой путь.',
    'too-many-codes':
      'За этот час отправлено слишком много кодов. Подтверждённое раньше остаётся. Попробуйте через час.',
    'carrier-busy': 'Сейчас там очередь из сообщений. Код не отправлен. Попробуйте через минуту.',
    'address-refused': 'Код туда не доставить. Подтверждённое раньше остаётся. Проверьте адрес.',
    'no-code': 'Такого кода никто не ждёт. Возможно, прошло 15 минут: запросите новый.',
    'wrong-code': 'Это не тот код. Посмотрите самое новое сообщение и введите шесть цифр из него.',
    'last-wrong-code': 'Это не тот код, уже в третий раз. Он больше не действует: запросите новый.',
  },
  kk: {
    'not-a-contact': 'Мұнда біреумен қалай байланысуға болатыны айтылмаған. Ештеңе өзгермеді.',
    'not-hours':
      'Уақыттың басы да, одан бөлек соңы да болады. Ештеңе өзгермеді: екеуін де таңдаңыз немесе екеуін де бос қалдырыңыз.',
    'not-an-address':
      'Осылардың бірі мекенжай емес. Ел коды бар нөмір керек, мысалы +7 700 000 00 00, не бір пошта жәшігі, не https://ntfy.example/topic түріндегі тақырып. Ештеңе өзгермеді.',
    'list-full': 'Тізім толды, одан артық сыймайды. Ештеңе сақталмады. Сілтемені берген адамнан сұраңыз.',
    'no-road':
      'Бұл торап ондай жолмен ештеңе жібермейді. Онда ештеңе өзгермеді. Торапты жүргізетін адамнан сұраңыз немесе басқа жолды таңдаңыз.',
    'too-many-codes':
      'Осы сағатта тым көп код жіберілді. Бұрын расталғаны сақталады. Бір сағаттан соң қайталаңыз.',
    'carrier-busy': 'Қазір ол жерде хабарламалар кезекте тұр. Код жіберілмеді. Бір минуттан соң қайталаңыз.',
    'address-refused': 'Код ол жерге жеткізілмеді. Бұрын расталғаны сақталады. Мекенжайды тексеріңіз.',
    'no-code': 'Ондай код күтіліп тұрған жоқ. 15 минут өтіп кеткен болар: жаңасын сұраңыз.',
    'wrong-code': 'Бұл ол код емес. Ең соңғы хабарламаны қарап, ондағы алты цифрды теріңіз.',
    'last-wrong-code': 'Бұл ол код емес, үшінші рет. Ол енді жарамсыз: жаңасын сұраңыз.',
  },
};

export function reachRefusalText(kind: ReachRefusal, language: Language): string {
  return TEXTS[language][kind];
}
