import { call } from '../api/client.ts';
import type { Session } from '../api/session.ts';
import { Feed, type Delta } from './feed.ts';
import { listen } from './stream.ts';

const WITHOUT_STREAM = 4_000;
const WITH_STREAM = 30_000;

/** Start the page's live feed; without a stream it asks from time to time. */
export function goLive(session: Session): Feed {
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
  return feed;
}
