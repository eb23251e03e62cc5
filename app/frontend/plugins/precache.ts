import { createHash } from 'node:crypto';
import type { Plugin, Rolldown } from 'vite';

const FILES = '__FILES__';

/** List what a page needs to start without a line, late imports included. */
export function filesOf(bundle: Rolldown.OutputBundle, entry: string): string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    const file = bundle[name];
    if (file?.type !== 'chunk' || found.has(name)) return;
    found.add(name);
    file.viteMetadata?.importedCss.forEach((css) => found.add(css));
    [...file.imports, ...file.dynamicImports].forEach(visit);
  };
  const all = Object.values(bundle);
  const page = all.find((file) => file.type === 'chunk' && file.name === entry);
  if (page === undefined) throw new Error(`no entry is called ${entry}`);
  visit(page.fileName);
  return [...found].sort();
}

/** Tell the service worker its files: with them its own text changes, so it is renewed. */
export function precache(entry: string, worker: string): Plugin {
  let base = '/';
  return {
    name: 'precache',
    configResolved: (config) => void (base = config.base),
    generateBundle(_, bundle) {
      const chunk = Object.values(bundle).find(({ fileName }) => fileName === worker);
      if (chunk?.type !== 'chunk' || !chunk.code.includes(FILES))
        throw new Error(`${worker} asks for no files`);
      const files = filesOf(bundle, entry).map((file) => base + file);
      const version = createHash('sha256').update(files.join()).digest('hex').slice(0, 12);
      chunk.code = chunk.code.replace(FILES, JSON.stringify({ version, files }));
    },
  };
}
