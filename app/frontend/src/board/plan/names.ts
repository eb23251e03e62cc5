import type { Board } from '../../shared/api/board.ts';
import type { ProposalChange } from '../../shared/api/plan.ts';
import { t } from '../../shared/i18n/translate.ts';
import { dayAndTime } from '../../shared/time/format.ts';

export const crewNames = (ids: readonly number[], board: Board): string =>
  ids
    .map(
      (id) =>
        board.technicians.find((person) => person.id === id)?.name ??
        t('Technician {id}', { id }),
    )
    .join(', ');

/** Say where a visit is: when and with whom; nothing when it has no time. */
export function placeInWords(
  startsAt: string | null,
  ids: readonly number[],
  board: Board,
): string {
  if (startsAt === null) return '–';
  return `${dayAndTime(startsAt, board.territory.time_zone)} · ${crewNames(ids, board)}`;
}

/** What stands on the list of changes: those that change something. */
export const realChanges = (changes: readonly ProposalChange[]): ProposalChange[] =>
  changes.filter(({ kind }) => kind !== 'unchanged');
