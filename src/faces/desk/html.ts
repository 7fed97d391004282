const MARK = Symbol('html');

/** Markup that was made by `html` here. A value from outside can never be one: the symbol stays in this file. */
export type Html = { readonly [MARK]: string };

/** What may stand in a template: text is escaped, markup goes in as it is, nothing for what is absent. */
type Slot = Html | string | number | undefined | false | readonly Slot[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (c) => ESCAPES[c] ?? c);
}

/** The only way to make markup. Every attribute in a template must be quoted: then escaping holds there too. */
export function html(strings: TemplateStringsArray, ...slots: readonly Slot[]): Html {
  const fixed = tightened(strings);
  let text = fixed[0] ?? '';
  for (const [i, slot] of slots.entries()) text += slotText(slot) + (fixed[i + 1] ?? '');
  return { [MARK]: text };
}

const TIGHT = new WeakMap<TemplateStringsArray, readonly string[]>();

/** Indentation is for readers of the source: on the wire a line break is enough. Values are never touched. */
function tightened(strings: TemplateStringsArray): readonly string[] {
  const known = TIGHT.get(strings);
  if (known) return known;
  const tight = strings.map((text) => text.replaceAll(/\s*\n\s*/g, '\n'));
  TIGHT.set(strings, tight);
  return tight;
}

function slotText(slot: Slot): string {
  if (slot === undefined || slot === false) return '';
  if (typeof slot === 'string') return escapeHtml(slot);
  if (typeof slot === 'number') return String(slot);
  if (isList(slot)) return slot.map(slotText).join('');
  return slot[MARK];
}

function isList(slot: Html | readonly Slot[]): slot is readonly Slot[] {
  return Array.isArray(slot);
}

export const NOTHING: Html = html``;

export function printHtml(markup: Html): string {
  return markup[MARK];
}

/** Markup with something between each two. */
export function joined(items: readonly Html[], between: Html): Html {
  return html`${items.map((item, i) => (i === 0 ? item : html`${between}${item}`))}`;
}
