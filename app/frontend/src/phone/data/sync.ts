import { problemOf, type Problem } from '../../shared/api/problem.ts';
import { apply, forget } from './apply.ts';
import { retryAfter } from './backoff.ts';
import type { PhoneDb } from './db.ts';
import type { Ports } from './ports.ts';
import type { Device, Op } from './types.ts';
import { APP, BATCH, wireOf, type Answer } from './wire.ts';

export const PATH = '/mobile/v1/sync';

/** How one exchange with the server ended. */
export type Outcome =
  | { kind: 'rest' }
  /** There is more to send or to fetch. */
  | { kind: 'more' }
  /** The login has ended: everything is kept until the person signs in again. */
  | { kind: 'signed-out' }
  | { kind: 'failed'; after: number | null; problem: Problem | null };

/** Say what was done and hear what changed, once. */
export async function exchange(
  db: PhoneDb,
  deviceId: string,
  ports: Ports,
  limit = BATCH,
): Promise<Outcome> {
  const device = await db.devices.get(deviceId);
  if (device === undefined) return { kind: 'rest' };
  const ops = await pending(db, deviceId, limit);
  const answer = await ask(device, ops, ports);
  if (answer === null) return UNKNOWN;
  if (answer.ok) return take(db, deviceId, answer, ports);
  if (OUT.has(answer.status)) return signedOut(db, deviceId);
  // One operation can spoil an envelope; half of it may pass.
  if (TOO_MUCH.has(answer.status) && ops.length > 1)
    return exchange(db, deviceId, ports, Math.floor(ops.length / 2));
  return { kind: 'failed', after: retryAfter(answer), problem: await problemOf(answer) };
}

/** The login has ended, or the device went out of use. */
const OUT = new Set([401, 404, 409]);
const TOO_MUCH = new Set([413, 422]);
const UNKNOWN: Outcome = { kind: 'failed', after: null, problem: null };

/** List what has no answer yet, in the order in which it was done. */
async function pending(db: PhoneDb, device: string, limit: number): Promise<Op[]> {
  const waiting = await db.ops.where({ device, fate: 'pending' }).sortBy('n');
  return waiting.slice(0, limit);
}

async function ask(device: Device, ops: Op[], ports: Ports): Promise<Response | null> {
  const body = {
    device: device.id,
    app: APP,
    boot: ports.boot,
    mono_ms: ports.mono(),
    now: new Date(ports.now()).toISOString(),
    cursor: device.cursor,
    ops: ops.map(wireOf),
  };
  try {
    return await ports.fetch(PATH, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${device.token}`,
        'Content-Type': 'application/json',
        Accept: 'application/json',
      },
      body: JSON.stringify(body),
    });
  } catch {
    return null;
  }
}

async function take(
  db: PhoneDb,
  device: string,
  response: Response,
  ports: Ports,
): Promise<Outcome> {
  const answer = await readAnswer(response);
  if (answer === null) return UNKNOWN;
  const count = (): Promise<number> => db.ops.where({ device, fate: 'pending' }).count();
  const before = await count();
  await apply(db, device, answer, ports.now());
  const waiting = await count();
  // An answer that settles nothing must not be asked for at once again.
  if (answer.more || (waiting > 0 && waiting !== before)) return { kind: 'more' };
  await forget(db, device, ports.now());
  return { kind: 'rest' };
}

/** A line may break in the middle of an answer; a portal may answer in the server's place. */
async function readAnswer(response: Response): Promise<Answer | null> {
  const body: unknown = await response.json().catch(() => null);
  const isAnswer =
    typeof body === 'object' &&
    body !== null &&
    'cursor' in body &&
    'results' in body &&
    Array.isArray(body.results) &&
    'changes' in body &&
    Array.isArray(body.changes);
  return isAnswer ? (body as unknown as Answer) : null;
}

async function signedOut(db: PhoneDb, device: string): Promise<Outcome> {
  await db.devices.update(device, { isSignedIn: false });
  return { kind: 'signed-out' };
}
