import { problemOf } from '../../shared/api/problem.ts';
import { retryAfter } from './backoff.ts';
import type { PhoneDb } from './db.ts';
import type { Ports } from './ports.ts';
import type { Outcome } from './sync.ts';
import { CHUNK, Tus, type Step } from './tus.ts';
import type { Attachment, Device } from './types.ts';

/** Send one picture that waits a step further; one that failed lets the others by. */
export async function upload(
  db: PhoneDb,
  deviceId: string,
  ports: Ports,
): Promise<Outcome> {
  const device = await db.devices.get(deviceId);
  const waiting = await db.attachments
    .where({ device: deviceId, state: 'waiting' })
    .toArray();
  waiting.sort((a, b) => a.tries - b.tries || a.made_at - b.made_at);
  const [one] = waiting;
  if (device === undefined || one === undefined) return { kind: 'rest' };
  return note(db, one, await further(db, device, one, ports));
}

/** Whatever was kept of an upload is only a hint: the server's count is asked first. */
async function further(
  db: PhoneDb,
  device: Device,
  one: Attachment,
  ports: Ports,
): Promise<Step> {
  const tus = new Tus(ports, device.token);
  if (one.url === null) return tus.create(one);
  const place = await tus.ask(one.url);
  if (place.kind !== 'at' || place.offset >= one.size) return place;
  const kept = await db.bytes.get(one.key);
  if (kept === undefined) return { kind: 'gone' };
  let step: Step = place;
  while (step.kind === 'at' && step.offset < one.size) {
    const chunk = kept.bytes.slice(step.offset, step.offset + CHUNK);
    step = await tus.add(step.url, step.offset, chunk);
    if (step.kind === 'at') await db.attachments.update(one.key, { offset: step.offset });
  }
  return step;
}

type Place = Extract<Step, { kind: 'at' }>;

const MORE: Outcome = { kind: 'more' };
const UNKNOWN: Outcome = { kind: 'failed', after: null, problem: null };

async function note(db: PhoneDb, one: Attachment, step: Step): Promise<Outcome> {
  const keep = async (facts: Partial<Attachment>, then = MORE): Promise<Outcome> => {
    await db.attachments.update(one.key, facts);
    return then;
  };
  const again = { tries: one.tries + 1 };
  switch (step.kind) {
    case 'at':
      return keep(arrived(one, step));
    case 'lost':
      return keep(await lost(one, step.answer));
    case 'gone':
      return keep({ state: 'refused', reason: 'The phone no longer has this picture.' });
    case 'refused':
      return keep(await refusal(step.answer));
    case 'unsure':
      return keep(again, UNKNOWN);
    case 'signed-out':
      await db.devices.update(one.device, { isSignedIn: false });
      return { kind: 'signed-out' };
    case 'failed':
      return keep(again, await failure(step.answer));
  }
}

const arrived = (one: Attachment, { url, offset }: Place): Partial<Attachment> => ({
  url,
  offset,
  state: offset >= one.size ? 'stored' : 'waiting',
});

/** What was never begun cannot be lost: the visit is not ours to send pictures of. */
const lost = async (one: Attachment, answer: Response): Promise<Partial<Attachment>> =>
  one.url === null ? refusal(answer) : { url: null, offset: 0 };

async function refusal(answer: Response): Promise<Partial<Attachment>> {
  return { state: 'refused', reason: (await problemOf(answer)).detail };
}

async function failure(answer: Response | null): Promise<Outcome> {
  if (answer === null) return UNKNOWN;
  return { kind: 'failed', after: retryAfter(answer), problem: await problemOf(answer) };
}
