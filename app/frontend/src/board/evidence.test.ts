import { expect, test } from 'vitest';
import type { Evidence } from '../shared/api/field.ts';
import { contentOf } from './evidence.ts';

const row = (kind: Evidence['kind'], data: Evidence['data'], key?: string): Evidence => ({
  id: 1,
  kind,
  purpose: null,
  model_id: null,
  unit: null,
  step_key: key ?? null,
  data,
  sha256: null,
  amends_id: null,
  recorded_at: '2026-11-23T02:00:00Z',
});

test('a reading is shown with its unit, a check as yes or no', () => {
  expect(contentOf(row('step', { value: 2.5, unit: 'Mohm' }, 'ohm'))).toBe(
    'ohm = 2.5 Mohm',
  );
  expect(contentOf(row('step', { value: true }, 'on'))).toBe('on = yes');
  expect(contentOf(row('step', { value: false }, 'on'))).toBe('on = no');
});

test('other kinds are shown by what they hold', () => {
  expect(contentOf(row('serial', { serial: 'S-1', position: 'Roof' }))).toBe('S-1 · Roof');
  expect(contentOf(row('part', { name: 'Valve', quantity: 2 }))).toBe('Valve · × 2');
  expect(contentOf(row('photo', {}))).toBe('');
});
