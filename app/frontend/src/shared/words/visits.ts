import Ban from '@lucide/svelte/icons/ban';
import BellRing from '@lucide/svelte/icons/bell-ring';
import CalendarCheck from '@lucide/svelte/icons/calendar-check';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import Car from '@lucide/svelte/icons/car';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleX from '@lucide/svelte/icons/circle-x';
import Hourglass from '@lucide/svelte/icons/hourglass';
import MapPin from '@lucide/svelte/icons/map-pin';
import MailCheck from '@lucide/svelte/icons/mail-check';
import Pause from '@lucide/svelte/icons/pause';
import Play from '@lucide/svelte/icons/play';
import UserX from '@lucide/svelte/icons/user-x';
import { msg } from '../i18n/translate.ts';
import type { Word } from './tone.ts';

export type VisitState =
  | 'open'
  | 'tentative'
  | 'planned'
  | 'confirmed'
  | 'dispatched'
  | 'acknowledged'
  | 'en_route'
  | 'on_site'
  | 'working'
  | 'paused'
  | 'done'
  | 'failed'
  | 'no_show'
  | 'cancelled';

export const VISIT_STATES: Record<VisitState, Word> = {
  open: { name: msg('Unassigned'), tone: 'warn', icon: CircleDashed },
  tentative: { name: msg('On hold for the customer'), tone: 'neutral', icon: Hourglass },
  planned: { name: msg('Planned'), tone: 'info', icon: CalendarClock },
  confirmed: { name: msg('Confirmed'), tone: 'accent', icon: CalendarCheck },
  dispatched: { name: msg('Dispatched'), tone: 'accent', icon: BellRing },
  acknowledged: { name: msg('Acknowledged'), tone: 'accent', icon: MailCheck },
  en_route: { name: msg('On the way'), tone: 'accent', icon: Car },
  on_site: { name: msg('On site'), tone: 'accent', icon: MapPin },
  working: { name: msg('Working'), tone: 'accent', icon: Play },
  paused: { name: msg('Paused'), tone: 'warn', icon: Pause },
  done: { name: msg('Done'), tone: 'good', icon: CircleCheck },
  failed: { name: msg('Failed'), tone: 'bad', icon: CircleX },
  no_show: { name: msg('Nobody there'), tone: 'bad', icon: UserX },
  cancelled: { name: msg('Cancelled'), tone: 'neutral', icon: Ban },
};

const MOVABLE: ReadonlySet<VisitState> = new Set([
  'tentative',
  'planned',
  'confirmed',
  'dispatched',
  'acknowledged',
]);

/** Whether a plan, or a dispatcher, may still move a visit in this state. */
export const isMovable = (state: VisitState): boolean => MOVABLE.has(state);
