import { call, newKey } from './client.ts';
import { readAll } from './page.ts';

/** Visits of a technician or of a project, without the secret address. */
export interface Calendar {
  id: number;
  technician_id: number | null;
  project_id: number | null;
  about: string;
  label: string;
  created_at: string;
  revoked_at: string | null;
  last_read_at: string | null;
}

export interface MadeCalendar extends Calendar {
  url: string;
}

export interface Somebody {
  id: number;
  name: string;
  organisation_id: number;
  active: boolean;
}

export type Subject = 'technicians' | 'projects';

export const readCalendars = (signal: AbortSignal): Promise<Calendar[]> =>
  readAll('/calendars', {}, signal);

export const readPeople = (signal: AbortSignal): Promise<Somebody[]> =>
  readAll('/technicians', {}, signal);

export const giveCalendar = (
  subject: Subject,
  id: number,
  label: string,
  language: string,
): Promise<MadeCalendar> =>
  call('POST', `/${subject}/${id}/calendars`, { body: { label, language }, key: newKey() });

export const revokeCalendar = (id: number): Promise<Calendar> =>
  call('POST', `/calendars/${id}/revoke`);
