/** Links into the maps that people have, each in the coordinates that it counts in.
 *
 * Chinese maps are shifted (GCJ-02), Baidu's once more (BD-09). The formulas are those
 * of `app/core/coordinates.py`; both are tested against the same places.
 */

export interface Place {
  lat: number;
  lon: number;
}

const { sin, cos, sqrt, abs, PI, hypot, atan2 } = Math;
const SEMI_MAJOR = 6_378_245;
const ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943;
const BD_TURN = (PI * 3000) / 180;

const wave = (halfTurns: number): number => sin(halfTurns * PI);
const ripple = (x: number): number => 20 * wave(6 * x) + 20 * wave(2 * x);

function north(x: number, y: number): number {
  const base = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x));
  const slow = 20 * wave(y) + 40 * wave(y / 3);
  const slower = 160 * wave(y / 12) + 320 * wave(y / 30);
  return base + ((ripple(x) + slow + slower) * 2) / 3;
}

function east(x: number, y: number): number {
  const base = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x));
  const slow = 20 * wave(x) + 40 * wave(x / 3);
  const slower = 150 * wave(x / 12) + 300 * wave(x / 30);
  return base + ((ripple(x) + slow + slower) * 2) / 3;
}

/** Whether Chinese maps shift this place. */
export const isShifted = ({ lat, lon }: Place): boolean =>
  lat >= 0.8293 && lat <= 55.8271 && lon >= 72.004 && lon <= 137.8347;

export function gcj02(place: Place): Place {
  if (!isShifted(place)) return place;
  const [x, y] = [place.lon - 105, place.lat - 35];
  const phi = (place.lat * PI) / 180;
  const curve = 1 - ECCENTRICITY_SQUARED * sin(phi) ** 2;
  const meridian = (SEMI_MAJOR * (1 - ECCENTRICITY_SQUARED)) / curve ** 1.5;
  const parallel = (SEMI_MAJOR / sqrt(curve)) * cos(phi);
  return {
    lat: place.lat + ((north(x, y) / meridian) * 180) / PI,
    lon: place.lon + ((east(x, y) / parallel) * 180) / PI,
  };
}

export function bd09(place: Place): Place {
  if (!isShifted(place)) return place;
  const { lat, lon } = gcj02(place);
  const radius = hypot(lon, lat) + 2e-5 * sin(lat * BD_TURN);
  const angle = atan2(lat, lon) + 3e-6 * cos(lon * BD_TURN);
  return { lat: radius * sin(angle) + 0.006, lon: radius * cos(angle) + 0.0065 };
}

const text = ({ lat, lon }: Place): string => `${lat.toFixed(6)},${lon.toFixed(6)}`;

export interface MapLink {
  name: string;
  href: string;
}

/** Each link leads from where the person is to the place. */
export function mapLinks(place: Place, name: string): MapLink[] {
  const label = encodeURIComponent(name);
  const amap = gcj02(place);
  const [lat, lon] = [amap.lat.toFixed(6), amap.lon.toFixed(6)];
  return [
    {
      name: '高德 AMap',
      href: `https://uri.amap.com/navigation?to=${lon},${lat},${label}&mode=car&coordinate=gaode&callnative=1`,
    },
    {
      name: '百度 Baidu',
      href: `https://api.map.baidu.com/direction?destination=latlng:${text(bd09(place))}|name:${label}&mode=driving&coord_type=bd09ll&output=html&src=paigong`,
    },
    {
      // Apple shows China by AMap's data.
      name: 'Apple',
      href: `https://maps.apple.com/?daddr=${text(amap)}&q=${label}&dirflg=d`,
    },
    {
      // Google's links take WGS-84 and shift by themselves.
      name: 'Google',
      href: `https://www.google.com/maps/dir/?api=1&destination=${text(place)}&travelmode=driving`,
    },
  ];
}

const EARTH_M = 6_371_008.8;
const FENCE_M = 200;
const MOST_ACCURACY_M = 300;

/** The great circle between two places, in metres. */
export function distance(one: Place, two: Place): number {
  const rad = (degrees: number): number => (degrees * PI) / 180;
  const half =
    sin(rad(two.lat - one.lat) / 2) ** 2 +
    cos(rad(one.lat)) * cos(rad(two.lat)) * sin(rad(two.lon - one.lon) / 2) ** 2;
  return Math.round(2 * EARTH_M * Math.asin(Math.min(1, sqrt(half))));
}

/** Whether an arrival counts as at the site, as the server will judge it. */
export const isInside = (metres: number, accuracy: number): boolean =>
  metres <= FENCE_M + Math.min(Math.max(accuracy, 0), MOST_ACCURACY_M);
