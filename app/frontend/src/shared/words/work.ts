import Gauge from '@lucide/svelte/icons/gauge';
import Hammer from '@lucide/svelte/icons/hammer';
import Settings from '@lucide/svelte/icons/settings-2';
import Truck from '@lucide/svelte/icons/truck';
import Wrench from '@lucide/svelte/icons/wrench';
import Ban from '@lucide/svelte/icons/ban';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import CircleX from '@lucide/svelte/icons/circle-x';
import Handshake from '@lucide/svelte/icons/handshake';
import Lock from '@lucide/svelte/icons/lock';
import Pause from '@lucide/svelte/icons/pause';
import Play from '@lucide/svelte/icons/play';
import Send from '@lucide/svelte/icons/send';
import { msg } from '../i18n/translate.ts';
import type { Icon, Word } from './tone.ts';

export type WorkKind =
  'delivery' | 'installation' | 'commissioning' | 'maintenance' | 'repair';

export const KINDS: Record<WorkKind, { name: string; icon: Icon }> = {
  delivery: { name: msg('Delivery'), icon: Truck },
  installation: { name: msg('Installation'), icon: Hammer },
  commissioning: { name: msg('Commissioning'), icon: Gauge },
  maintenance: { name: msg('Maintenance'), icon: Settings },
  repair: { name: msg('Repair'), icon: Wrench },
};

const UNKNOWN = { name: msg('Busy'), icon: Lock };

/** What one may not see more of is only told to be busy. */
export const kindOf = (kind: WorkKind | null): { name: string; icon: Icon } =>
  kind === null ? UNKNOWN : KINDS[kind];

export type WorkOrderState =
  | 'draft'
  | 'ready'
  | 'offered'
  | 'accepted'
  | 'scheduled'
  | 'in_progress'
  | 'on_hold'
  | 'work_done'
  | 'verified'
  | 'closed'
  | 'cannot_complete'
  | 'cancelled';

export const WORK_ORDER_STATES: Record<WorkOrderState, Word> = {
  draft: {
    name: msg('Waiting for what comes before'),
    tone: 'neutral',
    icon: CircleDashed,
  },
  ready: { name: msg('Ready to plan'), tone: 'warn', icon: CircleDot },
  offered: { name: msg('Offered'), tone: 'info', icon: Send },
  accepted: { name: msg('Accepted'), tone: 'info', icon: Handshake },
  scheduled: { name: msg('Scheduled'), tone: 'info', icon: CalendarClock },
  in_progress: { name: msg('In progress'), tone: 'accent', icon: Play },
  on_hold: { name: msg('On hold'), tone: 'warn', icon: Pause },
  work_done: { name: msg('Work done'), tone: 'good', icon: CircleCheck },
  verified: { name: msg('Verified'), tone: 'good', icon: CircleCheck },
  closed: { name: msg('Closed'), tone: 'good', icon: CircleCheck },
  cannot_complete: { name: msg('Cannot be completed'), tone: 'bad', icon: CircleX },
  cancelled: { name: msg('Cancelled'), tone: 'neutral', icon: Ban },
};

export type Priority = 'critical' | 'high' | 'normal' | 'low';

export const PRIORITIES: Record<Priority, string> = {
  critical: msg('Critical'),
  high: msg('High'),
  normal: msg('Normal'),
  low: msg('Low'),
};
