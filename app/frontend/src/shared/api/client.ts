import { problemOf, unreachable } from './problem.ts';

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Options {
  query?: Query | undefined;
  /** JSON, or a form with files as it is. */
  body?: unknown;
  /** The version that the change was made on, sent as If-Match. */
  version?: number | undefined;
  /** The same key has one effect, however often it is sent. */
  key?: string | undefined;
  signal?: AbortSignal | undefined;
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

const BASE = '/api/v1';
let csrfToken = '';
let signedOut: () => void = () => undefined;

export function useCsrfToken(token: string): void {
  csrfToken = token;
}

/** Say what happens when the session has ended. */
export function onSignedOut(then: () => void): void {
  signedOut = then;
}

export async function call<T>(
  method: Method,
  path: string,
  options: Options = {},
): Promise<T> {
  const answer = await send(method, path, options);
  if (answer.ok) return (answer.status === 204 ? undefined : await answer.json()) as T;
  if (answer.status === 401) signedOut();
  throw await problemOf(answer);
}

async function send(method: Method, path: string, options: Options): Promise<Response> {
  try {
    return await fetch(address(path, options.query), {
      method,
      headers: headersOf(method, options),
      body: bodyOf(options.body),
      signal: options.signal ?? null,
      credentials: 'same-origin',
    });
  } catch (thrown) {
    if (options.signal?.aborted) throw thrown;
    throw unreachable();
  }
}

function headersOf(method: Method, { body, version, key }: Options): Headers {
  const headers = new Headers({ Accept: 'application/json' });
  if (body !== undefined && !(body instanceof FormData)) {
    headers.set('Content-Type', 'application/json');
  }
  if (method !== 'GET' && csrfToken !== '') headers.set('X-CSRF-Token', csrfToken);
  if (version !== undefined) headers.set('If-Match', `"${version}"`);
  if (key !== undefined) headers.set('Idempotency-Key', key);
  return headers;
}

function bodyOf(body: unknown): BodyInit | null {
  if (body === undefined) return null;
  return body instanceof FormData ? body : JSON.stringify(body);
}

/** Build an address below the API; empty parameters are left out. */
export function address(path: string, query: Query = {}): string {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
  );
  const text = new URLSearchParams(given).toString();
  return `${BASE}${path}${text === '' ? '' : `?${text}`}`;
}

/** Make an idempotency key; works without a secure context, unlike `randomUUID`. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
