/** A server that keeps the promises of the sync protocol, and whose line can be bad. */
import { APP, type Answer, type Change, type Result, type WireOp } from '../data/wire.ts';

interface SyncRequest {
  device: string;
  cursor: string | null;
  app: number;
  ops: WireOp[];
}

interface Kept {
  op: string;
  body: WireOp;
  status: Result['status'];
}

export class SyncServer {
  /** Every operation that took effect, in the order of effects. */
  readonly effects: WireOp[] = [];
  readonly wrongs: string[] = [];
  readonly feed: Change[] = [];
  epoch = 1;
  page = 50;
  status = 200;
  readonly #log = new Map<string, Kept>();
  readonly #heads = new Map<string, number>();
  readonly #held = new Map<string, WireOp>();

  readonly serve = (path: string, init: RequestInit): Promise<Response> => {
    if (this.status !== 200)
      return Promise.resolve(new Response('{}', { status: this.status }));
    if (path !== '/mobile/v1/sync') throw new Error(`no such path: ${path}`);
    return Promise.resolve(Response.json(this.answer(JSON.parse(String(init.body)))));
  };

  answer(request: SyncRequest): Answer {
    const results = request.ops.map((op) => this.#take(op));
    const [epoch, seen] = (request.cursor ?? 'e0.0').slice(1).split('.').map(Number);
    const isKnown = epoch === this.epoch;
    const from = isKnown ? (seen ?? 0) : 0;
    const changes = this.feed.slice(from, from + this.page);
    return {
      server_now: '2026-03-02T01:00:05Z',
      results,
      changes,
      cursor: `e${this.epoch}.${from + changes.length}`,
      more: from + changes.length < this.feed.length,
      reset: !isKnown && request.cursor !== null,
      upgrade_required: request.app < APP,
    };
  }

  /** Put back a backup: what came after it never was. */
  restore(effects: number): void {
    const kept = this.effects.splice(0, effects);
    this.effects.length = 0;
    this.#log.clear();
    this.#heads.clear();
    this.#held.clear();
    // What was told of the lost times is lost with them.
    this.feed.length = 0;
    kept.forEach((op) => this.#take(op));
    this.epoch++;
  }

  #take(op: WireOp): Result {
    const place = `${op.stream}/${op.seq}`;
    const known = this.#log.get(op.id);
    if (known !== undefined) return this.#again(known, op, place);
    const other = [...this.#log.values()].find((one) => one.op === place);
    if (other) this.wrongs.push(`${place} was given to two operations`);
    const head = this.#heads.get(op.stream) ?? 1;
    if (op.seq < head) this.wrongs.push(`${place} came behind ${head}`);
    const kept: Kept = {
      op: place,
      body: op,
      status: op.seq === head ? 'applied' : 'held',
    };
    this.#log.set(op.id, kept);
    if (kept.status === 'held') this.#held.set(place, op);
    else this.#effect(op);
    return { id: op.id, status: kept.status };
  }

  #again(known: Kept, op: WireOp, place: string): Result {
    if (known.op !== place || JSON.stringify(known.body) !== JSON.stringify(op))
      this.wrongs.push(`${op.id} was sent as ${known.op}, then as ${place}`);
    const status = known.status as 'applied' | 'held';
    return { id: op.id, status: 'duplicate', first: { status } };
  }

  #effect(op: WireOp): void {
    this.effects.push(op);
    this.#heads.set(op.stream, op.seq + 1);
    const next = this.#held.get(`${op.stream}/${op.seq + 1}`);
    if (next === undefined) return;
    this.#held.delete(`${op.stream}/${op.seq + 1}`);
    const kept = this.#log.get(next.id);
    if (kept) kept.status = 'applied';
    this.feed.push({ entity: 'op', id: next.id, op: 'put', data: { fate: 'applied' } });
    this.#effect(next);
  }
}
