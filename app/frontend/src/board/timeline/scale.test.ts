import { describe, expect, test } from 'vitest';
import { Scale, hoursOf, ticksOf } from './scale.ts';

const ZONE = 'Asia/Shanghai';
const at = (text: string): number => Date.parse(`${text}+08:00`);
const scale = new Scale(
  ['2026-03-02', '2026-03-03'],
  ZONE,
  { open: 480, close: 1080 },
  500,
);

describe('a scale of two days from eight to six', () => {
  test('runs from the first morning to the last evening', () => {
    expect(scale.x(at('2026-03-02T08:00'))).toBe(0);
    expect(scale.x(at('2026-03-02T13:00'))).toBe(250);
    expect(scale.x(at('2026-03-03T18:00'))).toBe(1000);
  });

  test('gives the night no room', () => {
    expect(scale.x(at('2026-03-02T23:00'))).toBe(500);
    expect(scale.x(at('2026-03-03T03:00'))).toBe(500);
  });

  test('keeps what lies outside at its edges', () => {
    expect(scale.x(at('2026-02-01T12:00'))).toBe(0);
    expect(scale.x(at('2026-04-01T12:00'))).toBe(1000);
  });

  test('leads back from a place to its instant', () => {
    for (const x of [0, 37, 250, 499, 501, 750, 1000]) {
      expect(scale.x(scale.at(x))).toBeCloseTo(x, 6);
    }
  });

  test('knows which instants it shows', () => {
    expect(scale.covers(at('2026-03-03T09:00'))).toBe(true);
    expect(scale.covers(at('2026-03-02T21:00'))).toBe(false);
    expect(scale.covers(at('2026-03-05T09:00'))).toBe(false);
  });
});

test('the drawn hours hold the earliest start and the latest end, in whole hours', () => {
  const spans = [
    { starts_at: '2026-03-02T06:30+08:00', ends_at: '2026-03-02T20:10+08:00' },
  ];
  expect(hoursOf(spans, ZONE)).toEqual({ open: 360, close: 1260 });
});

test('work past midnight draws the whole evening', () => {
  const spans = [
    { starts_at: '2026-03-02T22:00+08:00', ends_at: '2026-03-03T01:00+08:00' },
  ];
  expect(hoursOf(spans, ZONE).close).toBe(1440);
});

test('a narrow day marks fewer hours, and a very narrow one none', () => {
  const hours = { open: 480, close: 1080 };
  expect(ticksOf(hours, 1000)).toHaveLength(10);
  expect(ticksOf(hours, 150)).toEqual([480, 660, 840]);
  expect(ticksOf(hours, 20)).toEqual([]);
});
