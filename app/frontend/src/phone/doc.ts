/** A visit as the server describes it, with all that is needed on site. */
import type { Place } from '../shared/api/projects.ts';
import type { VisitState } from '../shared/words/visits.ts';
import type { Priority, WorkKind } from '../shared/words/work.ts';

export type EvidenceKind = 'photo' | 'signature' | 'serial' | 'step' | 'note' | 'part';
export type StepKind = 'check' | 'choice' | 'photo' | 'serial' | 'text' | 'reading';

export interface Option {
  value: string;
  label: string;
  label_zh?: string;
  passes?: boolean;
}

export interface Formula {
  of: string;
  factor: number;
  minus?: number;
  tolerance_percent?: number;
}

export interface Step {
  key: string;
  kind: StepKind;
  title: string;
  title_zh?: string;
  required?: boolean;
  hint?: string;
  hint_zh?: string;
  options?: Option[] | null;
  min_photos?: number | null;
  quantity?: string | null;
  unit?: string | null;
  lower?: number | null;
  upper?: number | null;
  limit_source?: string | null;
  instrument?: string | null;
  hold_seconds?: number | null;
  formula?: Formula | null;
}

export interface Line {
  model_id: number;
  brand: string;
  brand_zh: string;
  code: string;
  name: string;
  name_zh: string;
  category: string;
  quantity: number;
  template: { version: number; steps: Step[] } | null;
}

export interface Evidence {
  /** The operation that brought it; null when it did not come by a phone. */
  id: string | null;
  kind: EvidenceKind;
  purpose: string | null;
  model_id: number | null;
  unit: number | null;
  step_key: string | null;
  data: Record<string, unknown>;
  sha256: string | null;
  media_type: string | null;
  amends: string | null;
  /** What became of its bytes, once they came. */
  picture?: { state: 'pending' | 'stored' | 'refused'; reason: string | null } | null;
  technician_id: number;
  recorded_at: string;
}

export interface Serial {
  model_id: number | null;
  unit: number | null;
  serial: string | null;
  position: string | null;
}

export interface VisitDoc {
  id: number;
  version: number;
  state: VisitState;
  kind: WorkKind;
  reference: string;
  priority: Priority;
  part: number;
  parts: number;
  duration_seconds: number;
  starts_at: string | null;
  ends_at: string | null;
  travel_seconds: number | null;
  promise: { start: string; end: string } | null;
  times: Record<string, string | null>;
  failure: { reason: string; note: string | null } | null;
  project: { id: number; reference: string; name: string };
  customer: { name: string; phone: string | null };
  site: Place;
  crew: { seat: number; technician_id: number; name: string; state: VisitState | null }[];
  lines: Line[];
  evidence: Evidence[];
  before: {
    work_order_id: number;
    reference: string;
    kind: WorkKind;
    state: string;
    evidence: Partial<Record<EvidenceKind, number>>;
    serials: Serial[];
  }[];
}
