import { onDestroy } from 'svelte';
import { call } from '../api/client.ts';
import type { Session } from '../api/session.ts';
import { Feed, type Delta, type Listener } from './feed.ts';
import { listen } from './stream.ts';

const WITHOUT_STREAM = 4_000;
const WITH_STREAM = 30_000;

let live: Feed | null = null;

/** Start the page's one live feed; without a stream it asks from time to time. */
export function goLive(session: Session): void {
  const feed = new Feed(session.scopes, (scope, after) =>
    call<Delta>('GET', '/feed', { query: { scope, after } }),
  );
  let isOpen = false;
  let last = 0;
  const look = (): void => {
    last = Date.now();
    void feed.catchUp();
  };
  listen(`paigong-feed-${session.user.id}`, (heard) => {
    isOpen = heard !== 'lost';
    if (heard === 'open') look();
    if (heard === 'hint') feed.hint();
  });
  setInterval(() => {
    const due = last + (isOpen ? WITH_STREAM : WITHOUT_STREAM);
    if (document.visibilityState === 'visible' && Date.now() >= due) look();
  }, WITHOUT_STREAM);
  look();
  live = feed;
}

/** Hear of changed entities for as long as the component stands. */
export function onNews(entities: readonly string[], listener: Listener): void {
  if (live === null) throw new Error('The page is not live yet.');
  onDestroy(live.on(entities, listener));
}
