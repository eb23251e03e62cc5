import { expect, test } from 'vitest';
import type { Figure } from '../shared/api/sales.ts';
import { entriesOf, figuresOf } from './survey.ts';

const figure = (key: string, type: Figure['type'], choices: string[] = []): Figure => ({
  key,
  title: key,
  title_zh: '',
  type,
  unit: '',
  least: 0,
  most: 9,
  choices,
});
const FIGURES = [
  figure('area', 'number'),
  figure('rooms', 'integer'),
  figure('sun', 'choice', ['a', 'b']),
  figure('lift', 'flag'),
];

test('a form begins empty, with the first choice', () => {
  expect(entriesOf(FIGURES, {})).toEqual({ area: '', rooms: '', sun: 'a', lift: false });
});

test('a form shows what was found and reads back the same', () => {
  const found = { area: 12.5, rooms: 3, sun: 'b', lift: true };
  expect(figuresOf(FIGURES, entriesOf(FIGURES, found))).toEqual(found);
});

test('what is no number is left out for the server to ask for', () => {
  const entries = { area: ' ', rooms: 'three', sun: 'a', lift: false };
  expect(figuresOf(FIGURES, entries)).toEqual({ sun: 'a', lift: false });
});
