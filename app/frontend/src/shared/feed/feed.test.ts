import { beforeEach, expect, test, vi } from 'vitest';
import { Feed, LATEST, type Change, type Delta } from './feed.ts';

/** A server's feed of one scope, two changes to a page. */
class Server {
  readonly changes: Change[] = [];
  readonly asked: number[] = [];
  isDown = false;

  announce(entity: string, entity_id = 1): void {
    this.changes.push({
      number: this.changes.length + 1,
      entity,
      entity_id,
      version: 1,
      op: 'put',
    });
  }

  readonly fetch = (_: string, after: number): Promise<Delta> => {
    this.asked.push(after);
    if (this.isDown) return Promise.reject(new Error('down'));
    const later = this.changes.filter(({ number }) => number > after);
    const page = later.slice(0, 2);
    const number = page.at(-1)?.number ?? this.changes.length;
    return Promise.resolve({ number, changes: page, more: later.length > 2 });
  };
}

let server: Server;
let feed: Feed;
let heard: string[];

beforeEach(async () => {
  vi.useFakeTimers();
  server = new Server();
  server.announce('project');
  feed = new Feed(['organisation:1'], server.fetch);
  heard = [];
  feed.on(['visit'], (changes) => heard.push(...changes.map(({ entity }) => entity)));
  await feed.catchUp();
});

test('what happened before the page was opened is not told', () => {
  expect(server.asked).toEqual([LATEST]);
  expect(heard).toEqual([]);
});

test('a change of a followed kind is told once', async () => {
  server.announce('visit');
  server.announce('project');
  await feed.catchUp();
  await feed.catchUp();
  expect(heard).toEqual(['visit']);
});

test('more changes than fit one answer are all fetched', async () => {
  for (let index = 0; index < 5; index++) server.announce('visit', index);
  await feed.catchUp();
  expect(heard).toHaveLength(5);
});

test('hints in quick succession lead to one look', async () => {
  server.announce('visit');
  feed.hint();
  feed.hint();
  feed.hint();
  await vi.runAllTimersAsync();
  expect(server.asked).toEqual([LATEST, 1]);
  expect(heard).toEqual(['visit']);
});

test('what changed while the server was away is told afterwards', async () => {
  server.isDown = true;
  server.announce('visit');
  await feed.catchUp();
  expect(heard).toEqual([]);
  server.isDown = false;
  await feed.catchUp();
  expect(heard).toEqual(['visit']);
});

test('who stopped listening hears nothing more', async () => {
  const late: unknown[] = [];
  const stop = feed.on(['visit'], (changes) => late.push(changes));
  stop();
  server.announce('visit');
  await feed.catchUp();
  expect(late).toEqual([]);
});

test('a stream of hints leads to one look a second', async () => {
  let looks = 0;
  feed.on(['visit'], () => looks++);
  for (let step = 0; step < 30; step++) {
    server.announce('visit', step);
    feed.hint();
    await vi.advanceTimersByTimeAsync(100);
  }
  await vi.runAllTimersAsync();
  expect(looks).toBe(4);
  expect(heard).toHaveLength(30);
});
