const TOKEN =
  /<\?xml[^<>]*\?>|<\/?[A-Za-z][\w:.-]*(?: [\w:.-]+="[^"<&]*(?:&\w+;[^"<&]*)*")*\/?>|&(?:amp|lt|gt|quot|apos);|[^<&]/guy;

/**
 * What is wrong with an XML document of elements, attributes and text, such as we write; `undefined` where all nests and
 * nothing is left unescaped. It knows no document type, comment or other entity: whatever uses one is wrong.
 */
export function faultInXml(text: string): string | undefined {
  const open: string[] = [];
  let roots = 0;
  TOKEN.lastIndex = 0;
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) return `not read: ${text.slice(at, at + 40)}`;
    if (token.startsWith('<?') && at > 0) return 'a declaration that does not come first';
    if (!token.startsWith('<') && open.length === 0 && token.trim() !== '') return `outside: ${token}`;
    if (!token.startsWith('<') || token.startsWith('<?')) continue;
    const name = /[A-Za-z][\w:.-]*/.exec(token)?.[0] ?? '';
    if (token.startsWith('</') && open.pop() !== name) return `ends too soon: ${name}`;
    if (token.startsWith('</')) continue;
    if (open.length === 0) roots++;
    if (!token.endsWith('/>')) open.push(name);
  }
  if (open.length > 0) return `does not end: ${open.join(' ')}`;
  return roots === 1 ? undefined : `${roots} roots`;
}
