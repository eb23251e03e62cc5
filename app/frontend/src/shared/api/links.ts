import { call, newKey } from './client.ts';

/** A customer's link, without its secret. */
export interface CustomerLink {
  id: number;
  project_id: number;
  label: string;
  created_at: string;
  expires_at: string;
  revoked_at: string | null;
  last_seen_at: string | null;
}

/** Just made: the address and the picture are told this once. */
export interface MadeLink extends CustomerLink {
  url: string;
  qr: string;
}

export const readLinks = async (
  projectId: number,
  signal: AbortSignal,
): Promise<CustomerLink[]> =>
  (await call<{ items: CustomerLink[] }>('GET', `/projects/${projectId}/links`, { signal }))
    .items;

export const makeLink = (
  projectId: number,
  label: string,
  days: number,
): Promise<MadeLink> =>
  call('POST', `/projects/${projectId}/links`, { body: { label, days }, key: newKey() });

export const revokeLink = (id: number): Promise<CustomerLink> =>
  call('POST', `/links/${id}/revoke`);
