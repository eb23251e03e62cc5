import { expect, test } from 'vitest';
import { bd09, distance, gcj02, isInside, mapLinks } from './datum.ts';

/** The People's Square in Shanghai, as `app/core/coordinates.py` reckons it. */
const SQUARE = { lat: 31.2304, lon: 121.4737 };
const GCJ02 = { lat: 31.228457738, lon: 121.478223059 };
const BD09 = { lat: 31.234310594, lon: 121.484781469 };
const LISBON = { lat: 38.7223, lon: -9.1393 };

test('a place in China is shifted as the server shifts it', () => {
  const amap = gcj02(SQUARE);
  expect(amap.lat).toBeCloseTo(GCJ02.lat, 7);
  expect(amap.lon).toBeCloseTo(GCJ02.lon, 7);
  const baidu = bd09(SQUARE);
  expect(baidu.lat).toBeCloseTo(BD09.lat, 7);
  expect(baidu.lon).toBeCloseTo(BD09.lon, 7);
});

test('elsewhere nothing is shifted', () => {
  expect(gcj02(LISBON)).toBe(LISBON);
  expect(bd09(LISBON)).toBe(LISBON);
});

test('each map is given the coordinates that it counts in', () => {
  const links = Object.fromEntries(
    mapLinks(SQUARE, '人民广场').map(({ name, href }) => [name, href]),
  );
  expect(links['Google']).toContain('31.230400,121.473700');
  expect(links['Apple']).toContain(`${GCJ02.lat.toFixed(6)},${GCJ02.lon.toFixed(6)}`);
  expect(links['高德 AMap']).toContain(`${GCJ02.lon.toFixed(6)},${GCJ02.lat.toFixed(6)}`);
  expect(links['百度 Baidu']).toContain(`${BD09.lat.toFixed(6)},${BD09.lon.toFixed(6)}`);
});

test('a name cannot break out of its link', () => {
  for (const { href } of mapLinks(SQUARE, 'A & B?x=1#"'))
    expect(href).not.toContain('A & B');
});

test('a degree of latitude is 111 km', () => {
  expect(distance({ lat: 31, lon: 121 }, { lat: 32, lon: 121 })).toBeCloseTo(111_195, -1);
});

test('an inaccurate position counts as at the site further out, but not for ever', () => {
  expect(isInside(200, 0)).toBe(true);
  expect(isInside(201, 0)).toBe(false);
  expect(isInside(290, 100)).toBe(true);
  expect(isInside(501, 5_000)).toBe(false);
});
