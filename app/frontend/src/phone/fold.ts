import type { Place } from '../shared/api/projects.ts';
import type { VisitState } from '../shared/words/visits.ts';
import type { Op, Visit } from './data/types.ts';
import type { Evidence, VisitDoc } from './doc.ts';

/** What was recorded, and whether the server has it. */
export interface Shown extends Evidence {
  isSent: boolean;
}

/** A visit as its technician sees it: the server's word, and on it what was done since. */
export interface Seen {
  id: number;
  v: number;
  doc: VisitDoc;
  /** How far this technician has come. */
  mine: VisitState;
  site: Place;
  evidence: Shown[];
  /** What the server has not got yet. */
  waiting: number;
  /** What it did not take. */
  refused: Op[];
}

const REACHES: Record<string, VisitState> = {
  'visit.acknowledge': 'acknowledged',
  'visit.depart': 'en_route',
  'visit.arrive': 'on_site',
  'visit.start': 'working',
  'visit.pause': 'paused',
  'visit.resume': 'working',
  'visit.finish': 'done',
  'visit.cannot_complete': 'failed',
};

/** A visit that came to its end stays there, whatever was recorded meanwhile. */
const ENDED = new Set<VisitState>(['cancelled', 'no_show', 'failed']);

export function fold(row: Visit, ops: readonly Op[], me: number): Seen {
  const doc = row.data as VisitDoc;
  const ahead = ops.filter((op) => isAhead(op, row.v));
  const known = new Set(doc.evidence.map(({ id }) => id));
  const added = ahead
    .filter((op) => op.type === 'evidence.add' && !known.has(op.id))
    .map((op) => evidenceOf(op, me));
  const sent = doc.evidence.map((one) => ({ ...one, isSent: true }));
  return {
    id: row.id,
    v: row.v,
    doc,
    mine: stateOf(doc, ahead, me),
    site: siteOf(doc, ahead),
    evidence: standing([...sent, ...added]),
    waiting: ops.filter(({ fate }) => fate === 'pending' || fate === 'held').length,
    refused: ops.filter(({ fate }) => fate === 'parked' || fate === 'rejected'),
  };
}

/** Whether the server's word does not yet tell of it. */
function isAhead({ fate, version }: Op, v: number): boolean {
  if (fate === 'pending' || fate === 'held') return true;
  return (fate === 'applied' || fate === 'merged') && version !== null && version > v;
}

function stateOf(doc: VisitDoc, ahead: readonly Op[], me: number): VisitState {
  if (ENDED.has(doc.state)) return doc.state;
  const member = doc.crew.find(({ technician_id }) => technician_id === me);
  const reached = ahead.flatMap(({ type }) => REACHES[type] ?? []);
  return reached.at(-1) ?? furthest(member?.state ?? null, doc.state);
}

/** Before anybody sets off, the visit's own state says more than the member's. */
const furthest = (mine: VisitState | null, whole: VisitState): VisitState =>
  mine === null || BEFORE.has(mine) ? (BEFORE.has(whole) ? whole : (mine ?? whole)) : mine;

const BEFORE = new Set<VisitState>([
  'open',
  'tentative',
  'planned',
  'confirmed',
  'dispatched',
]);

function siteOf(doc: VisitDoc, ahead: readonly Op[]): Place {
  const changes = ahead.filter(({ type }) => type === 'contact.change');
  return changes.reduce(
    (site, { data }) => ({ ...site, ...(data['values'] as Partial<Place>) }),
    doc.site,
  );
}

function evidenceOf(op: Op, me: number): Shown {
  const nothing = {
    purpose: null,
    model_id: null,
    unit: null,
    step_key: null,
    data: {},
    sha256: null,
    media_type: null,
    amends: null,
  };
  return {
    ...nothing,
    ...(op.data as Partial<Evidence> & Pick<Evidence, 'kind'>),
    id: op.id,
    technician_id: me,
    recorded_at: op.at,
    isSent: op.fate !== 'pending' && op.fate !== 'held',
  };
}

/** What another one amends is no longer shown. */
function standing(all: Shown[]): Shown[] {
  const amended = new Set(all.map(({ amends }) => amends));
  return all.filter(({ id }) => id === null || !amended.has(id));
}
