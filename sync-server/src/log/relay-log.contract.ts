// Owns the promises of every log engine; a later one (Postgres) runs the same suite.
import { describe, expect, it } from 'vitest';
import type { RelayLog } from './relay-log.ts';

const room = 'campaign/a';
const bytes = (n: number): Uint8Array => new Uint8Array([n, n, n]);
const entry = (name: string, n: number) => ({ room: name, bytes: bytes(n), member: 'm' });

export const relayLogContract = (name: string, make: () => { log: RelayLog; dispose: () => Promise<void> }): void => {
  describe(`relay log contract: ${name}`, () => {
    const withLog = (title: string, run: (log: RelayLog) => Promise<void>): void =>
      it(title, async () => {
        const { log, dispose } = make();
        try {
          await run(log);
        } finally {
          await dispose();
        }
      });

    withLog('keeps order per room and gives ascending sequences with tags of their own', async (log) => {
      const [first, second, third] = log.append([entry(room, 1), entry('campaign/b', 2), entry(room, 3)]);
      await log.sync();
      expect(log.read(room).map((b) => b[0])).toEqual([1, 3]);
      expect(first!.sequence).toBeLessThan(second!.sequence);
      expect(first!.tag).not.toBe(third!.tag);
      expect(log.head(room)).toEqual({ room, sequence: third!.sequence, tag: third!.tag });
      expect(log.head('campaign/none')).toBeNull();
    });

    withLog('lists heads by campaign, never a namesake', async (log) => {
      log.append([entry(room, 1), entry(`${room}/session/x`, 2), entry(`${room}0`, 3), entry(`${room}/table`, 4)]);
      expect(log.heads(room).map((h) => h.room).sort()).toEqual([room, `${room}/session/x`, `${room}/table`]);
    });

    withLog('names every room with its entries and size, and nothing of what is in it', async (log) => {
      log.append([entry(room, 1), entry('campaign/b', 2), entry(room, 3)]);
      expect(log.rooms().map(({ room: name, entries, bytes: size }) => [name, entries, size])).toEqual([[room, 2, 6], ['campaign/b', 1, 3]]);
      expect(Object.keys(log.rooms()[0]!).sort()).toEqual(['at', 'bytes', 'entries', 'room']);
    });

    withLog('[R8] compaction keeps the head, deletes what it read and leaves what came meanwhile', async (log) => {
      log.append([entry(room, 1), entry(room, 2)]);
      const head = log.head(room)!;
      log.append([entry(room, 3)]);
      log.compact(room, head.sequence, bytes(12));
      expect(log.read(room).map((b) => b[0])).toEqual([12, 3]);
      const after = log.head(room)!;
      log.compact(room, after.sequence, bytes(99));
      expect(log.head(room)).toEqual(after);
      expect(log.size(room)).toEqual({ entries: 1, bytes: 3 });
    });

    withLog('removes a campaign and nothing else; a late compaction brings nothing back', async (log) => {
      log.append([entry(room, 1), entry(`${room}/session/x`, 2), entry(`${room}0`, 3)]);
      const head = log.head(room)!;
      log.remove(room);
      log.compact(room, head.sequence, bytes(9));
      expect(log.heads(room)).toEqual([]);
      expect(log.read(room)).toEqual([]);
      expect(log.read(`${room}0`)).toHaveLength(1);
    });
  });
};
