// Writes docs/permissions.md anew: `node test/making/permissions-page.ts`. src/record/readers.test.ts compares.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENTRY_KINDS } from '../../src/record/kinds/body.ts';
import { ROLES } from '../../src/record/kinds/vocabulary.ts';
import type { Role } from '../../src/record/kinds/vocabulary.ts';
import { mayGrant, mayRead, mayWrite, PARTS } from '../../src/record/readers.ts';

export const PERMISSIONS_PAGE: string = join(import.meta.dirname, '../../docs/permissions.md');

const HEAD = `# Who may write and read what

Written by \`test/making/permissions-page.ts\` from the table in \`src/record/readers.ts\`; a test holds it true.

**w**: an entry of this kind by this role has weight (some acts need two who say so). **b**: reads its open part, the body.
Sealed parts: **i** the identity of a witness (\`witness\`), **h** household papers (\`home\`), **m** who is hurt (\`hurt\`),
**k** a group's key for its own members (\`identity\`).
**·**: nothing. Authors read their own entries, whatever their role. A key without a grant writes nothing that has weight;
its entries wait in a queue. What the public may see is decided apart from this, by two people.

Press and supporters subscribe themselves, so whoever sent the bulldozers may be among them: they do not read who is on the
way, when the organiser is due, or the place log. Erasures they do read: whoever holds a copy must learn that it is to go.
Grants tell the cell of each pseudonym, so they stay with the keyholders and the hub.
`;

const LETTERS: Readonly<Record<(typeof PARTS)[number], string>> = {
  body: 'b',
  witness: 'i',
  home: 'h',
  hurt: 'm',
  identity: 'k',
};

/** \`w\` and the letters of the parts this role reads. */
function cell(role: Role, kind: string): string {
  const parts = PARTS.filter((part) => mayRead(role, kind, part)).map((part) => LETTERS[part]);
  const text = (mayWrite(role, kind) ? 'w' : '') + parts.join('');
  return text === '' ? '·' : text;
}

export function permissionsPage(): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = ENTRY_KINDS.map((kind) => line([`\`${kind}\``, ...ROLES.map((role) => cell(role, kind))]));
  const granters = ROLES.filter((granter) => ROLES.some((role) => mayGrant(granter, role))).map((granter) =>
    line([granter, ROLES.filter((role) => mayGrant(granter, role)).join(', ')]),
  );
  return [
    HEAD,
    line(['kind', ...ROLES]),
    line(['kind', ...ROLES].map(() => '---')),
    ...rows,
    '',
    '## Who may vouch for whom',
    '',
    'A warden only within the own cell; a deputy is a warden too, so a keyholder lets them in.',
    '',
    line(['who', 'for']),
    line(['---', '---']),
    ...granters,
    '',
  ].join('\n');
}

if (import.meta.main) writeFileSync(PERMISSIONS_PAGE, permissionsPage());
