import { msg, n, t } from '../i18n/translate.ts';

export type FailureReason =
  | 'not_ready'
  | 'customer_absent'
  | 'no_access'
  | 'missing_goods'
  | 'missing_kit'
  | 'damaged_goods'
  | 'unsafe'
  | 'other';

export const FAILURES: Record<FailureReason, string> = {
  not_ready: msg('The site was not ready'),
  customer_absent: msg('The customer was absent'),
  no_access: msg('There was no way in'),
  missing_goods: msg('Goods were missing'),
  missing_kit: msg('Tools or material were missing'),
  damaged_goods: msg('Goods were damaged'),
  unsafe: msg('It was not safe'),
  other: msg('Another reason'),
};

export const EVIDENCE_KINDS: Record<string, string> = {
  photo: msg('Photo'),
  signature: msg('Signature'),
  serial: msg('Serial number'),
  step: msg('Step'),
  note: msg('Note'),
  part: msg('Part'),
};

const PURPOSES: Record<string, string> = {
  before: msg('before the work'),
  after: msg('after the work'),
  damage: msg('damage'),
  plate: msg('rating plate'),
  receiver: msg('of the receiver'),
  customer: msg('of the customer'),
  training: msg('training'),
};

export const purposeInWords = (purpose: string | null): string =>
  purpose === null ? '' : t(PURPOSES[purpose] ?? purpose);

/** Something that an order lacks, or that is out of limits, by units of a model. */
export interface Finding {
  code: string;
  detail: string;
  model_id: number | null;
  step_key: string | null;
  units: number[];
}

const FINDINGS: Record<string, string> = {
  serial_missing: msg('Serial numbers are missing'),
  position_missing: msg('Serial numbers with their positions are missing'),
  step_missing: msg('The step “{step}” is not answered'),
  out_of_limits: msg('The step “{step}” does not pass'),
  signature_missing: msg('The signature is missing'),
  damage_photo_missing: msg('Damage was noted, and there is no photo of it'),
  before_photo_missing: msg('There is no photo from before the work'),
  after_photo_missing: msg('There is no photo from after the work'),
  note_missing: msg('There is no note of what was done'),
  training_missing: msg('Nothing says that the operator was trained'),
};

export function findingInWords(finding: Finding, models: Map<number, string>): string {
  const known = FINDINGS[finding.code];
  if (known === undefined) return t(finding.detail);
  const words = t(known, { step: finding.step_key ?? '' });
  if (finding.model_id === null) return words;
  const model = models.get(finding.model_id) ?? String(finding.model_id);
  return `${words} · ${model}, ${n('{count} unit', '{count} units', finding.units.length)}`;
}
