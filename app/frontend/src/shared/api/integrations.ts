import { call, newKey } from './client.ts';
import { readAll, readPage, type Page } from './page.ts';

export type KeyScope =
  'projects:read' | 'projects:write' | 'status:read' | 'goods:write' | 'webhooks:manage';
export type EventType =
  'project.changed' | 'work_order.changed' | 'goods.changed' | 'webhook.test';
export type WebhookState = 'active' | 'paused' | 'disabled';
export type DeliveryState = 'pending' | 'delivered' | 'failed';
export type Outcome =
  | 'answered'
  | 'refused'
  | 'redirected'
  | 'unresolved'
  | 'inside'
  | 'unreachable'
  | 'too_slow';

/** A program's key, without its secret. */
export interface ApiKey {
  id: number;
  label: string;
  prefix: string;
  scopes: KeyScope[];
  expires_at: string;
  revoked_at: string | null;
  last_used_at: string | null;
}

export interface MadeKey extends ApiKey {
  token: string;
}

export interface Webhook {
  id: number;
  version: number;
  url: string;
  label: string;
  events: EventType[];
  state: WebhookState;
  failing_since: string | null;
}

export interface MadeWebhook extends Webhook {
  secret: string;
}

/** A message, and what became of it so far. */
export interface Delivery {
  id: number;
  message_id: string;
  event: EventType;
  payload: Record<string, unknown>;
  state: DeliveryState;
  tries: number;
  next_at: string | null;
  created_at: string;
}

export interface Attempt {
  at: string;
  outcome: Outcome;
  status: number | null;
  milliseconds: number;
}

export const readKeys = (signal: AbortSignal): Promise<ApiKey[]> =>
  readAll('/keys', {}, signal);

export const makeKey = (
  organisationId: number,
  label: string,
  scopes: KeyScope[],
  days: number,
): Promise<MadeKey> =>
  call('POST', '/keys', {
    body: { organisation_id: organisationId, label, scopes, days },
    key: newKey(),
  });

export const revokeKey = (id: number): Promise<ApiKey> =>
  call('POST', `/keys/${id}/revoke`);

export const readWebhooks = (signal: AbortSignal): Promise<Webhook[]> =>
  readAll('/webhooks', {}, signal);

export const addWebhook = (
  organisationId: number,
  url: string,
  label: string,
  events: EventType[],
): Promise<MadeWebhook> =>
  call('POST', '/webhooks', {
    body: { organisation_id: organisationId, url, label, events },
    key: newKey(),
  });

export const turn = (
  { id, version }: Webhook,
  state: 'active' | 'paused',
): Promise<Webhook> => call('PATCH', `/webhooks/${id}`, { body: { state }, version });

export const removeWebhook = (id: number): Promise<void> =>
  call('DELETE', `/webhooks/${id}`);

export const tryWebhook = (id: number): Promise<Delivery> =>
  call('POST', `/webhooks/${id}/try`);

export const readDeliveries = (
  webhookId: number,
  after: string | null,
  limit: number,
  signal?: AbortSignal,
): Promise<Page<Delivery>> =>
  readPage(`/webhooks/${webhookId}/deliveries`, { limit, after }, signal);

export const readAttempts = async (
  deliveryId: number,
  signal: AbortSignal,
): Promise<Attempt[]> =>
  (
    await call<{ items: Attempt[] }>('GET', `/deliveries/${deliveryId}/attempts`, {
      signal,
    })
  ).items;

export const replay = (deliveryId: number): Promise<Delivery> =>
  call('POST', `/deliveries/${deliveryId}/replay`);
