import {
  cancelRun,
  dropProposal,
  publish,
  readProposal,
  readRun,
  readRuns,
  startRun,
  type Proposal,
  type Published,
  type Run,
  type Wish,
} from '../../shared/api/plan.ts';
import { asProblem, type Problem } from '../../shared/api/problem.ts';

const LOOK_EVERY = 1_500;

export const isAtWork = (run: Run | null): boolean =>
  run?.state === 'queued' || run?.state === 'running';

/** One run at a time: asked for, watched, and its proposal published or dropped. */
export class PlanState {
  run = $state.raw<Run | null>(null);
  proposal = $state.raw<Proposal | null>(null);
  published = $state.raw<Published | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Find what is going on in a territory: a run at work, or a proposal to decide on. */
  async resume(territoryId: number): Promise<void> {
    this.forget();
    await this.#try(async () => {
      const last = (await readRuns(territoryId)).items[0] ?? null;
      if (last !== null && (isAtWork(last) || last.proposal_id !== null))
        await this.#follow(last);
      if (this.proposal?.state !== 'open' && !isAtWork(this.run)) this.forget();
    });
  }

  async start(territoryId: number, wish: Wish): Promise<void> {
    this.forget();
    await this.#try(async () => this.#follow(await startRun(territoryId, wish)));
    if (this.problem?.code !== 'run_under_way') return;
    // Somebody was faster: show their run, and keep saying why ours was refused.
    const refusal = this.problem;
    await this.resume(territoryId);
    this.problem = refusal;
  }

  /** Something happened to a run or a proposal somewhere. */
  async hear(territoryId: number): Promise<void> {
    if (this.run === null && this.problem === null) await this.resume(territoryId);
    else if (isAtWork(this.run)) await this.look();
    else if (this.proposal !== null && this.published === null)
      await this.#lookAgain(this.proposal);
  }

  /** Look how the run is getting on: on a hint, or when none came for a while. */
  async look(): Promise<void> {
    if (this.run === null || !isAtWork(this.run)) return;
    const { id } = this.run;
    await readRun(id)
      .then((run) => (this.run?.id === id ? this.#follow(run) : undefined))
      .catch(() => this.#lookLater());
  }

  cancel(): Promise<void> {
    return this.#try(async () => {
      if (this.run !== null) await cancelRun(this.run.id);
      await this.look();
    });
  }

  publish(changeIds: number[] | null): Promise<void> {
    return this.#try(async () => {
      if (this.proposal !== null) this.published = await publish(this.proposal, changeIds);
    });
  }

  drop(): Promise<void> {
    return this.#try(async () => {
      if (this.proposal !== null) await dropProposal(this.proposal);
      this.forget();
    });
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.run = null;
    this.proposal = null;
    this.published = null;
    this.problem = null;
  }

  async #follow(run: Run): Promise<void> {
    // A slow answer may come after a newer one.
    if (this.run?.id === run.id && this.run.version > run.version) return;
    this.run = run;
    if (isAtWork(run)) this.#lookLater();
    else if (run.proposal_id !== null) this.proposal = await readProposal(run.proposal_id);
  }

  /** Somebody else may have published or dropped what is shown here. */
  async #lookAgain({ id }: Proposal): Promise<void> {
    const proposal = await readProposal(id).catch(() => null);
    if (proposal !== null && this.proposal?.id === id && this.published === null) {
      this.proposal = proposal;
    }
  }

  #lookLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.look(), LOOK_EVERY);
  }

  async #try(step: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.problem = null;
    try {
      await step();
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
    this.busy = false;
  }
}
