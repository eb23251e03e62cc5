/** Boards made up for tests: one day in Shanghai, shifts from eight to six with a break. */
import type { Board, Technician, Visit } from '../shared/api/board.ts';

const DAY = '2026-03-02';
const span = (from: string, to: string): { starts_at: string; ends_at: string } => ({
  starts_at: `${DAY}T${from}+08:00`,
  ends_at: `${DAY}T${to}+08:00`,
});

const technicianOf = (id: number, name: string): Technician => ({
  id,
  name,
  organisation_id: 1,
  shifts: [{ day: DAY, ...span('08:00', '18:00'), breaks: [span('12:00', '14:00')] }],
  absences: [],
  busy: [],
});

export function visitOf(id: number, starts_at: string, technicianIds: number[]): Visit {
  return {
    id,
    version: 1,
    work_order_id: id,
    reference: `WO-${id}`,
    kind: 'installation',
    state: 'planned',
    project_id: 1,
    project_name: 'P',
    site_name: 'S',
    lat: 31,
    lon: 121,
    starts_at,
    ends_at: new Date(Date.parse(starts_at) + 7_200_000).toISOString(),
    travel_seconds: 900,
    promise_start: null,
    promise_end: null,
    pinned: false,
    priority: 'normal',
    part: 1,
    parts: 1,
    seats: technicianIds.map((technician_id, seat) => ({ seat, technician_id })),
  };
}

export function boardOf(names: string[], visits: Visit[]): Board {
  return {
    territory: {
      id: 1,
      organisation_id: 1,
      code: 'SH',
      name: 'Shanghai',
      time_zone: 'Asia/Shanghai',
    },
    plan: { version: 1 },
    days: [DAY],
    technicians: names.map((name, index) => technicianOf(index + 1, name)),
    visits,
    unassigned: [],
  };
}
