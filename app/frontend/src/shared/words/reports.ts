import CircleCheck from '@lucide/svelte/icons/circle-check';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import CircleX from '@lucide/svelte/icons/circle-x';
import GitMerge from '@lucide/svelte/icons/git-merge';
import Hourglass from '@lucide/svelte/icons/hourglass';
import type { Decision, Fate, Report } from '../api/reports.ts';
import { msg, t } from '../i18n/translate.ts';
import type { Word } from './tone.ts';

export const FATES: Record<Fate, Word> = {
  held: { name: msg('Held'), tone: 'info', icon: Hourglass },
  parked: { name: msg('Parked'), tone: 'warn', icon: CirclePause },
  rejected: { name: msg('Rejected'), tone: 'bad', icon: CircleX },
  applied: { name: msg('Taken'), tone: 'good', icon: CircleCheck },
  merged: { name: msg('Merged'), tone: 'good', icon: GitMerge },
};

export const DECISIONS: Record<Decision, string> = {
  accept: msg('Accepted'),
  dismiss: msg('Dismissed'),
};

const TYPES: Record<string, string> = {
  'visit.acknowledge': msg('Visit acknowledged'),
  'visit.depart': msg('On the way'),
  'visit.arrive': msg('Arrived'),
  'visit.start': msg('Work started'),
  'visit.pause': msg('Work paused'),
  'visit.resume': msg('Work resumed'),
  'visit.finish': msg('Work finished'),
  'visit.cannot_complete': msg('Cannot be completed'),
  'evidence.add': msg('Something recorded'),
  'contact.change': msg('Contact changed'),
  'device.report': msg('State of the phone'),
};

/** Why nobody took it; what is not known by its code is told as the server put it. */
const REASONS: Record<string, string> = {
  gap: msg('Something sent before it has not come'),
  visit_cancelled: msg('The visit was cancelled'),
  visit_reassigned: msg('The visit was given to others'),
  contact_conflict: msg('The contact was changed by somebody else meanwhile'),
  sequence_taken: msg('Its number was used twice, as by a phone that was set back'),
  not_yours: msg('The visit is not this technician’s'),
  unknown_type: msg('The phone’s program says what this server does not know'),
  outside_geofence: msg('Away from the site, without a reason'),
  not_on_site: msg('The arrival was not reported before'),
  illegal_move: msg('Not possible in the visit’s state'),
  work_verified: msg('The work is verified already'),
  dismissed: msg('Turned down by a dispatcher'),
  internal: msg('A fault of the server; the log says more'),
};

export const typeInWords = (type: string): string => t(TYPES[type] ?? type);

export function reasonInWords({ code, detail }: Report): string {
  const known = code === null ? undefined : REASONS[code];
  return known === undefined ? (detail ?? '–') : t(known);
}

/** What was recorded, in a line; the page shows it as text, whatever it holds. */
export function contentOf({ data }: Report): string {
  const inner = typeof data['data'] === 'object' ? data['data'] : null;
  const said = { ...data, ...inner } as Record<string, unknown>;
  return ['text', 'reason', 'note', 'serial', 'value', 'name']
    .map((key) => said[key])
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .join(' · ');
}
