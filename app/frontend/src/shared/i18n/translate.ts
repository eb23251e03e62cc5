import { locale } from './locale.ts';

export type Values = Record<string, string | number>;
type Messages = Record<string, string | string[]>;

let messages: Messages = {};

/** Fetch the translations of the page's language; English is the source itself. */
export async function loadMessages(): Promise<void> {
  if (locale !== 'en') messages = (await import('virtual:catalogue')).default;
}

export function useMessages(other: Messages): void {
  messages = other;
}

/** Translate a sentence and fill its `{names}`. */
export function t(source: string, values: Values = {}): string {
  const found = messages[source];
  return fill(typeof found === 'string' ? found : (found?.[0] ?? source), values);
}

/** Translate a sentence that counts; `{count}` is the number. */
export function n(one: string, many: string, count: number, values: Values = {}): string {
  const found = messages[one];
  const source = count === 1 ? one : many;
  const form = Array.isArray(found) ? found.at(-1) : found;
  return fill(form ?? source, { count, ...values });
}

/** Mark a sentence of a table for translation; `t` translates it where it is shown. */
export const msg = (source: string): string => source;

function fill(sentence: string, values: Values): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}
