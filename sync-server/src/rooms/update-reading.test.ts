// Tests that an update is judged as Yjs reads it, whatever is in it, in short steps and without taking memory for each
// of its structs.
import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createRandom } from '@emberkeep/domain/testing';
import { emptyState, MAX_CLIENTS, MAX_DELETED_RANGES, takeInBySteps, type RoomState } from './room-state.ts';
import { createStructReader } from './struct-reader.ts';
import { isUsable } from './update-checks.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 18);
const MB = 1024 * 1024;

/** Structs and deletions as the reader reads them; null where it refuses them. */
const read = (update: Uint8Array) => {
  try {
    const reader = createStructReader(update);
    const structs: number[][] = [];
    for (let next = reader.next(); next !== 'end'; next = reader.next()) {
      const { client, clock, length, isSkip, references } = reader.struct;
      if (next === 'struct') structs.push([client, clock, length, Number(isSkip), ...references]);
    }
    return structs;
  } catch {
    return null; // reason: what is refused is compared
  }
};

/** The same by Yjs, which makes objects of all. */
const readByYjs = (update: Uint8Array) => {
  try {
    const { structs } = Y.decodeUpdate(update);
    const clients = structs.map(({ id }) => id.client).filter((client, i, all) => client !== all[i - 1]);
    const isSorted = clients.every((client, i) => i === 0 || client < clients[i - 1]!);
    if (!isSorted || !structs.every((struct) => struct.length > 0 && isUsable(struct))) return null;
    return structs.map((struct) => {
      const ids =
        struct instanceof Y.Item
          ? [struct.origin, struct.rightOrigin, struct.parent instanceof Y.ID ? struct.parent : null]
          : [];
      const references = ids.flatMap((id) => (id ? [id.client, id.clock] : []));
      return [struct.id.client, struct.id.clock, struct.length, Number(struct instanceof Y.Skip), ...references];
    });
  } catch {
    return null; // reason: what is refused is compared
  }
};

/** A document with every kind of content, edited by a few clients. */
const createEdited = (random: ReturnType<typeof createRandom>): Uint8Array => {
  const docs = [7, 300, 70_000].map((clientID) => Object.assign(new Y.Doc(), { clientID }));
  for (let round = 0; round < 12; round++) {
    const doc = random.pick(docs);
    const text = doc.getText('t');
    if (random.chance(0.3) && text.length > 3) text.delete(random.int(text.length - 2), 2);
    else text.insert(random.int(text.length + 1), random.pick(['a', 'bcd', '🐉ef', 'ä'.repeat(40), 'x'.repeat(50)]));
    if (text.length > 2) text.format(0, 2, { bold: random.pick([true, { level: [1, 2] }]) });
    if (random.chance(0.2)) text.insertEmbed(0, { image: 'ä' });
    doc.getMap('m').set(`k${random.int(3)}`, random.pick([{ a: [1, -5, 2.5, null, { b: 'c' }] }, 'v', 12n, true]));
    doc.getArray('l').insert(0, [1, 'zwei', new Uint8Array([1, 2])]);
    const element = new Y.XmlElement('paragraph');
    doc.getXmlFragment('f').insert(0, [element, new Y.XmlText('words')]);
    element.setAttribute('level', '1');
    if (random.chance(0.3)) doc.getArray('l').delete(0, 2);
    if (random.chance(0.5)) Y.applyUpdate(random.pick(docs), Y.encodeStateAsUpdate(doc));
  }
  return Y.encodeStateAsUpdate(random.pick(docs));
};

const mutated = (random: ReturnType<typeof createRandom>, update: Uint8Array): Uint8Array => {
  const changed = update.slice(0, random.chance(0.1) ? random.int(update.length) : update.length);
  for (let i = random.int(3); i >= 0 && changed.length > 0; i--)
    changed[random.int(changed.length)] = random.pick([random.int(256), random.int(12), 0x80 + random.int(12)]);
  return changed;
};

it(`[R1] structs are read, and refused, as Yjs does it (seed ${seed})`, () => {
  const random = createRandom(seed);
  let accepted = 0;
  for (let i = 0; i < 60; i++) {
    const update = createEdited(random);
    expect(read(update), `seed ${seed}, update ${i}`).toEqual(readByYjs(update));
    for (let n = 0; n < 20; n++) {
      const changed = mutated(random, update);
      const byYjs = readByYjs(changed);
      // Yjs also reads the deletions, and bytes behind the end of the frame where the buffer has more.
      const mine = read(changed);
      if (byYjs) expect(mine, `seed ${seed}, update ${i}.${n}: ${Buffer.from(changed).toString('hex')}`).toEqual(byYjs);
      if (byYjs) accepted += 1;
    }
  }
  expect(accepted).toBeGreaterThan(100);
}, 120_000);

/** Writes numbers, one behind the other; `byte` writes one that is not split. */
const numbers = (write: (number: (...values: number[]) => void, byte: (value: number) => void) => void): Uint8Array => {
  const encoder = encoding.createEncoder();
  write(
    (...values) => values.forEach((value) => encoding.writeVarUint(encoder, value)),
    (value) => encoding.writeUint8(encoder, value),
  );
  return encoding.toUint8Array(encoder);
};

const [GC, SKIP, DELETED_BEHIND, DELETED_BETWEEN] = [0, 10, 0x81, 0xc1];
/** Large frames of the smallest things that there are. */
const BOMBS: Record<string, (bytes: number) => Uint8Array> = {
  'empty structs': (bytes) =>
    numbers((number) => {
      number(1, bytes / 2, 7, 0);
      for (let i = 0; i < bytes / 2; i++) number(GC, 1);
      number(0);
    }),
  'claimed gaps': (bytes) =>
    numbers((number) => {
      number(1, bytes / 2, 7, 0);
      for (let i = 0; i < bytes / 2; i++) number(SKIP, 1);
      number(0);
    }),
  'deleted items in a row': (bytes) =>
    numbers((number, byte) => {
      number(1, Math.floor(bytes / 8), 7, 0, GC, 1);
      for (let i = 1; i < Math.floor(bytes / 8); i++) {
        byte(DELETED_BEHIND);
        number(7, i - 1, 1);
      }
      number(0);
    }),
  'two clients that refer to each other': (bytes) =>
    numbers((number, byte) => {
      const count = Math.floor(bytes / 24);
      number(2);
      for (const [client, other] of [
        [9, 8],
        [8, 9],
      ] as const) {
        number(count, client, 0, GC, 1);
        for (let i = 1; i < count; i++) {
          byte(DELETED_BETWEEN);
          number(client, i - 1, other, i - 1, 1);
        }
      }
      number(0);
    }),
  'clients that all wait for the last item of a pair': (bytes) =>
    numbers((number, byte) => {
      const count = Math.floor(bytes / 60);
      const waiting = 50_000;
      number(2 + waiting);
      for (let i = waiting; i > 0; i--) {
        number(1, 100 + i, 0);
        byte(DELETED_BEHIND);
        number(9, count - 1, 1);
      }
      for (const [client, other] of [
        [9, 8],
        [8, 9],
      ] as const) {
        number(count, client, 0, GC, 1);
        for (let i = 1; i < count; i++) {
          byte(DELETED_BETWEEN);
          number(client, i - 1, other, i - 1, 1);
        }
      }
      number(0);
    }),
  'new clients': (bytes) =>
    numbers((number) => {
      const count = Math.min(MAX_CLIENTS, Math.floor(bytes / 8));
      number(count);
      for (let i = count; i > 0; i--) number(1, 2 ** 28 + i, 0, GC, 1);
      number(0);
    }),
  deletions: (bytes) =>
    numbers((number) => {
      const count = Math.floor(bytes / 5);
      number(1, 1, 7, 0, GC, count * 2, 1, 7, count);
      for (let i = 0; i < count; i++) number(i * 2, 1);
    }),
  'deletions of unknown clients': (bytes) =>
    numbers((number) => {
      const count = Math.floor(bytes / 8);
      number(0, count);
      for (let i = 0; i < count; i++) number(2 ** 28 + i, 1, 1, 1);
    }),
  'values of one item': (bytes) =>
    numbers((number) => {
      number(1, 1, 7, 0, 8, 1, 1, 'a'.charCodeAt(0), bytes);
      for (let i = 0; i < bytes; i++) number(126);
      number(0);
    }),
};

/** Takes an update in by steps; returns the number of steps, the CPU time of the longest one in ms, and the verdict. */
const takeIn = (state: RoomState, update: Uint8Array) => {
  const limits = { maxClients: MAX_CLIENTS, maxDeletedRanges: MAX_DELETED_RANGES };
  const steps = takeInBySteps(() => state, update, limits);
  let count = 0;
  let longestMs = 0;
  for (;;) {
    const before = process.threadCpuUsage();
    const step = steps.next();
    const { user, system } = process.threadCpuUsage(before);
    longestMs = Math.max(longestMs, (user + system) / 1000);
    if (step.done) return { count, longestMs, verdict: step.value?.verdict };
    count += 1;
  }
};

describe('4 MB of the smallest things', () => {
  it.each(Object.keys(BOMBS))('%s: many short steps', (kind) => {
    const update = BOMBS[kind]!(4 * MB);
    const { count, longestMs, verdict } = takeIn(emptyState(), update);
    const expected = { 'claimed gaps': 'known', 'deletions of unknown clients': 'gap' }[kind] ?? 'new';
    expect(verdict).toBe(expected);
    // A step reads 4 kB of structs, or a thousand deletions or values.
    expect(count).toBeGreaterThan(Math.min(update.byteLength, 10 * MAX_CLIENTS) / 16_384);
    // The last one takes everything into the room's state. Loose, because other work of this machine counts.
    expect(longestMs).toBeLessThan(200);
  });

  it('starts no further long value of an item in a step after 16 kB', () => {
    const value = `[${'[],'.repeat(40_000)}[]]`;
    const update = numbers((number, byte) => {
      number(1, 1, 7, 0);
      byte(2); // values as JSON, in a list of the document
      number(1, 1, 'l'.charCodeAt(0), 28);
      for (let i = 0; i < 28; i++) {
        number(value.length);
        for (const character of Buffer.from(value)) byte(character);
      }
      number(0);
    });
    const { count, verdict } = takeIn(emptyState(), update);
    expect(verdict).toBe('new');
    expect(count).toBeGreaterThan(20);
  });

  it('refuses structs, deletions and clocks beyond what a number can hold, and deletions out of order (18)', () => {
    const forged: Record<string, (number: (...values: number[]) => void) => void> = {
      'one long struct': (number) => number(1, 1, 7, 0, GC, 2 ** 55, 0),
      'three that add up': (number) => number(1, 3, 7, 0, GC, 2 ** 39, GC, 2 ** 39, GC, 1, 0),
      'a late clock': (number) => number(1, 1, 7, 2 ** 54, GC, 1, 0),
      'a deletion': (number) => number(0, 1, 7, 1, 2 ** 54, 1),
      'deletions backwards': (number) => number(1, 1, 7, 0, GC, 9, 1, 7, 2, 4, 1, 0, 1),
      'deletions that overlap': (number) => number(1, 1, 7, 0, GC, 9, 1, 7, 2, 0, 3, 2, 3),
    };
    for (const [what, write] of Object.entries(forged)) {
      const state = emptyState();
      expect(takeIn(state, numbers(write)).verdict, what).toBe('invalid');
      expect(state, what).toEqual(emptyState());
    }
  });

  it('reads an update again when its client writes during the read, and gives up when it keeps writing', () => {
    const update = BOMBS['empty structs']!(MB);
    const state = emptyState();
    const steps = takeInBySteps(() => state, update);
    for (let i = 0; i < 10; i++) steps.next();
    state.vector.set(7, 100);
    let step = steps.next();
    while (!step.done) step = steps.next();
    const { verdict, update: stored } = step.value!;
    expect(verdict).toBe('new');
    const [first] = Y.decodeUpdate(stored).structs;
    expect([first!.id.clock, state.vector.get(7)]).toEqual([100, MB / 2]);

    const busy = takeInBySteps(() => state, BOMBS['empty structs']!(2 * MB));
    let given = busy.next();
    for (let clock = MB / 2; !given.done; given = busy.next()) state.vector.set(7, (clock += 1));
    expect(given.value).toBeNull();
  });

  it('does not change a room that is closed or left during the read', () => {
    let state: RoomState | null = emptyState();
    const steps = takeInBySteps(() => state, BOMBS['empty structs']!(MB));
    const before = state;
    steps.next();
    state = null;
    let step = steps.next();
    while (!step.done) step = steps.next();
    expect([step.value, before]).toEqual([null, emptyState()]);
  });

  it('deletions are limited, and those that the room has are known', () => {
    const limits = { maxDeletedRanges: 1000 };
    const run = (state: RoomState, update: Uint8Array): string | undefined => {
      const steps = takeInBySteps(() => state, update, limits);
      let step = steps.next();
      while (!step.done) step = steps.next();
      return step.value?.verdict;
    };
    const state = emptyState();
    expect(run(state, BOMBS['deletions']!(5000))).toBe('new');
    expect(run(state, BOMBS['deletions']!(5000))).toBe('known');
    expect(run(state, BOMBS['deletions']!(5010))).toBe('crowded');
  });
});
