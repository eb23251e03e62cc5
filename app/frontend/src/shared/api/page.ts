import { call, type Query } from './client.ts';

/** One page of a list; `next` leads to the following one. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

export const readPage = <T>(
  path: string,
  query: Query,
  signal?: AbortSignal,
): Promise<Page<T>> => call('GET', path, { query, signal });

/** Fetch a whole list, page after page: for lists that are short by nature. */
export async function readAll<T>(
  path: string,
  query: Query,
  signal?: AbortSignal,
): Promise<T[]> {
  const found: T[] = [];
  let after: string | null = null;
  do {
    const page: Page<T> = await readPage(path, { limit: 200, ...query, after }, signal);
    found.push(...page.items);
    after = page.next;
  } while (after !== null);
  return found;
}
