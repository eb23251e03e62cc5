import { readAll } from './page.ts';

export type PictureState = 'pending' | 'stored' | 'refused';

/** A picture of a visit; evidence names it by `sha256`. */
export interface Picture {
  id: number;
  sha256: string;
  state: PictureState;
  reason: string | null;
  width: number | null;
  height: number | null;
}

export const readPictures = (visitId: number, signal?: AbortSignal): Promise<Picture[]> =>
  readAll(`/visits/${visitId}/attachments`, {}, signal);

export const pictureUrl = (id: number): string => `/api/v1/attachments/${id}`;
export const smallPictureUrl = (id: number): string => `/api/v1/attachments/${id}/small`;

const RANKS: Record<PictureState, number> = { stored: 0, pending: 1, refused: 2 };

/** Two phones may send the same bytes: the one that can be shown counts. */
export function bySha(pictures: readonly Picture[]): Map<string, Picture> {
  const worstFirst = [...pictures].sort((a, b) => RANKS[b.state] - RANKS[a.state]);
  return new Map(worstFirst.map((one) => [one.sha256, one]));
}
