import { addDays, dayOf, daysFrom } from '../shared/time/zone.ts';
import type { Seen } from './fold.ts';

/** The day of a visit is the site's; one without a time has none. */
export const dayOfVisit = ({ doc }: Seen): string | null =>
  doc.starts_at === null ? null : dayOf(Date.parse(doc.starts_at), doc.site.time_zone);

export const todayOf = (now: number, visits: readonly Seen[]): string =>
  dayOf(
    now,
    visits[0]?.doc.site.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  );

/** Visits of a day by their start, or those without a time. */
export function visitsOn(visits: readonly Seen[], day: string | null): Seen[] {
  const start = ({ doc }: Seen): number => Date.parse(doc.starts_at ?? '') || 0;
  return visits
    .filter((seen) => dayOfVisit(seen) === day)
    .sort((a, b) => start(a) - start(b) || a.id - b.id);
}

/** The days around a day, as many before it as behind it. */
export const strip = (day: string, around = 3): string[] =>
  daysFrom(addDays(day, -around), 2 * around + 1);

/** The first day after this one that has a visit. */
export const nextDay = (visits: readonly Seen[], day: string): string | undefined =>
  visits
    .flatMap((seen) => dayOfVisit(seen) ?? [])
    .filter((one) => one > day)
    .sort()[0];
