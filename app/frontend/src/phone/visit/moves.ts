import type { VisitState } from '../../shared/words/visits.ts';
import { msg } from '../../shared/i18n/translate.ts';

export type Move =
  | 'visit.acknowledge'
  | 'visit.depart'
  | 'visit.arrive'
  | 'visit.start'
  | 'visit.pause'
  | 'visit.resume'
  | 'visit.finish'
  | 'visit.cannot_complete';

export const MOVES: Record<Move, string> = {
  'visit.acknowledge': msg('I have seen it'),
  'visit.depart': msg('Set off now'),
  'visit.arrive': msg('I am there'),
  'visit.start': msg('Begin the work'),
  'visit.pause': msg('Pause'),
  'visit.resume': msg('Go on'),
  'visit.finish': msg('Finish'),
  'visit.cannot_complete': msg('Cannot be completed'),
};

/** What comes next is the big button; the others are possible too. */
export interface Offer {
  next: Move;
  others: Move[];
}

const GIVE_UP: Move = 'visit.cannot_complete';
const AHEAD: Offer = { next: 'visit.acknowledge', others: ['visit.depart', GIVE_UP] };

const OFFERS: Partial<Record<VisitState, Offer>> = {
  planned: AHEAD,
  confirmed: AHEAD,
  dispatched: AHEAD,
  acknowledged: { next: 'visit.depart', others: ['visit.arrive', GIVE_UP] },
  en_route: { next: 'visit.arrive', others: [GIVE_UP] },
  on_site: { next: 'visit.start', others: [GIVE_UP] },
  working: { next: 'visit.finish', others: ['visit.pause', GIVE_UP] },
  paused: { next: 'visit.resume', others: ['visit.finish', GIVE_UP] },
};

/** Null once the visit has come to an end. */
export const offerOf = (state: VisitState): Offer | null => OFFERS[state] ?? null;
