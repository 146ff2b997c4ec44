// Whatever the disk does with the writes of a queue, and whenever the tab is killed: what is on the disk has no missing
// row, holds everything that was called saved, and never one document of a command without the other. Repeat a run with
// EMBERKEEP_FUZZ_SEED=<seed>.
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Result } from '@emberkeep/domain';
import { createRandom } from '@emberkeep/domain/testing';
import { applyRows } from './load-document.ts';
import { createMemoryPersistence, type MemoryPersistence } from './persistence/memory-persistence.ts';
import type { NewRow, StorageError } from './persistence/persistence.ts';
import { createSaveQueue } from './save-queue.ts';

const ROOMS = ['campaign/c', 'campaign/c/session/s'];
const only = process.env['EMBERKEEP_FUZZ_SEED'];
const count = Number(process.env['EMBERKEEP_FUZZ_SEEDS'] ?? 100);
type Random = ReturnType<typeof createRandom>;

/** A disk whose writes end when the test says so: stored, refused, or dropped without an answer. */
const createUnsteadyDisk = (disk: MemoryPersistence, random: Random) => {
  const waiting: (() => Promise<void>)[] = [];
  const append = (rows: readonly NewRow[]): Promise<Result<number[], StorageError>> =>
    new Promise((resolve) => {
      waiting.push(async () => {
        const fate = random.int(10);
        if (fate < 6) resolve(await disk.append(rows));
        else if (fate < 8) resolve({ ok: false, error: { type: 'StorageFull' } });
        else if (fate < 9) resolve({ ok: false, error: { type: 'StorageUnavailable', detail: 'closed' } });
        else if (random.chance(0.5)) await disk.append(rows); // stored, but the answer never comes
      });
    });
  return {
    persistence: { ...disk, append },
    /** Ends one write, not always the oldest. */
    step: async (): Promise<void> => {
      const [run] = waiting.splice(random.int(Math.min(3, waiting.length || 1)), 1);
      await run?.();
    },
  };
};

const load = async (disk: MemoryPersistence): Promise<Y.Doc[]> =>
  Promise.all(
    ROOMS.map(async (room) => {
      const rows = await disk.load(room);
      const doc = new Y.Doc();
      expect(applyRows(doc, rows.ok ? rows.value : [])).toEqual([]);
      return doc;
    }),
  );

const wordsIn = (doc: Y.Doc): number[] => doc.getArray<number>('words').toArray();

/** One life of a tab: commands over both documents while the disk answers as it likes, then the tab is killed. */
const live = async (disk: MemoryPersistence, random: Random, typed: { count: number; saved: number }) => {
  const { persistence, step } = createUnsteadyDisk(disk, random);
  const timers: (() => void)[] = [];
  const queue = createSaveQueue({ persistence, later: (_ms, run) => timers.push(run) });
  const docs = await load(disk);
  docs.forEach((doc, i) => doc.on('update', (bytes: Uint8Array) => queue.push(ROOMS[i]!, bytes, random.chance(0.2))));
  typed.count = wordsIn(docs[0]!).length;
  for (let i = random.int(40); i > 0; i--) {
    const action = random.int(8);
    if (action < 4) {
      for (const doc of docs) doc.getArray<number>('words').push([typed.count]);
      typed.count += 1;
      const now = typed.count;
      if (random.chance(0.3))
        void queue.whenSaved().then((saved) => saved.ok && (typed.saved = Math.max(typed.saved, now)));
    } else if (action < 7) await step();
    else if (random.chance(0.5)) timers.splice(0).forEach((run) => run());
    else queue.retry();
    if (random.chance(0.7)) await new Promise((resolve) => setImmediate(resolve));
  }
  await new Promise((resolve) => setImmediate(resolve));
};

const run = async (seed: number): Promise<void> => {
  const random = createRandom(seed);
  let disk = createMemoryPersistence();
  const typed = { count: 0, saved: 0 };
  for (let lives = 0; lives < 4; lives++) {
    await live(disk, random, typed);
    disk = disk.clone(); // what the tab still had in flight is lost with it
    const docs = await load(disk);
    const repeat = `repeat with EMBERKEEP_FUZZ_SEED=${seed}`;
    for (const { store } of docs) expect([store.pendingStructs, store.pendingDs], repeat).toEqual([null, null]);
    const [words, others] = docs.map(wordsIn) as [number[], number[]];
    expect(words, repeat).toEqual(words.map((_word, i) => i));
    expect(others, repeat).toEqual(words);
    expect(words.length, repeat).toBeGreaterThanOrEqual(typed.saved);
  }
};

it(`no refused, slow or killed write leaves a missing row (${only ? `seed ${only}` : `${count} seeds`})`, async () => {
  const seeds = only ? [Number(only)] : Array.from({ length: count }, (_, i) => i + 1);
  for (const seed of seeds) await run(seed);
}, 600_000);
