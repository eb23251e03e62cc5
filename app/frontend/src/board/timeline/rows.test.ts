import { expect, test } from 'vitest';
import { boardOf, visitOf } from '../testing.ts';
import { firstSpot, nextSpot } from './navigate.ts';
import { loadOf, rowsInSight, rowsOf } from './rows.ts';

const early = visitOf(1, '2026-03-02T09:00+08:00', [1]);
const late = visitOf(2, '2026-03-02T14:00+08:00', [1, 3]);
const board = boardOf(['王芳', 'Li Wei', '张敏'], [late, early]);

test('a row holds its technician’s visits by start', () => {
  expect(rowsOf(board)[0]?.visits.map(({ id }) => id)).toEqual([1, 2]);
});

test('a crew’s visit stands in the row of each member', () => {
  expect(rowsOf(board).map(({ visits }) => visits.length)).toEqual([2, 0, 1]);
});

test('a search keeps the technicians whose names hold it', () => {
  expect(rowsOf(board, ' li ').map(({ technician }) => technician.name)).toEqual([
    'Li Wei',
  ]);
});

test('only the rows in sight and a few around them are drawn', () => {
  expect(rowsInSight(0, 400, 40, 200)).toEqual({ first: 0, end: 14 });
  expect(rowsInSight(4000, 400, 40, 200)).toEqual({ first: 96, end: 114 });
  expect(rowsInSight(7600, 400, 40, 200)).toEqual({ first: 186, end: 200 });
});

test('a list shorter than the place for it is drawn whole', () => {
  expect(rowsInSight(0, 400, 40, 3)).toEqual({ first: 0, end: 3 });
  expect(rowsInSight(9999, 400, 40, 0)).toEqual({ first: 0, end: 0 });
});

test('the load is the booked share of the shifts', () => {
  const rows = rowsOf(board);
  expect(rows[0] && loadOf(rows[0])).toBe(40);
  expect(rows[1] && loadOf(rows[1])).toBe(0);
});

test('who has no shift has no load', () => {
  const idle = boardOf(['甲'], []);
  idle.technicians.forEach((technician) => (technician.shifts = []));
  expect(rowsOf(idle).map(loadOf)).toEqual([null]);
});

test('the keyboard starts at the first visit there is', () => {
  expect(
    firstSpot(rowsOf(boardOf(['甲', '乙'], [visitOf(1, '2026-03-02T09:00Z', [2])]))),
  ).toEqual({
    row: 1,
    visit: 0,
  });
  expect(firstSpot(rowsOf(boardOf(['甲'], [])))).toBeNull();
});

test('left and right walk the row and stop at its ends', () => {
  const rows = rowsOf(board);
  expect(nextSpot(rows, { row: 0, visit: 0 }, 'ArrowRight')).toEqual({ row: 0, visit: 1 });
  expect(nextSpot(rows, { row: 0, visit: 1 }, 'ArrowRight')).toBeNull();
  expect(nextSpot(rows, { row: 0, visit: 0 }, 'ArrowLeft')).toBeNull();
  expect(nextSpot(rows, { row: 0, visit: 0 }, 'End')).toEqual({ row: 0, visit: 1 });
});

test('up and down skip empty rows and keep to the time', () => {
  const rows = rowsOf(board);
  expect(nextSpot(rows, { row: 0, visit: 1 }, 'ArrowDown')).toEqual({ row: 2, visit: 0 });
  expect(nextSpot(rows, { row: 2, visit: 0 }, 'ArrowUp')).toEqual({ row: 0, visit: 1 });
  expect(nextSpot(rows, { row: 0, visit: 0 }, 'ArrowUp')).toBeNull();
});

test('any other key leads nowhere', () => {
  expect(nextSpot(rowsOf(board), { row: 0, visit: 0 }, 'x')).toBeNull();
});
