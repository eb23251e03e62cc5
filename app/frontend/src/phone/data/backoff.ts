const FIRST = 2_000;
const LONGEST = 300_000;

/** Milliseconds to wait after so many failures: doubled each time, half of it by chance. */
export function backoff(failures: number, random: number): number {
  const whole = Math.min(LONGEST, FIRST * 2 ** Math.max(0, failures - 1));
  return Math.round(whole * (0.5 + random / 2));
}

/** What the server asked for, in milliseconds, or null. */
export function retryAfter(answer: Response): number | null {
  const seconds = Number(answer.headers.get('Retry-After') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null;
}
