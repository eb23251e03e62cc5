import { liveQuery } from 'dexie';
import { PhoneDb } from './data/db.ts';
import { record, type Deed } from './data/outbox.ts';
import { browserPorts, type Ports } from './data/ports.ts';
import { Runner, type Standing } from './data/runner.ts';
import { CURRENT, signOut } from './data/sign_in.ts';
import { exchange } from './data/sync.ts';
import type { Attachment, Device, Op } from './data/types.ts';
import { upload } from './data/uploads.ts';
import { APP } from './data/wire.ts';
import { fold, type Seen } from './fold.ts';

const EVERY = 30_000;
const REPORT_EVERY = 86_400_000;
const TIMERS = {
  set: (then: () => void, after: number): number => window.setTimeout(then, after),
  clear: (timer: number): void => window.clearTimeout(timer),
};
const IDLE: Standing = { isBusy: false, failures: 0, problem: null, isSignedOut: false };

/** What the page shows of the store, and the engines that keep it and the server one. */
export class Phone {
  /** Undefined while the store is being opened. */
  device = $state.raw<Device | null | undefined>(undefined);
  visits = $state.raw<readonly Seen[] | null>(null);
  ops = $state.raw<readonly Op[]>([]);
  attachments = $state.raw<readonly Attachment[]>([]);
  sync = $state.raw<Standing>(IDLE);
  uploads = $state.raw<Standing>(IDLE);
  isOnline = $state(navigator.onLine);
  /** The store cannot be opened: a private window, or no room. */
  broken = $state<string | null>(null);

  readonly db: PhoneDb;
  readonly ports: Ports;
  #runners: Runner[] = [];
  #id: string | null = null;

  constructor(db = new PhoneDb(), ports = browserPorts()) {
    this.db = db;
    this.ports = ports;
    liveQuery(() => this.#look()).subscribe({
      next: (found) => this.#show(found),
      error: (thrown: unknown) => (this.broken = String(thrown)),
    });
    window.addEventListener('online', () => this.#line(true));
    window.addEventListener('offline', () => this.#line(false));
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.nudge();
    });
  }

  readonly waiting = $derived<number>(
    this.ops.filter(({ fate }) => fate === 'pending').length +
      this.attachments.filter(({ state }) => state === 'waiting').length,
  );

  /** What a person has to look at, and has not read yet. */
  readonly troubles = $derived<number>(
    this.ops.filter(isTrouble).length +
      this.attachments.filter(({ state, isRead }) => state === 'refused' && !isRead).length,
  );

  /** The time by the server's clock, as far as the phone knows it. */
  now(): number {
    return this.ports.now() + (this.device?.ahead ?? 0);
  }

  /** Keep what was done; it is sent when there is a line. */
  async do(deed: Deed): Promise<void> {
    if (!this.device) return;
    await record(this.db, this.device.id, deed, this.ports);
    this.nudge();
  }

  nudge(): void {
    this.#runners.forEach((runner) => runner.nudge());
  }

  /** Send a picture again that was refused. */
  async retry({ key }: Attachment): Promise<void> {
    const anew = { state: 'waiting', url: null, offset: 0, reason: null } as const;
    await this.db.attachments.update(key, anew);
    this.nudge();
  }

  /** The person knows that it was not taken: it need not be shown any more. */
  async read(what: Op | Attachment): Promise<void> {
    if ('key' in what) await this.db.attachments.update(what.key, { isRead: true });
    else await this.db.ops.where('id').equals(what.id).modify({ isRead: true });
  }

  async leave(): Promise<void> {
    if (!this.device) return;
    this.#stop();
    await signOut(this.db, this.device, this.ports);
  }

  async #look(): Promise<Found> {
    const id = (await this.db.meta.get(CURRENT))?.value;
    const device = typeof id === 'string' ? await this.db.devices.get(id) : undefined;
    if (device === undefined) return { device: null, visits: [], ops: [], attachments: [] };
    const mine = { device: device.id };
    const [rows, ops, attachments] = await Promise.all([
      this.db.visits.where(mine).toArray(),
      this.db.ops.where(mine).sortBy('n'),
      this.db.attachments.where(mine).sortBy('made_at'),
    ]);
    const visits = rows.map((row) =>
      fold(
        row,
        ops.filter(({ visit_id }) => visit_id === row.id),
        device.technician.id,
      ),
    );
    return { device, visits, ops, attachments };
  }

  #show({ device, visits, ops, attachments }: Found): void {
    this.device = device;
    this.visits = visits;
    this.ops = ops;
    this.attachments = attachments;
    const id = device?.isSignedIn ? device.id : null;
    if (id === this.#id) return;
    this.#id = id;
    this.#stop();
    if (id !== null) this.#start(id);
  }

  #start(id: string): void {
    const { random } = this.ports;
    this.#runners = [
      new Runner(
        () => exchange(this.db, id, this.ports),
        EVERY,
        TIMERS,
        random,
        (news) => (this.sync = news),
      ),
      new Runner(
        () => upload(this.db, id, this.ports),
        EVERY,
        TIMERS,
        random,
        (news) => (this.uploads = news),
      ),
    ];
    this.nudge();
    void this.#report(id);
  }

  #stop(): void {
    this.#runners.forEach((runner) => runner.stop());
    this.#runners = [];
    this.sync = this.uploads = IDLE;
  }

  #line(isOnline: boolean): void {
    this.isOnline = isOnline;
    if (isOnline) this.nudge();
  }

  /** Say once a day how the phone is. */
  async #report(id: string): Promise<void> {
    const key = `reported:${id}`;
    const last = Number((await this.db.meta.get(key))?.value ?? 0);
    if (this.ports.now() - last < REPORT_EVERY) return;
    const data = { ...(await room()), pending: this.waiting, app: APP };
    await this.db.meta.put({ key, value: this.ports.now() });
    await record(this.db, id, { visit_id: null, type: 'device.report', data }, this.ports);
    this.nudge();
  }
}

export const isTrouble = ({ fate, isRead }: Op): boolean =>
  (fate === 'parked' || fate === 'rejected') && !isRead;

async function room(): Promise<{ storage_free?: number }> {
  // Only a page that came safely is told.
  if (!('storage' in navigator)) return {};
  const { quota, usage = 0 } = await navigator.storage.estimate();
  return quota === undefined
    ? {}
    : { storage_free: Math.max(0, Math.round(quota - usage)) };
}

interface Found {
  device: Device | null;
  visits: Seen[];
  ops: Op[];
  attachments: Attachment[];
}
