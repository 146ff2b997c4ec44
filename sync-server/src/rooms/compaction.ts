// When a room's entries are merged into one, and how: in the merge thread, once the room is quiet. Compaction keeps the
// head and removes nothing that was not merged.
import type { RelayLog, RoomSize } from '../update-log/relay-log.ts';
import type { Merger } from '../merge/merger.ts';
import type { StoredRoom } from './stored-room.ts';

/** Below this many entries a room is left alone. */
const MIN_ENTRIES = 8;
/** Entries from which a room is long, if its tail is also more than this share of the first entry. */
const LONG_ENTRIES = 500;
const LONG_TAIL_SHARE = 1 / 50;
/**
 * Size of the tail, in bytes and as a share of the first entry, from which it is merged whatever the number of
 * entries.
 */
const TAIL_BYTES = 256 * 1024;
const TAIL_SHARE = 0.5;
/** Entries from which compaction does not wait for the room to be quiet. */
const URGENT_ENTRIES = 5000;
/** How long after its last update a room is quiet, ms: a stream is not merged again and again while it runs. */
const QUIET_MS = 2000;

const isDue = ({ entries, bytes, firstBytes }: RoomSize): boolean => {
  const tail = bytes - firstBytes;
  const isLong = entries > LONG_ENTRIES && tail > firstBytes * LONG_TAIL_SHARE;
  const isHeavy = tail > Math.max(TAIL_BYTES, firstBytes * TAIL_SHARE);
  return entries >= MIN_ENTRIES && (isLong || isHeavy);
};

export interface CompactionDeps {
  name: string;
  log: RelayLog;
  merger: Merger;
  stored: StoredRoom;
  onError(error: Error): void;
}

/** Returns the function to call after each write: it schedules a compaction when one is due. */
export const createCompaction = ({ name, log, merger, stored, onError }: CompactionDeps): (() => void) => {
  let isRunning = false;
  let timer: NodeJS.Timeout | null = null;

  const compact = async (): Promise<void> => {
    timer = null;
    if (isRunning) return;
    isRunning = true;
    try {
      if (!isDue(await stored.measure())) return; // another node was faster
      const { rows, head } = await log.read(name);
      if (!head) return;
      await log.compact(name, head.sequence, await merger.run({ type: 'compact', rows }, name));
      await stored.measure();
    } catch (error) {
      onError(error as Error); // the tail stays as it is, is still served, and is tried again after the next write
    } finally {
      isRunning = false;
    }
  };

  return () => {
    if (stored.isQuarantined() || isRunning || !isDue(stored.size())) return;
    if (timer) clearTimeout(timer);
    timer = null;
    if (stored.size().entries > URGENT_ENTRIES) void compact();
    else timer = setTimeout(() => void compact(), QUIET_MS).unref();
  };
};
