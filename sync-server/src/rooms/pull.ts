// Owns answering many documents of a campaign at once, for a device that was away: what it lacks of each, as far as one answer
// goes; it asks again for the rest. Opens no room.
import type { Pulled, PullRequest } from '@emberkeep/sync/wire';
import { UNREADABLE, type RelayLog } from '../log/relay-log.ts';
import type { Merger } from '../merge/merger.ts';

/** An answer ends after the document with which it is this large: a bad network loses no more. */
const ANSWER_BYTES = 2 * 1024 * 1024;

/** Rooms that cannot be merged as they are are left out: a visit gets what is sound of them. */
export const pullRooms = async (
  deps: { log: RelayLog; merger: Merger },
  rooms: readonly PullRequest[],
): Promise<Pulled[]> => {
  const pulled: Pulled[] = [];
  let bytes = 0;
  for (const { room, snapshot } of rooms) {
    const { head, rows } = await deps.log.read(room);
    if (!head || rows.includes(UNREADABLE)) continue;
    const answer = await deps.merger.run({ type: 'pull', rows, snapshot }).catch(() => null);
    if (!answer) continue;
    pulled.push({ ...head, ...answer });
    bytes += answer.update.byteLength;
    if (bytes > ANSWER_BYTES) break;
  }
  return pulled;
};
