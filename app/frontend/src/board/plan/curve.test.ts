import { expect, test } from 'vitest';
import { curvePath, type Point } from './curve.ts';

const BOX = { width: 100, height: 40 };

test('the dearest plan is at the top and the cheapest at the bottom', () => {
  const curve: Point[] = [
    [0, 900],
    [5, 500],
  ];
  expect(curvePath(curve, 10, 10, BOX)).toBe('M0 0H50V40H100');
});

test('the line ends now, not at the end of the search', () => {
  expect(curvePath([[0, 900]], 2, 10, BOX)).toBe('M0 20H20');
});

test('a search that takes longer than asked still fits', () => {
  expect(curvePath([[0, 900]], 20, 10, BOX)).toBe('M0 20H100');
});

test('before the first plan there is no line', () => {
  expect(curvePath([], 3, 10, BOX)).toBe('');
});
