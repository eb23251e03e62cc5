import { locale, regional } from '../shared/i18n/locale.ts';

const formats = new Map<string, Intl.NumberFormat>();

/** Write an amount of minor units. */
export function money(minor: number, currency: string): string {
  const format =
    formats.get(currency) ??
    new Intl.NumberFormat(regional, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
    });
  formats.set(currency, format);
  return format.format(minor / 100);
}

const numbers = new Intl.NumberFormat(regional, { maximumFractionDigits: 2 });

/** Write a figure or a result as people read it. */
export function shown(value: number | string | boolean): string {
  return typeof value === 'number' ? numbers.format(value) : String(value);
}

/** The name in the page's language, if there is one. */
export const titled = (row: { title: string; title_zh: string }): string =>
  locale === 'zh' && row.title_zh ? row.title_zh : row.title;

export const called = (row: { name: string; name_zh: string }): string =>
  locale === 'zh' && row.name_zh ? row.name_zh : row.name;
