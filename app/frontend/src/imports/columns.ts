import type { ImportKind, ImportRow } from '../shared/api/imports.ts';
import { COLUMNS } from './template.ts';

/** The columns worth showing: those that hold a value or a fault in any of the rows. */
export function columnsOf(kind: ImportKind, rows: readonly ImportRow[]): string[] {
  const used = new Set(
    rows.flatMap(({ values, faults }) => [
      ...Object.keys(values),
      ...faults.map(({ column }) => column),
    ]),
  );
  const known = Object.keys(COLUMNS[kind]);
  return [
    ...known.filter((column) => used.has(column)),
    ...[...used].filter((column) => !known.includes(column)),
  ];
}
