import type { Op, Visit } from '../data/types.ts';
import type { Evidence, Line, Step, VisitDoc } from '../doc.ts';
import type { Shown } from '../fold.ts';

export const ME = 9;

export const aLine = (facts: Partial<Line> = {}): Line => ({
  model_id: 1,
  brand: 'Brand',
  brand_zh: '品牌',
  code: 'M-1',
  name: 'Model',
  name_zh: '型号',
  category: 'vrf',
  quantity: 2,
  template: null,
  ...facts,
});

export const aStep = (facts: Partial<Step> = {}): Step => ({
  key: 'voltage',
  kind: 'reading',
  title: 'Voltage',
  unit: 'V',
  lower: 198,
  upper: 242,
  ...facts,
});

export const aDoc = (facts: Partial<VisitDoc> = {}): VisitDoc => ({
  id: 7,
  version: 3,
  state: 'dispatched',
  kind: 'delivery',
  reference: 'WO-1',
  priority: 'normal',
  part: 1,
  parts: 1,
  duration_seconds: 3600,
  starts_at: '2026-03-02T01:00:00Z',
  ends_at: '2026-03-02T02:00:00Z',
  travel_seconds: null,
  promise: null,
  times: {},
  failure: null,
  project: { id: 1, reference: 'PRJ-1', name: 'Project' },
  customer: { name: 'Customer', phone: null },
  site: {
    id: 1,
    name: 'Site',
    address: 'Road 1',
    lat: 31.2,
    lon: 121.5,
    time_zone: 'Asia/Shanghai',
    contact_name: 'Wang',
    contact_phone: '1',
    access_note: null,
  },
  crew: [{ seat: 1, technician_id: ME, name: 'Li', state: 'dispatched' }],
  lines: [aLine()],
  evidence: [],
  before: [],
  ...facts,
});

export const aRow = (facts: Partial<VisitDoc> = {}): Visit => {
  const data = aDoc(facts);
  return { device: 'd1', id: data.id, v: data.version, generation: 0, data };
};

export const anEvidence = (facts: Partial<Evidence> = {}): Shown => ({
  id: 'e1',
  kind: 'photo',
  purpose: null,
  model_id: null,
  unit: null,
  step_key: null,
  data: {},
  sha256: null,
  media_type: null,
  amends: null,
  technician_id: ME,
  recorded_at: '2026-03-02T01:00:00Z',
  isSent: true,
  ...facts,
});

let count = 0;

export const anOp = (facts: Partial<Op> = {}): Op => ({
  id: `op${++count}`,
  n: count,
  device: 'd1',
  stream: 'visit:7',
  seq: count,
  visit_id: 7,
  base: 3,
  type: 'visit.depart',
  at: '2026-03-02T01:00:00Z',
  mono_ms: 1,
  boot: 'b',
  data: {},
  fate: 'pending',
  code: null,
  detail: null,
  version: null,
  settled_at: null,
  ...facts,
});
