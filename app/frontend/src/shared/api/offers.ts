import type { WorkKind } from '../words/work.ts';
import { call } from './client.ts';
import { readAll, readPage, type Page } from './page.ts';

export type OfferState = 'offered' | 'accepted' | 'declined' | 'timed_out' | 'withdrawn';

export interface Party {
  id: number;
  name: string;
  name_zh: string;
}

/** In minor units, for each hour of a technician. */
export interface Rate {
  minor: number;
  currency: string;
}

export interface Offer {
  id: number;
  version: number;
  state: OfferState;
  round: number;
  /** Null to the partner until it has the work. */
  work_order_id: number | null;
  project_id: number | null;
  offered_by: Party;
  partner: Party;
  kind: WorkKind;
  duration_seconds: number;
  crew_size: number;
  skills: Record<string, number>;
  earliest: string | null;
  due: string | null;
  district: { name: string; name_zh: string; lat: number; lon: number };
  rate: Rate | null;
  offered_at: string;
  respond_by: string;
  decided_at: string | null;
  decline_reason: string | null;
}

export interface Rule {
  id: number;
  version: number;
  partner: Party;
  territory_id: number | null;
  kind: WorkKind | null;
  quota_percent: number;
  respond_within_seconds: number;
  rate: Rate | null;
  is_active: boolean;
}

export interface NewRule {
  partner_organisation_id: number;
  quota_percent: number;
  respond_within_seconds: number;
  rate: Rate | null;
}

/** A partner one may ask, and how it did in the last ninety days. */
export interface Partner {
  partner: Party;
  jobs: number;
  acceptance: number;
  punctuality: number;
  score: number;
}

export const readOffers = (
  state: string,
  after: string | null,
  limit: number,
  signal?: AbortSignal,
): Promise<Page<Offer>> =>
  readPage('/offers', { state: state || null, limit, after }, signal);

export const readOffersOf = (projectId: number, signal?: AbortSignal): Promise<Offer[]> =>
  readAll('/offers', { project_id: projectId }, signal);

export const accept = ({ id, version }: Offer): Promise<Offer> =>
  call('POST', `/offers/${id}/accept`, { version });

export const decline = ({ id, version }: Offer, reason: string): Promise<Offer> =>
  call('POST', `/offers/${id}/decline`, { version, body: reason ? { reason } : {} });

export const withdraw = ({ id, version }: Offer): Promise<Offer> =>
  call('POST', `/offers/${id}/withdraw`, { version });

export const offerOrder = (order: { id: number; version: number }): Promise<Offer> =>
  call('POST', `/work-orders/${order.id}/offer`, { version: order.version });

export const readRules = (signal?: AbortSignal): Promise<Rule[]> =>
  readAll('/offer-rules', {}, signal);

export const addRule = (rule: NewRule): Promise<Rule> =>
  call('POST', '/offer-rules', { body: rule });

export const setActive = ({ id, version }: Rule, isActive: boolean): Promise<Rule> =>
  call('PATCH', `/offer-rules/${id}`, { version, body: { is_active: isActive } });

export const readPartners = async (signal?: AbortSignal): Promise<Partner[]> =>
  (await call<{ items: Partner[] }>('GET', '/partners', { signal })).items;
