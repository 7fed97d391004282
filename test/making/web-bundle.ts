import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ENTRY = 'virtual:entry';

/** A script for a browser that puts exports of sources, by the name of each, on `globalThis.tried`. */
export async function bundleForBrowser(exports: Readonly<Record<string, string>>): Promise<string> {
  const imports = Object.entries(exports).map(([name, path]) => `import { ${name} } from '${ROOT}${path}';`);
  const entry = `${imports.join('\n')}\nglobalThis.tried = { ${Object.keys(exports).join(', ')} };`;
  const bundle = await rolldown({
    input: ENTRY,
    platform: 'browser',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === ENTRY ? id : undefined),
        load: (id) => (id === ENTRY ? entry : undefined),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'iife' });
  await bundle.close();
  return output[0].code;
}
