import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { po, type GetTextTranslation } from 'gettext-parser';
import type { Plugin } from 'vite';

const NAME = 'virtual:catalogue';
const LANGUAGE = 'zh';

/** A sentence maps to its translation, a counted one to a form per plural class. */
export type Messages = Record<string, string | string[]>;

export function readCatalogue(source: Buffer | string): Messages {
  const entries = Object.values(po.parse(source).translations[''] ?? {});
  return Object.fromEntries(
    entries
      .filter(isTranslated)
      .map(({ msgid, msgid_plural: many, msgstr }) => [
        msgid,
        many === undefined ? String(msgstr[0]) : msgstr,
      ]),
  );
}

function isTranslated({ msgid, msgstr, comments }: GetTextTranslation): boolean {
  const isFuzzy = comments?.flag?.includes('fuzzy') ?? false;
  return msgid !== '' && msgstr.some((form) => form !== '') && !isFuzzy;
}

/** Serve the server's gettext catalogue as a module, so that both speak from one file. */
export function catalogue(folder: string): Plugin {
  let file = '';
  return {
    name: 'catalogue',
    configResolved(config) {
      file = resolve(join(config.root, folder, LANGUAGE, 'LC_MESSAGES', 'messages.po'));
    },
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load(id) {
      if (id !== `\0${NAME}`) return null;
      this.addWatchFile(file);
      return `export default ${JSON.stringify(readCatalogue(readFileSync(file)))};`;
    },
  };
}
