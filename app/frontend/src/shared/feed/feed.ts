/** Follow what changed: hints come by stream, the changes are fetched under one's own name. */

export interface Change {
  number: number;
  entity: string;
  entity_id: number;
  version: number;
  op: 'put' | 'gone';
}

export interface Delta {
  number: number;
  changes: Change[];
  more: boolean;
}

export type Fetch = (scope: string, after: number) => Promise<Delta>;
export type Listener = (changes: readonly Change[]) => void;

/** Above every number: asks for the present one and no changes. */
export const LATEST = Number.MAX_SAFE_INTEGER;
const PATIENCE = 150;
/** Busy times bring hints all the while: look no more often than this. */
const PAUSE = 1_000;

export class Feed {
  readonly #scopes: readonly string[];
  readonly #fetch: Fetch;
  readonly #seen = new Map<string, number>();
  readonly #listeners = new Set<Listener>();
  #waiting: ReturnType<typeof setTimeout> | null = null;
  #turn: Promise<void> = Promise.resolve();
  #looked = 0;

  constructor(scopes: readonly string[], fetch: Fetch) {
    this.#scopes = scopes;
    this.#fetch = fetch;
  }

  /** Call back with the changes of the named entities; returns how to stop. */
  on(entities: readonly string[], listener: Listener): () => void {
    const chosen: Listener = (changes) => {
      const wanted = changes.filter(({ entity }) => entities.includes(entity));
      if (wanted.length > 0) listener(wanted);
    };
    this.#listeners.add(chosen);
    return () => this.#listeners.delete(chosen);
  }

  /** Several hints in quick succession lead to one look. */
  hint(): void {
    if (this.#waiting !== null) return;
    const due = Math.max(PATIENCE, this.#looked + PAUSE - Date.now());
    this.#waiting = setTimeout(() => {
      this.#waiting = null;
      this.#looked = Date.now();
      void this.catchUp();
    }, due);
  }

  /** Fetch what is new in every scope, one look after the other. */
  catchUp(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#look());
    return this.#turn;
  }

  async #look(): Promise<void> {
    const found: Change[] = [];
    for (const scope of this.#scopes) {
      // A missed look is made up by the next: the number seen stays where it was.
      await this.#follow(scope, found).catch(() => undefined);
    }
    if (found.length > 0) this.#listeners.forEach((listener) => listener(found));
  }

  async #follow(scope: string, found: Change[]): Promise<void> {
    const seen = this.#seen.get(scope);
    let delta = await this.#fetch(scope, seen ?? LATEST);
    found.push(...delta.changes);
    while (delta.more) {
      delta = await this.#fetch(scope, delta.number);
      found.push(...delta.changes);
    }
    this.#seen.set(scope, delta.number);
  }
}
