/** The steps of tus 1.0 that sending a picture needs; each says what came of it. */
import type { Ports } from './ports.ts';
import type { Attachment } from './types.ts';

export const PATH = '/mobile/v1/uploads';
export const CHUNK = 256 * 1024;

export type Step =
  /** The server has this many bytes, under this address. */
  | { kind: 'at'; url: string; offset: number }
  /** What was begun is gone there: begin again. */
  | { kind: 'lost'; answer: Response }
  /** The phone itself has lost the bytes. */
  | { kind: 'gone' }
  /** The server's count differs from ours: ask for it. */
  | { kind: 'unsure' }
  | { kind: 'signed-out' }
  | { kind: 'refused'; answer: Response }
  | { kind: 'failed'; answer: Response | null };

type Send = (path: string, init: RequestInit) => Promise<Response | null>;

export class Tus {
  readonly #send: Send;

  constructor(ports: Ports, token: string) {
    this.#send = async (path, init) => {
      const headers = new Headers(init.headers);
      headers.set('Authorization', `Bearer ${token}`);
      headers.set('Tus-Resumable', '1.0.0');
      return ports.fetch(path, { ...init, headers }).catch(() => null);
    };
  }

  async create(one: Attachment): Promise<Step> {
    const answer = await this.#send(PATH, {
      method: 'POST',
      headers: { 'Upload-Length': String(one.size), 'Upload-Metadata': metadata(one) },
    });
    if (answer === null || !answer.ok) return without(answer);
    const url = answer.headers.get('Location');
    if (url === null) return { kind: 'failed', answer };
    return { kind: 'at', url: pathOf(url), offset: offsetOf(answer) ?? 0 };
  }

  async ask(url: string): Promise<Step> {
    const answer = await this.#send(url, { method: 'HEAD' });
    if (answer === null || !answer.ok) return without(answer);
    const offset = offsetOf(answer);
    return offset === null ? { kind: 'failed', answer } : { kind: 'at', url, offset };
  }

  async add(url: string, offset: number, chunk: ArrayBuffer): Promise<Step> {
    const answer = await this.#send(url, {
      method: 'PATCH',
      headers: {
        'Content-Type': 'application/offset+octet-stream',
        'Upload-Offset': String(offset),
        'Upload-Checksum': `sha256 ${await checksum(chunk)}`,
      },
      body: chunk,
    });
    if (answer === null || !answer.ok) return without(answer);
    return { kind: 'at', url, offset: offsetOf(answer) ?? offset + chunk.byteLength };
  }
}

const LOST = new Set([404, 410]);
/** Another offset, a lock, or bytes that were spoiled on the way. */
const UNSURE = new Set([409, 423, 460]);
const LATER = new Set([408, 425, 429]);

function without(answer: Response | null): Step {
  const status = answer?.status ?? 0;
  if (answer === null || status >= 500 || LATER.has(status))
    return { kind: 'failed', answer };
  if (status === 401) return { kind: 'signed-out' };
  if (LOST.has(status)) return { kind: 'lost', answer };
  if (UNSURE.has(status)) return { kind: 'unsure' };
  return { kind: 'refused', answer };
}

function offsetOf(answer: Response): number | null {
  const told = answer.headers.get('Upload-Offset');
  return told === null || !/^\d+$/.test(told) ? null : Number(told);
}

/** An upload goes on at this site alone, whatever host a proxy wrote into the address. */
const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url, 'https://here.invalid');
  return pathname + search;
};

function metadata({ sha256, visit_id, media_type }: Attachment): string {
  const facts = { sha256, visit_id: String(visit_id), media_type };
  return Object.entries(facts)
    .map(([name, value]) => `${name} ${btoa(value)}`)
    .join(',');
}

async function checksum(chunk: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', chunk));
  return btoa(String.fromCharCode(...digest));
}
