import { expect, test } from 'vitest';
import { backoff } from './backoff.ts';
import { Runner, type Timers } from './runner.ts';
import type { Outcome } from './sync.ts';

class Clock implements Timers {
  waits: number[] = [];
  then: (() => void) | null = null;
  set(then: () => void, after: number): number {
    this.waits.push(after);
    this.then = then;
    return this.waits.length;
  }
  clear(): void {
    this.then = null;
  }
}

const FAILED: Outcome = { kind: 'failed', after: null, problem: null };
const settled = (): Promise<void> => new Promise((done) => setTimeout(done));

function running(outcomes: Outcome[]): {
  runner: Runner;
  clock: Clock;
  turns: () => number;
} {
  const clock = new Clock();
  let turns = 0;
  const turn = (): Promise<Outcome> => {
    turns++;
    return Promise.resolve(outcomes.shift() ?? { kind: 'rest' });
  };
  return { runner: new Runner(turn, 30_000, clock, () => 1), clock, turns: () => turns };
}

test('it goes on until nothing is left, then waits', async () => {
  const { runner, clock, turns } = running([{ kind: 'more' }, { kind: 'more' }]);
  runner.nudge();
  await settled();
  expect(turns()).toBe(3);
  expect(clock.waits).toEqual([30_000]);
});

test('each failure waits longer, and a success forgets them', async () => {
  const { runner, clock } = running([FAILED, FAILED, { kind: 'rest' }, FAILED]);
  runner.nudge();
  await settled();
  for (let times = 0; times < 3; times++) {
    clock.then?.();
    await settled();
  }
  expect(clock.waits).toEqual([2_000, 4_000, 30_000, 2_000]);
});

test('what the server asks for is waited', async () => {
  const { runner, clock } = running([{ kind: 'failed', after: 9_000, problem: null }]);
  runner.nudge();
  await settled();
  expect(clock.waits).toEqual([9_000]);
});

test('something new is not waited with', async () => {
  const { runner, turns } = running([FAILED]);
  runner.nudge();
  await settled();
  runner.nudge();
  await settled();
  expect(turns()).toBe(2);
});

test('what comes up during a turn is taken along', async () => {
  const { runner, turns } = running([]);
  runner.nudge();
  runner.nudge();
  await settled();
  expect(turns()).toBe(2);
});

test('without a login nothing is asked again', async () => {
  const { runner, clock } = running([{ kind: 'signed-out' }]);
  runner.nudge();
  await settled();
  expect(clock.waits).toEqual([]);
});

test('who is stopped does nothing more', async () => {
  const { runner, clock, turns } = running([{ kind: 'more' }, { kind: 'more' }]);
  runner.nudge();
  runner.stop();
  await settled();
  runner.nudge();
  await settled();
  expect(turns()).toBe(1);
  expect(clock.waits).toEqual([]);
});

test('a failure of the store is a failure like another', async () => {
  const clock = new Clock();
  const runner = new Runner(
    () => Promise.reject(new Error('the disk is full')),
    1,
    clock,
    () => 0,
  );
  runner.nudge();
  await settled();
  expect(clock.waits).toEqual([1_000]);
});

test('waiting has an end', () => {
  expect(backoff(50, 1)).toBe(300_000);
});
