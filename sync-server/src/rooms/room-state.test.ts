// Tests how the relay judges updates, compared with what Yjs makes of them.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createRandom } from '@emberkeep/domain/testing';
import { emptyState, encodeDeletions, encodeVector, judge, packState, stateOf, unpackState } from './room-state.ts';

const updatesOf = (run: (doc: Y.Doc, send: (update: Uint8Array) => void) => void): Uint8Array[] => {
  const updates: Uint8Array[] = [];
  const doc = new Y.Doc();
  doc.on('update', (u: Uint8Array) => updates.push(u));
  run(doc, (u) => updates.push(u));
  return updates;
};

describe('judging updates', () => {
  it('[R6] an update that the room has is known, also a whole delete set on reconnect', () => {
    const updates = updatesOf((doc) => {
      const text = doc.getText('t');
      text.insert(0, 'hello world');
      text.delete(2, 4);
    });
    const state = emptyState();
    for (const update of updates) expect(judge(state, update)).toBe('new');
    for (const update of [...updates, Y.mergeUpdates(updates)]) expect(judge(state, update)).toBe('known');
  });

  it('[R7] an update that skips its own clock, or names an unknown origin, parent or deletion, is a gap', () => {
    const [first, second] = updatesOf((doc) => {
      doc.getText('t').insert(0, 'a');
      doc.getText('t').insert(1, 'b');
    });
    expect(judge(emptyState(), second!)).toBe('gap');
    expect(judge(stateOf(first!), second!)).toBe('new');
    const base = new Y.Doc();
    base.getText('t').insert(0, 'base');
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(base));
    const [inserted] = (() => {
      const out: Uint8Array[] = [];
      other.on('update', (u: Uint8Array) => out.push(u));
      other.getText('t').insert(2, 'x');
      return out;
    })();
    expect(judge(emptyState(), inserted!)).toBe('gap');
    other.getText('t').delete(0, 1);
    const deletion = Y.encodeStateAsUpdate(other, Y.encodeStateVector(other));
    expect(judge(emptyState(), deletion)).toBe('gap');
  });

  it('[R1] bytes that are not an update are invalid and never throw', () => {
    const random = createRandom(7);
    const good = Y.encodeStateAsUpdate(base());
    for (let i = 0; i < 500; i++) {
      const bytes = random.chance(0.5) ? random.bytes(random.int(60)) : good.slice();
      if (bytes.length > 0) bytes[random.int(bytes.length)] = random.int(256);
      const verdict = judge(emptyState(), bytes);
      if (verdict === 'new') expect(() => Y.applyUpdate(new Y.Doc(), bytes)).not.toThrow();
    }
  });

  it('agrees with Yjs on state vectors over random editing', () => {
    const random = createRandom(42);
    const docs = [new Y.Doc(), new Y.Doc(), new Y.Doc()];
    const state = emptyState();
    const truth = new Y.Doc();
    for (const doc of docs)
      doc.on('update', (u: Uint8Array, origin: unknown) => {
        if (origin === 'remote') return;
        const verdict = judge(state, u);
        expect(['new', 'known']).toContain(verdict); // two clients can delete the same letter
        Y.applyUpdate(truth, u);
      });
    for (let i = 0; i < 300; i++) {
      const doc = random.pick(docs);
      const text = doc.getText('t');
      if (random.chance(0.3) && text.length > 2) text.delete(random.int(text.length - 1), 1);
      else text.insert(random.int(text.length + 1), random.pick(['a', 'bc', 'def']));
      if (random.chance(0.3))
        for (const other of docs)
          Y.applyUpdate(other, Y.encodeStateAsUpdate(truth, Y.encodeStateVector(other)), 'remote');
    }
    expect(state.vector).toEqual(Y.decodeStateVector(Y.encodeStateVector(truth)));
    expect(judge(state, Y.encodeStateAsUpdate(truth))).toBe('known');
  });
});

const base = (): Y.Doc => {
  const doc = new Y.Doc();
  doc.getText('t').insert(0, 'some text to break');
  doc.getMap('m').set('k', { a: [1, 2, 3] });
  return doc;
};

it('what a state is written as follows each update, is made once until the next, and survives another thread', () => {
  const random = createRandom(18);
  const state = emptyState();
  for (let n = 0; n < 60; n++) {
    const [update] = updatesOf((doc, send) => {
      const text = doc.getText('t');
      text.insert(0, 'a'.repeat(5 + random.int(40)));
      for (let i = random.int(4); i > 0; i--) text.delete(random.int(text.length - 1), 1);
      send(Y.encodeStateAsUpdate(doc));
    }).slice(-1);
    expect(judge(state, update!)).toBe('new');
    expect(Y.decodeStateVector(encodeVector(state))).toEqual(state.vector);
    expect(stateOf(encodeDeletions(state)).deleted).toEqual(state.deleted);
    expect(judge(state, update!)).toBe('known');
    expect(encodeVector(state)).toBe(encodeVector(state));
    expect(unpackState(structuredClone(packState(state)))).toEqual(state);
  }
});

it('[R6] the vector of a document with the most clients is written in a few milliseconds, and for all who open it once', () => {
  const state = emptyState();
  for (let n = 0; n < 100_000; n++) state.vector.set(2 ** 31 + n, 1 + (n % 900));
  const sorted = performance.now();
  Y.encodeStateVector(state.vector);
  const written = performance.now();
  for (let device = 0; device < 100; device++) encodeVector(state);
  // Yjs sorts the clients, each time: a hundred devices would take a hundred times as long as one.
  expect(performance.now() - written).toBeLessThan((written - sorted) * 5);
});
