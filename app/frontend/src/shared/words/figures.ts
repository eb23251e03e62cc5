import type { Figure, FigureName } from '../api/figures.ts';
import { regional } from '../i18n/locale.ts';
import { msg, t } from '../i18n/translate.ts';
import { duration } from '../time/format.ts';

interface Words {
  name: string;
  meaning: string;
}

export const FIGURES: Record<FigureName, Words> = {
  first_time_fix: {
    name: msg('First-time fix'),
    meaning: msg('Work orders finished without a follow-up order, of those that ended.'),
  },
  on_time_arrival: {
    name: msg('On-time arrival'),
    meaning: msg('Arrivals within 15 minutes of the promised window.'),
  },
  promise_calibration: {
    name: msg('Promises kept'),
    meaning: msg('Arrivals inside the promised window.'),
  },
  travel_ratio: {
    name: msg('Share of travel'),
    meaning: msg('Time on the way, of that and the time of work together.'),
  },
  wasted_trips: {
    name: msg('Wasted trips'),
    meaning: msg(
      'Visits in vain: not ready, nobody there, goods or kit missing; of all that ended.',
    ),
  },
  commissioning_yield: {
    name: msg('Commissioned at the first go'),
    meaning: msg(
      'Verified without a waiver and never sent back, of all that was verified.',
    ),
  },
  duration_bias: {
    name: msg('Longer than planned'),
    meaning: msg('Time that work took beyond the plan, a visit on average.'),
  },
};

const shares = new Intl.NumberFormat(regional, {
  style: 'percent',
  maximumFractionDigits: 1,
});

/** A share in per cent, or a time with its sign; a dash where nothing was counted. */
export function shown(value: number | null, unit: Figure['unit']): string {
  if (value === null) return '–';
  if (unit === 'share') return shares.format(value);
  const time = duration(Math.abs(value));
  return value < 0 ? t('{time} less', { time }) : time;
}
