import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { newFolder } from './sim/temp-folder.ts';

type Stamps = {
  readonly WEB_DIR: string;
  readonly WEB_ENTRIES: Readonly<Record<string, string>>;
  readonly isWebBuilt: (root: string) => boolean;
  readonly printStamp: (root: string, inputs: readonly string[]) => string;
  readonly stampFile: (root: string) => string;
};

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const { WEB_DIR, WEB_ENTRIES, isWebBuilt, printStamp, stampFile }: Stamps = await import(
  new URL('../tools/web-stamp.js', import.meta.url).href
);
const names = Object.keys(WEB_ENTRIES);
// A village line carries 100 kB in a second; the pages are not compressed (decision 0006). What holds a hub to its log takes 20 kB.
const BYTES_MAX = 272 * 1024;

describe('the scripts of the pages', () => {
  test('are those of the sources that are here', () => {
    assert.ok(isWebBuilt(ROOT), 'npm run build');
    const { inputs } = JSON.parse(readFileSync(stampFile(ROOT), 'utf8')) as { readonly inputs: object };
    for (const path of ['src/record/write.ts', 'src/record/signing.ts', 'src/faces/desk/web/committee.ts'])
      assert.ok(path in inputs, path);
  });

  test('are built anew when a source changed, a script is gone, or another is asked for', () => {
    const root = newFolder();
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    const build = (): void => {
      write('src/a.ts', 'let a');
      for (const name of names) write(`${WEB_DIR}/${name}`, '');
      writeFileSync(stampFile(root), printStamp(root, ['src/a.ts']));
    };
    assert.equal(isWebBuilt(root), false);
    const breaks: readonly (() => void)[] = [
      () => appendFileSync(join(root, 'src/a.ts'), ' '),
      () => rmSync(join(root, 'src/a.ts')),
      () => rmSync(join(root, WEB_DIR, names[0] ?? '')),
      () => rmSync(stampFile(root)),
      () =>
        writeFileSync(stampFile(root), readFileSync(stampFile(root), 'utf8').replace('live.web.ts', 'x.ts')),
    ];
    for (const damage of breaks) {
      build();
      assert.equal(isWebBuilt(root), true);
      damage();
      assert.equal(isWebBuilt(root), false);
    }
  });

  test('stand alone: no import, no address of anybody else, no code made from text', () => {
    for (const name of names) {
      const text = readFileSync(join(ROOT, WEB_DIR, name), 'utf8');
      assert.ok(text.length > 1_000 && text.length < BYTES_MAX, `${name}: ${text.length}`);
      assert.doesNotMatch(
        text,
        /\bimport\s*[({'"]|\beval\(|new Function|document\.write|sourceMappingURL/,
        name,
      );
      const addresses = text.match(/(?:https?|wss?):\/\/[^\s"'`)]*/g) ?? [];
      assert.deepEqual(
        // A name of RFC 2606, shown to people as the form of an address.
        addresses.filter((a) => a !== 'http://www.w3.org/2000/svg' && !a.startsWith('https://ntfy.example/')),
        [],
        name,
      );
      // What the page keeps lies in its sealed files, and nowhere else.
      assert.doesNotMatch(text, /localStorage|sessionStorage|document\.cookie|console\.log/, name);
    }
  });
});
