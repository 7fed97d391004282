import { HtmlValidate } from 'html-validate';

/** Checks pages for valid and accessible HTML; `more`: rules that do not hold for these pages. */
export function htmlValidator(more: Readonly<Record<string, 'off'>> = {}): HtmlValidate {
  return new HtmlValidate({
    extends: ['html-validate:recommended', 'html-validate:a11y'],
    rules: {
      'void-style': ['error', { style: 'selfclosing' }],
      'long-title': 'off',
      'no-trailing-whitespace': 'off',
      ...more,
    },
  });
}
