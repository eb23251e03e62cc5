import type { Span } from '../shared/api/statements.ts';
import { addDays } from '../shared/time/zone.ts';

/** A day's month and those before it, the latest first, each as YYYY-MM. */
export function monthsUntil(day: string, count: number): string[] {
  const months = [day.slice(0, 7)];
  while (months.length < count) {
    const earliest = months.at(-1) ?? '';
    months.push(addDays(`${earliest}-01`, -1).slice(0, 7));
  }
  return months;
}

/** A month's first day and its last. */
export function spanOf(month: string): Span {
  const first = `${month}-01`;
  const next = addDays(first, 31).slice(0, 7);
  return { from: first, to: addDays(`${next}-01`, -1) };
}
