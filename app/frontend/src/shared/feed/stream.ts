/** The stream of hints, shared by all tabs of a person: a browser allows few connections. */

export type Heard = 'hint' | 'open' | 'lost';

const ADDRESS = '/api/v1/feed/stream';
const AGAIN_AFTER = 5_000;

/** Hear of hints and of the stream's fate; returns how to stop. */
export function listen(name: string, hear: (heard: Heard) => void): () => void {
  if (!('locks' in navigator) || !('BroadcastChannel' in window)) return open(hear);
  const channel = new BroadcastChannel(name);
  const leaving = new AbortController();
  channel.onmessage = ({ data }: MessageEvent<Heard>) => hear(data);
  // Whoever holds the lock holds the connection; when that tab closes, another one takes over.
  const lead = (): Promise<void> =>
    new Promise((release) => {
      const close = open((heard) => {
        hear(heard);
        channel.postMessage(heard);
      });
      leaving.signal.addEventListener('abort', () => {
        close();
        release();
      });
    });
  navigator.locks.request(name, { signal: leaving.signal }, lead).catch(() => undefined);
  return () => {
    leaving.abort();
    channel.close();
  };
}

function open(hear: (heard: Heard) => void): () => void {
  let source: EventSource;
  let again: ReturnType<typeof setTimeout> | undefined;
  const connect = (): void => {
    source = new EventSource(ADDRESS);
    source.addEventListener('open', () => hear('open'));
    source.addEventListener('hint', () => hear('hint'));
    source.addEventListener('error', () => {
      hear('lost');
      // The browser tries again by itself unless the server refused.
      if (source.readyState === EventSource.CLOSED)
        again = setTimeout(connect, AGAIN_AFTER);
    });
  };
  connect();
  return () => {
    clearTimeout(again);
    source.close();
  };
}
