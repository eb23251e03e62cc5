import { expect, test } from 'vitest';
import { monday, mondays } from './range.ts';

test.each([
  ['2026-11-22', '2026-11-16'],
  ['2026-11-16', '2026-11-16'],
  ['2026-01-01', '2025-12-29'],
])('the week of %s begins on %s', (day, begins) => {
  expect(monday(day)).toBe(begins);
});

test('the last weeks are named by their Mondays, this one last', () => {
  expect(mondays('2026-11-22', 3)).toEqual(['2026-11-02', '2026-11-09', '2026-11-16']);
});
