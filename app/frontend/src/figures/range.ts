import { addDays } from '../shared/time/zone.ts';

/** How many weeks people look back. */
export const SPANS = [4, 13, 26, 52] as const;

/** The Monday of a day's week. */
export function monday(day: string): string {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

/** The Mondays of the last weeks, this one included, the earliest first. */
export function mondays(today: string, weeks: number): string[] {
  const last = monday(today);
  return Array.from({ length: weeks }, (_, n) => addDays(last, 7 * (n + 1 - weeks)));
}
