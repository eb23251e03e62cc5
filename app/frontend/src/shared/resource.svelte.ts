import { asProblem, type Problem } from './api/problem.ts';

type Fetch<T> = (signal: AbortSignal) => Promise<T>;

/** Something fetched: the last value stays while a new one is on its way. */
export class Resource<T> {
  value = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);
  loading = $state(false);
  #fetch: Fetch<T> | null = null;
  #current: AbortController | null = null;
  #isStale = false;

  /** Ask something; a question on its way is given up for it. */
  async load(fetch: Fetch<T>): Promise<void> {
    this.#current?.abort();
    this.#fetch = fetch;
    await this.#ask(fetch);
  }

  /** Ask the same again. While an answer is on its way this waits for it, however
   * often it is called: frequent news must not keep any answer from arriving. */
  async reload(): Promise<void> {
    if (this.#fetch === null) return;
    if (this.loading) this.#isStale = true;
    else await this.#ask(this.#fetch);
  }

  forget(): void {
    this.#current?.abort();
    this.#current = null;
    this.#fetch = null;
    this.value = null;
    this.problem = null;
    this.loading = false;
  }

  async #ask(fetch: Fetch<T>): Promise<void> {
    const mine = new AbortController();
    this.#current = mine;
    this.#isStale = false;
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
    if (this.#isStale) await this.reload();
  }
}
