import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { icon } from './icons.ts';

function pixel(file: Buffer, size: number, x: number, y: number): number[] {
  const start = file.indexOf('IDAT') + 4;
  const rows = inflateSync(file.subarray(start, start + file.readUInt32BE(start - 8)));
  const at = y * (1 + 4 * size) + 1 + x * 4;
  return [...rows.subarray(at, at + 4)];
}

test('the icon has round corners, a ground and lines on it', () => {
  const file = icon(64, false);
  expect(file.subarray(1, 4).toString()).toBe('PNG');
  expect(pixel(file, 64, 0, 0)[3]).toBe(0);
  expect(pixel(file, 64, 32, 4)).toEqual([11, 105, 99, 255]);
  expect(pixel(file, 64, 24, 20)).toEqual([255, 255, 255, 255]);
});

test('a maskable icon fills its corners', () => {
  expect(pixel(icon(64, true), 64, 0, 0)[3]).toBe(255);
});
