import type { CustomerLink } from '../../shared/api/links.ts';

export type Standing = 'live' | 'expired' | 'revoked';

/** Whether a link still opens the page. */
export function standingOf(link: CustomerLink, now: number): Standing {
  if (link.revoked_at !== null) return 'revoked';
  return Date.parse(link.expires_at) <= now ? 'expired' : 'live';
}
