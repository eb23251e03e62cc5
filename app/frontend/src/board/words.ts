import type { Board, Visit } from '../shared/api/board.ts';
import { t } from '../shared/i18n/translate.ts';
import { span } from '../shared/time/format.ts';
import { VISIT_STATES } from '../shared/words/visits.ts';
import { kindOf } from '../shared/words/work.ts';

const said = new WeakMap<Visit, string>();

/** Say a visit in one line, for titles and for those who listen to the page. */
export function visitInWords(visit: Visit, zone: string): string {
  const words = said.get(visit) ?? worded(visit, zone);
  said.set(visit, words);
  return words;
}

function worded(visit: Visit, zone: string): string {
  const words = [
    t(kindOf(visit.kind).name),
    siteOf(visit),
    span(visit.starts_at, visit.ends_at, zone),
    t(VISIT_STATES[visit.state].name),
  ];
  if (visit.pinned) words.push(t('Pinned'));
  return words.join(' · ');
}

export const siteOf = ({ site_name: name }: { site_name: string | null }): string =>
  name ?? t('Busy');

export function crewOf(visit: Visit, { technicians }: Board): string[] {
  const names = new Map(technicians.map(({ id, name }) => [id, name]));
  return visit.seats.map(
    ({ technician_id: id }) => names.get(id) ?? t('Technician {id}', { id }),
  );
}

export const partOf = ({ part, parts }: { part: number; parts: number }): string =>
  parts > 1 ? t('Day part {part} of {parts}', { part, parts }) : '';
