import type { ChangeKind } from '../words/plans.ts';
import type { WorkKind } from '../words/work.ts';
import type { Unassigned } from './board.ts';
import { call, newKey } from './client.ts';

export type RunState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export interface Progress {
  elapsed?: number;
  best_cost?: number | null;
  unassigned?: number | null;
  iterations?: number;
  /** Seconds against the best cost so far. */
  curve?: [number, number][];
}

export interface Run {
  id: number;
  version: number;
  state: RunState;
  territory_id: number;
  from_day: string;
  days: number;
  seconds: number;
  seed: number;
  progress: Progress;
  cancel_requested: boolean;
  proposal_id: number | null;
  failure: string | null;
}

export interface Wish {
  from_day: string;
  days: number;
  seconds: number;
  seed?: number;
}

export interface ProposalChange {
  id: number;
  visit_id: number;
  work_order_id: number;
  kind: ChangeKind;
  reference: string | null;
  work_kind: WorkKind | null;
  project_name: string | null;
  site_name: string | null;
  technician_ids: number[];
  starts_at: string | null;
  ends_at: string | null;
  was_technician_ids: number[];
  was_starts_at: string | null;
  was_ends_at: string | null;
  outcome: 'applied' | 'dropped' | 'left_out' | null;
  why: string | null;
}

export interface Figures {
  visits: number;
  unassigned: number;
  lateness_seconds: number;
  travel_seconds: number;
}

export interface Proposal {
  id: number;
  version: number;
  state: 'open' | 'published' | 'dropped';
  base_version: number;
  plan_version: number;
  figures: { before: Figures; after: Figures };
  changes: ProposalChange[];
  unassigned: Unassigned[];
  /** What the independent check found wrong; such a proposal cannot be published. */
  violations: { rule: string; detail: string; visit: string | null }[];
}

export interface Published {
  applied: number;
  dropped: { change_id: number; why: string }[];
}

export const startRun = (territoryId: number, wish: Wish): Promise<Run> =>
  call('POST', `/territories/${territoryId}/runs`, { body: wish, key: newKey() });

export const readRuns = (
  territoryId: number,
  signal?: AbortSignal,
): Promise<{ items: Run[] }> =>
  call('GET', `/territories/${territoryId}/runs`, { query: { limit: 5 }, signal });

export const readRun = (id: number, signal?: AbortSignal): Promise<Run> =>
  call('GET', `/runs/${id}`, { signal });

export const cancelRun = (id: number): Promise<Run> => call('POST', `/runs/${id}/cancel`);

export const readProposal = (id: number, signal?: AbortSignal): Promise<Proposal> =>
  call('GET', `/proposals/${id}`, { signal });

export const publish = (
  proposal: Proposal,
  changeIds: number[] | null,
): Promise<Published> =>
  call('POST', `/proposals/${proposal.id}/publish`, {
    version: proposal.version,
    body: changeIds === null ? {} : { change_ids: changeIds },
  });

export const dropProposal = (proposal: Proposal): Promise<unknown> =>
  call('POST', `/proposals/${proposal.id}/drop`, { version: proposal.version });
