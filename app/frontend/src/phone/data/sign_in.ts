import { problemOf } from '../../shared/api/problem.ts';
import type { Session } from '../../shared/api/session.ts';
import type { PhoneDb } from './db.ts';
import { streamOf } from './outbox.ts';
import type { Ports } from './ports.ts';
import type { Device } from './types.ts';
import { APP } from './wire.ts';

export const CURRENT = 'current';

interface Registered {
  id: number;
  device: string;
  token: string;
  technician: { id: number; name: string };
}

/** Whom the browser's cookie vouches for while the phone is registered. */
export type Person = Pick<Session, 'user' | 'csrf_token'>;

/** Take this phone into use for a person; one who was here before goes on as before. */
export async function register(
  db: PhoneDb,
  person: Person,
  label: string,
  ports: Ports,
): Promise<Device> {
  const earlier = await deviceOf(db, person.user.id);
  let answer = await ask(person, label, earlier?.id, ports);
  const isRefused = answer.status === 404 || answer.status === 409;
  if (earlier && isRefused) answer = await ask(person, label, undefined, ports);
  if (!answer.ok) throw await problemOf(answer);
  const device = deviceFrom((await answer.json()) as Registered, person, earlier);
  await db.transaction(
    'rw',
    [db.devices, db.meta, db.ops, db.streams, db.visits, db.attachments, db.bytes],
    async () => {
      await db.devices.put(device);
      await db.meta.put({ key: CURRENT, value: device.id });
      if (earlier && earlier.id !== device.id) await inherit(db, earlier.id, device.id);
    },
  );
  return device;
}

async function deviceOf(db: PhoneDb, user: number): Promise<Device | undefined> {
  return db.devices.filter((device) => device.user.id === user).first();
}

function ask(
  person: Person,
  label: string,
  device: string | undefined,
  ports: Ports,
): Promise<Response> {
  return ports.fetch('/mobile/v1/devices', {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json',
      'X-CSRF-Token': person.csrf_token,
    },
    body: JSON.stringify({ label, app: APP, ...(device ? { device } : {}) }),
  });
}

function deviceFrom(
  told: Registered,
  { user }: Person,
  earlier: Device | undefined,
): Device {
  const isSame = earlier?.id === told.device;
  return {
    id: told.device,
    number: told.id,
    token: told.token,
    user: { id: user.id, name: user.name, email: user.email },
    technician: { id: told.technician.id, name: told.technician.name },
    cursor: isSame ? earlier.cursor : null,
    generation: isSame ? earlier.generation : 0,
    isSignedIn: true,
    isUpgradeRequired: false,
    syncedAt: isSame ? earlier.syncedAt : null,
    ahead: earlier?.ahead ?? 0,
  };
}

/** A device went out of use with work unsent: its person's next one sends it. */
async function inherit(db: PhoneDb, from: string, to: string): Promise<void> {
  const unsent = await db.ops.where({ device: from, fate: 'pending' }).sortBy('n');
  const next = new Map<string, number>();
  for (const op of unsent) {
    const stream = streamOf(op.visit_id);
    const seq = next.get(stream) ?? 1;
    next.set(stream, seq + 1);
    await db.ops.update(op.n as number, { device: to, seq });
  }
  for (const [stream, seq] of next) await db.streams.put({ device: to, stream, next: seq });
  for (const one of await db.attachments
    .where({ device: from, state: 'waiting' })
    .toArray()) {
    const key = one.key.replace(from, to);
    const kept = await db.bytes.get(one.key);
    await db.attachments.put({ ...one, key, device: to, url: null, offset: 0 });
    if (kept) await db.bytes.put({ key, bytes: kept.bytes });
  }
  await clear(db, from);
}

/** Take everything of a device off the phone. */
export async function clear(db: PhoneDb, device: string): Promise<void> {
  const keys = await db.attachments.where('device').equals(device).primaryKeys();
  await db.bytes.bulkDelete(keys);
  await db.attachments.bulkDelete(keys);
  await db.ops.where('device').equals(device).delete();
  await db.visits.where('device').equals(device).delete();
  await db.streams.filter((one) => one.device === device).delete();
  await db.devices.delete(device);
}

/** How many things of a device only this phone knows. */
export async function unsent(db: PhoneDb, device: string): Promise<number> {
  const ops = await db.ops.where({ device, fate: 'pending' }).count();
  return ops + (await db.attachments.where({ device, state: 'waiting' }).count());
}

/** Sign out: what was not sent stays for its person, all else leaves the phone. */
export async function signOut(db: PhoneDb, device: Device, ports: Ports): Promise<void> {
  const isAllSent = (await unsent(db, device.id)) === 0;
  await db.meta.delete(CURRENT);
  if (!isAllSent) {
    await db.visits.where('device').equals(device.id).delete();
    // Without a cursor the whole list comes again.
    const out = { token: '', isSignedIn: false, cursor: null };
    await db.devices.update(device.id, out);
    return;
  }
  // Without a line the token lives on there until it expires; here it is gone.
  await ports
    .fetch(`/mobile/v1/devices/${device.number}`, {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${device.token}` },
    })
    .catch(() => undefined);
  await db.transaction(
    'rw',
    [db.devices, db.ops, db.streams, db.visits, db.attachments, db.bytes],
    () => clear(db, device.id),
  );
}
