/** What the data layer needs from the world, so that tests can be the world. */

export interface Ports {
  fetch(path: string, init: RequestInit): Promise<Response>;
  /** Milliseconds since 1970 by the phone's clock, which may be wrong. */
  now(): number;
  /** Milliseconds that only grow while this page lives. */
  mono(): number;
  /** Names the life of the page in which `mono` counts. */
  boot: string;
  /** From 0 until below 1. */
  random(): number;
  bytes(count: number): Uint8Array;
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Make a UUID of version 7: it sorts by time, which keeps the server's index small. */
export function newId({ now, bytes }: Pick<Ports, 'now' | 'bytes'>): string {
  const raw = bytes(16);
  let rest = Math.max(0, Math.floor(now()));
  for (let index = 5; index >= 0; index--) {
    raw[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  raw[6] = ((raw[6] ?? 0) & 0x0f) | 0x70;
  raw[8] = ((raw[8] ?? 0) & 0x3f) | 0x80;
  const text = hex(raw);
  const cuts = [0, 8, 12, 16, 20, 32];
  return cuts
    .slice(1)
    .map((end, index) => text.slice(cuts[index], end))
    .join('-');
}

export async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

export function browserPorts(): Ports {
  const bytes = (count: number): Uint8Array =>
    crypto.getRandomValues(new Uint8Array(count));
  return {
    // The token speaks for the phone; only while it is registered a cookie does.
    fetch: (path, init) => fetch(path, { credentials: 'omit', ...init }),
    now: () => Date.now(),
    mono: () => Math.round(performance.now()),
    boot: hex(bytes(8)),
    random: () => Math.random(),
    bytes,
  };
}
