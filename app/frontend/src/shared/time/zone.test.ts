import { expect, test } from 'vitest';
import { addDays, dayOf, daysFrom, instantAt, localOf } from './zone.ts';

const iso = (instant: number): string => new Date(instant).toISOString();

test('a minute of a day in Shanghai is an instant eight hours earlier in UTC', () => {
  expect(iso(instantAt('2026-03-02', 9 * 60, 'Asia/Shanghai'))).toBe(
    '2026-03-02T01:00:00.000Z',
  );
});

test('what an instant reads as leads back to the instant', () => {
  const instant = Date.parse('2026-07-01T05:37:00Z');
  for (const zone of ['Asia/Shanghai', 'Europe/Lisbon', 'America/St_Johns', 'UTC']) {
    const { day, minute } = localOf(instant, zone);
    expect(instantAt(day, minute, zone)).toBe(instant);
  }
});

test('on the day of a clock change both sides of it are right', () => {
  const at = (minute: number): string =>
    iso(instantAt('2026-03-29', minute, 'Europe/Lisbon'));
  expect(at(0)).toBe('2026-03-29T00:00:00.000Z');
  expect(at(12 * 60)).toBe('2026-03-29T11:00:00.000Z');
});

test('the day is the zone’s, not the machine’s', () => {
  expect(dayOf(Date.parse('2026-03-01T18:00:00Z'), 'Asia/Shanghai')).toBe('2026-03-02');
});

test('days are counted across months and years', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  expect(daysFrom('2028-02-28', 3)).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
});
