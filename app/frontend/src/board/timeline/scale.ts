import { instantAt, localOf } from '../../shared/time/zone.ts';

/** The part of each day that is drawn, in minutes since midnight. */
export interface Hours {
  open: number;
  close: number;
}

const HOUR = 60;
const USUAL: Hours = { open: 8 * HOUR, close: 18 * HOUR };

/**
 * Instants against places from left to right: each day shows its working hours only,
 * and nights take no room.
 */
export class Scale {
  readonly width: number;
  readonly #starts: number[];
  readonly #ends: number[];

  constructor(
    readonly days: readonly string[],
    readonly zone: string,
    readonly hours: Hours,
    readonly dayWidth: number,
  ) {
    this.width = days.length * dayWidth;
    this.#starts = days.map((day) => instantAt(day, hours.open, zone));
    this.#ends = days.map((day) => instantAt(day, hours.close, zone));
  }

  /** Where an instant lies; one at night lies at the edge of its day. */
  x(instant: number): number {
    const day = this.#dayOf(instant);
    const start = this.#starts[day] ?? 0;
    const end = this.#ends[day] ?? 1;
    const share = Math.min(1, Math.max(0, (instant - start) / (end - start)));
    return (day + share) * this.dayWidth;
  }

  /** Which instant lies at a place. */
  at(x: number): number {
    const inside = Math.min(this.width, Math.max(0, x));
    const day = Math.min(this.days.length - 1, Math.floor(inside / this.dayWidth));
    const start = this.#starts[day] ?? 0;
    const end = this.#ends[day] ?? 0;
    return start + (inside / this.dayWidth - day) * (end - start);
  }

  covers(instant: number): boolean {
    const day = this.#dayOf(instant);
    return instant >= (this.#starts[day] ?? Infinity) && instant <= (this.#ends[day] ?? 0);
  }

  #dayOf(instant: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? Infinity) <= instant) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** The hours that hold every span, whole, and the usual ones at least. */
export function hoursOf(
  spans: Iterable<{ starts_at: string; ends_at: string }>,
  zone: string,
): Hours {
  let { open, close } = USUAL;
  for (const { starts_at, ends_at } of spans) {
    const start = localOf(Date.parse(starts_at), zone);
    const end = localOf(Date.parse(ends_at), zone);
    open = Math.min(open, start.minute);
    close = Math.max(close, end.day === start.day ? end.minute : 24 * HOUR);
  }
  return { open: Math.floor(open / HOUR) * HOUR, close: Math.ceil(close / HOUR) * HOUR };
}

/** The full hours to mark, as many as the width of a day has room for. */
export function ticksOf({ open, close }: Hours, dayWidth: number, room = 44): number[] {
  const hourWidth = (dayWidth * HOUR) / (close - open);
  const step = [1, 2, 3, 4, 6, 12].find((hours) => hours * hourWidth >= room);
  if (step === undefined) return [];
  const ticks: number[] = [];
  // The last one keeps half its room, or it would run into the next day.
  const last = close - (room / 2 / hourWidth) * HOUR;
  for (let minute = open; minute <= last; minute += step * HOUR) ticks.push(minute);
  return ticks;
}
