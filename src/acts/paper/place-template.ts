import type { PlaceWords } from '../words/place-words.ts';

/** The text of a new place plan in YAML: it can be read as it is, and its check names what is to be filled in. */
export function placeTemplate({ template: t }: PlaceWords): string {
  const parts: readonly string[] = [
    remarks(t.head),
    `${remarks([t.settlement])}
settlement: Example field
offset: "+05:00"
languages: [kk, ru, en]`,
    `${remarks(t.zones)}
zones:
  - { code: north, next: [] }`,
    `${remarks(t.cells)}
cells:
  - { code: c1, zone: north, homes: N1..N24, people: 45, wardens: [], deputies: [] }`,
    `${remarks(t.organisers)}
organisers:
  - { handle: organiser-1, deputies: [] }
#   - { handle: organiser-2, checkIns: ["07:00", "21:00"], graceMin: 30, deputies: [warden-1] }`,
    `${remarks([t.approaches])}
approaches:
  - { code: north-road, zones: [] }`,
    `${remarks(t.points)}
# points:
#   - { code: mosque-yard, name: the yard of the mosque, approach: north-road }`,
    `${remarks([t.outside])}
# outside: { code: school-yard, name: the school yard, lat: 43200000, lon: 76900000 }`,
    `${remarks([t.viewing])}
# viewing: { code: hill, name: the hill behind the canal }`,
    `${remarks([t.press])}
# press: { handle: press-1, address: press@example.org }`,
    `${remarks([t.keyholders])}
# keyholders:
#   - { n: 1, handle: keyholder-1 }`,
    `${remarks([t.alarm])}
# alarm: { lapseAfterMin: 15, targetComing: 200, widenAfterMin: 20 }`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function remarks(lines: readonly string[]): string {
  return lines.map((line) => `# ${line}`).join('\n');
}
