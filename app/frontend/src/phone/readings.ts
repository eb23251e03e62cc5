import type { Formula, Step } from './doc.ts';

export type Values = Readonly<Record<string, unknown>>;

/** Judge an answer as the server will; null where there is nothing to judge it by. */
export function passes(step: Step, value: unknown, others: Values): boolean | null {
  if (step.kind === 'check') return value === true;
  if (step.kind === 'choice')
    return (step.options ?? []).some((one) => one.value === value && one.passes !== false);
  return step.kind === 'reading' && typeof value === 'number'
    ? inLimits(step, value, others)
    : null;
}

function inLimits(step: Step, value: number, others: Values): boolean | null {
  const limits = limitsOf(step);
  if (limits === null) return null;
  const isInside = value >= limits.lower && value <= limits.upper;
  return isInside && step.formula ? asExpected(step.formula, value, others) : isInside;
}

function limitsOf(step: Step): { lower: number; upper: number } | null {
  const given = [step.lower, step.upper, step.formula];
  if (given.every((one) => one === null || one === undefined)) return null;
  return { lower: step.lower ?? -Infinity, upper: step.upper ?? Infinity };
}

function asExpected(formula: Formula, value: number, others: Values): boolean | null {
  const expected = expectedOf(formula, others);
  if (expected === null) return null;
  const allowed = (expected * (formula.tolerance_percent ?? 10)) / 100;
  return Math.abs(value - expected) <= allowed;
}

/** factor × max(0, the other reading − minus) */
export function expectedOf(formula: Formula, others: Values): number | null {
  const base = others[formula.of];
  if (typeof base !== 'number') return null;
  return formula.factor * Math.max(0, base - (formula.minus ?? 0));
}

/** Read a number as people type it; null when it is none. */
export function numberOf(text: string): number | null {
  const plain = text.trim().replace(',', '.').replace('−', '-');
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(plain) ? Number(plain) : null;
}

const SIGNED = new Set([
  'gauge_pressure',
  'pressure_drop',
  'temperature',
  'temperature_difference',
]);

/** Whether a minus has to be within reach: many number pads have none. */
export const mayBeBelowZero = ({ quantity, lower }: Step): boolean =>
  SIGNED.has(quantity ?? '') && (lower ?? -1) < 0;
