import { call } from './client.ts';
import { readPage, type Page } from './page.ts';

export type Fate = 'applied' | 'merged' | 'held' | 'parked' | 'rejected';
export type Decision = 'accept' | 'dismiss';

/** What a phone sent, and what became of it. */
export interface Report {
  id: number;
  technician_name: string | null;
  device_label: string | null;
  visit_id: number | null;
  reference: string | null;
  site_name: string | null;
  seq: number;
  type: string;
  data: Record<string, unknown>;
  estimated_at: string;
  received_at: string;
  skew_seconds: number;
  is_skewed: boolean;
  fate: Fate;
  code: string | null;
  detail: string | null;
  errors: { pointer: string; detail: string }[] | null;
  overdue_at: string | null;
  other_bodies: number;
  decision: Decision | null;
  resolved_at: string | null;
  resolution_note: string | null;
}

export interface ReportFilter {
  fate: string;
  open: string;
}

export const readReports = (
  { fate, open }: ReportFilter,
  after: string | null,
  limit: number,
  signal?: AbortSignal,
): Promise<Page<Report>> =>
  readPage('/operations', { fate: fate || null, open, limit, after }, signal);

export const resolve = (
  { id }: Report,
  decision: Decision,
  note: string,
): Promise<Report> =>
  call('POST', `/operations/${id}/resolve`, { body: { decision, note } });
