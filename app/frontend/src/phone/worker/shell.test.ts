import { beforeEach, expect, test, vi } from 'vitest';
import { install, keptPath, PAGE, serve, tidy } from './shell.ts';

const BUILD = { version: 'two', files: ['/static/dist/assets/a.js'] };

class Cache {
  readonly kept = new Map<string, Response>();
  addAll = (requests: (Request | string)[]): Promise<void> => {
    for (const one of requests) {
      const path = typeof one === 'string' ? one : new URL(one.url).pathname;
      this.kept.set(path, new Response(path));
    }
    return Promise.resolve();
  };
  match = (path: string): Promise<Response | undefined> =>
    Promise.resolve(this.kept.get(path));
}

class Caches {
  readonly all = new Map<string, Cache>();
  open = (name: string): Promise<Cache> => {
    const cache = this.all.get(name) ?? new Cache();
    this.all.set(name, cache);
    return Promise.resolve(cache);
  };
  keys = (): Promise<string[]> => Promise.resolve([...this.all.keys()]);
  delete = (name: string): Promise<boolean> => Promise.resolve(this.all.delete(name));
}

let kept: Caches;
let caches: CacheStorage;
beforeEach(() => {
  kept = new Caches();
  caches = kept as unknown as CacheStorage;
});

const asked = (path: string, facts: Partial<Request> = {}): Request =>
  ({
    method: 'GET',
    mode: 'cors',
    url: new URL(path, location.href).href,
    ...facts,
  }) as Request;
const navigate = { mode: 'navigate' } as const;

test('the page and its files are served without a line', async () => {
  await install(caches, BUILD);
  for (const path of [PAGE, ...BUILD.files]) {
    const answer = await serve(caches, BUILD, asked(path), path);
    expect(await answer.text()).toBe(path);
  }
});

test('an installed version drops the earlier one, and nobody else’s files', async () => {
  await kept.open('paigong-phone-one');
  await kept.open('another-page');
  await install(caches, BUILD);
  await tidy(caches, BUILD);
  expect([...kept.all.keys()]).toEqual(['another-page', 'paigong-phone-two']);
});

test('what the browser threw away comes by the line', async () => {
  const answer = new Response('from the line');
  vi.stubGlobal('fetch', () => Promise.resolve(answer));
  expect(await serve(caches, BUILD, asked(PAGE), PAGE)).toBe(answer);
  vi.unstubAllGlobals();
});

test('only the page and its files are kept back from the line', () => {
  expect(keptPath(asked('/phone', navigate), BUILD)).toBe(PAGE);
  expect(keptPath(asked('/phone?from=home', navigate), BUILD)).toBe(PAGE);
  expect(keptPath(asked('/static/dist/assets/a.js'), BUILD)).toBe(BUILD.files[0]);
  for (const path of ['/board', '/phone/sw.js'])
    expect(keptPath(asked(path, navigate), BUILD)).toBe(null);
  expect(keptPath(asked('/mobile/v1/sync', { method: 'POST' }), BUILD)).toBe(null);
  expect(keptPath(asked('https://elsewhere.example/phone', navigate), BUILD)).toBe(null);
});
