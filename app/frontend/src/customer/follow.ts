/** The page as the server makes it is whole; this asks again and puts the newer one in. */

const LONGEST = 300;

interface Wait {
  seconds: number;
  over: () => void;
}

export function follow(page: Document): void {
  let failures = 0;
  let asking = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const main = (): HTMLElement | null => page.querySelector('main[data-tag]');

  function later({ seconds, over }: Wait): void {
    clearTimeout(timer);
    timer = setTimeout(over, seconds * 1000);
  }

  async function ask(): Promise<void> {
    const shown = main();
    // Nobody looks: the next look asks at once.
    if (shown === null || asking || page.visibilityState === 'hidden') return;
    asking = true;
    try {
      await renew(page, shown);
      failures = 0;
    } catch {
      failures += 1;
    } finally {
      asking = false;
    }
    reveal(failures > 0);
    const every = Number(main()?.dataset['every'] ?? 0);
    if (every > 0) later({ seconds: patience(every, failures), over: () => void ask() });
  }

  function reveal(isOffline: boolean): void {
    page.querySelector('.offline')?.toggleAttribute('hidden', !isOffline);
    page.querySelector('.itself')?.toggleAttribute('hidden', isOffline);
  }

  const shown = main();
  if (shown === null) return;
  reveal(false);
  const every = Number(shown.dataset['every']);
  later({ seconds: every, over: () => void ask() });
  page.addEventListener('visibilitychange', () => void ask());
  page.defaultView?.addEventListener('online', () => void ask());
}

/** Doubled with each failure, and never quite the same for all who wait. */
export function patience(every: number, failures: number): number {
  const base = Math.min(LONGEST, every * 2 ** failures);
  return base * (0.9 + Math.random() * 0.2);
}

/** Put in what is newer; a link that opens nothing any more gives its own page. */
async function renew(page: Document, shown: HTMLElement): Promise<void> {
  const answer = await fetch(page.location.href, {
    headers: { 'If-None-Match': `"${shown.dataset['tag'] ?? ''}"` },
    cache: 'no-store',
    credentials: 'same-origin',
  });
  if (answer.status === 304) return;
  if (!answer.ok && answer.status !== 404) throw new Error(String(answer.status));
  const newer = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const main = newer.querySelector('main');
  if (main === null) throw new Error('not a page of ours');
  if (answer.ok && main.dataset['build'] !== shown.dataset['build']) {
    page.location.reload();
    return;
  }
  page.title = newer.title;
  tell(page, shown, main);
  shown.replaceWith(page.adoptNode(main));
}

/** Say what is new to those who listen; the rest they find by themselves. */
function tell(page: Document, shown: HTMLElement, newer: HTMLElement): void {
  const words = newer.dataset['news'] ?? newer.querySelector('h1')?.textContent ?? '';
  const news = page.getElementById('news');
  if (news !== null && words !== shown.dataset['news']) news.textContent = words;
}
