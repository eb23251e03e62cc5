import CircleX from '@lucide/svelte/icons/circle-x';
import Handshake from '@lucide/svelte/icons/handshake';
import Hourglass from '@lucide/svelte/icons/hourglass';
import Send from '@lucide/svelte/icons/send';
import Undo from '@lucide/svelte/icons/undo-2';
import type { OfferState, Party, Rate } from '../api/offers.ts';
import { locale, regional } from '../i18n/locale.ts';
import { msg, t } from '../i18n/translate.ts';
import type { Word } from './tone.ts';

export const OFFER_STATES: Record<OfferState, Word> = {
  offered: { name: msg('Waiting for an answer'), tone: 'warn', icon: Send },
  accepted: { name: msg('Accepted'), tone: 'good', icon: Handshake },
  declined: { name: msg('Declined'), tone: 'bad', icon: CircleX },
  timed_out: { name: msg('Not answered in time'), tone: 'neutral', icon: Hourglass },
  withdrawn: { name: msg('Withdrawn'), tone: 'neutral', icon: Undo },
};

export const nameOf = ({ name, name_zh }: Omit<Party, 'id'>): string =>
  locale === 'zh' ? name_zh || name : name;

/** Write an amount of minor units. */
export function amountInWords({ minor, currency }: Rate): string {
  const format = new Intl.NumberFormat(regional, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** digits);
}

/** What an hour of a technician is paid with. */
export const rateInWords = (rate: Rate): string =>
  t('{amount} an hour', { amount: amountInWords(rate) });
