import {
  readBoard,
  readTerritories,
  setPin,
  type Board,
  type Territory,
  type Visit,
} from '../shared/api/board.ts';
import type { Session } from '../shared/api/session.ts';
import { mayPlanIn } from '../shared/roles.ts';
import { asProblem, type Problem } from '../shared/api/problem.ts';
import { Resource } from '../shared/resource.svelte.ts';
import { now } from '../shared/time/clock.ts';
import { addDays, dayOf } from '../shared/time/zone.ts';
import { asAddress, fromAddress, type View, type Zoom } from './address.ts';

/** What the board shows: a territory's days, as chosen in the page's address. */
export class BoardState {
  readonly territories = new Resource<Territory[]>();
  readonly board = new Resource<Board>();
  territoryId = $state<number | null>(null);
  from = $state('');
  days = $state(1);
  zoom = $state<Zoom>('week');
  view = $state<View>('timeline');
  selectedId = $state<number | null>(null);
  problem = $state.raw<Problem | null>(null);

  readonly territory = $derived(
    this.territories.value?.find(({ id }) => id === this.territoryId) ?? null,
  );
  readonly zone = $derived(this.territory?.time_zone ?? 'UTC');
  readonly selected = $derived(
    this.board.value?.visits.find(({ id }) => id === this.selectedId) ?? null,
  );

  async open(session: Session): Promise<void> {
    await this.territories.load(async (signal) =>
      (await readTerritories(signal)).filter(({ organisation_id: id }) =>
        mayPlanIn(session, id),
      ),
    );
    const found = this.territories.value ?? [];
    const wanted = fromAddress(window.location.search);
    const first = found.find(({ id }) => id === wanted.territoryId) ?? found[0];
    if (first === undefined) return;
    this.territoryId = first.id;
    this.days = wanted.days;
    this.zoom = wanted.zoom;
    this.view = wanted.view;
    this.from = wanted.from ?? this.today();
    await this.#load();
  }

  /** Something changed: fetch the same board again. */
  refresh(): Promise<void> {
    return this.board.reload();
  }

  async #load(): Promise<void> {
    const id = this.territoryId;
    if (id === null) return;
    const { from, days } = this;
    await this.board.load((signal) => readBoard(id, from, days, signal));
  }

  show(wanted: Partial<Pick<BoardState, 'territoryId' | 'from' | 'days'>>): void {
    if (wanted.territoryId !== undefined && wanted.territoryId !== this.territoryId) {
      this.board.forget();
      this.selectedId = null;
    }
    Object.assign(this, wanted);
    this.#remember();
    void this.#load();
  }

  look(wanted: Partial<Pick<BoardState, 'zoom' | 'view'>>): void {
    Object.assign(this, wanted);
    this.#remember();
  }

  step(direction: 1 | -1): void {
    this.show({ from: addDays(this.from, direction * this.days) });
  }

  today(): string {
    return dayOf(now(), this.zone);
  }

  async pin(visit: Visit): Promise<void> {
    this.problem = null;
    try {
      await setPin(visit, !visit.pinned);
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
    await this.refresh();
  }

  #remember(): void {
    window.history.replaceState(null, '', asAddress(this));
  }
}
