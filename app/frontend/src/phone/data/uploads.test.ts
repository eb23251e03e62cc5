import 'fake-indexeddb/auto';
import { assert, asyncProperty, integer } from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEVICE, signIn } from '../testing/device.ts';
import { chance, Life, openIn, portsOf, type Serve } from '../testing/mortal.ts';
import { UploadServer } from '../testing/store.ts';
import { PhoneDb } from './db.ts';
import { record, type Deed } from './outbox.ts';
import { sha256Of, type Ports } from './ports.ts';
import type { Outcome } from './sync.ts';
import { CHUNK } from './tus.ts';
import type { Attachment } from './types.ts';
import { upload } from './uploads.ts';

let db: PhoneDb;
let server: UploadServer;
let ports: Ports;

beforeEach(async () => {
  db = new PhoneDb('uploads');
  server = new UploadServer();
  ports = portsOf(new Life(), server.serve, chance(1));
  await signIn(db);
});
afterEach(() => db.delete());

const photo = (size: number, fill = 1): Deed => ({
  visit_id: 7,
  type: 'evidence.add',
  data: { kind: 'photo' },
  picture: { bytes: new Uint8Array(size).fill(fill).buffer, media_type: 'image/jpeg' },
});
const only = async (): Promise<Attachment> =>
  (await db.attachments.toArray())[0] as Attachment;

async function toTheEnd(store = db, world = ports): Promise<Outcome> {
  let outcome: Outcome;
  do outcome = await upload(store, DEVICE, world);
  while (outcome.kind === 'more');
  return outcome;
}

test('an operation carries what its picture is known by', async () => {
  const op = await record(db, DEVICE, photo(10), ports);
  const { sha256, size } = await only();
  expect(op.data).toMatchObject({ kind: 'photo', sha256, size, media_type: 'image/jpeg' });
});

test('a picture goes up in pieces, whole', async () => {
  await record(db, DEVICE, photo(2 * CHUNK + 5), ports);
  expect(await toTheEnd()).toEqual({ kind: 'rest' });
  expect(server.whole().map(({ length }) => length)).toEqual([2 * CHUNK + 5]);
  expect(server.wrongs).toEqual([]);
  expect((await only()).state).toBe('stored');
});

test('the same picture twice is sent once', async () => {
  await record(db, DEVICE, photo(10), ports);
  await record(db, DEVICE, photo(10), ports);
  await toTheEnd();
  expect(server.whole()).toHaveLength(1);
});

test('an upload that ended there is begun anew', async () => {
  await record(db, DEVICE, photo(10), ports);
  await upload(db, DEVICE, ports);
  server.kept.clear();
  expect(await toTheEnd()).toEqual({ kind: 'rest' });
  expect(server.whole()).toHaveLength(1);
});

test('a refused picture tells why, and lets the next one by', async () => {
  await record(db, DEVICE, photo(10), ports);
  server.refuse = 413;
  expect(await toTheEnd()).toEqual({ kind: 'rest' });
  expect(await only()).toMatchObject({ state: 'refused', reason: 'Too large.' });
  server.refuse = null;
  await record(db, DEVICE, photo(10, 2), ports);
  await toTheEnd();
  expect(server.whole()).toHaveLength(1);
});

test('a visit that is not ours is no reason to try for ever', async () => {
  await record(db, DEVICE, photo(10), ports);
  server.refuse = 404;
  expect(await toTheEnd()).toEqual({ kind: 'rest' });
  expect((await only()).state).toBe('refused');
});

test('a picture that fails lets another one go first', async () => {
  await record(db, DEVICE, photo(10), ports);
  await record(db, DEVICE, photo(10, 2), { ...ports, now: () => ports.now() + 1 });
  server.refuse = 500;
  expect(await upload(db, DEVICE, ports)).toMatchObject({ kind: 'failed' });
  server.refuse = null;
  await upload(db, DEVICE, ports);
  const kept = await db.attachments.orderBy('key').toArray();
  const begun = kept.filter(({ url }) => url !== null);
  expect(begun.map(({ tries }) => tries)).toEqual([0]);
});

test('an ended login keeps the picture', async () => {
  await record(db, DEVICE, photo(10), ports);
  server.refuse = 401;
  expect(await toTheEnd()).toEqual({ kind: 'signed-out' });
  expect((await only()).state).toBe('waiting');
});

test('bytes that the phone has lost are told, not waited for', async () => {
  await record(db, DEVICE, photo(10), ports);
  await upload(db, DEVICE, ports);
  await db.bytes.clear();
  expect(await toTheEnd()).toEqual({ kind: 'rest' });
  expect((await only()).state).toBe('refused');
});

/** A line that breaks and a phone that dies, until a quiet last life. */
async function campaign(seed: number): Promise<void> {
  const random = chance(seed);
  const name = `uploads-${seed}`;
  await new PhoneDb(name).delete();
  const world = new UploadServer();
  const bad: Serve = async (path, init) => {
    if (random() < 0.2) throw new Error('the request was lost');
    const answer = await world.serve(path, init);
    if (random() < 0.2) throw new Error('the answer was lost');
    return answer;
  };
  const told = new Set<string>();
  for (let count = 0; count < 4; count++) {
    await live(new Life(Math.floor(random() * 80)), bad);
  }
  await live(new Life(), world.serve);
  expect(world.wrongs).toEqual([]);
  const whole = new Set(await Promise.all(world.whole().map((b) => sha256Of(bufferOf(b)))));
  expect([...told].filter((sum) => !whole.has(sum))).toEqual([]);

  async function live(life: Life, serve: Serve): Promise<void> {
    const store = openIn(life, name);
    const here = portsOf(life, serve, random);
    try {
      await signIn(store);
      const size = 1 + Math.floor(random() * 2 * CHUNK);
      const op = await record(store, DEVICE, photo(size, Math.floor(random() * 256)), here);
      told.add(String(op.data['sha256']));
      for (let turn = 0; turn < 30; turn++) await upload(store, DEVICE, here);
    } catch {
      // Killed: what is left is the store.
    } finally {
      store.close();
    }
  }
}

const bufferOf = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer as ArrayBuffer;

test('killed between any two steps, every picture arrives whole', async () => {
  await assert(asyncProperty(integer({ min: 1, max: 2 ** 31 }), campaign), { numRuns: 25 });
}, 120_000);
