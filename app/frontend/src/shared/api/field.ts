import type { FailureReason, Finding } from '../words/field.ts';
import type { ProjectState } from '../words/projects.ts';
import type { Whose, Why } from '../words/turns.ts';
import type { VisitState } from '../words/visits.ts';
import { call } from './client.ts';
import { readAll } from './page.ts';

export interface ActualTimes {
  acknowledged_at: string | null;
  departed_at: string | null;
  arrived_at: string | null;
  work_started_at: string | null;
  work_ended_at: string | null;
}

export interface LiveSeat extends ActualTimes {
  technician_id: number;
  state: VisitState;
  arrival_distance_m: number | null;
  arrival_reason: string | null;
  pause_reason: string | null;
}

/** A visit with what really happened. */
export interface LiveVisit extends ActualTimes {
  id: number;
  version: number;
  state: VisitState;
  starts_at: string | null;
  dispatched_at: string | null;
  dispatch_reason: string | null;
  failure_reason: FailureReason | null;
  failure_note: string | null;
  seats: LiveSeat[];
}

export type EvidenceKind = 'photo' | 'signature' | 'serial' | 'step' | 'note' | 'part';

export interface Evidence {
  id: number;
  kind: EvidenceKind;
  purpose: string | null;
  model_id: number | null;
  unit: number | null;
  step_key: string | null;
  data: Record<string, unknown>;
  sha256: string | null;
  amends_id: number | null;
  recorded_at: string;
}

export interface Completeness {
  missing: Finding[];
  failing: Finding[];
  is_signed: boolean;
}

export interface Progress {
  state: ProjectState;
  turn: { whose: Whose; why: Why; until: string | null; reason: FailureReason | null };
}

interface Versioned {
  id: number;
  version: number;
}

export const readLiveVisit = (id: number, signal?: AbortSignal): Promise<LiveVisit> =>
  call('GET', `/visits/${id}`, { signal });

export const readEvidence = (id: number, signal?: AbortSignal): Promise<Evidence[]> =>
  readAll(`/visits/${id}/evidence`, {}, signal);

/** Without a reason this is refused when something is not ready. */
export const dispatchVisit = (visit: Versioned, reason: string): Promise<LiveVisit> =>
  call('POST', `/visits/${visit.id}/dispatch`, {
    version: visit.version,
    body: reason === '' ? {} : { override_reason: reason },
  });

export const noteNoShow = (visit: Versioned, note: string): Promise<LiveVisit> =>
  call('POST', `/visits/${visit.id}/no-show`, { version: visit.version, body: { note } });

export const readCompleteness = (
  orderId: number,
  signal?: AbortSignal,
): Promise<Completeness> => call('GET', `/work-orders/${orderId}/completeness`, { signal });

export const verifyWork = (order: Versioned, waiver: string): Promise<unknown> =>
  call('POST', `/work-orders/${order.id}/verify`, {
    version: order.version,
    body: waiver === '' ? {} : { waiver },
  });

export const sendBack = (
  order: Versioned,
  reason: string,
  revisitSeconds: number | null,
): Promise<unknown> =>
  call('POST', `/work-orders/${order.id}/send-back`, {
    version: order.version,
    body: { reason, ...(revisitSeconds && { revisit_seconds: revisitSeconds }) },
  });

export const readProgress = (projectId: number, signal?: AbortSignal): Promise<Progress> =>
  call('GET', `/projects/${projectId}/progress`, { signal });
