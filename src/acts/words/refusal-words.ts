import type { EntryError, ErasedError, StrangersError } from '../../record/verify.ts';
import type { WireError } from '../../record/wire.ts';
import type { Language } from './words.ts';

type Refused = EntryError | ErasedError | StrangersError | WireError;
type Kind = Refused['kind'];

/** What happened and what to do, for each way an entry can be refused. Nothing was kept, and the sender still has it. */
const TEXTS: Readonly<Record<Language, Readonly<Record<Kind, string>>>> = {
  en: {
    'too-many-strangers':
      'Too many senders whom nobody has vouched for yet. Nothing was kept: keep your copy, ask your warden to vouch for you, and send it again in a minute.',
    erased:
      'This was erased by decision of two keyholders and is not kept again. Erase your copy too; the erase entry says on what ground.',
    'wire-shape': 'This is not an entry of the record. Nothing was kept. Check what was sent.',
    'core-too-large':
      'The entry is larger than 16 KiB. Nothing was kept. Send long texts and pictures as parts.',
    'core-not-utf8': 'The entry is not valid text. It was probably damaged on the way: send it again.',
    'core-not-json': 'The entry is cut off or damaged. Send it again from where it was made.',
    'core-not-canonical':
      'The entry was rewritten on the way, so its signature cannot hold. Send the original.',
    'core-outside-subset':
      'The entry holds a value the record does not allow. The program that made it must be mended.',
    'core-field': 'A field of the entry is missing or wrong. The program that made it must be mended.',
    'key-refused': 'The author’s key is not a safe key. Make a new one on the device.',
    'signature-refused': 'The signature is damaged. Send the entry again from where it was made.',
    'signature-wrong':
      'The signature does not fit the entry: it was changed after it was signed. It was not kept.',
  },
  ru: {
    'too-many-strangers':
      'Слишком много отправителей, за которых ещё никто не поручился. Ничего не сохранено: сохраните копию, попросите старшего поручиться за вас и отправьте снова через минуту.',
    erased:
      'Это стёрто по решению двух хранителей ключей и снова не сохраняется. Сотрите и свою копию; основание — в записи о стирании.',
    'wire-shape': 'Это не запись журнала. Ничего не сохранено. Проверьте, что было отправлено.',
    'core-too-large':
      'Запись больше 16 КиБ. Ничего не сохранено. Длинные тексты и снимки отправляйте частями.',
    'core-not-utf8': 'Запись не читается как текст. Вероятно, она повреждена в пути: отправьте ещё раз.',
    'core-not-json': 'Запись оборвана или повреждена. Отправьте её ещё раз оттуда, где она сделана.',
    'core-not-canonical': 'Запись переписана в пути, и подпись к ней не подходит. Отправьте оригинал.',
    'core-outside-subset':
      'В записи есть недопустимое значение. Нужно исправить программу, которая её сделала.',
    'core-field': 'Поле записи отсутствует или неверно. Нужно исправить программу, которая её сделала.',
    'key-refused': 'Ключ автора небезопасен. Создайте на устройстве новый.',
    'signature-refused': 'Подпись повреждена. Отправьте запись ещё раз оттуда, где она сделана.',
    'signature-wrong': 'Подпись не подходит: запись изменена после подписания. Она не сохранена.',
  },
  kk: {
    'too-many-strangers':
      'Әлі ешкім кепіл болмаған жіберушілер тым көп. Ештеңе сақталмады: көшірмесін сақтаңыз, жетекшіңізден кепіл болуын сұраңыз да, бір минуттан соң қайта жіберіңіз.',
    erased:
      'Бұл екі кілт сақтаушының шешімімен өшірілген, қайта сақталмайды. Өз көшірмеңізді де өшіріңіз; негізі — өшіру жазбасында.',
    'wire-shape': 'Бұл журнал жазбасы емес. Ештеңе сақталмады. Не жіберілгенін тексеріңіз.',
    'core-too-large': 'Жазба 16 КиБ-тан үлкен. Ештеңе сақталмады. Ұзын мәтін мен суретті бөліктеп жіберіңіз.',
    'core-not-utf8': 'Жазба мәтін ретінде оқылмайды. Жолда бүлінген болуы мүмкін: қайта жіберіңіз.',
    'core-not-json': 'Жазба үзілген немесе бүлінген. Оны жасалған жерінен қайта жіберіңіз.',
    'core-not-canonical': 'Жазба жолда қайта жазылған, қолы сәйкес келмейді. Түпнұсқасын жіберіңіз.',
    'core-outside-subset': 'Жазбада рұқсат етілмеген мән бар. Оны жасаған бағдарламаны түзету керек.',
    'core-field': 'Жазбаның өрісі жоқ немесе қате. Оны жасаған бағдарламаны түзету керек.',
    'key-refused': 'Автордың кілті сенімсіз. Құрылғыда жаңасын жасаңыз.',
    'signature-refused': 'Қолтаңба бүлінген. Жазбаны жасалған жерінен қайта жіберіңіз.',
    'signature-wrong': 'Қолтаңба сәйкес емес: жазба қол қойылғаннан кейін өзгертілген. Ол сақталмады.',
  },
};

/** Words for the sender of a refused entry. The facts stand beside them in the error itself. */
export function refusalText(error: Refused, language: Language): string {
  const detail = 'why' in error ? ` (${'field' in error ? `${error.field} ` : ''}${error.why})` : '';
  return TEXTS[language][error.kind] + detail;
}
