// The contract of every log engine.
import { describe, expect, it } from 'vitest';
import type { RelayLog } from './relay-log.ts';

const room = 'campaign/a';
const bytes = (n: number): Uint8Array => new Uint8Array([n, n, n]);
const entry = (name: string, n: number) => ({ room: name, bytes: bytes(n), member: 'm' });

export const relayLogContract = (
  name: string,
  make: () => Promise<{ log: RelayLog; dispose: () => Promise<void> }>,
): void => {
  describe(`relay log contract: ${name}`, () => {
    const withLog = (title: string, run: (log: RelayLog) => Promise<void>): void =>
      it(title, async () => {
        const { log, dispose } = await make();
        try {
          await run(log);
        } finally {
          await dispose();
        }
      });

    const headOf = async (log: RelayLog, name: string) => (await log.read(name)).head;
    const firstBytes = async (log: RelayLog, name = room) => (await log.read(name)).rows.map((b) => b[0]);

    withLog(
      'keeps the order per room, and gives each entry an ascending sequence and a tag of its own',
      async (log) => {
        const [first, second, third] = await log.append([entry(room, 1), entry('campaign/b', 2), entry(room, 3)]);
        await log.sync();
        expect(await firstBytes(log)).toEqual([1, 3]);
        expect(first!.sequence).toBeLessThan(second!.sequence);
        expect(first!.tag).not.toBe(third!.tag);
        expect(await headOf(log, room)).toEqual({ room, sequence: third!.sequence, tag: third!.tag });
        expect(await log.read('campaign/none')).toEqual({ rows: [], head: null });
      },
    );

    withLog('appends many rooms and large entries at once, complete and in order', async (log) => {
      const large = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);
      const made = await log.append(
        Array.from({ length: 200 }, (_, n) => ({
          room: `campaign/${n % 20}`,
          bytes: n === 77 ? large : bytes(n),
          member: '',
        })),
      );
      expect(made.map((e) => e.sequence)).toEqual([...made.map((e) => e.sequence)].sort((a, b) => a - b));
      expect(await firstBytes(log, 'campaign/3')).toEqual([3, 23, 43, 63, 83, 103, 123, 143, 163, 183]);
      expect(Buffer.from((await log.read('campaign/17')).rows[3]!).equals(large)).toBe(true);
    });

    withLog('lists the heads of a campaign, and not of one whose name only starts the same', async (log) => {
      await log.append([
        entry(room, 1),
        entry(`${room}/session/x`, 2),
        entry(`${room}0`, 3),
        entry(`${room}/table`, 4),
      ]);
      expect((await log.heads(room)).map((h) => h.room).sort()).toEqual([room, `${room}/session/x`, `${room}/table`]);
    });

    withLog('lists every room with its entries and size, but without content', async (log) => {
      await log.append([entry(room, 1), entry('campaign/b', 2), entry(room, 3)]);
      const rooms = await log.rooms();
      expect(rooms.map(({ room: name, entries, bytes: size }) => [name, entries, size])).toEqual([
        [room, 2, 6],
        ['campaign/b', 1, 3],
      ]);
      expect(Object.keys(rooms[0]!).sort()).toEqual(['at', 'bytes', 'entries', 'room']);
    });

    withLog('[R8] compaction keeps the head, replaces what it read and leaves later entries', async (log) => {
      await log.append([entry(room, 1), entry(room, 2)]);
      const head = (await headOf(log, room))!;
      await log.append([entry(room, 3)]);
      await log.compact(room, head.sequence, bytes(12));
      expect(await firstBytes(log)).toEqual([12, 3]);
      expect(await log.size(room)).toEqual({ entries: 2, bytes: 6, firstBytes: 3 });
      const after = (await headOf(log, room))!;
      await log.compact(room, after.sequence, bytes(99));
      expect(await headOf(log, room)).toEqual(after);
      expect(await log.size(room)).toEqual({ entries: 1, bytes: 3, firstBytes: 3 });
      // A compaction that was overtaken by another changes nothing.
      await log.compact(room, head.sequence, bytes(12));
      expect(await firstBytes(log)).toEqual([99]);
    });

    withLog('[R8] compaction does not change when a room was last written', async (log) => {
      const [written] = await log.append([entry(room, 1)]);
      const before = (await log.rooms())[0]!.at;
      await new Promise((resolve) => setTimeout(resolve, 5));
      await log.compact(room, written!.sequence, bytes(7));
      expect((await log.rooms())[0]!.at).toBe(before);
    });

    withLog('removes a campaign and nothing else, and a late compaction restores nothing', async (log) => {
      await log.append([entry(room, 1), entry(`${room}/session/x`, 2), entry(`${room}0`, 3)]);
      const head = (await headOf(log, room))!;
      await log.remove(room);
      await log.compact(room, head.sequence, bytes(9));
      expect(await log.heads(room)).toEqual([]);
      expect((await log.read(room)).rows).toEqual([]);
      expect((await log.read(`${room}0`)).rows).toHaveLength(1);
    });
  });
};
