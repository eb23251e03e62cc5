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
  pin: msg('Pinned visits stand in the way.'),
  capacity: msg('The load does not fit into any vehicle.'),
  forbidden_travel: msg('No road leads there.'),
  window_outside_shift: msg('Its time windows do not meet any shift.'),
  too_long_for_shift: msg('It takes longer than any shift has room for.'),
  break: msg('The break would not fit any more.'),
  no_shifts: msg('Nobody works on these days.'),
  crew_too_small: msg('There are not enough technicians for the crew.'),
  link_predecessor: msg('The work that must come before it has no time yet.'),
  link_lag: msg('The wait after the work before it ends beyond these days.'),
  link_same_start: msg('It must begin together with other work that has no such time.'),
  link_same_technician: msg('The technician of the work before it has no time left.'),
  link_different_technician: msg(
    'Only the technician of the work before it would be free.',
  ),
  link_same_day: msg('The day of the work that belongs to it is full.'),
  disruption: msg('Too many confirmed visits would have to move.'),
  no_room: msg('Every shift that suits it is full.'),
  no_common_time: msg('The crew has no time in common.'),
  displaced: msg('It would fit, but more urgent work takes its place.'),
  not_worth: msg('Driving there costs more than it is worth at its priority.'),
  not_tried: msg('The search ended before it was tried: search longer.'),
  not_examined: msg('There was no time left to look why; plan again.'),
  not_planned_yet: msg('No plan was made since it came in.'),
  waits_for_predecessor: msg('The work that comes first has no place in the plan.'),
  beyond_horizon: msg('After the work before it and the wait no day of this plan is left.'),
  window_closed: msg('None of its windows is open within the days planned.'),
  crew_has_no_next_day: msg('Its crew has no further working day together in this plan.'),
  successor_stands: msg('The work that follows is fixed too early.'),
};

/** In English the planner's own words say more than the rule's name does. */
export function reasonInWords({ code, detail }: Coded): string {
  const known = REASONS[code ?? ''];
  if (known === undefined || (locale === 'en' && detail !== '')) return t(detail);
  return t(known);
}

const REMEDIES: Record<string, string> = {
  overtime_until: msg('Allow overtime.'),
  window: msg('Agree on another time window.'),
  skills: msg('Send somebody with the skill, or train one.'),
  waits_for_predecessor: msg('Find a place for that work first.'),
  beyond_horizon: msg('Plan more days at once, or plan again tomorrow.'),
  window_closed: msg('Widen its windows, or plan the days in which they lie.'),
  crew_has_no_next_day: msg('Plan more days at once, or plan again tomorrow.'),
  successor_stands: msg('Take that work off its place, or unpin it.'),
  no_shifts: msg('Give technicians shifts, or plan other days.'),
};

export function remedyInWords({ code, detail }: Coded): string {
  const known = REMEDIES[code ?? ''];
  return known === undefined || (locale === 'en' && detail !== '') ? t(detail) : t(known);
}
