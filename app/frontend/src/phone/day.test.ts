import { expect, test } from 'vitest';
import { nextDay, strip, todayOf, visitsOn } from './day.ts';
import { fold, type Seen } from './fold.ts';
import { aRow, ME } from './testing/visits.ts';

const at = (id: number, starts_at: string | null): Seen =>
  fold(aRow({ id, starts_at }), [], ME);

const visits = [
  at(1, '2026-03-02T06:00:00Z'),
  at(2, '2026-03-02T01:00:00Z'),
  at(3, '2026-03-01T17:00:00Z'),
  at(4, '2026-03-04T01:00:00Z'),
  at(5, null),
];
const ids = (day: string | null): number[] => visitsOn(visits, day).map(({ id }) => id);

test('a day is the site’s, and its visits come in their order', () => {
  expect(ids('2026-03-02')).toEqual([3, 2, 1]);
  expect(ids('2026-03-01')).toEqual([]);
  expect(ids(null)).toEqual([5]);
});

test('the next day with a visit is found', () => {
  expect(nextDay(visits, '2026-03-02')).toBe('2026-03-04');
  expect(nextDay(visits, '2026-03-04')).toBeUndefined();
});

test('today is the sites’ today', () => {
  expect(todayOf(Date.parse('2026-03-01T17:00:00Z'), visits)).toBe('2026-03-02');
});

test('the strip shows three days on either side', () => {
  expect(strip('2026-03-01')).toEqual([
    '2026-02-26',
    '2026-02-27',
    '2026-02-28',
    '2026-03-01',
    '2026-03-02',
    '2026-03-03',
    '2026-03-04',
  ]);
});
