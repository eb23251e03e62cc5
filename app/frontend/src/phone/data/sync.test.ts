import 'fake-indexeddb/auto';
import { assert, asyncProperty, constantFrom, integer, record as facts } from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newDevice, DEVICE, signIn } from '../testing/device.ts';
import { chance, Life, openIn, portsOf, type Serve } from '../testing/mortal.ts';
import { SyncServer } from '../testing/server.ts';
import { PhoneDb } from './db.ts';
import { record } from './outbox.ts';
import type { Ports } from './ports.ts';
import { exchange, type Outcome } from './sync.ts';
import type { Op } from './types.ts';
import { verdictOf } from './wire.ts';

let db: PhoneDb;
let server: SyncServer;
let ports: Ports;

beforeEach(async () => {
  db = new PhoneDb('sync');
  server = new SyncServer();
  ports = portsOf(new Life(), server.serve, chance(1));
  await signIn(db);
});
afterEach(() => db.delete());

const deed = (visit_id: number, type = 'visit.start') => ({ visit_id, type });
const fates = async (): Promise<string[]> =>
  (await db.ops.orderBy('n').toArray()).map(({ fate }) => fate);

test('each stream counts for itself, without a gap', async () => {
  for (const visit of [7, 8, 7, 7]) await record(db, DEVICE, deed(visit), ports);
  const kept = await db.ops.orderBy('n').toArray();
  expect(kept.map(({ stream, seq }) => `${stream} ${seq}`)).toEqual([
    'visit:7 1',
    'visit:8 1',
    'visit:7 2',
    'visit:7 3',
  ]);
});

test('what was done is sent in its order and has its fate', async () => {
  for (const type of ['visit.depart', 'visit.arrive'])
    await record(db, DEVICE, deed(7, type), ports);
  expect(await exchange(db, DEVICE, ports)).toEqual({ kind: 'rest' });
  expect(server.effects.map(({ type }) => type)).toEqual(['visit.depart', 'visit.arrive']);
  expect(await fates()).toEqual(['applied', 'applied']);
});

test('a batch has a hundred operations at most, and the rest follows', async () => {
  for (let index = 0; index < 130; index++) await record(db, DEVICE, deed(7), ports);
  expect(await exchange(db, DEVICE, ports)).toEqual({ kind: 'more' });
  expect(server.effects).toHaveLength(100);
  expect(await exchange(db, DEVICE, ports)).toEqual({ kind: 'rest' });
  expect(server.effects).toHaveLength(130);
});

test('an ended login keeps what was done', async () => {
  await record(db, DEVICE, deed(7), ports);
  server.status = 401;
  expect(await exchange(db, DEVICE, ports)).toEqual({ kind: 'signed-out' });
  expect(await fates()).toEqual(['pending']);
  expect((await db.devices.get(DEVICE))?.isSignedIn).toBe(false);
});

test('an outage keeps what was done, and waits as long as it is asked to', async () => {
  await record(db, DEVICE, deed(7), ports);
  const busy = new Response('{}', { status: 503, headers: { 'Retry-After': '7' } });
  ports.fetch = () => Promise.resolve(busy);
  expect(await exchange(db, DEVICE, ports)).toMatchObject({ kind: 'failed', after: 7000 });
  ports.fetch = () => Promise.reject(new Error('no line'));
  expect(await exchange(db, DEVICE, ports)).toMatchObject({ kind: 'failed', after: null });
  expect(await fates()).toEqual(['pending']);
});

test('a page of a hotel’s network is no answer', async () => {
  await record(db, DEVICE, deed(7), ports);
  ports.fetch = () => Promise.resolve(new Response('<html>Welcome</html>'));
  expect(await exchange(db, DEVICE, ports)).toMatchObject({ kind: 'failed' });
  expect(await fates()).toEqual(['pending']);
});

test('an envelope that is refused is sent in halves', async () => {
  for (let index = 0; index < 4; index++) await record(db, DEVICE, deed(7), ports);
  const sizes: number[] = [];
  ports.fetch = (path, init) => {
    const { ops } = JSON.parse(String(init.body)) as { ops: unknown[] };
    sizes.push(ops.length);
    if (ops.length > 1) return Promise.resolve(new Response('{}', { status: 413 }));
    return server.serve(path, init);
  };
  expect(await exchange(db, DEVICE, ports)).toEqual({ kind: 'more' });
  expect(sizes).toEqual([4, 2, 1]);
});

test('visits come and go, and a reset replaces them once the list is whole', async () => {
  const put = (id: number): void =>
    void server.feed.push({ entity: 'visit', id, v: 1, op: 'put', data: { id } });
  const kept = async (): Promise<number[]> =>
    (await db.visits.toArray()).map(({ id }) => id);
  put(1);
  put(2);
  server.feed.push({ entity: 'visit', id: 1, op: 'gone' });
  await exchange(db, DEVICE, ports);
  expect(await kept()).toEqual([2]);
  server.epoch = 2;
  server.page = 1;
  server.feed.length = 0;
  put(3);
  put(4);
  expect(await exchange(db, DEVICE, ports)).toEqual({ kind: 'more' });
  expect(await kept()).toEqual([2, 3]);
  await exchange(db, DEVICE, ports);
  expect(await kept()).toEqual([3, 4]);
});

test('a held operation hears of its later fate', async () => {
  const op = await record(db, DEVICE, deed(7), ports);
  await db.ops.update(op.n as number, { fate: 'held' });
  server.feed.push({
    entity: 'op',
    id: op.id,
    op: 'put',
    data: { fate: 'parked', code: 'reassigned', detail: 'Somebody else has it.' },
  });
  await exchange(db, DEVICE, ports);
  expect(await db.ops.get(op.n as number)).toMatchObject({
    fate: 'parked',
    code: 'reassigned',
  });
});

test('after a restored backup everything is said again, under its own number', async () => {
  for (let index = 0; index < 5; index++) await record(db, DEVICE, deed(7), ports);
  await exchange(db, DEVICE, ports);
  server.restore(2);
  let outcome: Outcome;
  do outcome = await exchange(db, DEVICE, ports);
  while (outcome.kind === 'more');
  expect(server.effects.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  expect(server.wrongs).toEqual([]);
});

test('what was settled long ago is forgotten', async () => {
  await record(db, DEVICE, deed(7), ports);
  await exchange(db, DEVICE, ports);
  const later = { ...ports, now: () => ports.now() + 15 * 86_400_000 };
  await exchange(db, DEVICE, later);
  expect(await fates()).toEqual([]);
  const next = await record(db, DEVICE, deed(7), later);
  expect(next.seq).toBe(2);
});

test('an old program is told, and works on', async () => {
  ports.fetch = async (_, init) => {
    const answer = server.answer(JSON.parse(String(init.body)));
    return Response.json({ ...answer, upgrade_required: true }, { status: 200 });
  };
  await record(db, DEVICE, deed(7), ports);
  await exchange(db, DEVICE, ports);
  expect((await db.devices.get(DEVICE))?.isUpgradeRequired).toBe(true);
  expect(await fates()).toEqual(['applied']);
});

test('a duplicate has the fate of its first sending', () => {
  const first = { status: 'parked', code: 'cancelled' } as const;
  expect(verdictOf({ id: 'x', status: 'duplicate', first }).status).toBe('parked');
});

test('another person’s operations stay where they are', async () => {
  await db.devices.put(newDevice({ id: 'd2', token: 'other' }));
  await record(db, DEVICE, deed(7), ports);
  await exchange(db, 'd2', ports);
  expect(server.effects).toEqual([]);
  expect(await fates()).toEqual(['pending']);
});

/** A line that loses requests and answers, a phone that dies and begins anew. */
async function campaign(seed: number, lives: number, deeds: number): Promise<void> {
  const random = chance(seed);
  const name = `campaign-${seed}-${lives}-${deeds}`;
  await new PhoneDb(name).delete();
  const world = new SyncServer();
  const bad: Serve = async (path, init) => {
    if (random() < 0.2) throw new Error('the request was lost');
    const answer = await world.serve(path, init);
    if (random() < 0.2) throw new Error('the answer was lost');
    return answer;
  };
  const told: Op[] = [];
  for (let life = 0; life < lives; life++) {
    await live(new Life(Math.floor(random() * 60)), bad);
    if (random() < 0.1) world.restore(Math.floor(random() * world.effects.length));
  }
  await live(new Life(), world.serve);
  expect(world.wrongs).toEqual([]);
  const ids = new Set(world.effects.map(({ id }) => id));
  expect(ids.size).toBe(world.effects.length);
  expect(told.filter(({ id }) => !ids.has(id))).toEqual([]);

  async function live(life: Life, serve: Serve): Promise<void> {
    const store = openIn(life, name);
    const here = portsOf(life, serve, random);
    try {
      await signIn(store);
      for (let index = 0; index < deeds; index++) {
        const visit = Math.floor(random() * 3);
        // Only what the person was told is kept must never be lost.
        told.push(await record(store, DEVICE, deed(visit), here));
        if (random() < 0.5) await exchange(store, DEVICE, here);
      }
      for (let turn = 0; turn < 20; turn++) await exchange(store, DEVICE, here);
    } catch {
      // Killed: what is left is the store.
    } finally {
      store.close();
    }
  }
}

test('killed between any two steps, nothing is lost and nothing gets another number', async () => {
  const worlds = facts({
    seed: integer({ min: 1, max: 2 ** 31 }),
    lives: integer({ min: 1, max: 6 }),
    deeds: constantFrom(1, 3, 8),
  });
  await assert(
    asyncProperty(worlds, ({ seed, lives, deeds }) => campaign(seed, lives, deeds)),
    { numRuns: 60 },
  );
}, 120_000);
