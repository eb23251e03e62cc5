import type { PhoneDb } from '../data/db.ts';

export interface InstrumentData {
  type: string;
  serial: string;
  calibrated_until?: string;
}

const keyOf = (type: string): string => `instrument:${type}`;

/** The instrument used last of each type, so that it is typed once and not each time. */
export const instruments = {
  async last(db: PhoneDb, type: string): Promise<InstrumentData | null> {
    const kept = await db.meta.get(keyOf(type));
    return (kept?.value as InstrumentData | undefined) ?? null;
  },
  async remember(db: PhoneDb, instrument: InstrumentData): Promise<void> {
    await db.meta.put({ key: keyOf(instrument.type), value: { ...instrument } });
  },
};
