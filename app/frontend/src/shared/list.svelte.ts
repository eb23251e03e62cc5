import type { Page } from './api/page.ts';
import { asProblem, type Problem } from './api/problem.ts';

type Fetch<T> = (
  after: string | null,
  limit: number,
  signal: AbortSignal,
) => Promise<Page<T>>;

const PAGE = 50;
/** The most that the API gives at once. */
const MOST = 200;

/** A list that grows page by page. */
export class List<T> {
  items = $state.raw<T[]>([]);
  next = $state.raw<string | null>(null);
  problem = $state.raw<Problem | null>(null);
  loading = $state(false);
  /** Whether any page has come yet: an empty list differs from one on its way. */
  known = $state(false);
  #fetch: Fetch<T> | null = null;
  #current: AbortController | null = null;

  /** Begin anew with another question; the old items stay until the answer is there. */
  async ask(fetch: Fetch<T>): Promise<void> {
    this.#fetch = fetch;
    await this.#load(null);
  }

  async more(): Promise<void> {
    if (this.next !== null && !this.loading) await this.#load(this.next);
  }

  /** Fetch again what is shown; a list longer than one answer is left as it is. */
  async refresh(): Promise<void> {
    if (this.items.length <= MOST)
      await this.#load(null, Math.max(PAGE, this.items.length));
  }

  async #load(after: string | null, limit = PAGE): Promise<void> {
    if (this.#fetch === null) return;
    this.#current?.abort();
    const mine = new AbortController();
    this.#current = mine;
    this.loading = true;
    try {
      const page = await this.#fetch(after, limit, mine.signal);
      if (this.#current !== mine) return;
      this.items = after === null ? page.items : [...this.items, ...page.items];
      this.next = page.next;
      this.problem = null;
      this.known = true;
    } catch (thrown) {
      if (this.#current !== mine) return;
      this.problem = asProblem(thrown);
    }
    this.loading = false;
  }
}
