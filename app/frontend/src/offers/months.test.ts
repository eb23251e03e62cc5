import { expect, test } from 'vitest';
import { monthsUntil, spanOf } from './months.ts';

test('months go back across the turn of the year, the latest first', () => {
  expect(monthsUntil('2027-02-28', 4)).toEqual([
    '2027-02',
    '2027-01',
    '2026-12',
    '2026-11',
  ]);
});

test('a month lasts from its first day to its last', () => {
  expect(spanOf('2026-11')).toEqual({ from: '2026-11-01', to: '2026-11-30' });
  expect(spanOf('2026-12')).toEqual({ from: '2026-12-01', to: '2026-12-31' });
  expect(spanOf('2028-02')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
});
