import Check from '@lucide/svelte/icons/circle-check';
import Hourglass from '@lucide/svelte/icons/hourglass';
import User from '@lucide/svelte/icons/user';
import Users from '@lucide/svelte/icons/users';
import { msg } from '../i18n/translate.ts';
import type { Word } from './tone.ts';

/** Who must do something next. */
export type Whose = 'us' | 'customer' | 'time' | 'nobody';

export type Why =
  | 'planning'
  | 'coming'
  | 'on_the_way'
  | 'at_work'
  | 'checking'
  | 'resting'
  | 'site_not_ready'
  | 'acceptance'
  | 'on_hold'
  | 'cancelled'
  | 'finished';

export const TURNS: Record<Whose, Word> = {
  us: { name: msg('Our turn'), tone: 'accent', icon: Users },
  customer: { name: msg('The customer’s turn'), tone: 'warn', icon: User },
  time: { name: msg('It must rest'), tone: 'neutral', icon: Hourglass },
  nobody: { name: msg('Nobody waits'), tone: 'good', icon: Check },
};

export const WHYS: Record<Why, string> = {
  planning: msg('The next visit is to be planned.'),
  coming: msg('The next visit has its time.'),
  on_the_way: msg('The crew is on the way.'),
  at_work: msg('The crew is at work.'),
  checking: msg('Work is done and waits to be looked at.'),
  resting: msg('Passive time runs before the next step.'),
  site_not_ready: msg('The site must be made ready first.'),
  acceptance: msg('The customer is to accept the work.'),
  on_hold: msg('The project is on hold.'),
  cancelled: msg('The project is cancelled.'),
  finished: msg('All is done.'),
};
