// The policy of catching up: which documents this device must visit at the relay, and how many at a time. It has no
// disk and no socket of its own, so the policy can be tested without either.
import type { Head } from './wire/messages.ts';

/** What this device knows. `unsent` holds the rooms with local writes that no acknowledgement covers. */
export interface DeviceState {
  cursors: ReadonlyMap<string, { sequence: number; tag: string }>;
  rooms: ReadonlySet<string>;
  unsent: ReadonlySet<string>;
}

/**
 * The rooms to visit, newest session first (C4, C5): those whose head differs from the cursor, those that only this
 * device has, and those with unsent writes. A head that is older than the cursor means that the relay was emptied or
 * restored. Session ids are UUIDv7, so the names of rooms sort by age.
 */
export const roomsToVisit = (heads: readonly Head[], device: DeviceState): string[] => {
  const rooms = new Set<string>(device.unsent);
  const atRelay = new Set<string>();
  for (const head of heads) {
    atRelay.add(head.room);
    const cursor = device.cursors.get(head.room);
    const isCurrent = cursor?.sequence === head.sequence && cursor.tag === head.tag;
    if (!isCurrent || !device.rooms.has(head.room)) rooms.add(head.room);
  }
  for (const room of device.rooms) if (!atRelay.has(room)) rooms.add(room);
  return [...rooms].sort((a, b) => (a < b ? 1 : -1));
};

/** `left` counts the rooms that still need a visit. */
export interface CatchUpProgress {
  done: number;
  left: number;
}

/**
 * Visits each room once, at most `atOnce` at the same time. The default of 2 keeps a tablet at four sockets, counting
 * the two open documents. A failed visit is left for the next round. Resolves with the number of rooms left, once
 * every room was tried or `isStopped` returns true.
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
