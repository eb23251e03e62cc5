/** What the phone keeps, and what it says to the server. */

/** `pending` has no answer yet; the others are the server's words. */
export type Fate = 'pending' | 'applied' | 'merged' | 'held' | 'parked' | 'rejected';

export interface Device {
  /** The public id that the server gave. */
  id: string;
  /** What it is called when it goes out of use. */
  number: number;
  token: string;
  user: { id: number; name: string; email: string };
  technician: { id: number; name: string };
  /** `e<epoch>.<counter>`; null before the first answer. */
  cursor: string | null;
  /** Counts resets: visits of an earlier one go when the new list is whole. */
  generation: number;
  /** Whether the server still takes the token. */
  isSignedIn: boolean;
  isUpgradeRequired: boolean;
  syncedAt: number | null;
  /** Server's time minus this phone's, at the last answer. */
  ahead: number;
}

export interface Op {
  /** The order in which things were done on this phone. */
  n?: number;
  id: string;
  device: string;
  stream: string;
  seq: number;
  visit_id: number | null;
  base: number | null;
  type: string;
  at: string;
  mono_ms: number;
  boot: string;
  data: Record<string, unknown>;
  fate: Fate;
  code: string | null;
  detail: string | null;
  version: number | null;
  /** When the answer came, by this phone's clock; null while pending. */
  settled_at: number | null;
  /** The person has read that it was not taken. */
  isRead?: boolean;
}

export interface Visit {
  device: string;
  id: number;
  v: number;
  generation: number;
  data: unknown;
}

export type UploadState = 'waiting' | 'stored' | 'refused';

export interface Attachment {
  /** `<device>:<visit>:<sha256>` */
  key: string;
  device: string;
  visit_id: number;
  sha256: string;
  size: number;
  media_type: string;
  state: UploadState;
  /** Where the upload goes on; null before it was created. */
  url: string | null;
  offset: number;
  /** How often it failed: another one goes first then. */
  tries: number;
  reason: string | null;
  /** The person has read why it was refused. */
  isRead?: boolean;
  made_at: number;
}

/** The bytes lie apart, so that lists need not load them. */
export interface Bytes {
  key: string;
  bytes: ArrayBuffer;
}

export interface Stream {
  device: string;
  stream: string;
  next: number;
}

export interface Meta {
  key: string;
  value: unknown;
}
