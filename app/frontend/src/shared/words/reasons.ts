import { locale } from '../i18n/locale.ts';
import { msg, t } from '../i18n/translate.ts';

export interface Coded {
  code?: string | null;
  detail: string;
}

/** The rules of planning as reasons why a visit has no place. */
const REASONS: Record<string, string> = {
  skill_missing: msg('Nobody on these days has a skill it needs.'),
  skill_level: msg('Nobody on these days has its skill at the level it needs.'),
  tag_missing: msg('Nobody on these days has what the site asks for.'),
  shift_not_allowed: msg('The technicians it may go to do not work on these days.'),
  capacity: msg('The load does not fit into any vehicle.'),
  window: msg('Its time windows do not meet any shift.'),
  duration: msg('It takes longer than any shift has room for.'),
  shift_start: msg('It would begin before the shift does.'),
  shift_end: msg('It would end after the shift and its overtime.'),
  travel_time: msg('The way there takes too long.'),
  forbidden_travel: msg('No road leads there.'),
  break: msg('The break would not fit any more.'),
  crew_incomplete: msg('There are not enough free technicians for the crew.'),
  crew_start: msg('The crew cannot begin at the same time.'),
  crew_technician: msg('One technician would hold two seats of the crew.'),
  link_predecessor: msg('The work that must come before it has no time yet.'),
  link_lag: msg('The wait after the work before it ends beyond these days.'),
  link_same_start: msg('It must begin together with other work that has no such time.'),
  link_same_technician: msg('The technician of the work before it has no time left.'),
  link_different_technician: msg(
    'Only the technician of the work before it would be free.',
  ),
  link_same_day: msg('The day of the work that belongs to it is full.'),
  pin: msg('Pinned visits stand in the way.'),
  disruption: msg('Too many confirmed visits would have to move.'),
  displaced: msg('It would fit, but more urgent work takes its place.'),
  not_planned: msg('No plan was made since it became ready.'),
  no_shift: msg('Nobody works on these days.'),
};

/** In English the planner's own words say more than the rule's name does. */
export function reasonInWords({ code, detail }: Coded): string {
  const known = REASONS[code ?? ''];
  if (known === undefined || (locale === 'en' && detail !== '')) return t(detail);
  return t(known);
}

const REMEDIES: Record<string, string> = {
  overtime: msg('Allow overtime.'),
  window: msg('Agree on another time window.'),
  day: msg('Move it to another day.'),
  skill: msg('Send somebody with the skill, or train one.'),
  plan: msg('Make a plan.'),
};

export function remedyInWords({ code, detail }: Coded): string {
  const known = REMEDIES[code ?? ''];
  return known === undefined || (locale === 'en' && detail !== '') ? t(detail) : t(known);
}
