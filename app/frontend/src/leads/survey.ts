import type { Figure, Value } from '../shared/api/sales.ts';

export type Entries = Record<string, string | boolean>;

/** Fill a form from what was found before; what was not is empty. */
export function entriesOf(figures: Figure[], found: Record<string, Value>): Entries {
  return Object.fromEntries(
    figures.map(({ key, type, choices }) => {
      const value = found[key];
      if (type === 'flag') return [key, value === true];
      return [key, value === undefined ? (choices[0] ?? '') : String(value)];
    }),
  );
}

/** Read a form: an empty or unreadable number is left out, and the server says so. */
export function figuresOf(figures: Figure[], entries: Entries): Record<string, Value> {
  const found: Record<string, Value> = {};
  for (const { key, type } of figures) {
    const entry = entries[key];
    if (type === 'flag') found[key] = entry === true;
    else if (type === 'choice') found[key] = String(entry ?? '');
    else {
      const text = String(entry ?? '').trim();
      const number = Number(text);
      if (text !== '' && Number.isFinite(number)) found[key] = number;
    }
  }
  return found;
}
