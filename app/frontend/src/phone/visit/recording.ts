import type { Picture } from '../data/outbox.ts';
import type { EvidenceKind } from '../doc.ts';
import type { Seen } from '../fold.ts';
import type { Phone } from '../phone.svelte.ts';

/** Something to be kept as evidence; what is left out does not apply. */
export interface Finding {
  kind: EvidenceKind;
  purpose?: string;
  model_id?: number;
  unit?: number;
  step_key?: string;
  data?: Record<string, unknown>;
  /** The operation that it stands in for. */
  amends?: string | null | undefined;
}

/** What a part of the visit's page needs to record things. */
export class Recorder {
  readonly phone: Phone;
  readonly #seen: () => Seen;

  constructor(phone: Phone, seen: () => Seen) {
    this.phone = phone;
    this.#seen = seen;
  }

  act(type: string, data: Record<string, unknown> = {}): Promise<void> {
    const { id, v } = this.#seen();
    return this.phone.do({ visit_id: id, base: v, type, data });
  }

  add({ amends, ...finding }: Finding, picture?: Picture): Promise<void> {
    const { id, v } = this.#seen();
    const data = { ...finding, ...(amends ? { amends } : {}) };
    const deed = { visit_id: id, base: v, type: 'evidence.add', data };
    return this.phone.do(picture ? { ...deed, picture } : deed);
  }
}
