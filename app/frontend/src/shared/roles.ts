import type { Role, Session } from './api/session.ts';

export type Section =
  | 'board'
  | 'projects'
  | 'leads'
  | 'imports'
  | 'reports'
  | 'figures'
  | 'offers'
  | 'integrations';

/** Who has which page; the server asks its own policy table again on every call. */
const SECTIONS: Record<Section, readonly Role[]> = {
  board: ['platform_admin', 'dispatcher', 'partner_manager'],
  projects: ['platform_admin', 'dispatcher', 'brand_manager', 'store', 'partner_manager'],
  leads: ['dispatcher', 'store'],
  imports: ['dispatcher', 'store'],
  reports: ['dispatcher'],
  figures: ['platform_admin', 'dispatcher', 'brand_manager', 'store', 'partner_manager'],
  offers: ['dispatcher', 'partner_manager'],
  integrations: ['dispatcher', 'brand_manager', 'store', 'partner_manager'],
};

const has = (session: Session, roles: readonly Role[]): boolean =>
  session.organisations.some(({ role }) => roles.includes(role));

export const maySee = (session: Session, section: Section): boolean =>
  has(session, SECTIONS[section]);

/** A territory may be seen by many, but its board only by those who plan there. */
export const mayPlanIn = (session: Session, organisationId: number): boolean =>
  session.organisations.some(
    ({ id, role }) =>
      role === 'platform_admin' || (id === organisationId && SECTIONS.board.includes(role)),
  );

/** Planning, pinning and publishing are a dispatcher's. */
export const mayDispatch = (session: Session): boolean => has(session, ['dispatcher']);

/** Who plans a project, or brought it, gives its customer links. */
export const mayGiveLinks = (session: Session): boolean =>
  has(session, ['dispatcher', 'store']);

/** Visits as a calendar: of one's own technicians and projects. */
export const mayGiveCalendars = mayGiveLinks;

/** For which organisation somebody gives programs their access. */
export const integratedBy = (session: Session): number =>
  session.organisations.find(({ role }) => SECTIONS.integrations.includes(role))?.id ?? 0;

/** What was recorded on site is for those who do the work and plan it. */
export const mayFollow = (session: Session): boolean =>
  has(session, ['dispatcher', 'partner_manager']);

/** Whether work is offered to one's organisation. */
export const mayAnswer = (session: Session): boolean => has(session, ['partner_manager']);
