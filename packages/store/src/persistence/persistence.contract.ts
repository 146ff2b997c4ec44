// The promises that every disk adapter keeps, as a test suite: it runs over the adapter in memory and the one over
// IndexedDB.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Persistence } from './persistence.ts';

/** A disk under test, with a second connection as another tab has it, and ways to break it. */
export interface DiskUnderTest {
  open(): Promise<Persistence>;
  /** Another connection to the same bytes. */
  openAgain(): Promise<Persistence>;
  /** Makes writes fail as a full disk does, until `heal`. */
  fill(): void;
  heal(): void;
  /** Drops the connection as a tablet does in the background. */
  drop?(): void;
  dispose(): Promise<void>;
}

const room = 'campaign/c1';
const update = (text: string): Uint8Array => {
  const doc = new Y.Doc();
  doc.getText('t').insert(0, text);
  return Y.encodeStateAsUpdate(doc);
};
const value = <T>(result: { ok: true; value: T } | { ok: false; error: { type: string } }): T => {
  if (!result.ok) throw new Error(`failed: ${result.error.type}`);
  return result.value;
};

export const persistenceContract = (name: string, make: () => DiskUnderTest): void => {
  describe(`persistence contract: ${name}`, () => {
    const withDisk = (title: string, run: (disk: DiskUnderTest, persistence: Persistence) => Promise<void>): void =>
      it(title, async () => {
        const disk = make();
        try {
          await run(disk, await disk.open());
        } finally {
          await disk.dispose();
        }
      });

    withDisk('returns what was appended, in order, to a second connection', async (disk, persistence) => {
      value(
        await persistence.append([
          { room, bytes: update('a'), sent: false },
          { room, bytes: update('b'), sent: true },
        ]),
      );
      value(await persistence.append([{ room: 'campaign/other', bytes: update('x'), sent: false }]));
      const again = await disk.openAgain();
      const rows = value(await again.load(room));
      expect(rows.map((r) => r.sent)).toEqual([false, true]);
      expect(rows[0]!.id).toBeLessThan(rows[1]!.id);
      expect(Y.mergeUpdates(rows.map((r) => r.bytes)).byteLength).toBeGreaterThan(0);
    });

    withDisk('writes rows of two documents all or not at all', async (disk, persistence) => {
      disk.fill();
      const result = await persistence.append([
        { room, bytes: update('a'), sent: false },
        { room: `${room}/session/s`, bytes: update('b'), sent: false },
      ]);
      expect(result).toMatchObject({ ok: false, error: { type: 'StorageFull' } });
      disk.heal();
      expect(value(await persistence.rooms(room))).toEqual([]);
    });

    withDisk(
      'reports StorageFull at the quota, keeps what was there, and writes again once space is free',
      async (disk, persistence) => {
        value(await persistence.append([{ room, bytes: update('before'), sent: false }]));
        disk.fill();
        expect(await persistence.append([{ room, bytes: update('lost?'), sent: false }])).toMatchObject({
          ok: false,
          error: { type: 'StorageFull' },
        });
        expect(value(await persistence.load(room))).toHaveLength(1);
        disk.heal();
        value(await persistence.append([{ room, bytes: update('after'), sent: false }]));
        expect(value(await persistence.load(room))).toHaveLength(2);
      },
    );

    withDisk('compaction deletes only the rows it read, even while another tab appends', async (disk, persistence) => {
      const ids = value(
        await persistence.append([1, 2, 3].map((n) => ({ room, bytes: update(`r${n}`), sent: false }))),
      );
      const other = await disk.openAgain();
      const [compacted, appended] = await Promise.all([
        persistence.replace(room, ids, { bytes: update('all'), sent: false }),
        other.append([{ room, bytes: update('meanwhile'), sent: false }]),
      ]);
      const left = value(await persistence.load(room)).map((r) => r.id);
      expect(left.sort()).toEqual([value(compacted), ...value(appended)].sort());
    });

    withDisk('marks rows as sent and ignores rows that are gone', async (_disk, persistence) => {
      const ids = value(await persistence.append([1, 2].map((n) => ({ room, bytes: update(`r${n}`), sent: false }))));
      value(await persistence.markSent([ids[0]!, 99999]));
      expect(value(await persistence.load(room)).map((r) => r.sent)).toEqual([true, false]);
      expect(value(await persistence.rooms(room))).toEqual([{ room, rowCount: 2, unsentCount: 1 }]);
    });

    withDisk('lists and removes rooms by prefix, never a namesake', async (_disk, persistence) => {
      for (const r of [room, `${room}/session/s1`, `${room}0`, 'campaign/c'])
        value(await persistence.append([{ room: r, bytes: update(r), sent: true }]));
      expect(
        value(await persistence.rooms(room))
          .map((r) => r.room)
          .sort(),
      ).toEqual([room, `${room}/session/s1`]);
      value(await persistence.remove(room));
      expect(value(await persistence.rooms(room))).toEqual([]);
      expect(value(await persistence.load(`${room}0`))).toHaveLength(1);
    });

    withDisk('works again after the connection was dropped and reopened', async (disk, persistence) => {
      value(await persistence.append([{ room, bytes: update('a'), sent: false }]));
      disk.drop?.();
      value(await persistence.reopen());
      value(await persistence.append([{ room, bytes: update('b'), sent: false }]));
      expect(value(await persistence.load(room))).toHaveLength(2);
    });
  });
};
