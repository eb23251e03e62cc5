import { expect, test } from 'vitest';
import type { Page } from './api/page.ts';
import { List } from './list.svelte.ts';

const LETTERS = [...'abcde'];

function pageOf(after: string | null): Promise<Page<string>> {
  const from = after === null ? 0 : LETTERS.indexOf(after) + 1;
  const items = LETTERS.slice(from, from + 2);
  const last = items.at(-1) ?? null;
  return Promise.resolve({ items, next: last === 'e' ? null : last });
}

test('a list grows page by page until its end', async () => {
  const list = new List<string>();
  expect(list.known).toBe(false);
  await list.ask(pageOf);
  await list.more();
  await list.more();
  expect(list.items).toEqual(LETTERS);
  expect(list.next).toBeNull();
  await list.more();
  expect(list.items).toEqual(LETTERS);
});

test('another question begins anew', async () => {
  const list = new List<string>();
  await list.ask(pageOf);
  await list.more();
  await list.ask(() => Promise.resolve({ items: ['x'], next: null }));
  expect(list.items).toEqual(['x']);
});

test('a page that does not come leaves what is there', async () => {
  const list = new List<string>();
  await list.ask((after) =>
    after === null ? pageOf(null) : Promise.reject(new Error('no')),
  );
  await list.more();
  expect(list.items).toEqual(['a', 'b']);
  expect(list.problem?.detail).toContain('no');
});
