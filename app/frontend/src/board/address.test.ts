import { expect, test } from 'vitest';
import { asAddress, fromAddress } from './address.ts';

test('an address leads back to what was shown', () => {
  const shown = {
    territoryId: 3,
    from: '2026-03-02',
    days: 7,
    zoom: 'day',
    view: 'list',
  } as const;
  expect(fromAddress(asAddress(shown), 1200)).toEqual(shown);
});

test('nonsense in an address is replaced by the usual', () => {
  const search = '?territory=x&from=tomorrow&days=400&zoom=year&view=globe';
  expect(fromAddress(search, 1200)).toEqual({
    territoryId: null,
    from: null,
    days: 5,
    zoom: 'week',
    view: 'timeline',
  });
});

test('a narrow screen begins with the list', () => {
  expect(fromAddress('', 390).view).toBe('list');
  expect(fromAddress('?view=timeline', 390).view).toBe('timeline');
});
