import type { ProjectState } from '../words/projects.ts';
import type { VisitState } from '../words/visits.ts';
import type { Priority, WorkKind, WorkOrderState } from '../words/work.ts';
import { call } from './client.ts';
import { readAll, readPage, type Page } from './page.ts';

export interface Line {
  model_id: number;
  model_code: string;
  model_name: string;
  model_name_zh: string;
  brand: string;
  category: string;
  quantity: number;
}

/** Where it is, and whom to ask for. */
export interface Place {
  id: number;
  name: string;
  address: string;
  lat: number;
  lon: number;
  time_zone: string;
  contact_name: string | null;
  contact_phone: string | null;
  access_note: string | null;
}

export interface Site extends Place {
  territory_id: number;
  lines: Line[];
}

export interface Project {
  id: number;
  version: number;
  reference: string;
  external_reference: string | null;
  name: string;
  state: ProjectState;
  customer: { name: string; phone: string; email: string | null };
  wishes: {
    earliest?: string | null;
    due?: string | null;
    priority?: Priority;
    note?: string | null;
  };
  territory_id: number | null;
  sites: Site[];
  created_at: string;
}

export interface WorkOrder {
  id: number;
  version: number;
  reference: string;
  site_id: number;
  kind: WorkKind;
  state: WorkOrderState;
  duration_seconds: number;
  crew_size: number;
  skills: Record<string, number>;
  priority: Priority;
  earliest: string | null;
  due: string | null;
  after: {
    work_order_id: number;
    kind: 'finish_start' | 'same_start';
    min_lag_seconds: number;
    max_lag_seconds: number | null;
  }[];
  /** The order whose unfinished lines this one carries. */
  follow_up_of_id: number | null;
  verified_at: string | null;
  waiver: string | null;
  sent_back_reason: string | null;
}

export interface ProjectVisit {
  id: number;
  work_order_id: number;
  state: VisitState;
  part: number;
  parts: number;
  starts_at: string | null;
  ends_at: string | null;
}

export interface Filter {
  q: string;
  state: string;
}

export const readProjects = (
  filter: Filter,
  after: string | null,
  limit: number,
  signal?: AbortSignal,
): Promise<Page<Project>> => readPage('/projects', { ...filter, limit, after }, signal);

export const readProject = (id: number, signal?: AbortSignal): Promise<Project> =>
  call('GET', `/projects/${id}`, { signal });

export const readWorkOrders = (
  projectId: number,
  signal?: AbortSignal,
): Promise<WorkOrder[]> => readAll('/work-orders', { project_id: projectId }, signal);

export const readVisits = (
  projectId: number,
  signal?: AbortSignal,
): Promise<ProjectVisit[]> => readAll('/visits', { project_id: projectId }, signal);
