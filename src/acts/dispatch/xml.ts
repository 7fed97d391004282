/** An element with text or with elements in it; never both, so that spaces between elements mean nothing. */
export type XmlElement = {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly content?: string | readonly XmlElement[];
};

export function element(
  name: string,
  content?: string | readonly XmlElement[],
  attributes?: XmlElement['attributes'],
): XmlElement {
  return { name, ...(content !== undefined && { content }), ...(attributes && { attributes }) };
}

/** A whole document in XML 1.0, to be sent as UTF-8. Names are ours and not checked; every text and value is escaped. */
export function printXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${printed(root, '')}\n`;
}

function printed({ name, attributes = {}, content = '' }: XmlElement, indent: string): string {
  const values = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const start = `${indent}<${name}${values.join('')}`;
  if (content.length === 0) return `${start}/>`;
  if (typeof content === 'string') return `${start}>${escaped(content)}</${name}>`;
  const inner = content.map((child) => printed(child, `${indent}  `)).join('\n');
  return `${start}>\n${inner}\n${indent}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Characters that no XML 1.0 document may hold, written in any way, are left out (section 2.2, production 2). */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '');
}
