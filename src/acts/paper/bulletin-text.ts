import { BULLETIN_WORDS } from '../words/bulletin-words.ts';
import type { Bulletin, Line } from './bulletin.ts';
import type { Note } from './bulletin-notes.ts';

// Enough of an id to find the entry by, short enough to read out.
const ID_DIGITS = 12;

/** The bulletin as Markdown (CommonMark). `isPlayed` says at the top that the day was simulated. */
export function bulletinMarkdown(b: Bulletin, isPlayed: boolean): string {
  const words = BULLETIN_WORDS[b.language];
  const line = ({ text, notes }: Line): string =>
    `- ${escapeMarkdown(text)}${notes.map((n) => ` [${n}]`).join('')}`;
  const note = (n: Note): string => `${n.n}. ${noteText(n)}`;
  return (
    [
      `# ${escapeMarkdown(b.title)}`,
      ...(isPlayed ? [`*${words.simulated}*`] : []),
      `${b.standing} ${words.origin}`,
      b.summary.map(line).join('\n'),
      ...b.sections.flatMap((s) => [`## ${escapeMarkdown(s.heading)}`, s.lines.map(line).join('\n')]),
      `## ${b.notesHeading}`,
      b.notes.map(note).join('\n'),
    ].join('\n\n') + '\n'
  );
}

/** The bulletin as one HTML page without scripts, styles from outside or anything fetched. */
export function bulletinHtml(b: Bulletin, isPlayed: boolean): string {
  const words = BULLETIN_WORDS[b.language];
  const line = ({ text, notes }: Line): string =>
    `<li>${escapeHtml(text)}${notes.map((n) => ` <sup><a href="#n${n}">${n}</a></sup>`).join('')}</li>`;
  const list = (lines: readonly Line[]): string => `<ul>\n${lines.map(line).join('\n')}\n</ul>`;
  return `<!doctype html>
<html lang="${b.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(b.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(b.title)}</h1>
${isPlayed ? `<p class="played">${escapeHtml(words.simulated)}</p>\n` : ''}<p>${escapeHtml(b.standing)} ${escapeHtml(words.origin)}</p>
${list(b.summary)}
${b.sections.map((s) => `<h2>${escapeHtml(s.heading)}</h2>\n${list(s.lines)}`).join('\n')}
<h2>${escapeHtml(b.notesHeading)}</h2>
<ol>
${b.notes.map((n) => `<li id="n${n.n}">${escapeHtml(noteText(n))}</li>`).join('\n')}
</ol>
</main>
</body>
</html>
`;
}

const STYLE =
  'body{margin:0;font:17px/1.5 "Noto Serif",Georgia,serif;color:#1d1b18;background:#faf8f4}' +
  'main{max-width:42rem;margin:0 auto;padding:1.5rem 1rem}h1{line-height:1.15}h2{font-size:1.1rem;margin:1.5rem 0 .3rem}' +
  'ul{padding-left:1.1rem;margin:.3rem 0}li{margin:.3rem 0;overflow-wrap:anywhere}ol{font-size:.85rem}' +
  '.played{border:2px solid #8a5a00;padding:.4rem .7rem}a{color:inherit}' +
  '@media (prefers-color-scheme:dark){body{color:#f1ece3;background:#151412}.played{border-color:#d9a441}}';

function noteText({ entries, sources }: Note): string {
  const shown = entries.map((id) => id.slice(0, ID_DIGITS));
  return `${sources}${sources === '' ? '' : ' — '}${shown.join(', ')}`;
}

/** Line breaks would make lines nobody said; controls and direction marks would hide what was. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ');
}

function escapeHtml(text: string): string {
  return oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function escapeMarkdown(text: string): string {
  return oneLine(text).replaceAll(/[\\`*_[\]<>#|]/g, String.raw`\$&`);
}
