import type { ProjectVisit, WorkOrder } from '../shared/api/projects.ts';
import { addDays, dayOf, instantAt } from '../shared/time/zone.ts';

export interface Bar {
  /** Percent of the strip's width. */
  left: number;
  width: number;
}

export interface ChainRow {
  order: WorkOrder;
  visits: (Bar & { visit: ProjectVisit })[];
  /** Passive time after what comes before: it holds the site, not the technicians. */
  lags: (Bar & { seconds: number })[];
}

export interface Chain {
  rows: ChainRow[];
  days: (Bar & { day: string })[];
}

interface Stretch {
  start: number;
  end: number;
}

type Place = (stretch: Stretch) => Bar;

/** Lay a site's chain of work orders out over the days that its visits take. */
export function chainOf(orders: WorkOrder[], visits: ProjectVisit[], zone: string): Chain {
  const ids = new Set(orders.map(({ id }) => id));
  const timed = visits.filter((visit) => ids.has(visit.work_order_id) && stretchOf(visit));
  const ends = endsOf(timed);
  const lags = new Map(orders.map((order) => [order.id, lagsOf(order, ends)]));
  const all = [...timed.map((visit) => stretchOf(visit)), ...[...lags.values()].flat()];
  const whole = wholeDays(
    all.filter((stretch) => stretch !== null),
    zone,
  );
  const place: Place = ({ start, end }) => ({
    left: (100 * (start - whole.start)) / (whole.end - whole.start),
    width: (100 * (end - start)) / (whole.end - whole.start),
  });
  return {
    rows: orders.map((order) => ({
      order,
      visits: timed
        .filter((visit) => visit.work_order_id === order.id)
        .map((visit) => ({ visit, ...place(stretchOf(visit) as Stretch) })),
      lags: (lags.get(order.id) ?? []).map((lag) => ({
        seconds: (lag.end - lag.start) / 1000,
        ...place(lag),
      })),
    })),
    days: daysOf(whole, zone).map(({ day, ...stretch }) => ({ day, ...place(stretch) })),
  };
}

function stretchOf({ starts_at, ends_at }: ProjectVisit): Stretch | null {
  if (starts_at === null || ends_at === null) return null;
  return { start: Date.parse(starts_at), end: Date.parse(ends_at) };
}

/** When the last timed visit of each work order ends. */
function endsOf(visits: ProjectVisit[]): Map<number, number> {
  const ends = new Map<number, number>();
  for (const visit of visits) {
    const end = stretchOf(visit)?.end ?? -Infinity;
    ends.set(visit.work_order_id, Math.max(end, ends.get(visit.work_order_id) ?? end));
  }
  return ends;
}

function lagsOf(order: WorkOrder, ends: Map<number, number>): Stretch[] {
  return order.after.flatMap(({ work_order_id: id, kind, min_lag_seconds: lag }) => {
    const start = ends.get(id);
    if (start === undefined || lag === 0 || kind !== 'finish_start') return [];
    return [{ start, end: start + lag * 1000 }];
  });
}

function wholeDays(stretches: Stretch[], zone: string): Stretch {
  if (stretches.length === 0) return { start: 0, end: 1 };
  const first = dayOf(Math.min(...stretches.map(({ start }) => start)), zone);
  const last = dayOf(Math.max(...stretches.map(({ end }) => end)) - 1, zone);
  return { start: instantAt(first, 0, zone), end: instantAt(addDays(last, 1), 0, zone) };
}

function daysOf({ start, end }: Stretch, zone: string): (Stretch & { day: string })[] {
  const days: (Stretch & { day: string })[] = [];
  if (end <= 1) return days;
  for (let day = dayOf(start, zone); instantAt(day, 0, zone) < end; day = addDays(day, 1)) {
    days.push({
      day,
      start: instantAt(day, 0, zone),
      end: instantAt(addDays(day, 1), 0, zone),
    });
  }
  return days;
}
