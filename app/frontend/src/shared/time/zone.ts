/** Days and minutes of a time zone against instants in milliseconds. */

const MINUTE = 60_000;
const DAY = 86_400_000;
const kept = new Map<string, Intl.DateTimeFormat>();

interface Local {
  /** YYYY-MM-DD */
  day: string;
  /** Minutes since that day's midnight. */
  minute: number;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const found = kept.get(zone);
  if (found !== undefined) return found;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  kept.set(zone, made);
  return made;
}

export function localOf(instant: number, zone: string): Local {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instant)) part[type] = value;
  return {
    day: `${part.year}-${part.month}-${part.day}`,
    minute: Number(part.hour) * 60 + Number(part.minute),
  };
}

/** The instant at which the zone's clocks show this minute of the day. */
export function instantAt(day: string, minute: number, zone: string): number {
  const wanted = Date.parse(`${day}T00:00:00Z`) + minute * MINUTE;
  // The offset at the guess may differ from the one at the answer: look twice.
  const guess = wanted - offsetAt(wanted, zone);
  return wanted - offsetAt(guess, zone);
}

function offsetAt(instant: number, zone: string): number {
  const { day, minute } = localOf(instant, zone);
  const shown = Date.parse(`${day}T00:00:00Z`) + minute * MINUTE;
  return shown - Math.floor(instant / MINUTE) * MINUTE;
}

export const dayOf = (instant: number, zone: string): string => localOf(instant, zone).day;

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

export function daysFrom(day: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => addDays(day, index));
}
