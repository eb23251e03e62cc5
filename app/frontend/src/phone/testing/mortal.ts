/** A phone that can be killed between any two steps, and started again on the same store. */
import type { DBCore, DBCoreTable } from 'dexie';
import { PhoneDb } from '../data/db.ts';
import type { Ports } from '../data/ports.ts';

export class Killed extends Error {}

export class Life {
  steps = 0;
  readonly #dies: number;

  constructor(dies = Number.POSITIVE_INFINITY) {
    this.#dies = dies;
  }

  /** Everything after the last step fails, as nothing happens after a kill. */
  step(): void {
    this.steps++;
    if (this.steps > this.#dies) throw new Killed('the page was killed');
  }
}

const WATCHED = ['mutate', 'get', 'getMany', 'query', 'openCursor', 'count'] as const;

/** Open the store so that each of its operations is a step of this life. */
export function openIn(life: Life, name: string): PhoneDb {
  const db = new PhoneDb(name);
  db.use({
    stack: 'dbcore',
    name: 'life',
    create: (core): DBCore => ({
      ...core,
      transaction: (...args) => {
        life.step();
        return core.transaction(...args);
      },
      table: (table) => watched(core.table(table), life),
    }),
  });
  return db;
}

function watched(table: DBCoreTable, life: Life): DBCoreTable {
  const steps = WATCHED.map((name) => [
    name,
    (request: never) => {
      life.step();
      return (table[name] as (request: never) => unknown)(request);
    },
  ]);
  return { ...table, ...(Object.fromEntries(steps) as Partial<DBCoreTable>) };
}

export type Serve = (path: string, init: RequestInit) => Promise<Response>;

/** The world of one life: a line on which requests and answers can be lost. */
export function portsOf(life: Life, serve: Serve, random: () => number): Ports {
  const boot = String(random()).slice(2);
  return {
    fetch: async (path, init) => {
      life.step();
      const answer = await serve(path, init);
      life.step();
      return answer;
    },
    now: () => Date.parse('2026-03-02T01:00:00Z'),
    mono: () => life.steps,
    boot,
    random,
    bytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256)),
  };
}

/** A small generator of one's own, so that a failing case is the same again. */
export function chance(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}
