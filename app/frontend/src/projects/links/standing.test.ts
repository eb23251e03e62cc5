import { expect, test } from 'vitest';
import { standingOf } from './standing.ts';

const link = {
  id: 1,
  project_id: 1,
  label: '',
  created_at: '2026-03-01T00:00:00Z',
  expires_at: '2026-03-02T00:00:00Z',
  revoked_at: null,
  last_seen_at: null,
};

test('a link lives until it expires or is revoked', () => {
  const before = Date.parse('2026-03-01T12:00:00Z');
  expect(standingOf(link, before)).toBe('live');
  expect(standingOf(link, Date.parse(link.expires_at))).toBe('expired');
  const revoked = { ...link, revoked_at: '2026-03-01T06:00:00Z' };
  expect(standingOf(revoked, before)).toBe('revoked');
});
