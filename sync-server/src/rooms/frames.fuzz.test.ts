// Tests that no frame, whatever is in it, ends a room, damages it, or removes what was stored: frames are truncated,
// flipped, random, replayed, reordered, doubled and joined. Nor does one take long, much memory while it is worked on, or
// memory that stays. EMBERKEEP_FRAMES sets how many.
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as Y from 'yjs';
import { expect, it } from 'vitest';
import { encodeSync, SYNC } from '@emberkeep/sync/wire';
import { createRandom } from '@emberkeep/domain/testing';
import { createMemoryLog } from '../update-log/memory-log.ts';
import { createMerger } from '../merge/merger.ts';
import { NO_OTHER_NODES } from '../storage/nodes.ts';
import { NO_WAITING } from '../sockets/turns.ts';
import { createCommitQueue } from './commit-queue.ts';
import type { Connection } from './connection.ts';
import { createRoom } from './room.ts';

const FRAMES = Number(process.env['EMBERKEEP_FRAMES'] ?? 6000);
/** Work of this thread on one frame, ms: none of them is longer than 300 bytes. */
const MAX_FRAME_MS = 300;
/** What one frame may take while it is worked on, bytes, however long it claims to be. */
const MAX_FRAME_BYTES = 2_000_000;
/** What stays of a frame on average, bytes: what is stored, and nothing of what is refused. */
const MAX_KEPT_BYTES = 1500;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
/** Memory of this thread, with that of its buffers, bytes. */
const memory = (): number => {
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
};
const workedMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 17);

it(
  `[M4] [R1] [R6] [R7] ${FRAMES} frames of every kind: the room has every valid update (seed ${seed})`,
  async () => {
    const random = createRandom(seed);
    let tag = 0;
    const log = createMemoryLog(() => `t${tag++}`);
    const commits = createCommitQueue(log);
    const merger = createMerger();
    const errors: Error[] = [];
    const room = createRoom({
      shares: { run: (_grant, answer) => answer() },
      name: 'r',
      log,
      nodes: NO_OTHER_NODES,
      merger,
      commits,
      metrics: { updateStored: () => undefined, tickDurable: () => undefined },
      maxDocBytes: 50_000_000,
      onHead: () => undefined,
      onRefused: () => undefined,
      hasRoom: () => true,
      onEmpty: () => undefined,
      onError: (error) => errors.push(error),
      onQuarantine: (name) => errors.push(new Error(name)),
    });
    let id = 0;
    let closed = 0;
    const connect = (): Connection => {
      let isOpen = true;
      const connection: Connection = {
        id: ++id,
        isOurs: random.chance(0.5),
        member: '',
        role: 'open',
        shared: [],
        turns: NO_WAITING,
        gone: new AbortController().signal,
        received: 0,
        send: () => undefined,
        answer: () => undefined,
        say: () => undefined,
        close: () => {
          if (isOpen) closed += 1;
          isOpen = false;
        },
        isOpen: () => isOpen,
      };
      room.join(connection);
      return connection;
    };

    // Three writers whose updates arrive complete and in order; everything else is noise made from them.
    const writers = [1, 2, 3].map((n) => {
      const doc = new Y.Doc();
      doc.clientID = n;
      const updates: Uint8Array[] = [];
      doc.on('update', (update: Uint8Array) => updates.push(update));
      return { doc, updates, sent: 0, connection: connect() };
    });
    const seen: Uint8Array[] = [];
    const good = new Y.Doc();
    let attacker = connect();
    const noise = (): Uint8Array => {
      const from = seen.length > 0 ? seen[random.int(seen.length)]! : random.bytes(20);
      switch (random.int(9)) {
        case 0:
          return random.bytes(random.int(60));
        case 1:
          return from.subarray(0, random.int(from.length + 1));
        case 2: {
          const flipped = from.slice();
          for (let i = random.int(4); i >= 0; i--) flipped[random.int(flipped.length)]! ^= 1 << random.int(8);
          return flipped;
        }
        case 3:
          return from; // replayed
        case 4:
          return Uint8Array.from([...from, ...random.bytes(random.int(12))]);
        case 5:
          return Uint8Array.from([0, 2, 255, 255, 255, 255, 15, ...random.bytes(5)]); // a false length
        case 6:
          return Uint8Array.from([1, 255, 255, 3, ...random.bytes(30)]);
        case 7:
          return encodeSync(SYNC.step1, random.bytes(random.int(30)));
        default:
          return encodeSync(random.chance(0.5) ? SYNC.update : SYNC.step2, random.bytes(random.int(80)));
      }
    };
    const worst = { ms: 0, bytes: 0 };
    const receive = (connection: Connection, frame: Uint8Array): void => {
      const [memoryBefore, workedBefore] = [memory(), workedMs()];
      room.receive(connection, frame);
      worst.ms = Math.max(worst.ms, workedMs() - workedBefore);
      worst.bytes = Math.max(worst.bytes, memory() - memoryBefore);
    };
    collectGarbage();
    const memoryBefore = memory();
    for (let n = 0; n < FRAMES; n++) {
      if (random.chance(0.15)) {
        const writer = random.pick(writers);
        const text = writer.doc.getText('t');
        if (text.length > 20 && random.chance(0.3)) text.delete(random.int(text.length - 3), 2);
        else
          text.insert(random.int(text.length + 1), String.fromCharCode(97 + random.int(26)).repeat(1 + random.int(5)));
        const frame = encodeSync(SYNC.update, writer.updates[writer.sent]!);
        Y.applyUpdate(good, writer.updates[writer.sent]!);
        writer.sent += 1;
        seen.push(frame);
        if (seen.length > 200) seen.shift();
        receive(writer.connection, frame);
      } else {
        if (!attacker.isOpen()) {
          room.leave(attacker);
          attacker = connect();
        }
        receive(attacker, noise());
      }
      if (n % 500 === 0) await commits.idle();
    }
    await commits.idle();
    room.leave(attacker);
    collectGarbage();
    const kept = (memory() - memoryBefore) / FRAMES;
    console.log(`frames: ${JSON.stringify({ frames: FRAMES, closed, ...worst, keptPerFrame: Math.round(kept) })}`);
    expect(worst.ms, 'work on one frame, ms').toBeLessThan(MAX_FRAME_MS);
    expect(worst.bytes, 'memory of one frame, bytes').toBeLessThan(MAX_FRAME_BYTES);
    expect(kept, 'memory that stays, bytes a frame').toBeLessThan(MAX_KEPT_BYTES);
    expect(
      writers.every((w) => w.connection.isOpen()),
      'a good writer was closed',
    ).toBe(true);
    expect(closed).toBeGreaterThan(FRAMES / 20);
    // Everything stored decodes and merges, nothing is pending, and every valid update is there; a forged update
    // may have added content of its own.
    const there = new Y.Doc();
    for (const row of (await log.read('r')).rows) {
      Y.decodeUpdate(row);
      Y.applyUpdate(there, row);
    }
    expect(there.store.pendingStructs).toBeNull();
    expect(there.store.pendingDs).toBeNull();
    const vector = Y.decodeStateVector(Y.encodeStateVector(there));
    for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(good)))
      expect(vector.get(client) ?? 0).toBeGreaterThanOrEqual(clock);
    const normal = await merger.run({ type: 'compact', rows: (await log.read('r')).rows }, 'r');
    const fresh = new Y.Doc();
    Y.applyUpdate(fresh, normal);
    expect(fresh.getText('t').toString()).toBe(there.getText('t').toString());
    expect(errors.filter((e) => !/state vector|Integer|array|Unexpected|length|decod/i.test(e.message))).toEqual([]);
    await merger.close();
  },
  Math.max(120_000, FRAMES * 5),
);
