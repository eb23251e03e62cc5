import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCatalogue } from '../../../plugins/catalogue.ts';

const SOURCES = join(import.meta.dirname, '..', '..');
const FILE = join(SOURCES, '../../translations/zh/LC_MESSAGES/messages.po');
const CALL = /\b(?:t|n|msg)\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`([^`$]*)`)/g;

const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.(ts|svelte)$/.test(name) && !name.endsWith('.test.ts'),
);

function sentences(source: string): string[] {
  return [...source.matchAll(CALL)].map((found) =>
    (found[1] ?? found[2] ?? found[3] ?? '').replace(/\\(.)/g, '$1'),
  );
}

const messages = readCatalogue(readFileSync(FILE));

test.each(files)('every sentence of %s has a Chinese translation', (name) => {
  const missing = sentences(readFileSync(join(SOURCES, name), 'utf8')).filter(
    (sentence) => messages[sentence] === undefined,
  );
  expect(missing).toEqual([]);
});

test('a translation fills the same names as its source', () => {
  const names = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
  const wrong = Object.entries(messages).filter(([source, translated]) => {
    const forms = Array.isArray(translated) ? translated : [translated];
    return forms.some((form) => String(names(form)) !== String(names(source)));
  });
  expect(wrong.filter(([, translated]) => typeof translated === 'string')).toEqual([]);
});
