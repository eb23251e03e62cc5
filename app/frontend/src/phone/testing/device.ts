import type { PhoneDb } from '../data/db.ts';
import type { Device } from '../data/types.ts';

export const DEVICE = 'd1';

export const newDevice = (facts: Partial<Device> = {}): Device => ({
  id: DEVICE,
  number: 1,
  token: 'secret',
  user: { id: 1, name: 'Li', email: 'li@example.com' },
  technician: { id: 1, name: 'Li' },
  cursor: null,
  generation: 0,
  isSignedIn: true,
  isUpgradeRequired: false,
  syncedAt: null,
  ahead: 0,
  ...facts,
});

export async function signIn(db: PhoneDb): Promise<void> {
  if ((await db.devices.get(DEVICE)) === undefined) await db.devices.put(newDevice());
}
