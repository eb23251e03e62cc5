import type { Page } from './api/page.ts';
import type { Problem } from './api/problem.ts';
import { Resource } from './resource.svelte.ts';

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
  readonly #pages = new Resource<Page<T>>();
  #fetch: Fetch<T> | null = null;

  readonly items = $derived<readonly T[]>(this.#pages.value?.items ?? []);
  readonly next = $derived<string | null>(this.#pages.value?.next ?? null);
  /** Whether any page has come yet: an empty list differs from one on its way. */
  readonly known = $derived<boolean>(this.#pages.value !== null);

  get problem(): Problem | null {
    return this.#pages.problem;
  }

  get loading(): boolean {
    return this.#pages.loading;
  }

  /** Begin anew with another question; the old items stay until the answer is there. */
  async ask(fetch: Fetch<T>): Promise<void> {
    this.#fetch = fetch;
    await this.#pages.load((signal) => fetch(null, PAGE, signal));
  }

  async more(): Promise<void> {
    const { items: known, next, loading } = this;
    const fetch = this.#fetch;
    if (next === null || loading || fetch === null) return;
    await this.#pages.load(async (signal) => {
      const page = await fetch(next, PAGE, signal);
      return { ...page, items: [...known, ...page.items] };
    });
  }

  /** Fetch again what is shown; a list longer than one answer is left as it is. */
  async refresh(): Promise<void> {
    const fetch = this.#fetch;
    const limit = Math.max(PAGE, this.items.length);
    if (fetch === null || limit > MOST) return;
    if (this.loading) await this.#pages.reload();
    else await this.#pages.load((signal) => fetch(null, limit, signal));
  }
}
