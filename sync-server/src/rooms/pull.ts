// Answers many documents of a campaign in one response, for a device that was offline: what it lacks of each, up to a
// size; it asks again for the rest. Opens no room.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PulledRoom, PullRequest } from '@emberkeep/sync/wire';
import type { RelayLog } from '../update-log/relay-log.ts';
import type { Merger } from '../merge/merger.ts';
import { areReadable } from './stored-room.ts';

/** A response ends after the document that takes it past this size, so that a bad network loses no more than this. */
const RESPONSE_BYTES = 2 * 1024 * 1024;

/**
 * Leaves out rooms that do not merge: a device that opens such a room gets what is readable of it. `signal` is aborted
 * once nobody waits for the answer.
 */
export const pullRooms = async (
  { log, merger }: { log: RelayLog; merger: Merger },
  requests: readonly PullRequest[],
  signal?: AbortSignal,
): Promise<PulledRoom[]> => {
  const pulled: PulledRoom[] = [];
  let bytes = 0;
  // A room that is named more than once is answered once.
  const byRoom = new Map(requests.map((request) => [request.room, request]));
  for (const { room, snapshot } of byRoom.values()) {
    // Otherwise up to 100 small documents merge in one turn and block every other connection.
    await nextTurn();
    if (signal?.aborted) break;
    const { head, rows } = await log.read(room);
    if (!head || !areReadable(rows)) continue;
    // Left out where merging fails or its thread ends: the device opens the room, and the relay then looks into it.
    const answer = await merger.run({ type: 'pull', rows, snapshot }, room, signal).catch(() => null);
    if (!answer) continue;
    pulled.push({ ...head, ...answer });
    bytes += answer.update.byteLength;
    if (bytes > RESPONSE_BYTES) break;
  }
  return pulled;
};
