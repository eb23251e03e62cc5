import { beforeEach, expect, test, vi } from 'vitest';
import { address, call, newKey, onSignedOut, useCsrfToken } from './client.ts';
import type { Problem } from './problem.ts';

let sent: { path: string; request: RequestInit }[];
let answer: () => Promise<Response>;

beforeEach(() => {
  sent = [];
  answer = () => Promise.resolve(Response.json({ fine: true }));
  vi.stubGlobal('fetch', (path: string, request: RequestInit) => {
    sent.push({ path, request });
    return answer();
  });
  useCsrfToken('secret');
});

const header = (name: string): string | null =>
  new Headers(sent[0]?.request.headers).get(name);

const refused = (thrown: Promise<unknown>): Promise<Problem> =>
  thrown.then(
    () => Promise.reject(new Error('not refused')),
    (problem: Problem) => problem,
  );

test('a change carries the version it was made on, its key and the session’s token', async () => {
  await call('POST', '/visits/1/pin', { version: 7, key: 'k', body: { a: 1 } });
  expect(header('If-Match')).toBe('"7"');
  expect(header('Idempotency-Key')).toBe('k');
  expect(header('X-CSRF-Token')).toBe('secret');
  expect(header('Content-Type')).toBe('application/json');
});

test('a question carries no token', async () => {
  await call('GET', '/visits');
  expect(header('X-CSRF-Token')).toBeNull();
});

test('a form keeps the content type that the browser gives it', async () => {
  await call('POST', '/imports', { body: new FormData() });
  expect(header('Content-Type')).toBeNull();
});

test('empty parameters are left out of an address', () => {
  expect(address('/projects', { q: '', state: null, limit: 5, after: undefined })).toBe(
    '/api/v1/projects?limit=5',
  );
});

test('an empty answer is no error', async () => {
  answer = () => Promise.resolve(new Response(null, { status: 204 }));
  expect(await call('DELETE', '/session')).toBeUndefined();
});

test('a refusal is told with all its faults', async () => {
  const errors = [{ pointer: '/days', code: 'range', detail: 'At most 14.' }];
  answer = () =>
    Promise.resolve(
      Response.json({ title: 'T', detail: 'D', code: 'invalid', errors }, { status: 422 }),
    );
  const problem = await refused(call('POST', '/x'));
  expect(problem).toMatchObject({ status: 422, title: 'T', detail: 'D', faults: errors });
});

test('a refusal without words is told by its status', async () => {
  answer = () => Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 }));
  expect(await refused(call('GET', '/x'))).toMatchObject({ status: 502, code: 'nameless' });
});

test('no answer at all is a problem of its own', async () => {
  answer = () => Promise.reject(new TypeError('network'));
  expect(await refused(call('GET', '/x'))).toMatchObject({
    status: 0,
    code: 'unreachable',
  });
});

test('the end of the session is told to whoever asked to know', async () => {
  const told = vi.fn();
  onSignedOut(told);
  answer = () =>
    Promise.resolve(Response.json({ title: 'T', detail: 'D' }, { status: 401 }));
  await refused(call('GET', '/x'));
  expect(told).toHaveBeenCalledOnce();
});

test('no two keys are alike', () => {
  expect(newKey()).toMatch(/^[0-9a-f]{32}$/);
  expect(newKey()).not.toBe(newKey());
});
