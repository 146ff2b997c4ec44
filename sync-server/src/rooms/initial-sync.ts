// The answer to a client's SyncStep1: everything that it lacks, then SyncStep2. `synced` only ever follows the whole
// room (R5 of packages/sync/SPEC.md): of a damaged room a client gets what is sound, and no SyncStep2.
import { encodeSync, SYNC } from '@emberkeep/sync/wire';
import type { RelayLog } from '../update-log/relay-log.ts';
import { mergeSmall } from '../merge/merge-tasks.ts';
import type { Merger } from '../merge/merger.ts';
import { isPlayerViewRoom } from './room-names.ts';
import { encodeDeletions } from './room-state.ts';
import { createSharedAnswers } from './shared-answers.ts';
import { hasAllOf } from './state-vector.ts';
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

/**
 * The frames that answer a client. `isWhole`: they end with a SyncStep2. `isPart`: a reader of the player view, which
 * always gets a SyncStep2, does not get all that was published.
 */
export interface InitialAnswer {
  frames: Uint8Array[];
  isWhole: boolean;
  isPart: boolean;
}

export interface InitialSyncDeps {
  name: string;
  log: RelayLog;
  merger: Merger;
  stored: StoredRoom;
}

/**
 * Returns the function from a client's encoded state vector to the frames that answer it. `gone`: the client waits for
 * them no more.
 */
export const createInitialSync = ({ name, log, merger, stored }: InitialSyncDeps) => {
  const isTable = isPlayerViewRoom(name);

  /** The player view without anything deleted: players must never receive what was hidden again. */
  const answerPlayer = async (vector: Uint8Array, gone?: AbortSignal): Promise<InitialAnswer> => {
    await stored.load();
    // It is written anew by its publisher, which has no copy of it to answer with.
    const published = await merger.run({ type: 'published', rows: await stored.readEntries(), vector }, name, gone);
    const isAll = published.isWhole && !stored.isQuarantined();
    return { frames: [step2(published.update)], isWhole: true, isPart: !isAll };
  };

  /** What the client lacks, as one update. */
  const lackedBy = async (vector: Uint8Array, gone?: AbortSignal): Promise<Uint8Array> => {
    const state = await stored.load();
    if (hasAllOf(state, vector)) return encodeDeletions(state);
    return merger.run({ type: 'diff', rows: await stored.readEntries(), vector }, name, gone);
  };

  const answer = async (vector: Uint8Array, gone?: AbortSignal): Promise<InitialAnswer> => {
    if (isTable) return answerPlayer(vector, gone);
    if (isEmptyVector(vector) && !stored.isQuarantined()) {
      const entries = await stored.readEntries();
      if (areReadable(entries)) return { frames: storedBytes(entries), isWhole: true, isPart: false };
    }
    // Asked first: what makes the room whole later comes as an update.
    await stored.load();
    const isWhole = await stored.isWhole();
    const update = await lackedBy(vector, gone);
    return { frames: [isWhole ? step2(update) : encodeSync(SYNC.update, update)], isWhole, isPart: false };
  };
  const share = createSharedAnswers(stored.head);

  return async (vector: Uint8Array, gone?: AbortSignal): Promise<InitialAnswer> => {
    await log.fresh();
    return share(vector, () => answer(vector, gone));
  };
};
