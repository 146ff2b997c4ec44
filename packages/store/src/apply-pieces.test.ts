// Tests that an item which throws on every document stops nothing else: whatever comes in the same update arrives, and
// the document says that something is missing. EMBERKEEP_POISONED sets how many.
import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createRandom, type Random } from '@emberkeep/domain/testing';
import { costMs } from '@emberkeep/domain/testing/node';
import { applyIncoming, hasGap } from './index.ts';

const RELAY = { source: 'relay' };
const ROUNDS = Number(process.env['EMBERKEEP_POISONED'] ?? 150);
const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 186);

/** A text item of `client` at `clock` that is its own origin, and one behind it. */
const poison = (client: number, clock: number): Uint8Array => {
  const encoder = encoding.createEncoder();
  for (const number of [1, 2, client, clock]) encoding.writeVarUint(encoder, number);
  for (const own of [clock, clock]) {
    encoding.writeUint8(encoder, 0x84);
    for (const number of [client, own]) encoding.writeVarUint(encoder, number);
    encoding.writeVarString(encoder, 'a');
  }
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
};

const edit = (random: Random, doc: Y.Doc): void => {
  const text = doc.getText('text');
  const map = doc.getMap('map');
  const at = random.int(text.length + 1);
  if (random.chance(0.6)) text.insert(at, 'abcd'.slice(0, 1 + random.int(4)));
  else if (random.chance(0.4) && text.length > 2) text.delete(random.int(text.length - 1), 1);
  else map.set(`k${random.int(4)}`, random.chance(0.5) ? new Y.Map([['n', random.int(9)]]) : random.int(9));
};

const contentOf = (doc: Y.Doc): unknown => ({ text: doc.getText('text').toString(), map: doc.getMap('map').toJSON() });

/** Three people who write together and exchange now and then; gives each update that one of them made. */
const writeTogether = (random: Random): { updates: Uint8Array[]; whole: Y.Doc } => {
  const docs = [11, 5000, 90_000].map((id) => Object.assign(new Y.Doc(), { clientID: id }));
  const updates: Uint8Array[] = [];
  for (const doc of docs)
    doc.on('update', (update: Uint8Array, origin: unknown) => origin !== RELAY && updates.push(update));
  for (let i = 0; i < 25; i++) {
    edit(random, random.pick(docs));
    if (!random.chance(0.3)) continue;
    const all = Y.mergeUpdates(updates);
    for (const doc of docs) Y.applyUpdate(doc, all, RELAY);
  }
  const whole = new Y.Doc();
  Y.applyUpdate(whole, Y.mergeUpdates(updates));
  return { updates, whole };
};

it('takes a chain of 20,000 clients beside an item that throws in seconds', { timeout: 600_000 }, async () => {
  for (const step of [1, -1]) {
    const count = 20_000;
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, count);
    for (let client = count; client >= 1; client--) {
      const origin = client + step;
      const isFirst = origin < 1 || origin > count;
      for (const number of [1, client, 0]) encoding.writeVarUint(encoder, number);
      encoding.writeUint8(encoder, isFirst ? 0x04 : 0x84);
      encoding.writeVarUint(encoder, isFirst ? 1 : origin);
      if (isFirst) encoding.writeVarString(encoder, 'text');
      else encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, 'a');
    }
    encoding.writeVarUint(encoder, 0);
    const doc = new Y.Doc();
    const update = Y.mergeUpdates([poison(4_000_000_000, 0), encoding.toUint8Array(encoder)]);
    expect(await costMs(() => applyIncoming(doc, update, RELAY))).toBeLessThan(8000);
    expect(doc.getText('text').length).toBe(count);
  }
});

describe('an item that throws on every document', () => {
  it(`is left out, and everything beside it arrives: ${ROUNDS} mixed answers (seed ${seed})`, () => {
    const random = createRandom(seed);
    for (let round = 0; round < ROUNDS; round++) {
      const repeat = `round ${round} of seed ${seed}`;
      const { updates, whole } = writeTogether(random);
      const client = random.pick([1, 6000, 4_294_967_295]);
      const cut = random.int(updates.length);
      const doc = new Y.Doc();
      let emitted = 0;
      if (cut > 0) applyIncoming(doc, Y.mergeUpdates(updates.slice(0, cut)), RELAY);
      doc.on('update', () => (emitted += 1));
      // Merged with everything, or with what this device lacks, or in the middle of single updates.
      const answers = random.pick([
        [Y.mergeUpdates([...updates, poison(client, 0)])],
        [Y.mergeUpdates([poison(client, 0), ...updates.slice(cut)])],
        [poison(client, 0), ...updates.slice(cut)],
      ]);
      expect(() => Y.applyUpdate(new Y.Doc(), answers[0]!), repeat).toThrow();
      for (const answer of answers) applyIncoming(doc, answer, RELAY);
      expect(contentOf(doc), repeat).toEqual(contentOf(whole));
      expect(hasGap(doc), repeat).toBe(true);
      if (answers.length === 1) expect(emitted, repeat).toBeLessThanOrEqual(2);
      // What is stored of it opens, and what is sent on applies.
      const stored = new Y.Doc();
      Y.applyUpdate(stored, Y.encodeStateAsUpdate(doc));
      expect(contentOf(stored), repeat).toEqual(contentOf(whole));
      // The person goes on writing, and the next update arrives.
      const next = new Y.Doc();
      Y.applyUpdate(next, Y.encodeStateAsUpdate(whole));
      next.getText('text').insert(0, 'and on ');
      applyIncoming(doc, Y.encodeStateAsUpdate(next), RELAY);
      expect(contentOf(doc), repeat).toEqual(contentOf(next));
    }
  }, 600_000);

  it('keeps what its own author wrote before, and lets what builds on it wait', () => {
    const author = Object.assign(new Y.Doc(), { clientID: 7 });
    author.getText('text').insert(0, 'before');
    const doc = new Y.Doc();
    applyIncoming(doc, Y.mergeUpdates([Y.encodeStateAsUpdate(author), poison(7, 6)]), RELAY);
    expect(doc.getText('text').toString()).toBe('before');
    expect(hasGap(doc)).toBe(true);
    expect(Y.decodeStateVector(Y.encodeStateVector(doc)).get(7)).toBe(6);
  });

  it('throws on bytes that are no update, and an observer’s error stays its own', () => {
    const doc = new Y.Doc();
    expect(() => applyIncoming(doc, new Uint8Array([1, 2, 3]), RELAY)).toThrow();
    doc.getText('text').observe(() => {
      throw new Error('observer');
    });
    const other = new Y.Doc();
    other.getText('text').insert(0, 'words');
    expect(() => applyIncoming(doc, Y.encodeStateAsUpdate(other), RELAY)).toThrow('observer');
    expect(doc.getText('text').toString()).toBe('words');
    expect(hasGap(doc)).toBe(false);
  });
});
