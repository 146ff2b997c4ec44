// Owns which documents need a visit to the relay, and visiting them a few at a time. In: the relay's heads, this device's
// cursors and unsent rooms. Out: one `visit` per room that differs. Knows no disk and no socket of its own, so that its
// policy is tested without either.
import type { Head } from './wire/messages.ts';

/** Where this device stands. `unsent` rooms hold rows that no acknowledgement covers. */
export interface DeviceStanding {
  cursors: ReadonlyMap<string, { sequence: number; tag: string }>;
  rooms: ReadonlySet<string>;
  unsent: ReadonlySet<string>;
}

/**
 * Rooms to visit, newest session first: heads past the cursor (or a pair the cursor does not know: the relay was emptied
 * or restored), rooms that the relay does not have, and rooms with unsent rows. Session ids are UUIDv7, so names sort by age.
 */
export const roomsToVisit = (heads: readonly Head[], device: DeviceStanding): string[] => {
  const rooms = new Set<string>(device.unsent);
  const known = new Set<string>();
  for (const head of heads) {
    known.add(head.room);
    const cursor = device.cursors.get(head.room);
    if (!cursor || cursor.sequence !== head.sequence || cursor.tag !== head.tag || !device.rooms.has(head.room))
      rooms.add(head.room);
  }
  for (const room of device.rooms) if (!known.has(room)) rooms.add(room);
  return [...rooms].sort((a, b) => (a < b ? 1 : -1));
};

/** How a round went. `left` counts rooms that still need a visit. */
export interface CatchUpProgress {
  done: number;
  left: number;
}

/**
 * Visits rooms, at most `atOnce` side by side; a failed visit is left for the next round. Two at once beside the two open
 * documents keep a tablet at four sockets. Resolves with what is left when everything was tried or `isStopped` says so.
 */
export const catchUp = async (
  rooms: readonly string[],
  deps: {
    visit(room: string): Promise<boolean>;
    atOnce?: number;
    isStopped(): boolean;
    onProgress?(progress: CatchUpProgress): void;
  },
): Promise<number> => {
  const queue = [...rooms];
  let done = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      const room = queue.shift();
      if (room === undefined || deps.isStopped()) return;
      if (await deps.visit(room)) done += 1;
      deps.onProgress?.({ done, left: rooms.length - done });
    }
  };
  await Promise.all(Array.from({ length: deps.atOnce ?? 2 }, worker));
  return rooms.length - done;
};
