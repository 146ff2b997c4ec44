// Tests that no forged update keeps a device busy, and that honest edits, however many and however far apart, all stay.
import { describe, expect, it } from 'vitest';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { createRandom } from '@emberkeep/domain/testing';
import {
  boundConflicts,
  FEWEST_STEPS,
  MAX_SHORT_STEPS,
  MAX_STEPS,
  MAX_STEPS_OF_OTHERS,
  STEPS_OF_CLIENT,
  stepsTaken,
} from './bounded-conflicts.ts';
import { hasLeftOut } from './apply-pieces.ts';

const bounded = (client: number): Y.Doc => {
  const doc = Object.assign(new Y.Doc(), { clientID: client });
  boundConflicts(doc);
  return doc;
};

const first = Number(process.env['EMBERKEEP_FUZZ_SEED'] ?? 31);
const seeds = [0, 1, 2, 3].map((offset) => first + offset);

const textOf = (doc: Y.Doc): string =>
  JSON.stringify([
    doc.getText('t').toString(),
    doc.getArray('n').toJSON(),
    Object.entries(doc.getMap('m').toJSON()).sort(),
  ]);

const TARGET = 900;

/** A text of so many letters, which was deleted: each of its clocks can be named. */
const deletedText = (length: number): Uint8Array => {
  const doc = Object.assign(new Y.Doc({ gc: false }), { clientID: TARGET });
  doc.getText('t').insert(0, 'x'.repeat(length));
  doc.getText('t').delete(0, length);
  return Y.encodeStateAsUpdate(doc);
};

/** One letter after another at the beginning of the text, each before another letter of the deleted one. */
const forged = (count: number, client = 1): Uint8Array => {
  const encoder = encoding.createEncoder();
  for (const number of [1, count, client, 0]) encoding.writeVarUint(encoder, number);
  for (let i = 0; i < count; i++) {
    encoding.writeUint8(encoder, 0x44); // a text with what is right of it
    for (const number of [TARGET, i]) encoding.writeVarUint(encoder, number);
    encoding.writeVarString(encoder, 'a');
  }
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
};

/** The oldest values of one key, each set where nothing was. */
const forgedValues = (count: number): Uint8Array => {
  const encoder = encoding.createEncoder();
  for (const number of [1, count, 1, 0]) encoding.writeVarUint(encoder, number);
  for (let i = 0; i < count; i++) {
    encoding.writeUint8(encoder, 0x24); // a text under a key, without neighbours
    encoding.writeVarUint(encoder, 1);
    for (const word of ['m', 'k', 'a']) encoding.writeVarString(encoder, word);
  }
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
};

describe('a forged update', () => {
  it.each([
    ['letters before each letter of a text', deletedText(20_000), forged(20_000)],
    ['values of one key', new Uint8Array([0, 0]), forgedValues(20_000)],
  ])('of %s takes a bounded number of steps, and nothing waits for it', (_, before, update) => {
    const doc = bounded(7);
    Y.applyUpdate(doc, before);
    Y.applyUpdate(doc, update);
    expect(hasLeftOut(doc)).toBe(true);
    expect(stepsTaken(doc)).toBeLessThan(MAX_STEPS + 2 * STEPS_OF_CLIENT + 1000 + 20_000 * (FEWEST_STEPS + 1));
    expect(Y.getState(doc.store, 1)).toBe(20_000);
    expect(doc.store.pendingStructs).toBe(null);
    // What others write in the same text is there.
    const other = bounded(8);
    other.getText('t').insert(0, 'The ferry leaves at dawn.');
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    expect(doc.getText('t').toString()).toContain('The ferry leaves at dawn.');
  });

  it('of any number of items, by any number of clients, takes a bounded number of steps, and a few for each item', () => {
    const [doc, ITEMS, CLIENTS] = [bounded(7), 1500, 200];
    Y.applyUpdate(doc, deletedText(ITEMS));
    for (let client = 1; client <= CLIENTS; client++) Y.applyUpdate(doc, forged(ITEMS, 1000 + client));
    const most = MAX_STEPS + MAX_STEPS_OF_OTHERS + STEPS_OF_CLIENT + MAX_SHORT_STEPS + 1000;
    expect(stepsTaken(doc)).toBeLessThan(most + ITEMS * CLIENTS * (FEWEST_STEPS + 1));
    // Much more than what all items need together, so that the bound is reached.
    expect(stepsTaken(doc)).toBeGreaterThan(MAX_STEPS + MAX_STEPS_OF_OTHERS);
  });

  it('uses up nothing of what another device may look at', () => {
    const doc = bounded(7);
    Y.applyUpdate(doc, deletedText(34_000));
    Y.applyUpdate(doc, forged(34_000));
    const other = bounded(8);
    for (let n = 0; n < 40; n++) other.getText('t').insert(0, `word ${n}. `);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    for (let n = 0; n < 40; n++) expect(doc.getText('t').toString()).toContain(`word ${n}. `);
  });

  it('leaves a document that nobody bounded as Yjs has it', () => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, deletedText(400));
    Y.applyUpdate(doc, forged(400));
    expect(doc.getText('t').toString()).toHaveLength(400);
  });
});

describe('honest edits', () => {
  it('of two GMs who each put a thousand blocks at the top of a note, apart, all stay', () => {
    const [a, b] = [bounded(1), bounded(2)];
    for (const doc of [a, b]) for (let i = 0; i < 1000; i++) doc.getArray('n').insert(0, [`${doc.clientID} ${i}`]);
    const [fromA, fromB] = [Y.encodeStateAsUpdate(a), Y.encodeStateAsUpdate(b)];
    Y.applyUpdate(a, fromB);
    Y.applyUpdate(b, fromA);
    expect(a.getArray('n').toJSON()).toEqual(b.getArray('n').toJSON());
    expect(a.getArray('n')).toHaveLength(2000);
    expect(Math.max(stepsTaken(a), stepsTaken(b))).toBeLessThan(MAX_STEPS / 4);
  });

  it.each(seeds)(
    'of five devices, merged at any time and loaded anew, are what Yjs makes of them (seed %i)',
    (seed) => {
      const random = createRandom(seed);
      const docs = [11, 12, 13, 14, 15].map(bounded);
      const edit = (doc: Y.Doc): void => {
        const [text, list, map] = [doc.getText('t'), doc.getArray<number>('n'), doc.getMap<number>('m')];
        switch (random.int(5)) {
          case 0:
            return void map.set(`k${random.int(4)}`, random.int(1000));
          case 1:
            return list.insert(random.int(list.length + 1), [random.int(1000)]);
          case 2:
            if (text.length < 4) return;
            return text.delete(random.int(text.length - 3), 1 + random.int(3));
          default:
            return text.insert(random.int(Math.min(text.length, 50) + 1), random.pick(['a', 'bcd', 'The toll. ']));
        }
      };
      for (let round = 0; round < 4000; round++) {
        edit(random.pick(docs));
        if (random.chance(0.02)) {
          const [from, to] = [random.pick(docs), random.pick(docs)];
          Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)));
        }
      }
      const all = docs.map((doc) => Y.encodeStateAsUpdate(doc));
      const [loaded, plain] = [bounded(99), new Y.Doc()];
      for (const doc of [loaded, plain]) Y.applyUpdate(doc, Y.mergeUpdates(all));
      for (const doc of docs) for (const update of all) Y.applyUpdate(doc, update);
      for (const doc of [loaded, ...docs]) {
        expect(textOf(doc)).toBe(textOf(plain));
        expect(hasLeftOut(doc)).toBe(false);
        expect(stepsTaken(doc)).toBeLessThan(MAX_STEPS / 100);
      }
    },
  );
});
