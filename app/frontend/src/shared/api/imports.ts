import { call, newKey } from './client.ts';
import { readPage, type Page } from './page.ts';

export type ImportKind = 'projects' | 'technicians';
export type ImportState = 'preview' | 'committing' | 'committed' | 'discarded';
export type RowOutcome = 'good' | 'bad' | 'known' | 'added';

export interface Import {
  id: number;
  version: number;
  kind: ImportKind;
  file_name: string;
  state: ImportState;
  rows_total: number;
  rows_good: number;
  rows_bad: number;
  rows_known: number;
  rows_added: number;
  created_at: string;
}

export interface CellFault {
  column: string;
  code: string;
  detail: string;
  remedy: string;
}

export interface ImportRow {
  number: number;
  values: Record<string, string>;
  faults: CellFault[];
  outcome: RowOutcome;
  project_id: number | null;
}

export function upload(kind: ImportKind, file: File): Promise<Import> {
  const body = new FormData();
  body.set('kind', kind);
  body.set('file', file);
  return call('POST', '/imports', { body, key: newKey() });
}

export const readImports = (
  after: string | null,
  limit: number,
  signal?: AbortSignal,
): Promise<Page<Import>> => readPage('/imports', { limit, after }, signal);

export const readImport = (id: number, signal?: AbortSignal): Promise<Import> =>
  call('GET', `/imports/${id}`, { signal });

export const readRows = (
  id: number,
  outcome: RowOutcome | null,
  after: string | null,
  limit: number,
  signal?: AbortSignal,
): Promise<Page<ImportRow>> =>
  readPage(`/imports/${id}/rows`, { outcome, limit, after }, signal);

export const commit = ({ id }: Import): Promise<Import> =>
  call('POST', `/imports/${id}/commit`, { key: newKey() });

export const discard = ({ id }: Import): Promise<Import> =>
  call('POST', `/imports/${id}/discard`, { key: newKey() });
