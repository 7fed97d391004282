import type { PlainObject } from '../../src/record/subset.ts';
import { plantedText } from './planted.ts';
import type { Planted } from './planted.ts';
import type { FoundedHub, Voice } from './founded-hub.ts';

/** Something that ties a person to the day. `isNumber`: a plate, a badge, a unit, a telephone, a hash. */
export type Plant = { readonly text: string; readonly isNumber: boolean };

const names = [
  'Серік Оспанов',
  'Серик Оспанов',
  'Serik Ospanov',
  'Айгүл Серікқызы',
  'сержант Ержан Тұрсынов',
  'Турсынов Е. К.',
  'ул. Ореховая, дом с синей крышей',
  'Жаңғақ көшесі',
  'Walnut street, the blue roof',
];
const numbers = [
  '417 KTA 02',
  '417 КТА 02',
  'жетон № 004417',
  'төсбелгі 004417',
  'badge 004417',
  'в/ч 55214',
  '55214-әскери бөлім',
  'unit 55214',
  '+7 700 000 04 44',
  '8 (700) 000-04-44',
  '14 Walnut street 9055',
  'ореховая 14-9055',
  '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
];

export const PLANTS: readonly Plant[] = [
  ...names.map((text) => ({ text, isNumber: false })),
  ...numbers.map((text) => ({ text, isNumber: true })),
];

/** As a person would write it into a field for codes: letters, digits and hyphens, at most 32. */
export function asCode(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 32)
    .replaceAll(/^-|-$/g, '');
}

/** Letters and digits only, lower case, compatibility forms made alike: `+7 (700)` and `7-700` are one. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

/** What of the plants stands in these bytes, in whatever writing or encoding. */
export function plantsIn(bytes: Buffer, plants: readonly Plant[] = PLANTS): readonly string[] {
  const text = bare(bytes.toString('utf8'));
  return plants
    .map((p) => p.text)
    .filter((plant) => {
      const forms: Planted = plantedText('plant', plant);
      return (
        text.includes(bare(plant)) ||
        text.includes(bare(asCode(plant))) ||
        forms.forms.some((form) => bytes.includes(form))
      );
    });
}

/** Everything a person can type into one event, filled with this plant. */
function fullOf({ text }: Plant, over: PlainObject): PlainObject {
  const code = asCode(text);
  return {
    act: 'force.arrive',
    modality: 'done',
    lane: 'authorities',
    actors: ['police'],
    source: { id: code, stance: 'resident', link: 'saw', quotes: `${code.slice(0, 30)}-q` },
    topic: code,
    unit: text,
    text: `Здесь был ${text}, его все знают`,
    quote: `«${text.toUpperCase()}»`,
    lang: code,
    number: { of: 'people', lo: 1, hi: 1, words: text },
    place: { zone: code, cell: code, home: code, approach: code, point: code, name: text },
    ...over,
  };
}

// Eleven figures fit no count of the record; nine do.
const TELEPHONE_AS_COUNT = 700_000_444;

/** Says the plant in every field of every kind by which somebody could be given away. */
export async function plantOne(plant: Plant, by: Voice, at: string): Promise<void> {
  const code = asCode(plant.text);
  const source = { id: code, stance: 'resident', link: 'saw' };
  const sealed = {
    witness: { words: `видел ${plant.text}` },
    hurt: { words: plant.text },
    home: { words: `живёт ${plant.text}` },
  };
  const ordered = { lane: 'workers', actors: ['drivers'], group: code };
  const events: readonly PlainObject[] = [
    fullOf(plant, {}),
    fullOf(plant, { act: 'refuse.order', modality: 'refused', answer: 'refused', all: 'yes', ...ordered }),
    fullOf(plant, { act: 'order.demolish', modality: 'ordered', order: 'evict.demolish', ...ordered }),
    fullOf(plant, { act: 'threaten.arrest', modality: 'threatened', threat: code, ...ordered }),
    fullOf(plant, { act: 'resist.force', lane: 'residents', actors: ['young-men'] }),
    fullOf(plant, { act: 'need', lane: 'residents', actors: ['organiser'] }),
    fullOf(plant, { act: 'injury', number: { of: 'people', lo: TELEPHONE_AS_COUNT, words: plant.text } }),
    fullOf(plant, { act: 'claim.gain', modality: 'alleged' }),
    fullOf(plant, { act: 'spelling', spellings: { of: code, as: [{ words: plant.text }] } }),
  ];
  for (const body of events) await by.say('event', body, { at, sealed });
  const text = `дом: ${plant.text}`;
  await by.say('home', { homes: [code], state: 'reached', source, text }, { at });
}

/** A founded hub with an open incident, one voice for each plant, and a first alarm. */
export async function openIncident(hub: FoundedHub): Promise<readonly Voice[]> {
  const [keyholder] = hub.keyholders;
  if (keyholder === undefined) throw new Error('a hub has keyholders');
  const voices = PLANTS.map(() => hub.newVoice());
  for (const voice of voices) await hub.grant(keyholder, voice, { role: 'resident', slot: 1, cell: 'row' });
  await voices[0]?.say('alarm.raise', { mode: 'real', act: 'force.arrive', place: { name: names[0] ?? '' } });
  await hub.engine.decide();
  return voices;
}
