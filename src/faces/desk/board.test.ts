import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import type { AlarmReport } from '../../acts/alarm/alarm-report.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import { on, situationFrom } from '../../../test/making/days.ts';
import { wallToInstant } from '../../base/wall.ts';
import { writer } from '../../../test/making/entries.ts';
import type { Entry } from '../../record/entry.ts';
import { newFixture } from '../../../test/making/board-fixture.ts';
import type { Fixture } from '../../../test/making/board-fixture.ts';
import { renderBoard, renderBoardBody } from './board.ts';
import { renderEvidence } from './evidence-page.ts';
import { evidenceRows } from './evidence.ts';
import { claimFigure, figuresOf } from './figures.ts';
import { tellTheDay } from '../../../test/making/fixture-day.ts';
import type { BoardOptions } from './view.ts';

const OPTIONS: BoardOptions = {
  language: 'en',
  base: '/b/token',
  incident: 'AAAAAAAAAAAAAAAA',
  isReplay: true,
  isLive: true,
  isFounded: true,
  waiting: 0,
};

async function told(tell: (fixture: Fixture) => Promise<unknown>): Promise<Fixture> {
  const fixture = newFixture(cryptoNode());
  await tell(fixture);
  return fixture;
}

/** The page as a reader sees it: tags gone, entities back. */
function textOf(page: string): string {
  return page
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll(/\s+/g, ' ');
}

function hrefs(page: string): readonly string[] {
  return [...page.matchAll(/ href="([^"]*)"/g)].map((m) => (m[1] ?? '').replaceAll('&amp;', '&'));
}

function section(page: string, id: string): string {
  const start = page.indexOf(`data-part="${id}"`);
  assert.notEqual(start, -1, `the page has a part ${id}`);
  return page.slice(start, page.indexOf('</section>', start));
}

describe('the hub’s other incidents', () => {
  const incidents = [
    { id: 'BBBBBBBBBBBBBBBB', number: 1, state: 'archived', date: '2031-04-30' },
    { id: 'AAAAAAAAAAAAAAAA', number: 2, state: 'closed', date: 'XXXX-04-05' },
    { id: 'CCCCCCCCCCCCCCCC', number: 3, state: 'open' },
  ] as const;
  const board = (options: Partial<BoardOptions>): string =>
    renderBoard(situationFrom([]), { ...OPTIONS, ...options });

  for (const [language, says] of [
    ['en', 'Incident 3 open Incident 2, 5 April closed put away: 1 Incident 1, 30 April 2031 put away'],
    ['ru', 'Событие 3 открыто Событие 2, 5 апреля закрыто убрано: 1 Событие 1, 30 апреля 2031 убрано'],
    ['kk', '3-оқиға ашық 2-оқиға, 5 сәуір жабық жиналған: 1 1-оқиға, 30 сәуір 2031 жиналған'],
  ] as const)
    test(`${language}: the newest first, with number, day and state; those put away folded behind`, () => {
      const page = board({ language, incidents });
      const nav = page.slice(page.indexOf('<nav class="incidents"')).split('</nav>')[0] ?? '';
      assert.equal(textOf(nav.slice(nav.indexOf('>') + 1)).trim(), says);
      assert.match(nav, /<span class="here" aria-current="page">/);
      assert.deepEqual(
        hrefs(nav),
        ['CCCCCCCCCCCCCCCC', 'BBBBBBBBBBBBBBBB'].map((id) => `/b/token?lang=${language}&incident=${id}`),
      );
    });

  test('the fold stands open when what was put away is looked at, and one incident needs no choice', () => {
    assert.match(board({ incidents, incident: 'BBBBBBBBBBBBBBBB' }), /<details id="incidents-away" open>/);
    assert.doesNotMatch(board({ incidents: incidents.slice(2) }), /<nav class="incidents"/);
  });
});

describe('the line that says what the record lacks and who counts', () => {
  const waitingWords = { en: '2 entries wait on this hub', ru: '2 записи ждут', kk: 'күтіп тұр: 2 жазба' };
  const nobody = { en: 'nobody founded this place', ru: 'место никто не учредил', kk: 'ешкім қаламаған' };

  for (const language of LANGUAGES)
    test(`${language}: that nobody founded the place, and how many entries wait`, () => {
      const of = (options: Partial<BoardOptions>): string =>
        textOf(renderBoard(situationFrom([]), { ...OPTIONS, language, ...options }));
      const settled = of({});
      assert.ok(!settled.includes(nobody[language]) && !settled.includes(waitingWords[language]));
      const open = of({ isFounded: false, waiting: 2 });
      assert.ok(open.includes(nobody[language]));
      assert.ok(open.includes(waitingWords[language]));
    });
});

describe('the board of 5 April', () => {
  let day: Fixture;
  before(async () => {
    day = await told(tellTheDay);
  });

  for (const language of LANGUAGES) {
    test(`${language}: every link starts with the base, and every figure's link resolves`, () => {
      const situation = day.at('14:30');
      const page = renderBoard(situation, { ...OPTIONS, language });
      const figures = figuresOf(situation);
      const links = hrefs(page).filter((href) => !href.startsWith('#') && href !== 'data:,');
      assert.ok(links.length > 100);
      for (const href of links)
        assert.match(href, /^\/b\/token(?:\/why\/|\/(?:about|search|committee|cell)\?|\?|\/board\.css$)/);
      const whys = links.filter((href) => href.includes('/why/'));
      for (const href of whys) {
        const name = decodeURIComponent(href.replace('/b/token/why/', '').replace(/\?.*/, ''));
        assert.ok(figures.has(name), name);
        assert.match(href, new RegExp(`\\?lang=${language}&incident=AAAAAAAAAAAAAAAA$`));
      }
    });

    test(`${language}: the page names its language and carries no inline style or script`, () => {
      const page = renderBoard(day.at('14:30'), { ...OPTIONS, language });
      assert.match(page, new RegExp(`<html lang="${language}">`));
      assert.doesNotMatch(page, / style=|<style| on[a-z]+=/);
      assert.deepEqual(page.match(/<script[^>]*>[^<]*/g), ['<script src="/b/token/live.js" defer>']);
      assert.doesNotMatch(textOf(page), /undefined|NaN|\[object|\{time\}/);
    });
  }

  test('the raw page holds the four figures, and says what is not known', () => {
    const text = textOf(section(renderBoard(day.at('14:30'), OPTIONS), 'top'));
    for (const said of [
      '3 h 30 min',
      '418',
      '231',
      '200–999',
      'how many homes in all: unknown',
      'ordered groups refused',
    ])
      assert.ok(text.includes(said), said);
    assert.ok(textOf(renderBoard(day.at('14:30'), OPTIONS)).includes('year not stated'));
  });

  test('where the plan states no offset the head says so, and whose hours are UTC on a real day', () => {
    const situation = day.at('14:30');
    assert.match(textOf(renderBoard(situation, OPTIONS)), /local time, offset from UTC unknown/);
    const real = { ...OPTIONS, isReplay: false };
    assert.match(textOf(renderBoard(situation, real)), /hours told are local, those of the hub .* are UTC/);
    const stated = textOf(renderBoard(situation, { ...real, offsetMinutes: 300 }));
    assert.match(stated, /local time, UTC\+5/);
    assert.doesNotMatch(stated, /unknown: hours/);
  });

  test('a replay says that it is one; a real day does not', () => {
    assert.match(textOf(renderBoard(day.at('14:30'), OPTIONS)), /Replay, simulated/);
    assert.doesNotMatch(textOf(renderBoard(day.at('14:30'), { ...OPTIONS, isReplay: false })), /Replay/);
  });

  test('no opinion and no background stands among the events', () => {
    const situation = day.at('14:30');
    const page = renderBoard(situation, OPTIONS);
    const opinions = situation.lanes
      .flatMap((l) => l.claims)
      .filter((c) => c.modality === 'opinion' || c.modality === 'background' || c.act === 'claim.gain');
    assert.equal(opinions.length, 3);
    for (const { id } of opinions) {
      assert.ok(!section(page, 'day').includes(claimFigure(id)));
      assert.ok(page.includes(claimFigure(id)));
    }
  });

  test('a rumour of a death is called a rumour wherever it stands', () => {
    const page = renderBoard(day.at('14:30'), OPTIONS);
    assert.match(textOf(section(page, 'harm')), /Rumour only, not a fact death 1 time rumour 1/);
    const lines = [...page.matchAll(/>([^<]*\bdied\b[^<]*)</g)].map((m) => m[1] ?? '');
    assert.ok(lines.length > 0);
    for (const line of lines) assert.match(line, /rumour: /);
  });

  test('what is sealed is counted, with who alone can read it, in every language', () => {
    const author = writer('w');
    const says = (sealed: Record<string, string>): Entry =>
      author.says({ kind: 'alarm.confirm', body: {}, sealed });
    const situation = situationFrom([says({ hurt: 'a', witness: 'b' }), says({ hurt: 'c' })]);
    const text = (language: BoardOptions['language']): string =>
      textOf(section(renderBoard(situation, { ...OPTIONS, language }), 'harm'));
    assert.match(
      text('en'),
      /Sealed Who is hurt, held or missing in 2 entries sealed to the medic: the hub cannot read it Who saw it in 1 entry sealed to the lawyer/,
    );
    assert.match(text('ru'), /в 2 записях запечатано для медика: узел прочесть не может .* в 1 записи /);
    assert.match(text('kk'), /2 жазбада медицина қызметкеріне мөрленген: торап оқи алмайды/);
    assert.deepEqual(figuresOf(situation).get('sealed-hurt')?.length, 2);
    assert.doesNotMatch(renderBoard(day.at('14:30'), OPTIONS), /sealed/);
  });

  test('versions that contradict each other stand side by side with who says so', () => {
    const text = textOf(section(renderBoard(day.at('14:30'), OPTIONS), 'differ'));
    assert.match(text, /1 press paper-b, saw it/);
    assert.match(text, /4–5 official city-hall, saw it/);
  });

  test('a drill is not shown as an alarm', () => {
    const text = textOf(section(renderBoard(day.at('14:30'), OPTIONS), 'alarms'));
    assert.match(text, /Alarm: arrival Active/);
    assert.match(text, /Drill, not real: arrival/);
  });

  test('an alarm says why its tier is open, what it waits for, who is expected, and how its messages go', () => {
    const situation = day.at('14:30');
    const alarm = situation.alarms.find(({ mode, endedAs }) => mode === 'real' && endedAs === undefined);
    assert.ok(alarm);
    const report: AlarmReport = {
      alarm: alarm.id,
      mode: 'real',
      tier: alarm.tier,
      why: 'voices',
      waitsFor: { tier: 3, kind: 'voices', missing: 2 },
      forecast: { expected: 90, band: { lo: 40, hi: 160, words: '40-160' } },
      roads: [
        { channel: 'push', handed: 221, seen: 185, answered: 123, failed: 2, waiting: 0, cutOff: 0 },
        {
          channel: 'sms',
          handed: 68,
          seen: 34,
          answered: 34,
          failed: 0,
          waiting: 12,
          cutOff: 3,
          doneAt: wallToInstant(situation.asOf, 0),
        },
      ],
      areasDown: ['c1', 'c2'],
    };
    const strip = (over: Partial<AlarmReport>, language: BoardOptions['language'] = 'en'): string => {
      const reportOf = (id: string) => (id === alarm.id ? { ...report, ...over } : undefined);
      return textOf(section(renderBoard(situation, { ...OPTIONS, language, reportOf }), 'alarms'));
    };
    const text = strip({});
    for (const says of [
      'tier 2 opened (cells and neighbours; enough voices)',
      'Next, tier 3 (press, lawyers, observers, medics, supporters near by): waits for 2 more who see it too',
      'Forecast: about 90 on the spot in an hour, between 40 and 160',
      'Mobile internet seems to be down, cells: c1, c2',
      'Notifications: handed on 221, seen 185, answered 123; 2 could not be reached',
      'Text messages: handed on 68, answered 34; 3 not told: the hub has given this road up, and they have no other; 12 still to go, by 14:30 at the latest',
    ])
      assert.ok(text.includes(says), `${says}\n${text}`);
    assert.match(
      strip({ waitsFor: { tier: 2, kind: 'other-voucher' } }),
      /waits for a voice somebody else vouches for/,
    );
    assert.match(
      strip({ waitsFor: { tier: 2, kind: 'other-voucher' } }, 'ru'),
      /нужен голос человека, за которого ручается кто-то другой/,
    );
    assert.match(
      strip({ waitsFor: { tier: 2, kind: 'other-voucher' } }, 'kk'),
      /басқа біреу кепіл болған адамның дауысы керек/,
    );
    assert.doesNotMatch(textOf(section(renderBoard(situation, OPTIONS), 'alarms')), /handed on/);
  });

  test('a missed check-in is shown by role', () => {
    assert.match(textOf(renderBoard(day.at('14:30'), OPTIONS)), /The organiser: due 09:00, did not come/);
  });

  test('a check-in that came after its grace is shown as late and no longer as missing', () => {
    const desk = writer('desk');
    const said = [
      desk.says({ kind: 'checkin.due', body: { who: 'organiser', graceMin: 10 }, at: on('10:15') }),
      desk.says({ kind: 'checkin.done', body: { who: 'organiser' }, at: on('10:40') }),
    ];
    const situation = situationFrom(said);
    const shown = {
      en: /due 10:15, came late: 10:40/,
      ru: /ожидалась 10:15, сделана с опозданием: 10:40/,
      kk: /10:15 тіркелуі керек еді, кешігіп тіркелді: 10:40/,
    };
    for (const language of LANGUAGES) {
      const text = textOf(renderBoard(situation, { ...OPTIONS, language }));
      assert.match(text, shown[language]);
      assert.doesNotMatch(
        text,
        /did not come|её не было|тіркелмеді|Readiness raised|Готовность повышена|Дайындық күшейтілді/,
      );
    }
    assert.deepEqual(
      figuresOf(situation).get('missed-organiser'),
      said.map((e) => e.id),
    );
  });

  test('the evidence of a figure names every entry with its source, and no entries is an answer too', () => {
    const situation = day.at('14:30');
    const ids = figuresOf(situation).get('refusal-prison-gang') ?? [];
    const rows = evidenceRows(ids, day.gathered, situation, OPTIONS);
    assert.equal(rows.length, 2);
    const page = renderEvidence('refusal-prison-gang', rows, OPTIONS);
    for (const id of ids) assert.ok(page.includes(id));
    assert.match(textOf(page), /participant · saw it · single source/);
    assert.match(textOf(renderEvidence('homes-damaged', [], OPTIONS)), /Unknown is not zero/);
  });

  test('every entry behind every figure makes a sentence', () => {
    const situation = day.at('14:30');
    const ids = figuresOf(situation).get('entries') ?? [];
    for (const language of LANGUAGES) {
      const rows = evidenceRows(ids, day.gathered, situation, { ...OPTIONS, language });
      assert.equal(rows.length, ids.length);
      for (const row of rows) assert.match(row.sentence, /\p{L}/u);
    }
  });
});

describe('other days', () => {
  test('an empty record is a page, not a failure', () => {
    const page = renderBoardBody(newFixture(cryptoNode()).at('10:00'), { ...OPTIONS, incident: '' });
    assert.match(textOf(page), /Settlement not named/);
    assert.match(textOf(page), /Nothing told yet/);
  });

  test('hostile text stays text', async () => {
    const hostile = `"><img src=x onerror=alert(1)>'`;
    const day = await told(async ({ say }) => {
      await say('hub', 'place.plan', 'D', {
        settlement: hostile,
        date: 'XXXX-04-05',
        cells: [],
        approaches: [],
        outside: { code: 'yard', name: hostile },
      });
      const source = { id: 'report', stance: 'resident', link: 'saw' };
      await say('a', 'event', '10:00', {
        act: 'force.arrive',
        modality: 'done',
        lane: 'authorities',
        actors: ['police'],
        unit: hostile,
        place: { name: hostile },
        text: hostile,
        quote: hostile,
        source,
      });
    });
    const situation = day.at('11:00');
    const ids = figuresOf(situation).get('entries') ?? [];
    const pages = [
      renderBoard(situation, { ...OPTIONS, textOf: () => hostile }),
      renderEvidence(hostile, evidenceRows(ids, day.gathered, situation, OPTIONS), OPTIONS),
    ];
    for (const page of pages) {
      assert.ok(page.includes('&lt;img'));
      assert.ok(!page.includes('<img'));
    }
  });

  test('hundreds of claims stay a readable page: bounded rows, and a link to the rest', async () => {
    const acts = ['force.breach', 'force.use', 'arrest', 'intimidate', 'evict.home'] as const;
    const day = await told(async ({ say }) => {
      for (let i = 0; i < 300; i++) {
        const minute = 10 * 60 + ((i * 37) % 240);
        const time = `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
        const source = { id: `s${i % 9}`, stance: 'resident', link: 'saw' };
        await say(`a${i % 5}`, 'event', time, {
          act: acts[i % 5] ?? 'arrest',
          modality: i % 2 ? 'done' : 'attempted',
          lane: 'authorities',
          actors: ['police'],
          place: { zone: `z${i % 60}` },
          source,
        });
      }
    });
    const situation = day.at('14:30');
    const page = renderBoard(situation, OPTIONS);
    assert.ok(situation.lanes.flatMap((l) => l.claims).length > 200);
    const heights = [...page.matchAll(/class="plot lane-authorities"[^>]*?height="(\d+)"/g)].map((m) =>
      Number(m[1]),
    );
    assert.equal(heights.length, 3);
    for (const height of heights) assert.ok(height < 700, String(height));
    assert.match(page, /×\d/);
    for (const href of hrefs(page).filter((h) => h.includes('/why/')))
      assert.ok(
        figuresOf(situation).has(decodeURIComponent(href.replace('/b/token/why/', '').replace(/\?.*/, ''))),
      );
  });
});
