import { expect, test } from 'vitest';
import { readCatalogue } from './catalogue.ts';

const read = (text: string): unknown =>
  readCatalogue(`msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n${text}`);

test('a sentence maps to its translation', () => {
  expect(read('msgid "Board"\nmsgstr "看板"\n')).toEqual({ Board: '看板' });
});

test('a counted sentence maps to its forms', () => {
  expect(
    read('msgid "{count} day"\nmsgid_plural "{count} days"\nmsgstr[0] "{count} 天"\n'),
  ).toEqual({ '{count} day': ['{count} 天'] });
});

test('what is empty or doubtful is left out', () => {
  expect(read('msgid "A"\nmsgstr ""\n\n#, fuzzy\nmsgid "B"\nmsgstr "乙"\n')).toEqual({});
});
