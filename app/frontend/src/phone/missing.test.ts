import { expect, test } from 'vitest';
import type { Evidence, VisitDoc } from './doc.ts';
import type { Shown } from './fold.ts';
import { missing } from './missing.ts';
import { aDoc, aLine, anEvidence, aStep } from './testing/visits.ts';

const codes = (doc: VisitDoc, evidence: Shown[] = []): string[] =>
  missing(doc, evidence).map(({ code }) => code);

const serial = (unit: number, data = {}): Shown =>
  anEvidence({ kind: 'serial', model_id: 1, unit, data: { serial: `S${unit}`, ...data } });
const photo = (facts: Partial<Evidence>): Shown => anEvidence({ kind: 'photo', ...facts });

test('a delivery needs each serial number and the receiver’s signature', () => {
  const doc = aDoc();
  const [first] = missing(doc, [serial(1)]);
  expect(first).toMatchObject({ code: 'serial', units: [2] });
  expect(codes(doc, [serial(1), serial(2)])).toEqual(['receiver_signature']);
  const signed = anEvidence({ kind: 'signature', purpose: 'receiver' });
  expect(codes(doc, [serial(1), serial(2), signed])).toEqual([]);
});

test('damage that is noted is shown', () => {
  const note = anEvidence({ kind: 'note', purpose: 'damage' });
  expect(codes(aDoc({ lines: [] }), [note])).toContain('damage_photo');
});

test('an installation needs the place before and after, and where each unit is', () => {
  const doc = aDoc({ kind: 'installation' });
  expect(codes(doc)).toEqual(['before_photo', 'after_photo', 'position']);
  expect(
    codes(doc, [
      photo({ purpose: 'before' }),
      photo({ purpose: 'after' }),
      serial(1),
      serial(2, { position: 'roof' }),
    ]),
  ).toEqual(['position']);
});

test('commissioning needs every required step of every unit', () => {
  const steps = [
    aStep({ instrument: 'multimeter' }),
    aStep({ key: 'plate', kind: 'photo', min_photos: 2 }),
    aStep({ key: 'serial', kind: 'serial' }),
    aStep({ key: 'remarks', kind: 'text', required: false }),
  ];
  const line = aLine({ quantity: 1, template: { version: 1, steps } });
  const doc = aDoc({ kind: 'commissioning', lines: [line] });
  expect(codes(doc)).toEqual(['step', 'step', 'step', 'training', 'customer_signature']);
  const answer = (data: Record<string, unknown>): Shown =>
    anEvidence({ kind: 'step', model_id: 1, unit: 1, step_key: 'voltage', data });
  const rest = [
    photo({ step_key: 'plate' }),
    photo({ step_key: 'plate', model_id: 1, unit: 1 }),
    serial(1),
    anEvidence({ kind: 'note', purpose: 'training' }),
    anEvidence({ kind: 'signature', purpose: 'customer' }),
  ];
  expect(codes(doc, [...rest, answer({ value: 220 })])).toEqual(['step']);
  const instrument = { type: 'multimeter', serial: 'F1' };
  expect(codes(doc, [...rest, answer({ value: 220, instrument })])).toEqual([]);
});

test('where a template asks about training, its step says it', () => {
  const steps = [aStep({ key: 'training', kind: 'check' })];
  const line = aLine({ quantity: 1, template: { version: 1, steps } });
  expect(codes(aDoc({ kind: 'commissioning', lines: [line] }))).toEqual([
    'step',
    'customer_signature',
  ]);
});

test('maintenance and repair need a note', () => {
  for (const kind of ['maintenance', 'repair'] as const) {
    expect(codes(aDoc({ kind }))).toEqual(['note']);
    expect(codes(aDoc({ kind }), [anEvidence({ kind: 'note' })])).toEqual([]);
  }
});
