import { asProblem, type Problem } from './api/problem.ts';

/** Something fetched: the last value stays while a new one is on its way. */
export class Resource<T> {
  value = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);
  loading = $state(false);
  #current: AbortController | null = null;

  /** Fetch; a later call supersedes this one. */
  async load(fetch: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#current?.abort();
    const mine = new AbortController();
    this.#current = mine;
    this.loading = true;
    try {
      const value = await fetch(mine.signal);
      if (this.#current !== mine) return;
      this.value = value;
      this.problem = null;
    } catch (thrown) {
      if (this.#current !== mine) return;
      this.problem = asProblem(thrown);
    }
    this.loading = false;
  }

  forget(): void {
    this.#current?.abort();
    this.#current = null;
    this.value = null;
    this.problem = null;
    this.loading = false;
  }
}
