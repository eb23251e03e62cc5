import Ban from '@lucide/svelte/icons/ban';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import CircleX from '@lucide/svelte/icons/circle-x';
import Hourglass from '@lucide/svelte/icons/hourglass';
import type {
  DeliveryState,
  EventType,
  KeyScope,
  Outcome,
  WebhookState,
} from '../api/integrations.ts';
import { msg } from '../i18n/translate.ts';
import type { Word } from './tone.ts';

export const SCOPES: Record<KeyScope, string> = {
  'projects:read': msg('Read projects and work'),
  'projects:write': msg('Take and correct orders'),
  'status:read': msg('Ask how far orders are'),
  'goods:write': msg('Tell when goods come'),
  'webhooks:manage': msg('Manage webhooks'),
};

export const EVENTS: Record<EventType, string> = {
  'project.changed': msg('A project changed'),
  'work_order.changed': msg('A work order changed'),
  'goods.changed': msg('Goods are expected or there'),
  'webhook.test': msg('A trial'),
};

export const WEBHOOK_STATES: Record<WebhookState, Word> = {
  active: { name: msg('On'), tone: 'good', icon: CircleCheck },
  paused: { name: msg('Off for a while'), tone: 'neutral', icon: CirclePause },
  disabled: { name: msg('Given up'), tone: 'bad', icon: Ban },
};

export const DELIVERY_STATES: Record<DeliveryState, Word> = {
  pending: { name: msg('To be sent'), tone: 'info', icon: Hourglass },
  delivered: { name: msg('Taken'), tone: 'good', icon: CircleCheck },
  failed: { name: msg('Failed'), tone: 'bad', icon: CircleX },
};

export const OUTCOMES: Record<Outcome, string> = {
  answered: msg('Taken'),
  refused: msg('The program refused it'),
  redirected: msg('The answer pointed elsewhere; nobody follows'),
  unresolved: msg('The name leads nowhere'),
  inside: msg('The name leads to an inside address'),
  unreachable: msg('Nobody answered there'),
  too_slow: msg('The answer took too long'),
};
