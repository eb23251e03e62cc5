import type { WorkKind, WorkOrderState } from '../words/work.ts';
import { address, call } from './client.ts';
import type { Party, Rate } from './offers.ts';

/** In minor units. */
export type Amount = Rate;

/** An order that a partner took; seconds count for each technician. */
export interface Line {
  work_order_id: number;
  reference: string;
  kind: WorkKind;
  state: WorkOrderState;
  visits: number;
  visits_done: number;
  planned_seconds: number;
  worked_seconds: number;
  rate: Rate | null;
  amount: Amount | null;
}

export interface Total {
  orders: number;
  visits: number;
  visits_done: number;
  planned_seconds: number;
  worked_seconds: number;
  amounts: Amount[];
}

/** What one partner has in one project. */
export interface Part {
  project_id: number;
  reference: string;
  name: string;
  offered_by: Party;
  partner: Party;
  orders: Line[];
  total: Total;
}

export interface Statement {
  from: string;
  to: string;
  projects: Part[];
  total: Total;
}

/** The first day and the last one. */
export interface Span {
  from: string;
  to: string;
}

export const readStatement = (span: Span, signal?: AbortSignal): Promise<Statement> =>
  call('GET', '/partner-statements', { query: { ...span }, signal });

export const addressOfSheet = (span: Span): string =>
  address('/partner-statements.csv', { ...span });
