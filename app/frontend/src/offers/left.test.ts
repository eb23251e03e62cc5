import { expect, test } from 'vitest';
import { minutesLeft } from './left.ts';

const at = Date.parse('2026-11-23T08:00:00Z');

test('a minute that has begun is left', () => {
  expect(minutesLeft('2026-11-23T08:29:01Z', at)).toBe(30);
  expect(minutesLeft('2026-11-23T08:00:01Z', at)).toBe(1);
});

test('nothing is left of a time that has come', () => {
  expect(minutesLeft('2026-11-23T08:00:00Z', at)).toBeNull();
});
