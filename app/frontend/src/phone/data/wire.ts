/** The words of `POST /mobile/v1/sync`. */
import type { Fate, Op } from './types.ts';

export type Settled = Exclude<Fate, 'pending'>;

export interface Verdict {
  status: Settled;
  version?: number | null;
  code?: string | null;
  detail?: string | null;
}

export interface Result extends Omit<Verdict, 'status'> {
  id: string;
  status: Settled | 'duplicate';
  /** What a duplicate was answered with the first time. */
  first?: Verdict | null;
}

export type Change =
  | { entity: 'visit'; id: number; v: number; op: 'put'; data: unknown }
  | { entity: 'visit'; id: number; v?: number; op: 'gone' }
  | { entity: 'op'; id: string; v?: number; op: 'put'; data: OpNews }
  | { entity: 'unknown' };

export interface OpNews {
  fate: Settled;
  code?: string | null;
  detail?: string | null;
  version?: number | null;
}

export interface Answer {
  server_now: string;
  results: Result[];
  changes: Change[];
  cursor: string;
  more: boolean;
  reset: boolean;
  upgrade_required?: boolean;
}

/** The newest words of this program; a server that needs newer ones says so. */
export const APP = 1;
export const BATCH = 100;

export type WireOp = Pick<
  Op,
  'id' | 'stream' | 'seq' | 'base' | 'type' | 'at' | 'mono_ms' | 'boot' | 'data'
>;

export const wireOf = (op: Op): WireOp => ({
  id: op.id,
  stream: op.stream,
  seq: op.seq,
  base: op.base,
  type: op.type,
  at: op.at,
  mono_ms: op.mono_ms,
  boot: op.boot,
  data: op.data,
});

export const epochOf = (cursor: string | null): string | null =>
  cursor === null ? null : (cursor.split('.')[0] ?? null);

/** A duplicate's fate is the one that its first sending met. */
export function verdictOf(result: Result): Verdict {
  const { status, version, code, detail } = result;
  if (status !== 'duplicate') {
    return {
      status,
      version: version ?? null,
      code: code ?? null,
      detail: detail ?? null,
    };
  }
  return result.first ?? { status: 'applied', version: version ?? null };
}
