import Ban from '@lucide/svelte/icons/ban';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import ClipboardCheck from '@lucide/svelte/icons/clipboard-check';
import FileSignature from '@lucide/svelte/icons/file-pen-line';
import Gauge from '@lucide/svelte/icons/gauge';
import Hammer from '@lucide/svelte/icons/hammer';
import Pause from '@lucide/svelte/icons/pause';
import PencilRuler from '@lucide/svelte/icons/pencil-ruler';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import SquarePen from '@lucide/svelte/icons/square-pen';
import Truck from '@lucide/svelte/icons/truck';
import { msg } from '../i18n/translate.ts';
import type { Word } from './tone.ts';

export type ProjectState =
  | 'draft'
  | 'design'
  | 'contracted'
  | 'planned'
  | 'delivering'
  | 'installing'
  | 'commissioning'
  | 'acceptance'
  | 'warranty'
  | 'closed'
  | 'on_hold'
  | 'cancelled';

export const PROJECT_STATES: Record<ProjectState, Word> = {
  draft: { name: msg('Draft'), tone: 'neutral', icon: SquarePen },
  design: { name: msg('Design'), tone: 'neutral', icon: PencilRuler },
  contracted: { name: msg('Contracted'), tone: 'info', icon: FileSignature },
  planned: { name: msg('Planned'), tone: 'info', icon: CalendarClock },
  delivering: { name: msg('Delivering'), tone: 'accent', icon: Truck },
  installing: { name: msg('Installing'), tone: 'accent', icon: Hammer },
  commissioning: { name: msg('In commissioning'), tone: 'accent', icon: Gauge },
  acceptance: { name: msg('Acceptance'), tone: 'warn', icon: ClipboardCheck },
  warranty: { name: msg('Warranty'), tone: 'good', icon: ShieldCheck },
  closed: { name: msg('Closed'), tone: 'good', icon: CircleCheck },
  on_hold: { name: msg('On hold'), tone: 'warn', icon: Pause },
  cancelled: { name: msg('Cancelled'), tone: 'neutral', icon: Ban },
};
