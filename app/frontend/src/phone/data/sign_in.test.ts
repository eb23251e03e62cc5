import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chance, Life, portsOf } from '../testing/mortal.ts';
import { PhoneDb } from './db.ts';
import { record } from './outbox.ts';
import type { Ports } from './ports.ts';
import { CURRENT, register, signOut, type Person } from './sign_in.ts';

const LI: Person = {
  user: { id: 5, name: 'Li', email: 'li@example.com', locale: 'zh' },
  csrf_token: 'c',
};

/** A server of devices: `d1`, `d2` …; retired ones are refused. */
class Devices {
  readonly asked: { path: string; device: unknown; credentials: unknown }[] = [];
  readonly retired = new Set<string>();
  #next = 1;

  readonly serve = (path: string, init: RequestInit): Promise<Response> => {
    const body = JSON.parse(String(init.body ?? '{}')) as { device?: string };
    this.asked.push({ path, device: body.device, credentials: init.credentials });
    if (init.method === 'DELETE')
      return Promise.resolve(new Response(null, { status: 204 }));
    if (body.device && this.retired.has(body.device)) {
      const problem = { title: 'Out of use', detail: 'Anew.', code: 'device_retired' };
      return Promise.resolve(Response.json(problem, { status: 409 }));
    }
    const id = body.device ? Number(body.device.slice(1)) : this.#next++;
    const told = { id, device: `d${id}`, token: `t${Math.random()}` };
    return Promise.resolve(
      Response.json({ ...told, technician: { id: 9, name: 'Li' } }, { status: 201 }),
    );
  };
}

let db: PhoneDb;
let server: Devices;
let ports: Ports;

beforeEach(() => {
  db = new PhoneDb('sign-in');
  server = new Devices();
  ports = portsOf(new Life(), server.serve, chance(3));
});
afterEach(() => db.delete());

const enter = (person = LI) => register(db, person, 'Phone', ports);
const photo = {
  visit_id: 7,
  type: 'evidence.add',
  picture: { bytes: new Uint8Array(3).buffer, media_type: 'image/jpeg' },
};

test('a person who comes is kept with the device’s own token', async () => {
  const device = await enter();
  expect(await db.meta.get(CURRENT)).toEqual({ key: CURRENT, value: 'd1' });
  expect(await db.devices.get('d1')).toEqual(device);
  expect(server.asked[0]?.credentials).toBe('same-origin');
});

test('after an expired login the same device goes on, cursor and numbers kept', async () => {
  await enter();
  await db.devices.update('d1', { cursor: 'e1.5', isSignedIn: false });
  await record(db, 'd1', { visit_id: 7, type: 'visit.start' }, ports);
  const again = await enter();
  expect(again).toMatchObject({ id: 'd1', cursor: 'e1.5', isSignedIn: true });
  expect(await db.ops.toArray()).toMatchObject([{ device: 'd1', seq: 1 }]);
});

test('another person gets a device of their own', async () => {
  await enter();
  await record(db, 'd1', { visit_id: 7, type: 'visit.start' }, ports);
  const other = await enter({ ...LI, user: { ...LI.user, id: 6 } });
  expect(other.id).toBe('d2');
  expect(await db.ops.where('device').equals('d2').count()).toBe(0);
});

test('what a retired device had not sent is sent by the next one', async () => {
  await enter();
  const op = await record(db, 'd1', photo, ports);
  await record(db, 'd1', { visit_id: 7, type: 'visit.start' }, ports);
  server.retired.add('d1');
  await enter();
  const kept = await db.ops.orderBy('n').toArray();
  expect(kept.map(({ id, device, seq }) => [id === op.id, device, seq])).toEqual([
    [true, 'd2', 1],
    [false, 'd2', 2],
  ]);
  expect(await db.streams.get(['d2', 'visit:7'])).toMatchObject({ next: 3 });
  const [picture] = await db.attachments.toArray();
  expect(picture?.device).toBe('d2');
  expect(await db.bytes.get(picture?.key ?? '')).toBeDefined();
  expect(await db.devices.get('d1')).toBeUndefined();
});

test('a refusal is told', async () => {
  ports.fetch = () => Promise.resolve(new Response('{}', { status: 403 }));
  await expect(enter()).rejects.toMatchObject({ status: 403 });
});

test('who signs out leaves nothing behind, and the device goes out of use', async () => {
  await signOut(db, await enter(), ports);
  expect(server.asked.at(-1)?.path).toBe('/mobile/v1/devices/1');
  for (const table of db.tables) expect(await table.count()).toBe(0);
});

test('who signs out with work unsent leaves that work, and no token and no visit', async () => {
  const device = await enter();
  await record(db, 'd1', photo, ports);
  await db.visits.put({ device: 'd1', id: 7, v: 1, generation: 0, data: {} });
  await signOut(db, device, ports);
  expect(await db.visits.count()).toBe(0);
  expect(await db.meta.get(CURRENT)).toBeUndefined();
  expect(await db.devices.get('d1')).toMatchObject({
    token: '',
    isSignedIn: false,
    cursor: null,
  });
  expect(await db.ops.count()).toBe(1);
  expect(await db.bytes.count()).toBe(1);
});
