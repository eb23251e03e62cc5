import type { Evidence } from '../shared/api/field.ts';
import { t } from '../shared/i18n/translate.ts';

const NAMES = ['serial', 'position', 'text', 'name', 'role', 'code', 'caption'] as const;

/** Say what was recorded, in one line. */
export function contentOf({ kind, step_key: key, data }: Evidence): string {
  if (kind === 'step') return `${key ?? ''} = ${answerOf(data)}`;
  const words = NAMES.map((name) => data[name]).filter((value) => value !== undefined);
  if (kind === 'part') words.push(`× ${String(data['quantity'])}`);
  return words.map(String).join(' · ');
}

function answerOf({ value, unit }: Record<string, unknown>): string {
  if (value === true) return t('yes');
  if (value === false) return t('no');
  return [value, unit].filter((part) => part !== undefined && part !== null).join(' ');
}
