export type Zoom = 'day' | 'week';
export type View = 'timeline' | 'list';

export interface Wanted {
  territoryId: number | null;
  from: string | null;
  days: number;
  zoom: Zoom;
  view: View;
}

export const RANGES: readonly number[] = [1, 5, 7, 14];
const NARROW = 640;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Read what to show from the page's address; a narrow screen begins with the list. */
export function fromAddress(search: string, width = window.innerWidth): Wanted {
  const given = new URLSearchParams(search);
  const days = Number(given.get('days'));
  return {
    territoryId: Number(given.get('territory')) || null,
    from: DAY.exec(given.get('from') ?? '')?.[0] ?? null,
    days: RANGES.includes(days) ? days : 5,
    zoom: given.get('zoom') === 'day' ? 'day' : 'week',
    view: viewOf(given.get('view'), width < NARROW),
  };
}

function viewOf(given: string | null, isNarrow: boolean): View {
  if (given === 'list' || given === 'timeline') return given;
  return isNarrow ? 'list' : 'timeline';
}

/** Write it back, so that the address can be kept and shared. */
export function asAddress({ territoryId, from, days, zoom, view }: Wanted): string {
  const given = new URLSearchParams({
    territory: String(territoryId),
    from: from ?? '',
    days: String(days),
    zoom,
    view,
  });
  return `?${given.toString()}`;
}
