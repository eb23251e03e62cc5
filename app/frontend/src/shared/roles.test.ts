import { expect, test } from 'vitest';
import type { Role, Session } from './api/session.ts';
import { mayAnswer, mayDispatch, mayPlanIn, maySee } from './roles.ts';

const as = (role: Role, id = 1): Session => ({
  user: { id: 1, name: 'N', email: 'n@example.com', locale: 'en' },
  organisations: [{ id, name: 'O', kind: 'platform', role }],
  csrf_token: '',
  scopes: [],
});

test('each role has the pages it works with', () => {
  expect(maySee(as('brand_manager'), 'projects')).toBe(true);
  expect(maySee(as('brand_manager'), 'board')).toBe(false);
  expect(maySee(as('store'), 'imports')).toBe(true);
  expect(maySee(as('technician'), 'projects')).toBe(false);
  expect(maySee(as('partner_manager'), 'offers')).toBe(true);
  expect(maySee(as('store'), 'offers')).toBe(false);
  expect(maySee(as('store'), 'leads')).toBe(true);
  expect(maySee(as('partner_manager'), 'leads')).toBe(false);
});

test('planning is a dispatcher’s', () => {
  expect(mayDispatch(as('dispatcher'))).toBe(true);
  expect(mayDispatch(as('platform_admin'))).toBe(false);
});

test('a partner’s manager answers what is offered', () => {
  expect(mayAnswer(as('partner_manager'))).toBe(true);
  expect(mayAnswer(as('dispatcher'))).toBe(false);
});

test('a board is for those who plan its territory, and for who oversees all', () => {
  expect(mayPlanIn(as('dispatcher', 1), 1)).toBe(true);
  expect(mayPlanIn(as('dispatcher', 1), 2)).toBe(false);
  expect(mayPlanIn(as('partner_manager', 2), 2)).toBe(true);
  expect(mayPlanIn(as('platform_admin', 1), 2)).toBe(true);
  expect(mayPlanIn(as('store', 1), 1)).toBe(false);
});
