import type { Place } from './datum.ts';

export interface Position {
  point: Place;
  accuracy_m: number;
}

const PATIENCE = 8_000;

/** Ask the phone where it is; null when it does not know, or may not say. */
export function whereAmI(): Promise<Position | null> {
  if (!('geolocation' in navigator)) return Promise.resolve(null);
  return new Promise((tell) =>
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude: lat, longitude: lon, accuracy } }) =>
        tell({ point: { lat, lon }, accuracy_m: Math.round(accuracy) }),
      () => tell(null),
      { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 30_000 },
    ),
  );
}
