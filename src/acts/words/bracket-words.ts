import type { Instant } from '../../base/instant.ts';
import type { Bracket } from '../../record/log/bracket.ts';
import type { SeenFault } from '../../record/log/seen-checkpoint.ts';
import type { Language } from './words.ts';

/** What pages and commands say of the two moments between which an entry was signed. Hours come written out. */
export type BracketWords = {
  readonly heading: string;
  /** It names the hub's log as it was then, of `entries` entries: by the hub's clock. */
  readonly notBefore: (at: string, entries: number) => string;
  /** Nothing bounds it from below. */
  readonly noStateNamed: string;
  /** It names another hub's log, whose hours this hub does not know. */
  readonly otherLog: (origin: string) => string;
  readonly notAfter: {
    readonly hub: (at: string) => string;
    readonly witness: (at: string, name: string) => string;
    readonly authority: (at: string, name: string) => string;
  };
  /** The hub alone vouches for the later moment. */
  readonly hubAlone: string;
  /** It names a state of the log that this hub never had, or had only later. */
  readonly faults: Readonly<Record<SeenFault, string>>;
};

export const BRACKET_WORDS: Readonly<Record<Language, BracketWords>> = {
  en: {
    heading: 'When it was signed',
    notBefore: (at, entries) =>
      `Not before ${at}, by this hub’s clock: it names this hub’s log of ${entries} ${entries === 1 ? 'entry' : 'entries'}, which was not there earlier.`,
    noStateNamed: 'Nothing shows that it is not older: it names no state of the log.',
    otherLog: (origin) =>
      `It names a state of another log, ${origin}: whoever follows that one can say how early it may be.`,
    notAfter: {
      hub: (at) => `Not after ${at}: this hub.`,
      witness: (at, name) => `Not after ${at}: the witness ${name}.`,
      authority: (at, name) => `Not after ${at}: time stamp of ${name}.`,
    },
    hubAlone: 'No witness and no time stamp covers it yet: only this hub says so.',
    faults: {
      unknown:
        'It names a state of the log that this hub never had. It is kept as it came; ask its author which hub showed them that.',
      newer:
        'It names a state of the log that this hub had only later. It is kept as it came; it may have come by a detour, or the log was set back.',
    },
  },
  ru: {
    heading: 'Когда подписана',
    notBefore: (at, entries) =>
      `Не раньше ${at} по часам этого узла: в ней назван журнал узла, в котором записей: ${entries}, а раньше его таким не было.`,
    noStateNamed: 'Ничто не показывает, что она не старше: состояние журнала в ней не названо.',
    otherLog: (origin) =>
      `В ней названо состояние другого журнала, ${origin}: насколько ранней она может быть, скажет тот, кто за ним следит.`,
    notAfter: {
      hub: (at) => `Не позже ${at}: этот узел.`,
      witness: (at, name) => `Не позже ${at}: свидетель ${name}.`,
      authority: (at, name) => `Не позже ${at}: штамп времени ${name}.`,
    },
    hubAlone: 'Её ещё не подтвердили ни свидетель, ни штамп времени: так говорит только этот узел.',
    faults: {
      unknown:
        'В ней названо состояние журнала, которого у этого узла не было. Она хранится как пришла; спросите автора, какой узел показал ему это.',
      newer:
        'В ней названо состояние журнала, которое у этого узла появилось только позже. Она хранится как пришла; она могла прийти окольным путём, или журнал был отмотан назад.',
    },
  },
  kk: {
    heading: 'Қашан қол қойылған',
    notBefore: (at, entries) =>
      `Ерте дегенде ${at}, осы тораптың сағатымен: онда тораптың ${entries} жазбасы бар журналы аталған, ал ол бұдан бұрын болмаған.`,
    noStateNamed: 'Одан ескі емес екенін ештеңе көрсетпейді: онда журналдың күйі аталмаған.',
    otherLog: (origin) =>
      `Онда басқа журналдың күйі аталған: ${origin}. Қаншалықты ерте болуы мүмкін екенін сол журналды қадағалайтын адам айта алады.`,
    notAfter: {
      hub: (at) => `Кеш дегенде ${at}: осы торап.`,
      witness: (at, name) => `Кеш дегенде ${at}: куәгер ${name}.`,
      authority: (at, name) => `Кеш дегенде ${at}: уақыт мөрі, ${name}.`,
    },
    hubAlone: 'Оны әлі бірде-бір куәгер де, уақыт мөрі де растаған жоқ: тек осы торап айтады.',
    faults: {
      unknown:
        'Онда бұл торапта ешқашан болмаған журнал күйі аталған. Ол келген күйінде сақталады; мұны қай торап көрсеткенін авторынан сұраңыз.',
      newer:
        'Онда бұл торапта кейінірек қана пайда болған журнал күйі аталған. Ол келген күйінде сақталады; айналма жолмен келген болуы не журнал кері шегерілген болуы мүмкін.',
    },
  },
};

/** A bracket with what is to be said of the state of the log that its entry names. */
type Told = Bracket & { readonly otherLog?: string; readonly fault?: SeenFault };
type TimeOf = (at: Instant) => string;

/** One line a bound, each with who vouches for it. */
export function bracketLines(bracket: Told, timeOf: TimeOf, language: Language): readonly string[] {
  const words = BRACKET_WORDS[language];
  const { notAfter, outside } = bracket;
  const upper = notAfter.map((bound) =>
    bound.by === 'hub'
      ? words.notAfter.hub(timeOf(bound.at))
      : words.notAfter[bound.by](timeOf(bound.at), bound.name),
  );
  return [lowerLine(bracket, timeOf, words), ...upper, ...(outside ? [] : [words.hubAlone])];
}

function lowerLine({ notBefore, otherLog, fault }: Told, timeOf: TimeOf, words: BracketWords): string {
  if (fault !== undefined) return words.faults[fault];
  if (notBefore !== undefined) return words.notBefore(timeOf(notBefore.at), notBefore.size);
  return otherLog === undefined ? words.noStateNamed : words.otherLog(otherLog);
}

/** `10:42 – 10:45`, by the hub's own word; `… – 10:45` where nothing bounds it from below. */
export function bracketRange({ notBefore, notAfter }: Bracket, timeOf: TimeOf): string {
  const hub = notAfter.find(({ by }) => by === 'hub');
  return `${notBefore ? timeOf(notBefore.at) : '…'} – ${hub ? timeOf(hub.at) : '…'}`;
}
