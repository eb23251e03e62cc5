import type { LeadState, QuoteState } from '../words/sales.ts';
import type { WorkKind } from '../words/work.ts';
import { call, newKey } from './client.ts';
import { readAll, readPage, type Page } from './page.ts';

export type Value = number | string | boolean;

/** One thing that a survey finds out. */
export interface Figure {
  key: string;
  title: string;
  title_zh: string;
  type: 'number' | 'integer' | 'choice' | 'flag';
  unit: string;
  least: number | null;
  most: number | null;
  choices: string[];
}

export interface Rule {
  key: string;
  title: string;
  title_zh: string;
  expression: string;
  unit: string;
  source: string;
  brand: string;
  model: string;
  service: WorkKind | null;
  is_sample: boolean;
}

export interface Package {
  id: number;
  code: string;
  name: string;
  name_zh: string;
  figures: Figure[];
  rules: Rule[];
}

export interface Survey {
  package_id: number;
  package: string;
  package_name: string;
  package_name_zh: string;
  figures: Record<string, Value>;
  note: string | null;
  surveyed_at: string;
}

export interface Described {
  customer_name: string;
  customer_phone: string;
  customer_email: string | null;
  site_name: string;
  address: string;
  note: string | null;
}

export interface Lead extends Described {
  id: number;
  version: number;
  reference: string;
  state: LeadState;
  lat: number | null;
  lon: number | null;
  lost_reason: string | null;
  project_id: number | null;
  survey: Survey | null;
  created_at: string;
}

export interface NewLead extends Described {
  point: { lat: number; lon: number } | null;
}

/** A rule as it was applied. */
export interface Step extends Rule {
  inputs: { key: string; value: Value }[];
  result: Value;
}

export interface Design {
  package_id: number;
  steps: Step[];
  faults: { pointer: string; code: string; detail: string }[];
}

export interface QuoteLine {
  kind: 'goods' | 'service';
  work: WorkKind | null;
  brand: string;
  model: string;
  name: string;
  name_zh: string;
  quantity: string;
  unit: 'piece' | 'hour';
  unit_minor: number;
  amount_minor: number;
  source: string;
  why: string;
  why_zh: string;
}

export interface Quote {
  id: number;
  version: number;
  reference: string;
  lead_id: number | null;
  project_id: number | null;
  number: number;
  state: QuoteState;
  expired: boolean;
  subject: string;
  currency: string;
  lines: QuoteLine[];
  total_minor: number;
  note: string | null;
  valid_until: string;
  sent_at: string | null;
  decided_at: string | null;
  accepted_by: string | null;
}

/** Just sent: the address and the picture are told this once. */
export interface SentQuote extends Quote {
  url: string;
  qr: string;
}

export interface Wanted {
  brand?: string;
  model?: string;
  service?: WorkKind;
  quantity: number;
}

export interface Model {
  id: number;
  brand: string;
  code: string;
  name: string;
  name_zh: string;
}

export interface LeadFilter {
  q: string;
  state: string;
}

export const readLeads = (
  filter: LeadFilter,
  after: string | null,
  limit: number,
  signal?: AbortSignal,
): Promise<Page<Lead>> => readPage('/leads', { ...filter, limit, after }, signal);

export const readLead = (id: number, signal?: AbortSignal): Promise<Lead> =>
  call('GET', `/leads/${id}`, { signal });

export const addLead = (lead: NewLead): Promise<Lead> =>
  call('POST', '/leads', { body: lead, key: newKey() });

export const loseLead = (lead: Lead, reason: string): Promise<Lead> =>
  call('POST', `/leads/${lead.id}/lose`, { body: { reason }, version: lead.version });

export const readPackages = (signal?: AbortSignal): Promise<Package[]> =>
  readAll('/packages', {}, signal);

export const surveySite = (
  lead: Lead,
  packageId: number,
  figures: Record<string, Value>,
  note: string | null,
): Promise<Lead> =>
  call('PUT', `/leads/${lead.id}/survey`, {
    body: { package_id: packageId, figures, note },
    version: lead.version,
  });

export const readDesign = (id: number, signal?: AbortSignal): Promise<Design> =>
  call('GET', `/leads/${id}/design`, { signal });

export const readQuotes = (
  of: { lead_id: number } | { project_id: number },
  signal?: AbortSignal,
): Promise<Quote[]> => readAll('/quotes', of, signal);

export const quoteLead = (leadId: number, days: number): Promise<Quote> =>
  call('POST', `/leads/${leadId}/quotes`, { body: { days }, key: newKey() });

export const quoteChange = (
  projectId: number,
  siteId: number,
  lines: Wanted[],
  note: string | null,
): Promise<Quote> =>
  call('POST', `/projects/${projectId}/quotes`, {
    body: { site_id: siteId, lines, note },
    key: newKey(),
  });

export const sendQuote = (id: number): Promise<SentQuote> =>
  call('POST', `/quotes/${id}/send`);

export const withdrawQuote = (id: number): Promise<Quote> =>
  call('POST', `/quotes/${id}/withdraw`);

export const readModels = (signal?: AbortSignal): Promise<Model[]> =>
  readAll('/models', {}, signal);
