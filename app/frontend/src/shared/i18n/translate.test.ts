import { beforeEach, expect, test } from 'vitest';
import { n, t, useMessages } from './translate.ts';

beforeEach(() => {
  useMessages({
    'Signed in as {name}': '{name} 已登录',
    '{count} visit': ['{count} 次上门'],
  });
});

test('a sentence is translated and its names are filled', () => {
  expect(t('Signed in as {name}', { name: '王' })).toBe('王 已登录');
});

test('a sentence without a translation stays in English', () => {
  expect(t('Only {here}', { here: 1 })).toBe('Only 1');
});

test('a name without a value stays visible rather than empty', () => {
  expect(t('Signed in as {name}')).toBe('{name} 已登录');
});

test('a counted sentence takes the form of its language', () => {
  expect(n('{count} visit', '{count} visits', 3)).toBe('3 次上门');
  useMessages({});
  expect(n('{count} visit', '{count} visits', 1)).toBe('1 visit');
  expect(n('{count} visit', '{count} visits', 3)).toBe('3 visits');
});
