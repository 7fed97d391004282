import { KEY_PAPER_WORDS } from '../../acts/words/key-paper-words.ts';
import { roleName } from '../../acts/words/people-words.ts';
import type { Language } from '../../acts/words/words.ts';
import type { Instant } from '../../base/instant.ts';
import { instantToWall, wallToCivil } from '../../base/wall.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import { html, printHtml } from './html.ts';
import type { Html } from './html.ts';
import { qrOf } from './qr.ts';

/** What both papers have: where it is for, in which languages, and the secret in words. */
type Paper = { readonly settlement: string; readonly languages: readonly Language[]; readonly words: string };

export type KeyholderPaper = Paper & { readonly n: number };
export type InvitationPaper = Paper & {
  readonly role: Role;
  readonly cell?: string;
  readonly until: Instant;
  /** The whole invitation in one line, which the QR code holds. */
  readonly line: string;
  readonly hasHub: boolean;
};

/** A page to print: the secret of a keyholder's next key. It needs nothing but itself. */
export function renderKeyholderPaper(paper: KeyholderPaper): string {
  const { settlement, n } = paper;
  return pageOf(
    `${settlement} ${n}`,
    html`<h1>${settlement}</h1>
      ${keyholderSheet(paper)}`,
  );
}

/** The same for a page that has a head of its own. */
export function keyholderSheet({ languages, words, n }: Omit<KeyholderPaper, 'settlement'>): Html {
  const texts = languages.map((language) => {
    const { title, what, keep, lost, inOrder } = KEY_PAPER_WORDS[language].keyholder;
    return html`<section lang="${language}">
      <h2>${title(n)}</h2>
      <p>${what}</p>
      <p><strong>${keep}</strong></p>
      <p>${lost}</p>
      <p>${inOrder}</p>
    </section>`;
  });
  // Capital letters make a smaller code; whoever reads it takes either.
  return sheet({ texts, words, code: words.toUpperCase() });
}

/** A page to print: an invitation for one device. */
export function renderInvitationPaper(paper: InvitationPaper): string {
  const { settlement } = paper;
  return pageOf(
    settlement,
    html`<h1>${settlement}</h1>
      ${invitationSheet(paper)}`,
  );
}

/** The same for a page that has a head of its own. */
export function invitationSheet(paper: InvitationPaper): Html {
  const { languages, words, line, role, cell, until, hasHub } = paper;
  const texts = languages.map((language) => {
    const say = KEY_PAPER_WORDS[language].invitation;
    return html`<section lang="${language}">
      <h2>${say.title}</h2>
      <p>
        ${say.role}: ${roleName(role, language)}${cell !== undefined && html`. ${say.cell}: ${cell}`}.
        ${say.until}: ${minuteOf(until)}
      </p>
      <p><strong>${say.once}</strong></p>
      <p>${say.how}</p>
      ${!hasHub && html`<p class="write">${say.hub}:</p>`}
      <p>${say.inOrder}</p>
    </section>`;
  });
  return sheet({ texts, words, code: line, line });
}

type Sheet = {
  readonly texts: readonly Html[];
  readonly words: string;
  readonly code: string;
  /** The same as text, to be copied from the screen. */
  readonly line?: string;
};

// Nothing in it that HTML would escape.
const CSS = `@page { size: A4; margin: 15mm; }
body { font: 11pt/1.35 sans-serif; color: #000; background: #fff; max-width: 180mm; margin: 0 auto; }
h1 { font-size: 16pt; margin: 0 0 2mm; }
h2 { font-size: 12pt; margin: 3mm 0 1mm; }
p { margin: 0 0 1.5mm; }
section { break-inside: avoid; border-top: 0.3mm solid #000; }
.secret { display: flex; flex-wrap: wrap; gap: 4mm 8mm; align-items: flex-start; margin: 4mm 0; }
.secret svg { width: 60mm; height: 60mm; flex: none; }
.secret div { flex: 1 1 70mm; }
ol { columns: 33mm 3; column-gap: 4mm; margin: 0; padding: 0; font: 12pt/1.7 monospace; list-style-position: inside; }
.line { margin: 3mm 0 0; font: 9pt/1.4 monospace; overflow-wrap: anywhere; }
@media screen { body { padding: 4mm; } }
.write { border-bottom: 0.2mm solid #000; min-height: 9mm; }`;
const CSP = "default-src 'none'; style-src 'unsafe-inline'";

function sheet({ texts, words, code, line }: Sheet): Html {
  return html`<div class="secret">
      ${qrOf(code)}
      <div>
        <ol>
          ${words.split(' ').map((word) => html`<li>${word}</li>`)}
        </ol>
        ${line !== undefined && html`<p class="line">${line}</p>`}
      </div>
    </div>
    ${texts}`;
}

function pageOf(title: string, content: Html): string {
  return `<!DOCTYPE html>\n${printHtml(
    html`<html lang="mul">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${CSP}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>
          ${CSS}
        </style>
      </head>
      <body>
        ${content}
      </body>
    </html>`,
  )}\n`;
}

/** By UTC, since a paper travels. */
function minuteOf(at: Instant): string {
  const { year, month, day, hour, minute } = wallToCivil(instantToWall(at, 0));
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)} UTC`;
}
