import type { PhoneDb } from './db.ts';
import { newId, sha256Of, type Ports } from './ports.ts';
import type { Attachment, Op } from './types.ts';

/** Something that was done, before it has a number. */
export interface Deed {
  /** Null for what concerns the device and no visit. */
  visit_id: number | null;
  type: string;
  /** The version of the visit that the person saw. */
  base?: number | null;
  data?: Record<string, unknown>;
  picture?: Picture;
}

export interface Picture {
  bytes: ArrayBuffer;
  media_type: string;
}

export const streamOf = (visit_id: number | null): string =>
  visit_id === null ? 'device' : `visit:${visit_id}`;

/** Keep a deed with its number, its picture and the next number: all of it, or nothing. */
export async function record(
  db: PhoneDb,
  device: string,
  deed: Deed,
  ports: Ports,
): Promise<Op> {
  // Hashing is no work of the store: it would let the transaction lapse.
  const picture = await prepared(device, deed, ports);
  return db.transaction('rw', db.ops, db.streams, db.attachments, db.bytes, async () => {
    const stream = streamOf(deed.visit_id);
    const seq = (await db.streams.get([device, stream]))?.next ?? 1;
    const op = opOf(device, deed, seq, ports);
    if (picture) {
      const { sha256, size, media_type } = picture.attachment;
      op.data = { ...op.data, sha256, size, media_type };
      await db.bytes.put({ key: picture.attachment.key, bytes: picture.bytes });
      // The same picture taken twice is sent once.
      const known = await db.attachments.get(picture.attachment.key);
      if (known === undefined) await db.attachments.add(picture.attachment);
    }
    op.n = await db.ops.add(op);
    await db.streams.put({ device, stream, next: seq + 1 });
    return op;
  });
}

function opOf(device: string, deed: Deed, seq: number, ports: Ports): Op {
  return {
    id: newId(ports),
    device,
    stream: streamOf(deed.visit_id),
    seq,
    visit_id: deed.visit_id,
    base: deed.base ?? null,
    type: deed.type,
    at: new Date(ports.now()).toISOString(),
    mono_ms: ports.mono(),
    boot: ports.boot,
    data: deed.data ?? {},
    fate: 'pending',
    code: null,
    detail: null,
    version: null,
    settled_at: null,
  };
}

interface Prepared {
  attachment: Attachment;
  bytes: ArrayBuffer;
}

async function prepared(
  device: string,
  deed: Deed,
  ports: Ports,
): Promise<Prepared | null> {
  const { picture, visit_id } = deed;
  if (picture === undefined || visit_id === null) return null;
  const sha256 = await sha256Of(picture.bytes);
  const attachment: Attachment = {
    key: `${device}:${visit_id}:${sha256}`,
    device,
    visit_id,
    sha256,
    size: picture.bytes.byteLength,
    media_type: picture.media_type,
    state: 'waiting',
    url: null,
    offset: 0,
    tries: 0,
    reason: null,
    made_at: ports.now(),
  };
  return { attachment, bytes: picture.bytes };
}
