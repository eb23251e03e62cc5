import { expect, test } from 'vitest';
import { routeOf } from './route.svelte.ts';
import { aLine, aStep } from './testing/visits.ts';
import { phoneName } from './ui/phone_name.ts';
import { MOVES, offerOf } from './visit/moves.ts';
import { deedName, fateReason, limitWords, missingWords, unitSign } from './words.ts';

test('limits are said with their unit', () => {
  expect(limitWords(aStep(), {})).toBe('198 – 242 V');
  expect(limitWords(aStep({ upper: null }), {})).toBe('≥ 198 V');
  expect(limitWords(aStep({ lower: null, unit: 'degC' }), {})).toBe('≤ 242 °C');
  expect(limitWords(aStep({ lower: null, upper: null }), {})).toBe('');
});

test('an expected value is said once what it depends on is known', () => {
  const formula = { of: 'pipe', factor: 15, minus: 5 };
  const step = aStep({ lower: null, upper: null, unit: 'g', formula });
  expect(limitWords(step, {})).toBe('');
  expect(limitWords(step, { pipe: 10 })).toBe('75 ± 10 % g');
});

test('a unit that is unknown here keeps its name', () => {
  expect(unitSign('psi')).toBe('psi');
});

test('what is missing names the units, but not a hundred of them', () => {
  const units = [1, 2, 3, 4, 5, 6, 7];
  expect(missingWords({ code: 'step', line: aLine(), step: aStep(), units })).toBe(
    'Model: Voltage, unit 1, 2, 3, 4, 5, 6 …',
  );
});

test('a deed is named by what it is', () => {
  expect(deedName('visit.arrive', {})).toBe('Arrived');
  expect(deedName('evidence.add', { kind: 'photo' })).toBe('Photo');
  expect(deedName('a.newer.one', {})).toBe('a.newer.one');
});

test('a refusal that is unknown here is told in the server’s words', () => {
  expect(fateReason('visit_cancelled', 'x')).toBe('The visit was cancelled.');
  expect(fateReason('a_newer_one', 'The server’s words.')).toBe('The server’s words.');
});

test('each address of the page leads somewhere', () => {
  expect(routeOf('#/visit/7')).toEqual({ page: 'visit', id: 7 });
  expect(routeOf('#/phone')).toEqual({ page: 'phone' });
  for (const other of ['', '#/', '#/visit/x', '#/nowhere'])
    expect(routeOf(other)).toEqual({ page: 'day' });
});

test('a visit that ended offers nothing more, any other says what comes next', () => {
  for (const state of ['done', 'failed', 'cancelled', 'no_show'] as const)
    expect(offerOf(state)).toBe(null);
  for (const state of ['planned', 'en_route', 'working', 'paused'] as const)
    expect(MOVES).toHaveProperty([offerOf(state)?.next ?? 'none']);
});

test('a phone is known by its kind', () => {
  expect(phoneName('Mozilla/5.0 (Linux; Android 14)')).toBe('Android');
  expect(phoneName('Mozilla/5.0 (iPhone; CPU)')).toBe('iPhone');
  expect(phoneName('something')).toBe('Phone');
});
