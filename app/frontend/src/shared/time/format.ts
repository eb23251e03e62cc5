import { regional } from '../i18n/locale.ts';
import { t } from '../i18n/translate.ts';

type Style = Intl.DateTimeFormatOptions;

const TIME: Style = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const DAY: Style = { weekday: 'short', day: 'numeric', month: 'short' };
const DAY_AND_TIME: Style = { ...DAY, ...TIME };
const DATE: Style = { dateStyle: 'medium' };
const MONTH: Style = { month: 'long', year: 'numeric' };
const kept = new Map<Style, Map<string, Intl.DateTimeFormat>>();

function formatOf(zone: string, style: Style): Intl.DateTimeFormat {
  const zones = kept.get(style) ?? new Map<string, Intl.DateTimeFormat>();
  kept.set(style, zones);
  const format =
    zones.get(zone) ?? new Intl.DateTimeFormat(regional, { ...style, timeZone: zone });
  zones.set(zone, format);
  return format;
}

function show(instant: number | string, zone: string, style: Style): string {
  const moment = typeof instant === 'string' ? Date.parse(instant) : instant;
  return formatOf(zone, style).format(moment);
}

export const timeOf = (instant: number | string, zone: string): string =>
  show(instant, zone, TIME);

export const dayAndTime = (instant: number | string, zone: string): string =>
  show(instant, zone, DAY_AND_TIME);

/** Name a day written YYYY-MM-DD. */
export const dayName = (day: string): string => show(`${day}T12:00:00Z`, 'UTC', DAY);

/** Name a month written YYYY-MM. */
export const monthName = (month: string): string =>
  show(`${month}-15T12:00:00Z`, 'UTC', MONTH);

export const dateOf = (instant: number | string, zone: string): string =>
  show(instant, zone, DATE);

/** From when to when, naming the second day only when it is another one. */
export function span(start: string, end: string, zone: string): string {
  const from = dayAndTime(start, zone);
  const sameDay = show(start, zone, DAY) === show(end, zone, DAY);
  return `${from}–${sameDay ? timeOf(end, zone) : dayAndTime(end, zone)}`;
}

export function duration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return t('{minutes} min', { minutes: rest });
  return rest === 0
    ? t('{hours} h', { hours })
    : t('{hours} h {minutes} min', { hours, minutes: rest });
}

const numbers = new Intl.NumberFormat(regional, { maximumFractionDigits: 1 });

/** What is not known yet is a dash. */
export const number = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : numbers.format(value);

const roughly = new Intl.NumberFormat(regional, {
  notation: 'compact',
  maximumSignificantDigits: 5,
});

/** A number whose size matters more than its digits. */
export const rough = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : roughly.format(value);
