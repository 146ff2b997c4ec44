// The answer to a client's SyncStep1: everything that it lacks, then SyncStep2. `synced` only ever follows the whole
// room (R5 of packages/sync/SPEC.md).
import { encodeSync, SYNC } from '@emberkeep/sync/wire';
import type { RelayLog } from '../log/relay-log.ts';
import { mergeSmall } from '../merge/merge-tasks.ts';
import type { Merger } from '../merge/merger.ts';
import { isPlayerViewRoom } from './room-names.ts';
import { encodeDeletions, hasAllOf } from './room-state.ts';
import { areReadable, type StoredRoom } from './stored-room.ts';

/** An update without content. */
const EMPTY_UPDATE = new Uint8Array([0, 0]);

const isEmptyVector = (vector: Uint8Array): boolean => vector.byteLength === 1 && vector[0] === 0;

const step2 = (update: Uint8Array): Uint8Array => encodeSync(SYNC.step2, update);

/** A client that has nothing gets the stored bytes as they are: the large first entry is not merged again. */
const storedBytes = ([first, ...tail]: readonly Uint8Array[]): Uint8Array[] => [
  ...[...(first ? [first] : []), ...mergeSmall(tail)].map((bytes) => encodeSync(SYNC.update, bytes)),
  step2(EMPTY_UPDATE),
];

export interface InitialSyncDeps {
  name: string;
  log: RelayLog;
  merger: Merger;
  stored: StoredRoom;
}

/** Returns the function from a client's encoded state vector to the frames that answer it. */
export const createInitialSync = ({ name, log, merger, stored }: InitialSyncDeps) => {
  const isTable = isPlayerViewRoom(name);
  return async (vector: Uint8Array): Promise<Uint8Array[]> => {
    await log.fresh();
    // The player view is answered without anything deleted: players must never receive what was hidden again.
    if (isTable) return [step2(await merger.run({ type: 'published', rows: await stored.readEntries(), vector }))];
    if (isEmptyVector(vector) && !stored.isQuarantined()) {
      const entries = await stored.readEntries();
      if (areReadable(entries)) return storedBytes(entries);
    }
    const state = await stored.load();
    if (hasAllOf(state, vector)) return [step2(encodeDeletions(state))];
    return [step2(await merger.run({ type: 'diff', rows: await stored.readEntries(), vector }))];
  };
};
