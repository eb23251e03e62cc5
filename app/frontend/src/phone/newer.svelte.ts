const LOOK_EVERY = 3_600_000;

/** The service worker: installed at the first visit, renewed when the person agrees. */
export class Newer {
  /** A newer version is there and waits. */
  waits = $state(false);
  #waiting: ServiceWorker | null = null;

  async install(): Promise<void> {
    if (!('serviceWorker' in navigator)) return;
    const workers = navigator.serviceWorker;
    let hadOne = workers.controller !== null;
    workers.addEventListener('controllerchange', () => {
      if (hadOne) window.location.reload();
      hadOne = true;
    });
    const registration = await workers.register('/phone/sw.js', {
      scope: '/phone',
      updateViaCache: 'none',
    });
    this.#notice(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const coming = registration.installing;
      coming?.addEventListener('statechange', () => {
        if (coming.state === 'installed' && workers.controller) this.#notice(coming);
      });
    });
    setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY);
  }

  take(): void {
    this.#waiting?.postMessage('take over');
  }

  #notice(worker: ServiceWorker | null): void {
    this.#waiting = worker;
    this.waits = worker !== null;
  }
}
