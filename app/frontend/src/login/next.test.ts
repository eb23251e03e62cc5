import { expect, test } from 'vitest';
import { nextPath } from './next.ts';

test('a page of this site is where one goes after signing in', () => {
  expect(nextPath('?next=%2Fboard%3Fdays%3D7')).toBe('/board?days=7');
});

test.each([
  '',
  '?next=//evil.example',
  '?next=https://evil.example',
  '?next=/\\evil',
  '?next=/login',
])('anything else leads home: %s', (search) => {
  expect(nextPath(search)).toBe('/');
});
