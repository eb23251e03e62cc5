/** Whole minutes until a moment, begun ones counted; null once it has come. */
export function minutesLeft(until: string, now: number): number | null {
  const left = Date.parse(until) - now;
  return left <= 0 ? null : Math.ceil(left / 60_000);
}
