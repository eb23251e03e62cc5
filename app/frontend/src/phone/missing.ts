/** What is still to be recorded, as the server will ask for it. */
import type { VisitDoc, Line, Step } from './doc.ts';
import type { Shown } from './fold.ts';

export type MissingCode =
  | 'serial'
  | 'position'
  | 'step'
  | 'training'
  | 'before_photo'
  | 'after_photo'
  | 'damage_photo'
  | 'note'
  | 'receiver_signature'
  | 'customer_signature';

export interface Missing {
  code: MissingCode;
  line?: Line;
  step?: Step;
  units?: number[];
}

type Rule = (doc: VisitDoc, found: Found) => Missing[];

class Found {
  readonly #all: readonly Shown[];

  constructor(all: readonly Shown[]) {
    this.#all = all;
  }

  has(kind: Shown['kind'], purpose?: string): boolean {
    return this.#all.some(
      (one) => one.kind === kind && (purpose === undefined || one.purpose === purpose),
    );
  }

  hasSerial({ model_id }: Line, unit: number, isPlaced: boolean): boolean {
    return this.#all.some(
      (one) =>
        one.kind === 'serial' &&
        one.model_id === model_id &&
        one.unit === unit &&
        (!isPlaced || Boolean(one.data['position'])),
    );
  }

  answers({ model_id }: Line, unit: number, { key, instrument }: Step): boolean {
    return this.#all.some(
      (one) =>
        one.kind === 'step' &&
        one.model_id === model_id &&
        one.unit === unit &&
        one.step_key === key &&
        (!instrument || Boolean(one.data['instrument'])),
    );
  }

  photos({ model_id }: Line, unit: number, key: string): number {
    return this.#all.filter(
      (one) =>
        one.kind === 'photo' &&
        one.step_key === key &&
        (one.model_id ?? model_id) === model_id &&
        (one.unit ?? unit) === unit,
    ).length;
  }
}

const RULES: Record<VisitDoc['kind'], Rule> = {
  delivery: (doc, found) => [
    ...serials(doc, found, false),
    ...when(found.has('note', 'damage') && !found.has('photo', 'damage'), 'damage_photo'),
    ...when(!found.has('signature', 'receiver'), 'receiver_signature'),
  ],
  installation: (doc, found) => [
    ...when(!found.has('photo', 'before'), 'before_photo'),
    ...when(!found.has('photo', 'after'), 'after_photo'),
    ...serials(doc, found, true),
  ],
  commissioning: (doc, found) => [
    ...doc.lines.flatMap((line) => steps(line, found)),
    ...when(!isTrained(doc, found), 'training'),
    ...when(!found.has('signature', 'customer'), 'customer_signature'),
  ],
  maintenance: (_, found) => when(!found.has('note'), 'note'),
  repair: (_, found) => when(!found.has('note'), 'note'),
};

export function missing(doc: VisitDoc, evidence: readonly Shown[]): Missing[] {
  return RULES[doc.kind](doc, new Found(evidence));
}

const when = (isSo: boolean, code: MissingCode): Missing[] => (isSo ? [{ code }] : []);

function serials(doc: VisitDoc, found: Found, isPlaced: boolean): Missing[] {
  return doc.lines.flatMap((line) =>
    lacking({ code: isPlaced ? 'position' : 'serial', line }, (unit) =>
      found.hasSerial(line, unit, isPlaced),
    ),
  );
}

function steps(line: Line, found: Found): Missing[] {
  return (line.template?.steps ?? [])
    .filter(({ required }) => required !== false)
    .flatMap((step) =>
      lacking({ code: 'step', line, step }, (unit) => isAnswered(line, unit, step, found)),
    );
}

function isAnswered(line: Line, unit: number, step: Step, found: Found): boolean {
  if (step.kind === 'serial') return found.hasSerial(line, unit, false);
  if (step.kind === 'photo')
    return found.photos(line, unit, step.key) >= (step.min_photos ?? 1);
  return found.answers(line, unit, step);
}

export const isStepDone = (
  line: Line,
  unit: number,
  step: Step,
  evidence: readonly Shown[],
): boolean => isAnswered(line, unit, step, new Found(evidence));

/** Where a template asks about training, the answer to that step says it. */
const isTrained = ({ lines }: VisitDoc, found: Found): boolean =>
  lines.some((line) => line.template?.steps.some(({ key }) => key === 'training')) ||
  found.has('note', 'training');

function lacking(
  what: Missing & { line: Line },
  isThere: (unit: number) => boolean,
): Missing[] {
  const units = unitsOf(what.line).filter((unit) => !isThere(unit));
  return units.length === 0 ? [] : [{ ...what, units }];
}

export const unitsOf = ({ quantity }: Line): number[] =>
  Array.from({ length: quantity }, (_, index) => index + 1);
