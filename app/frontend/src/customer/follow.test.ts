import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { follow, patience } from './follow.ts';

const page = (tag: string, title: string, build = 'b1'): string =>
  `<html><head><title>${title}</title></head><body><p id="news"></p>` +
  `<main data-tag="${tag}" data-every="5" data-build="${build}" data-news="${title}">` +
  `<h1>${title}</h1><p class="offline" hidden></p><span class="itself" hidden></span>` +
  `</main></body></html>`;
const asked: RequestInit[] = [];
let answers: (() => Response)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
  answers = [];
  document.documentElement.innerHTML = page('t1', 'Planned').replace(/<\/?html>/g, '');
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    asked.push(init);
    const answer = answers.shift();
    return answer ? Promise.resolve(answer()) : Promise.reject(new TypeError('offline'));
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const unchanged = (): Response => new Response(null, { status: 304 });
const shown = (name: string): boolean | undefined =>
  document.querySelector(name)?.hasAttribute('hidden') === false;

async function oneRound(): Promise<void> {
  await vi.advanceTimersByTimeAsync(6000);
}

test('a newer page takes the place of the shown one and is told', async () => {
  answers = [unchanged, () => new Response(page('t2', 'On the way'))];
  follow(document);
  expect(shown('.itself')).toBe(true);
  await oneRound();
  expect(document.querySelector('h1')?.textContent).toBe('Planned');
  await oneRound();
  expect(document.querySelector('h1')?.textContent).toBe('On the way');
  expect(document.title).toBe('On the way');
  expect(document.getElementById('news')?.textContent).toBe('On the way');
  expect(new Headers(asked[1]?.headers).get('If-None-Match')).toBe('"t1"');
});

test('without a connection it says so, and asks again until there is one', async () => {
  follow(document);
  await oneRound();
  expect(shown('.offline')).toBe(true);
  answers = [unchanged];
  await vi.advanceTimersByTimeAsync(11_000);
  expect(shown('.offline')).toBe(false);
});

test('a link that opens nothing any more gives its page, and nothing is asked again', async () => {
  const gone = '<main><h1>Not found</h1></main>';
  answers = [() => new Response(gone, { status: 404 })];
  follow(document);
  await oneRound();
  expect(document.querySelector('h1')?.textContent).toBe('Not found');
  await vi.advanceTimersByTimeAsync(600_000);
  expect(asked.length).toBe(1);
});

test('an outage leaves what was known', async () => {
  answers = [() => new Response('<main>Sorry</main>', { status: 503 })];
  follow(document);
  await oneRound();
  expect(document.querySelector('h1')?.textContent).toBe('Planned');
  expect(shown('.offline')).toBe(true);
});

test('patience doubles with each failure and ends at five minutes', () => {
  expect(patience(5, 0)).toBeGreaterThanOrEqual(4.5);
  expect(patience(5, 3)).toBeLessThanOrEqual(44);
  expect(patience(20, 30)).toBeLessThanOrEqual(330);
});

test('a page of another kind has nothing to follow', async () => {
  document.querySelector('main')?.removeAttribute('data-tag');
  follow(document);
  await oneRound();
  expect(asked.length).toBe(0);
});
