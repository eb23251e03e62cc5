import { expect, test } from 'vitest';
import { bySha, type Picture } from './pictures.ts';

const picture = (id: number, state: Picture['state'], sha256 = 'a'): Picture => ({
  id,
  sha256,
  state,
  reason: null,
  width: null,
  height: null,
});

test('of the same bytes sent twice, those that can be shown count', () => {
  const found = bySha([
    picture(1, 'refused'),
    picture(2, 'stored'),
    picture(3, 'pending'),
    picture(4, 'pending', 'b'),
  ]);
  expect(found.get('a')?.id).toBe(2);
  expect(found.get('b')?.id).toBe(4);
});
