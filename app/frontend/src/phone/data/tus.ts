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
  | { kind: 'unsure'; answer: Response }
  | { kind: 'signed-out'; answer: Response }
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

/** Answers that mean more than a refusal; 460 is tus's word for a spoiled piece. */
const MEANINGS: Record<number, 'lost' | 'unsure' | 'failed' | 'signed-out'> = {
  401: 'signed-out',
  404: 'lost',
  408: 'failed',
  409: 'unsure',
  410: 'lost',
  423: 'unsure',
  425: 'failed',
  429: 'failed',
  460: 'unsure',
};

function without(answer: Response | null): Step {
  if (answer === null || answer.status >= 500) return { kind: 'failed', answer };
  return { kind: MEANINGS[answer.status] ?? 'refused', answer };
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
