import { Dexie, type EntityTable, type Table } from 'dexie';
import type { Attachment, Bytes, Device, Meta, Op, Stream, Visit } from './types.ts';

export const NAME = 'paigong-phone';

/** The phone's store. Everything belongs to a device, which is one person's on one phone. */
export class PhoneDb extends Dexie {
  declare devices: EntityTable<Device, 'id'>;
  declare meta: EntityTable<Meta, 'key'>;
  declare streams: Table<Stream, [string, string]>;
  declare visits: Table<Visit, [string, number]>;
  declare ops: Table<Op, number>;
  declare attachments: EntityTable<Attachment, 'key'>;
  declare bytes: EntityTable<Bytes, 'key'>;

  constructor(name = NAME) {
    // What was said to be kept must outlive an empty battery, not only the page.
    super(name, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({
      devices: 'id',
      meta: 'key',
      streams: '[device+stream]',
      visits: '[device+id], device',
      // The store itself refuses a number given twice.
      ops: '++n, &id, &[device+stream+seq], [device+fate], [device+visit_id], device',
      attachments: 'key, [device+state], [device+visit_id], device',
      bytes: 'key',
    });
  }
}
