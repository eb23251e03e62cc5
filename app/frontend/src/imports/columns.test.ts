import { expect, test } from 'vitest';
import type { ImportRow } from '../shared/api/imports.ts';
import { columnsOf } from './columns.ts';

const rowOf = (values: Record<string, string>, ...faulty: string[]): ImportRow => ({
  number: 2,
  values,
  faults: faulty.map((column) => ({ column, code: 'missing', detail: '', remedy: '' })),
  outcome: 'good',
  project_id: null,
});

test('columns stand in the order of the template, and empty ones are left out', () => {
  const rows = [rowOf({ model: 'X', address: 'A' }), rowOf({ note: 'N' })];
  expect(columnsOf('projects', rows)).toEqual(['address', 'model', 'note']);
});

test('a column that only has a fault is shown', () => {
  expect(columnsOf('projects', [rowOf({}, 'customer_phone')])).toEqual(['customer_phone']);
});

test('a column that the template does not know comes last', () => {
  expect(columnsOf('projects', [rowOf({ other: 'x', note: 'n' })])).toEqual([
    'note',
    'other',
  ]);
});
