import type { Fate, UploadState } from './data/types.ts';
import Ban from '@lucide/svelte/icons/ban';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleX from '@lucide/svelte/icons/circle-x';
import Clock from '@lucide/svelte/icons/clock';
import CloudUpload from '@lucide/svelte/icons/cloud-upload';
import Inbox from '@lucide/svelte/icons/inbox';
import { named } from '../shared/i18n/locale.ts';
import { msg, t } from '../shared/i18n/translate.ts';
import type { Word } from '../shared/words/tone.ts';
import { number } from '../shared/time/format.ts';
import type { Line, Step } from './doc.ts';
import type { Missing, MissingCode } from './missing.ts';
import { expectedOf, type Values } from './readings.ts';

export const FATES: Record<Fate, Word> = {
  pending: { name: msg('Not sent yet'), tone: 'warn', icon: CloudUpload },
  applied: { name: msg('Taken'), tone: 'good', icon: CircleCheck },
  merged: { name: msg('Taken'), tone: 'good', icon: CircleCheck },
  held: { name: msg('Waits for something before it'), tone: 'info', icon: Clock },
  parked: { name: msg('The dispatcher decides'), tone: 'warn', icon: Inbox },
  rejected: { name: msg('Not taken'), tone: 'bad', icon: CircleX },
};

export const UPLOADS: Record<UploadState, Word> = {
  waiting: FATES.pending,
  stored: FATES.applied,
  refused: { name: msg('Not taken'), tone: 'bad', icon: Ban },
};

const TYPES: Record<string, string> = {
  'visit.acknowledge': msg('Seen'),
  'visit.depart': msg('Set off'),
  'visit.arrive': msg('Arrived'),
  'visit.start': msg('Began work'),
  'visit.pause': msg('Paused'),
  'visit.resume': msg('Went on'),
  'visit.finish': msg('Finished'),
  'visit.cannot_complete': msg('Cannot be completed'),
  'contact.change': msg('Contact changed'),
  'device.report': msg('About this phone'),
};

const EVIDENCE: Record<string, string> = {
  photo: msg('Photo'),
  signature: msg('Signature'),
  serial: msg('Serial number'),
  step: msg('Check'),
  note: msg('Note'),
  part: msg('Part used'),
};

export function deedName(type: string, data: Record<string, unknown>): string {
  if (type !== 'evidence.add') return t(TYPES[type] ?? type);
  return t(EVIDENCE[String(data['kind'])] ?? String(data['kind']));
}

export const FAILURES: Record<string, string> = {
  not_ready: msg('The site is not ready'),
  customer_absent: msg('Nobody is there'),
  no_access: msg('No way in'),
  missing_goods: msg('Goods are missing'),
  missing_kit: msg('Tools or material are missing'),
  damaged_goods: msg('Goods are damaged'),
  unsafe: msg('It is not safe'),
  other: msg('Something else'),
};

export const PAUSES: readonly string[] = [
  msg('Waiting for the customer'),
  msg('Waiting for goods'),
  msg('Waiting for other trades'),
  msg('Break'),
];

export const AWAY: readonly string[] = [
  msg('The position is wrong'),
  msg('The gate is away from the site'),
  msg('The phone finds no position'),
];

export const PURPOSES: Record<string, string> = {
  before: msg('Before the work'),
  after: msg('After the work'),
  damage: msg('Damage'),
  plate: msg('Rating plate'),
  training: msg('Training'),
  receiver: msg('Receiver'),
  customer: msg('Customer'),
};

export const purposeName = (purpose: string): string => t(PURPOSES[purpose] ?? purpose);

const MISSING: Record<MissingCode, string> = {
  serial: msg('{model}: serial number of unit {units}'),
  position: msg('{model}: serial number and position of unit {units}'),
  step: msg('{model}: {step}, unit {units}'),
  training: msg('A note that the operator was trained'),
  before_photo: msg('A photo before the work'),
  after_photo: msg('A photo after the work'),
  damage_photo: msg('A photo of the damage'),
  note: msg('A note of what was found and done'),
  receiver_signature: msg('The receiver’s signature'),
  customer_signature: msg('The customer’s signature'),
};

export const modelName = (line: Line): string => named(line);
export const stepTitle = (step: Step): string =>
  named({ name: step.title, name_zh: step.title_zh ?? null });

const MOST_UNITS = 6;

export function missingWords({ code, line, step, units = [] }: Missing): string {
  const some = units.slice(0, MOST_UNITS).join(', ');
  return t(MISSING[code], {
    model: line ? modelName(line) : '',
    step: step ? stepTitle(step) : '',
    units: units.length > MOST_UNITS ? `${some} …` : some,
  });
}

const UNITS: Record<string, string> = {
  degC: '°C',
  degF: '°F',
  delta_degC: 'K',
  delta_degF: '°F',
  Mohm: 'MΩ',
  kohm: 'kΩ',
  ohm: 'Ω',
  percent: '%',
  'm**3/h': 'm³/h',
  mtorr: 'µmHg',
};

export const unitSign = (unit: string): string => UNITS[unit] ?? unit;

/** The limit of a reading as one reads it; empty where there is none. */
export function limitWords(step: Step, values: Values): string {
  const unit = unitSign(step.unit ?? '');
  const limits = expectation(step, values) ?? range(step.lower ?? null, step.upper ?? null);
  return limits === '' ? '' : `${limits} ${unit}`;
}

function expectation({ formula }: Step, values: Values): string | null {
  const expected = formula ? expectedOf(formula, values) : null;
  if (!formula || expected === null) return null;
  const share = formula.tolerance_percent ?? 10;
  return t('{value} ± {share} %', { value: number(expected), share });
}

function range(lower: number | null, upper: number | null): string {
  if (lower !== null && upper !== null) return `${lower} – ${upper}`;
  if (lower !== null) return `≥ ${lower}`;
  return upper === null ? '' : `≤ ${upper}`;
}

export const INSTRUMENTS: Record<string, string> = {
  insulation_tester: msg('Insulation tester'),
  earth_tester: msg('Earth tester'),
  multimeter: msg('Multimeter'),
  pressure_gauge: msg('Pressure gauge'),
  vacuum_gauge: msg('Vacuum gauge'),
  micron_gauge: msg('Micron gauge'),
  tape_measure: msg('Tape measure'),
  scale: msg('Scale'),
  thermometer: msg('Thermometer'),
  anemometer: msg('Anemometer'),
  flow_meter: msg('Flow meter'),
  gas_detector: msg('Gas detector'),
  clamp_meter: msg('Clamp meter'),
};

export const instrumentName = (type: string): string => t(INSTRUMENTS[type] ?? type);

/** Why something was not taken, for those who do not read English. */
const REFUSALS: Record<string, string> = {
  visit_reassigned: msg('The visit was given to somebody else.'),
  visit_cancelled: msg('The visit was cancelled.'),
  illegal_move: msg('The visit can no longer do this step.'),
  outside_geofence: msg('The arrival was away from the site and had no reason.'),
  contact_conflict: msg('Somebody else changed the contact meanwhile.'),
  gap: msg('Something before it has not arrived yet.'),
  not_on_site: msg('The work has to be begun on site first.'),
  evidence_refused: msg('What was recorded does not fit the order.'),
  work_verified: msg('The work was verified already.'),
};

export function fateReason(code: string | null, detail: string): string {
  const known = REFUSALS[code ?? ''];
  return known === undefined ? detail : t(known);
}

/** Why the server did not keep a picture. */
const PICTURES: Record<string, string> = {
  not_a_picture: msg('This is no picture that can be opened. Take it again.'),
  too_many_pixels: msg('The picture is too large. Take it at a lower size.'),
  moving_picture: msg('The picture moves. Take a single one.'),
  unreadable: msg('The picture is damaged. Take it again.'),
};

export const pictureReason = (reason: string | null): string =>
  t(PICTURES[reason ?? ''] ?? reason ?? 'Not taken');
