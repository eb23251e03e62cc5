import type { PhoneDb } from './db.ts';
import type { Device, Op } from './types.ts';
import { epochOf, verdictOf, type Answer, type Change, type Verdict } from './wire.ts';

/** Acknowledged operations are kept this long, in case a backup is put back. */
export const KEPT = 14 * 86_400_000;

/** Take over an answer in one transaction: all of it, or (killed half-way) nothing. */
export async function apply(
  db: PhoneDb,
  deviceId: string,
  answer: Answer,
  now: number,
): Promise<void> {
  const tables = [db.devices, db.visits, db.ops, db.attachments];
  await db.transaction('rw', tables, async () => {
    const device = await db.devices.get(deviceId);
    if (device === undefined) return;
    if (isOtherEpoch(device, answer)) await sendAgain(db, device, now);
    const generation = device.generation + Number(answer.reset);
    await takeAll(db, { ...device, generation }, answer, now);
    await db.devices.update(deviceId, {
      cursor: answer.cursor,
      generation,
      isSignedIn: true,
      isUpgradeRequired: answer.upgrade_required ?? false,
      syncedAt: now,
      ahead: Date.parse(answer.server_now) - now,
    });
  });
}

const isOtherEpoch = ({ cursor }: Device, answer: Answer): boolean =>
  cursor !== null && epochOf(cursor) !== epochOf(answer.cursor);

async function takeAll(
  db: PhoneDb,
  device: Device,
  answer: Answer,
  now: number,
): Promise<void> {
  for (const result of answer.results) {
    await settle(db, device.id, result.id, verdictOf(result), now);
  }
  for (const change of answer.changes) await take(db, device, change, now);
  // The old list stays in sight until the new one is whole.
  if (!answer.more) await dropEarlier(db, device.id, device.generation);
}

/** A restored backup may have lost what it had acknowledged: say it again, unchanged. */
async function sendAgain(db: PhoneDb, device: Device, now: number): Promise<void> {
  await db.ops
    .where('device')
    .equals(device.id)
    .filter((op) => op.settled_at !== null && now - op.settled_at < KEPT)
    .modify({ fate: 'pending', settled_at: null, code: null, detail: null, version: null });
  await db.attachments
    .where('device')
    .equals(device.id)
    .modify({ state: 'waiting', url: null, offset: 0, tries: 0, reason: null });
}

async function settle(
  db: PhoneDb,
  device: string,
  id: string,
  { status, version, code, detail }: Verdict,
  now: number,
): Promise<void> {
  const settled: Partial<Op> = {
    fate: status,
    version: version ?? null,
    code: code ?? null,
    detail: detail ?? null,
    settled_at: now,
  };
  await db.ops
    .where('id')
    .equals(id)
    .filter((op) => op.device === device)
    .modify(settled);
}

async function take(
  db: PhoneDb,
  device: Device,
  change: Change,
  now: number,
): Promise<void> {
  if (change.entity === 'visit') await takeVisit(db, device, change);
  // News of an operation that this phone has forgotten, or never had, is no news.
  else if (change.entity === 'op') {
    const { fate: status, ...rest } = change.data;
    await settle(db, device.id, change.id, { status, ...rest }, now);
  }
}

async function takeVisit(
  db: PhoneDb,
  { id: device, generation }: Device,
  change: Extract<Change, { entity: 'visit' }>,
): Promise<void> {
  if (change.op === 'gone') await db.visits.delete([device, change.id]);
  else {
    const { id, v, data } = change;
    await db.visits.put({ device, id, v, generation, data });
  }
}

async function dropEarlier(db: PhoneDb, device: string, generation: number): Promise<void> {
  await db.visits
    .where('device')
    .equals(device)
    .filter((visit) => visit.generation < generation)
    .delete();
}

/** Forget what was settled long ago, with pictures that nobody waits for. */
export async function forget(db: PhoneDb, device: string, now: number): Promise<void> {
  await db.transaction('rw', db.ops, db.attachments, db.bytes, async () => {
    const isOld = (at: number | null): boolean => at !== null && now - at >= KEPT;
    await db.ops
      .where('[device+fate]')
      .anyOf([
        [device, 'applied'],
        [device, 'merged'],
        [device, 'parked'],
        [device, 'rejected'],
      ])
      .filter((op) => isOld(op.settled_at))
      .delete();
    const old = await db.attachments
      .where('device')
      .equals(device)
      .filter((one) => one.state !== 'waiting' && isOld(one.made_at))
      .primaryKeys();
    await db.attachments.bulkDelete(old);
    await db.bytes.bulkDelete(old);
  });
}
