import { call } from './client.ts';
import { readPage, type Page } from './page.ts';

export type FigureName =
  | 'first_time_fix'
  | 'on_time_arrival'
  | 'promise_calibration'
  | 'travel_ratio'
  | 'wasted_trips'
  | 'commissioning_yield'
  | 'duration_bias';

/** The sums of a week that begins on a Monday; `value` is the parts over the wholes. */
export interface Week {
  begins: string;
  part: number;
  whole: number;
  cases: number;
  value: number | null;
}

export interface Figure {
  figure: FigureName;
  unit: 'share' | 'seconds';
  better: 'higher' | 'lower' | 'near_zero';
  part: number;
  whole: number;
  cases: number;
  value: number | null;
  weeks: Week[];
}

/** A visit or a work order that was counted. */
export interface Case {
  id: number;
  work_order_id: number;
  project_id: number;
  reference: string;
  at: string;
  part: number;
  whole: number;
}

export interface Days {
  since: string;
  until: string;
  territory_id: number | null;
}

export const readFigures = async (days: Days, signal: AbortSignal): Promise<Figure[]> => {
  const query = { ...days };
  return (await call<{ items: Figure[] }>('GET', '/figures', { query, signal })).items;
};

export const readCases = (
  figure: FigureName,
  days: Days,
  after: string | null,
  limit: number,
  signal: AbortSignal,
): Promise<Page<Case>> =>
  readPage('/figures/cases', { figure, ...days, after, limit }, signal);
