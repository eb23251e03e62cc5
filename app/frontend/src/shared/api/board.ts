import type { Priority, WorkKind } from '../words/work.ts';
import type { VisitState } from '../words/visits.ts';
import { call } from './client.ts';
import { readAll } from './page.ts';

export interface Territory {
  id: number;
  organisation_id: number;
  code: string;
  name: string;
  name_zh?: string | null;
  time_zone: string;
}

export interface Span {
  starts_at: string;
  ends_at: string;
}

export interface Shift extends Span {
  day: string;
  breaks: Span[];
}

export interface Technician {
  id: number;
  name: string;
  organisation_id: number;
  shifts: Shift[];
  absences: Span[];
  /** Work that one may not see more of. */
  busy: Span[];
}

export interface Visit {
  id: number;
  version: number;
  work_order_id: number;
  /** What one may not see of the order is null. */
  reference: string | null;
  kind: WorkKind | null;
  state: VisitState;
  project_id: number;
  project_name: string | null;
  site_name: string | null;
  lat: number | null;
  lon: number | null;
  starts_at: string;
  ends_at: string;
  travel_seconds: number | null;
  promise_start: string | null;
  promise_end: string | null;
  pinned: boolean;
  priority: Priority | null;
  part: number;
  parts: number;
  seats: { seat: number; technician_id: number }[];
}

export interface Reason {
  code?: string | null;
  detail: string;
}

export interface Unassigned {
  work_order_id: number;
  visit_id: number;
  reference: string | null;
  kind: WorkKind | null;
  project_name: string | null;
  site_name: string | null;
  duration_seconds: number;
  priority: Priority | null;
  part: number;
  parts: number;
  reasons: Reason[];
  remedies: Reason[];
}

export interface Board {
  territory: Territory;
  plan: { version: number };
  days: string[];
  technicians: Technician[];
  visits: Visit[];
  unassigned: Unassigned[];
}

/** There are tens of territories, not thousands. */
export const readTerritories = (signal?: AbortSignal): Promise<Territory[]> =>
  readAll('/territories', {}, signal);

export const readBoard = (
  territoryId: number,
  from: string,
  days: number,
  signal?: AbortSignal,
): Promise<Board> =>
  call('GET', `/territories/${territoryId}/board`, { query: { from, days }, signal });

export const setPin = (visit: Visit, pinned: boolean): Promise<unknown> =>
  call('POST', `/visits/${visit.id}/${pinned ? 'pin' : 'unpin'}`, {
    version: visit.version,
  });
