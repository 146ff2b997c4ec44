// Tells what state the documents of a campaign are in on this device's disk, without reading them.
import { readRoom } from '@emberkeep/domain';
import { updateKeys, type DeviceDatabase } from '@emberkeep/store';

/**
 * The state of the ledger and of each session's body, by room: the ids of its rows. A row never changes, its id is never
 * given twice, and every change is a new row, so an equal state is an equal document.
 */
export const documentStates = async (db: DeviceDatabase, campaignId: string): Promise<Map<string, string>> => {
  const prefix = `campaign/${campaignId}`;
  const ids = new Map<string, number[]>();
  for (const { id, room } of await updateKeys(db, prefix)) {
    const ref = readRoom(room);
    if (ref?.campaignId !== campaignId || ref.kind === 'table') continue;
    ids.set(room, [...(ids.get(room) ?? []), id]);
  }
  return new Map([...ids].map(([room, rows]) => [room, rows.sort((a, b) => a - b).join(' ')]));
};
