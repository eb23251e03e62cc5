import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Proposal, Run } from '../../shared/api/plan.ts';
import { isAtWork, PlanState } from './plan.svelte.ts';

const WISH = { from_day: '2026-03-02', days: 5, seconds: 10 };

/** The part of the API that plans, with one territory. */
class Server {
  run: Run | null = null;
  readonly proposal = {
    id: 5,
    version: 2,
    state: 'open',
    changes: [],
  } as unknown as Proposal;
  readonly asked: string[] = [];
  refusal: { status: number; code: string } | null = null;

  advance(change: Partial<Run>): void {
    if (this.run) this.run = { ...this.run, ...change, version: this.run.version + 1 };
  }

  readonly fetch = (path: string, { method = 'GET' }: RequestInit): Promise<Response> => {
    this.asked.push(`${method} ${path.replace('/api/v1', '').replace(/\?.*/, '')}`);
    if (this.refusal && method === 'POST') {
      const { status, code } = this.refusal;
      return Promise.resolve(
        Response.json({ title: 'No', detail: 'Not now', code }, { status }),
      );
    }
    return Promise.resolve(Response.json(this.#answer(path, method)));
  };

  #answer(path: string, method: string): unknown {
    if (path.includes('/territories/')) {
      if (method === 'GET') return { items: this.run ? [this.run] : [], next: null };
      this.run ??= newRun();
    }
    if (path.endsWith('/cancel')) this.advance({ state: 'cancelled' });
    if (path.endsWith('/publish')) return { applied: 3, dropped: [] };
    return path.includes('/proposals/') ? { ...this.proposal } : this.run;
  }
}

const newRun = (): Run => ({
  id: 1,
  version: 1,
  state: 'queued',
  territory_id: 1,
  ...WISH,
  seed: 0,
  progress: {},
  cancel_requested: false,
  proposal_id: null,
  failure: null,
});

let server: Server;
let plan: PlanState;

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  vi.stubGlobal('fetch', server.fetch);
  plan = new PlanState();
});

afterEach(() => {
  plan.forget();
  vi.useRealTimers();
});

test('a run is watched until its proposal is there', async () => {
  await plan.start(1, WISH);
  expect(isAtWork(plan.run)).toBe(true);
  server.advance({ state: 'running', progress: { best_cost: 9 } });
  await plan.look();
  expect(plan.run?.progress.best_cost).toBe(9);
  server.advance({ state: 'done', proposal_id: 5 });
  await plan.look();
  expect(plan.proposal?.id).toBe(5);
});

test('without any hint a run is looked at from time to time', async () => {
  await plan.start(1, WISH);
  server.advance({ state: 'failed', failure: 'No shifts.' });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(plan.run?.state).toBe('failed');
  const asked = server.asked.length;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(server.asked).toHaveLength(asked);
});

test('a run that is called off ends without a proposal', async () => {
  await plan.start(1, WISH);
  await plan.cancel();
  expect(plan.run?.state).toBe('cancelled');
  expect(plan.proposal).toBeNull();
});

test('publishing tells what was applied', async () => {
  await plan.start(1, WISH);
  server.advance({ state: 'done', proposal_id: 5 });
  await plan.look();
  await plan.publish([1, 2, 3]);
  expect(plan.published?.applied).toBe(3);
  expect(server.asked.at(-1)).toBe('POST /proposals/5/publish');
});

test('a refusal is kept to be shown, and nothing else changes', async () => {
  await plan.start(1, WISH);
  server.advance({ state: 'done', proposal_id: 5 });
  await plan.look();
  server.refusal = { status: 409, code: 'plan_moved' };
  await plan.publish(null);
  expect(plan.problem?.code).toBe('plan_moved');
  expect(plan.published).toBeNull();
  expect(plan.proposal?.id).toBe(5);
});

test('who was too late sees the run of the one who was faster', async () => {
  server.run = { ...newRun(), state: 'running' };
  server.refusal = { status: 409, code: 'run_under_way' };
  await plan.start(1, WISH);
  expect(plan.run?.state).toBe('running');
  expect(plan.problem?.code).toBe('run_under_way');
});

test('what was going on is found when the page is opened', async () => {
  server.run = { ...newRun(), state: 'done', proposal_id: 5 };
  await plan.resume(1);
  expect(plan.proposal?.id).toBe(5);
});

test('a proposal that is settled is not taken up again', async () => {
  server.run = { ...newRun(), state: 'done', proposal_id: 5 };
  Object.assign(server.proposal, { state: 'published' });
  await plan.resume(1);
  expect(plan.run).toBeNull();
  expect(plan.proposal).toBeNull();
});

test('a proposal that somebody else settles is seen to be settled', async () => {
  server.run = { ...newRun(), state: 'done', proposal_id: 5 };
  await plan.resume(1);
  Object.assign(server.proposal, { state: 'dropped' });
  await plan.hear(1);
  expect(plan.proposal?.state).toBe('dropped');
});

test('a run that somebody else starts is shown to those who wait', async () => {
  server.run = { ...newRun(), state: 'running' };
  await plan.hear(1);
  expect(plan.run?.id).toBe(1);
});
