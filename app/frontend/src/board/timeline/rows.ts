import type { Board, Technician, Visit } from '../../shared/api/board.ts';

export interface Row {
  technician: Technician;
  /** By start. */
  visits: Visit[];
}

export interface Window {
  first: number;
  /** Just past the last one. */
  end: number;
}

/** Give each technician a row; a crew's visit stands in the row of each member. */
export function rowsOf(board: Board, search = ''): Row[] {
  const visits = new Map<number, Visit[]>();
  for (const visit of [...board.visits].sort(byStart)) {
    for (const { technician_id: id } of visit.seats) {
      const row = visits.get(id);
      if (row === undefined) visits.set(id, [visit]);
      else row.push(visit);
    }
  }
  const wanted = search.trim().toLowerCase();
  return board.technicians
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .map((technician) => ({ technician, visits: visits.get(technician.id) ?? [] }));
}

const byStart = (a: Visit, b: Visit): number =>
  Date.parse(a.starts_at) - Date.parse(b.starts_at) || a.id - b.id;

/** The rows worth drawing: those in sight and a few around them. */
export function rowsInSight(
  scrollTop: number,
  height: number,
  rowHeight: number,
  count: number,
  around = 4,
): Window {
  const first = Math.floor(scrollTop / rowHeight) - around;
  const end = Math.ceil((scrollTop + height) / rowHeight) + around;
  return {
    first: Math.min(count, Math.max(0, first)),
    end: Math.max(0, Math.min(count, end)),
  };
}

/** How much of a technician's shifts is booked, in percent; null without a shift. */
export function loadOf({ technician, visits }: Row): number | null {
  const available = sum(technician.shifts);
  return available > 0
    ? Math.round((100 * (sum(visits) + sum(technician.busy))) / available)
    : null;
}

const sum = (spans: readonly { starts_at: string; ends_at: string }[]): number =>
  spans.reduce((total, s) => total + Date.parse(s.ends_at) - Date.parse(s.starts_at), 0);
