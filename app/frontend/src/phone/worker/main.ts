import { install, keptPath, serve, tidy, type Build } from './shell.ts';

/** The build writes its version and files here. */
declare const __FILES__: Build;

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetching extends Lasting {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

/** The parts used of the worker's global, which the page's types do not know. */
interface Global {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(type: 'install' | 'activate', then: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', then: (event: Fetching) => void): void;
  addEventListener(type: 'message', then: (event: MessageEvent) => void): void;
}

const worker = self as unknown as Global;
const build = __FILES__;

worker.addEventListener('install', (event) => event.waitUntil(install(caches, build)));

worker.addEventListener('activate', (event) =>
  event.waitUntil(tidy(caches, build).then(() => worker.clients.claim())),
);

// A new version waits until the person takes it: never in the middle of a visit.
worker.addEventListener('message', ({ data }) => {
  if (data === 'take over') void worker.skipWaiting();
});

worker.addEventListener('fetch', (event) => {
  const path = keptPath(event.request, build);
  if (path !== null) event.respondWith(serve(caches, build, event.request, path));
});
