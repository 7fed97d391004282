import { createHash } from 'node:crypto';
import { FORM_CSP } from './headers.ts';

/**
 * For pages that must not lean on a file of their own: after the hub has opened, or the place is founded, nobody serves
 * it any more. `put` sets the style in place of the link to it; the policy lets in this very style.
 */
export type OwnStyle = { readonly csp: string; readonly put: (page: string) => string };

export function ownStyle(css: string, href: string): OwnStyle {
  const link = `<link rel="stylesheet" href="${href}" />`;
  const style = `<style>${css}</style>`;
  return { csp: styledCsp(css), put: (page) => page.replace(link, () => style) };
}

/** The policy for a page that carries this style and has no other. */
export function styledCsp(css: string): string {
  const hash = createHash('sha256').update(css).digest('base64');
  return FORM_CSP.replace("style-src 'self'", `style-src 'sha256-${hash}'`);
}
