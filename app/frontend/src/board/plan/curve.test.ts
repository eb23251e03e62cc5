import { expect, test } from 'vitest';
import { curvePath } from './curve.ts';

test('the dearest plan is at the top and the cheapest at the bottom', () => {
  const path = curvePath(
    [
      [0, 900],
      [5, 500],
    ],
    10,
    100,
    40,
  );
  expect(path).toBe('M0 0H50V40H100');
});

test('a single value runs through the middle', () => {
  expect(curvePath([[1, 700]], 2, 100, 40)).toBe('M50 20H100');
});

test('before the first plan there is no line', () => {
  expect(curvePath([], 10, 100, 40)).toBe('');
});
