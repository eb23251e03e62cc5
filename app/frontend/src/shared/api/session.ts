import { call, useCsrfToken } from './client.ts';

export type Role =
  | 'platform_admin'
  | 'dispatcher'
  | 'technician'
  | 'brand_manager'
  | 'store'
  | 'partner_manager';

export interface Session {
  user: { id: number; name: string; email: string; locale: string };
  organisations: { id: number; name: string; name_zh?: string; kind: string; role: Role }[];
  csrf_token: string;
  scopes: string[];
}

export const readSession = async (): Promise<Session> =>
  remember(await call<Session>('GET', '/session'));

export const signIn = async (email: string, password: string): Promise<Session> =>
  remember(await call<Session>('POST', '/session', { body: { email, password } }));

export const signOut = (): Promise<void> => call('DELETE', '/session');

function remember(session: Session): Session {
  useCsrfToken(session.csrf_token);
  return session;
}
