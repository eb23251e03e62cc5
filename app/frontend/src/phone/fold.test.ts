import { expect, test } from 'vitest';
import { fold } from './fold.ts';
import { anEvidence, anOp, aRow, ME } from './testing/visits.ts';

const add = (data: object, facts = {}) =>
  anOp({ type: 'evidence.add', data: { kind: 'note', ...data }, ...facts });

test('what was done without a line is seen at once', () => {
  const seen = fold(aRow(), [anOp(), anOp({ type: 'visit.arrive' })], ME);
  expect(seen.mine).toBe('on_site');
  expect(seen.waiting).toBe(2);
});

test('once the server tells of it, its word stands', () => {
  const crew = [{ seat: 1, technician_id: ME, name: 'Li', state: 'working' as const }];
  const row = aRow({ version: 4, state: 'working', crew });
  const ops = [anOp({ type: 'visit.pause', fate: 'applied', version: 4 })];
  expect(fold(row, ops, ME).mine).toBe('working');
});

test('what was taken and is not told yet still shows', () => {
  const ops = [anOp({ fate: 'applied', version: 4 })];
  expect(fold(aRow({ version: 3 }), ops, ME).mine).toBe('en_route');
});

test('what was not taken changes nothing, and is told', () => {
  const seen = fold(aRow(), [anOp({ fate: 'rejected' }), anOp({ fate: 'parked' })], ME);
  expect(seen.mine).toBe('dispatched');
  expect(seen.refused).toHaveLength(2);
  expect(seen.waiting).toBe(0);
});

test('a cancelled visit stays so, whatever was recorded meanwhile', () => {
  expect(fold(aRow({ state: 'cancelled' }), [anOp()], ME).mine).toBe('cancelled');
});

test('each of a crew has come as far as they themselves said', () => {
  const crew = [
    { seat: 1, technician_id: ME, name: 'Li', state: 'en_route' as const },
    { seat: 2, technician_id: 8, name: 'Wu', state: 'working' as const },
  ];
  expect(fold(aRow({ state: 'working', crew }), [], ME).mine).toBe('en_route');
});

test('before anybody sets off the visit itself says how far it is', () => {
  const crew = [{ seat: 1, technician_id: ME, name: 'Li', state: 'planned' as const }];
  expect(fold(aRow({ state: 'dispatched', crew }), [], ME).mine).toBe('dispatched');
  expect(fold(aRow({ crew: [] }), [], ME).mine).toBe('dispatched');
});

test('evidence is shown once, whether sent or not', () => {
  const known = anEvidence({ id: 'known' });
  const ops = [
    add({}, { id: 'known', fate: 'applied', version: 9 }),
    add({}, { id: 'new' }),
  ];
  const { evidence } = fold(aRow({ evidence: [known] }), ops, ME);
  expect(evidence.map(({ id, isSent }) => [id, isSent])).toEqual([
    ['known', true],
    ['new', false],
  ]);
});

test('what is amended gives way to what amends it', () => {
  const known = anEvidence({ id: 'first' });
  const { evidence } = fold(
    aRow({ evidence: [known] }),
    [add({ amends: 'first' }, { id: 'second' })],
    ME,
  );
  expect(evidence.map(({ id }) => id)).toEqual(['second']);
});

test('a contact changed here is the contact here', () => {
  const change = anOp({
    type: 'contact.change',
    data: { base: { contact_name: 'Wang' }, values: { contact_name: 'Zhao' } },
  });
  expect(fold(aRow(), [change], ME).site).toMatchObject({
    contact_name: 'Zhao',
    contact_phone: '1',
  });
});
