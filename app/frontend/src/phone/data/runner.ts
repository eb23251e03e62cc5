import type { Problem } from '../../shared/api/problem.ts';
import { backoff } from './backoff.ts';
import type { Outcome } from './sync.ts';

export interface Timers {
  set(then: () => void, after: number): number;
  clear(timer: number): void;
}

export type Turn = () => Promise<Outcome>;

export interface Standing {
  isBusy: boolean;
  failures: number;
  /** The line is down, the server is, or it refused as said. */
  problem: Problem | null;
  isSignedOut: boolean;
}

const IDLE: Standing = { isBusy: false, failures: 0, problem: null, isSignedOut: false };

/** Takes turns until nothing is left, again after a while, and later after failures. */
export class Runner {
  readonly #turn: Turn;
  readonly #timers: Timers;
  readonly #random: () => number;
  readonly #every: number;
  readonly #tell: (standing: Standing) => void;
  #standing: Standing = IDLE;
  #timer: number | null = null;
  #isWanted = false;
  #isStopped = false;

  constructor(
    turn: Turn,
    every: number,
    timers: Timers,
    random: () => number,
    tell: (standing: Standing) => void = () => undefined,
  ) {
    this.#turn = turn;
    this.#every = every;
    this.#timers = timers;
    this.#random = random;
    this.#tell = tell;
  }

  /** Something is new: go on now, whatever was waited for. */
  nudge(): void {
    if (this.#isStopped) return;
    this.#isWanted = true;
    if (!this.#standing.isBusy) void this.#run();
  }

  stop(): void {
    this.#isStopped = true;
    this.#unwait();
  }

  async #run(): Promise<void> {
    this.#unwait();
    this.#note({ isBusy: true });
    let outcome: Outcome;
    do {
      this.#isWanted = false;
      outcome = await this.#turn().catch(failed);
    } while (!this.#isStopped && (outcome.kind === 'more' || this.#mayGoOn(outcome)));
    this.#rest(outcome);
  }

  /** What came up meanwhile is taken along, but never against a failure. */
  #mayGoOn(outcome: Outcome): boolean {
    return this.#isWanted && outcome.kind === 'rest';
  }

  #rest(outcome: Outcome): void {
    const hasFailed = outcome.kind === 'failed';
    const failures = hasFailed ? this.#standing.failures + 1 : 0;
    const problem = hasFailed ? outcome.problem : null;
    this.#note({
      isBusy: false,
      failures,
      problem,
      isSignedOut: outcome.kind === 'signed-out',
    });
    // Without a login nothing is asked until the person has signed in again.
    if (this.#isStopped || outcome.kind === 'signed-out') return;
    const wait = hasFailed
      ? Math.max(outcome.after ?? 0, backoff(failures, this.#random()))
      : this.#every;
    this.#timer = this.#timers.set(() => void this.#run(), wait);
  }

  #unwait(): void {
    if (this.#timer !== null) this.#timers.clear(this.#timer);
    this.#timer = null;
  }

  #note(news: Partial<Standing>): void {
    this.#standing = { ...this.#standing, ...news };
    this.#tell(this.#standing);
  }
}

/** The store itself may fail, when the phone is full: nothing is lost, try again. */
const failed = (): Outcome => ({ kind: 'failed', after: null, problem: null });
