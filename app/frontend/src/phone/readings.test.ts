import { expect, test } from 'vitest';
import { mayBeBelowZero, numberOf, passes } from './readings.ts';
import { aStep } from './testing/visits.ts';

test.each([
  [197.9, false],
  [198, true],
  [242, true],
  [242.1, false],
])('%s V against 198–242 V passes: %s', (value, isGood) => {
  expect(passes(aStep(), value, {})).toBe(isGood);
});

test('one limit is enough, and none judges nothing', () => {
  expect(passes(aStep({ lower: null }), -500, {})).toBe(true);
  expect(passes(aStep({ lower: null, upper: null }), 1, {})).toBe(null);
});

test('a formula asks for its other reading first', () => {
  const formula = { of: 'pipe', factor: 15, minus: 5 };
  const charge = aStep({ lower: null, upper: null, formula });
  expect(passes(charge, 75, {})).toBe(null);
  expect(passes(charge, 75, { pipe: 10 })).toBe(true);
  expect(passes(charge, 90, { pipe: 10 })).toBe(false);
  expect(passes(charge, 0, { pipe: 2 })).toBe(true);
});

test('a check passes when it is so, a choice when its option is a good one', () => {
  expect(passes(aStep({ kind: 'check' }), false, {})).toBe(false);
  const options = [
    { value: 'ok', label: 'OK' },
    { value: 'bad', label: 'Bad', passes: false },
  ];
  const choice = aStep({ kind: 'choice', options });
  expect(passes(choice, 'ok', {})).toBe(true);
  expect(passes(choice, 'bad', {})).toBe(false);
});

test('a text is not judged', () => {
  expect(passes(aStep({ kind: 'text' }), 'all fine', {})).toBe(null);
});

test.each([
  ['4.2', 4.2],
  ['4,2', 4.2],
  ['-100.7', -100.7],
  ['−5', -5],
  ['.5', 0.5],
  ['', null],
  ['4 V', null],
  ['1e9', null],
  ['Infinity', null],
])('%s is read as %s', (text, value) => {
  expect(numberOf(text)).toBe(value);
});

test('only what can be below zero is offered a minus', () => {
  expect(mayBeBelowZero(aStep({ quantity: 'gauge_pressure', lower: null }))).toBe(true);
  expect(mayBeBelowZero(aStep({ quantity: 'gauge_pressure', lower: 4 }))).toBe(false);
  expect(mayBeBelowZero(aStep({ quantity: 'voltage', lower: null }))).toBe(false);
  expect(mayBeBelowZero(aStep({ lower: null }))).toBe(false);
});
