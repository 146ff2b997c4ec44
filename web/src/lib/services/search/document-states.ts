// Tells what state the documents of a campaign are in on this device's disk, without reading them.
import { readRoom } from '@emberkeep/domain';
import type { DeviceDatabase } from '@emberkeep/store';

/**
 * The state of the ledger and of each session's body, by room: the ids of its rows. A row never changes, its id is never
 * given twice, and every change is a new row, so an equal state is an equal document.
 */
export const documentStates = async (db: DeviceDatabase, campaignId: string): Promise<Map<string, string>> => {
  const prefix = `campaign/${campaignId}`;
  const ids = new Map<string, number[]>();
  await db.updates
    .where('[room+sent]')
    .between([prefix, 0], [`${prefix}/\uffff`, 1], true, true)
    .eachKey((key, { primaryKey }) => {
      const [room] = key as unknown as [string, number]; // reason: Dexie types compound keys as IndexableType
      const ref = readRoom(room);
      if (ref?.campaignId !== campaignId || ref.kind === 'table') return;
      ids.set(room, [...(ids.get(room) ?? []), Number(primaryKey)]);
    });
  return new Map([...ids].map(([room, rows]) => [room, rows.sort((a, b) => a - b).join(' ')]));
};
