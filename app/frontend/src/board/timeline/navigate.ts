import type { Row } from './rows.ts';

/** Which visit of which row has the keyboard; a crew's visit stands in several rows. */
export interface Spot {
  row: number;
  visit: number;
}

/** Where a key leads from a visit, or null when it leads nowhere. */
export function nextSpot(rows: readonly Row[], from: Spot, key: string): Spot | null {
  const visits = rows[from.row]?.visits ?? [];
  const inRow: Record<string, number> = {
    ArrowLeft: from.visit - 1,
    ArrowRight: from.visit + 1,
    Home: 0,
    End: visits.length - 1,
  };
  const wanted = inRow[key];
  if (wanted !== undefined) {
    return visits[wanted] === undefined ? null : { row: from.row, visit: wanted };
  }
  if (key === 'ArrowDown') return nearestBeyond(rows, from, 1);
  return key === 'ArrowUp' ? nearestBeyond(rows, from, -1) : null;
}

export function firstSpot(rows: readonly Row[]): Spot | null {
  const row = rows.findIndex(({ visits }) => visits.length > 0);
  return row < 0 ? null : { row, visit: 0 };
}

/** Find the next row that has visits, and there the one nearest in time. */
function nearestBeyond(rows: readonly Row[], from: Spot, step: 1 | -1): Spot | null {
  const start = startOf(rows, from);
  for (let row = from.row + step; rows[row] !== undefined; row += step) {
    const distances = rows[row]?.visits.map((_, visit) =>
      Math.abs(startOf(rows, { row, visit }) - start),
    );
    if (distances === undefined || distances.length === 0) continue;
    return { row, visit: distances.indexOf(Math.min(...distances)) };
  }
  return null;
}

const startOf = (rows: readonly Row[], spot: Spot): number =>
  Date.parse(rows[spot.row]?.visits[spot.visit]?.starts_at ?? '');
