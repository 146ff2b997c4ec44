// Tests that a document has a limited number of Yjs clients, and that updates with many of them are judged quickly.
import { describe, expect, it } from 'vitest';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { createRandom } from '@emberkeep/domain/testing';
import { costMs } from '@emberkeep/domain/testing/node';
import { CLOSE } from '@emberkeep/sync/wire';
import type { Connection } from './connection.ts';
import { createMerger } from '../merge/merger.ts';
import { isLittleWork, mergeSmall } from '../merge/merge-tasks.ts';
import { createMember } from './member.ts';
import { emptyState, judge, MAX_CLIENTS, takeIn } from './room-state.ts';
import { createUpdateIntake } from './update-intake.ts';
import { runAtOnce } from '../sockets/slices.ts';
import { readUpdate, withoutKnown } from './update-reading.ts';

/** An update in which each of these clients writes one text of `length` letters. `first` is the lowest client. */
const writtenBy = (count: number, { first = 1, length = 1 } = {}): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, count);
  for (let client = first + count - 1; client >= first; client--) {
    for (const number of [1, client, 0]) encoding.writeVarUint(encoder, number);
    encoding.writeUint8(encoder, 0x04); // a text without neighbours
    encoding.writeVarUint(encoder, 1); // its parent is a root
    for (const word of ['t', 'a'.repeat(length)]) encoding.writeVarString(encoder, word);
  }
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
};

describe('[R15] the Yjs clients of a document', () => {
  it('are limited: more are refused with a reason, and those of the document go on writing', () => {
    const state = emptyState();
    const closed: [number, string][] = [];
    const stored: Uint8Array[] = [];
    // reason: it has what the intake uses
    const connection = {
      isOurs: true,
      role: 'co_gm',
      isOpen: () => true,
      close: (...end: [number, string]) => closed.push(end),
    } as unknown as Connection;
    const accept = createUpdateIntake({
      name: 'r',
      stored: { state: () => state, size: () => ({ entries: 0, bytes: 0, firstBytes: 0 }) } as never,
      ticks: { add: (_member, { update }) => stored.push(update), isIdle: () => true },
      commits: {} as never,
      maxDocBytes: 1e7,
      hasRoom: () => true,
      onRefused: () => undefined,
      onAnsweredInFull: () => undefined,
    });
    let number = 0;
    const send = (bytes: Uint8Array): void =>
      runAtOnce(accept(createMember(connection), { number: ++number, bytes, isStep2: false }));

    send(writtenBy(MAX_CLIENTS - 1));
    send(writtenBy(1, { first: MAX_CLIENTS }));
    expect([stored.length, closed]).toEqual([2, []]);
    send(writtenBy(1, { first: MAX_CLIENTS + 1 }));
    send(writtenBy(MAX_CLIENTS + 1));
    expect(closed.map(([code]) => code)).toEqual([CLOSE.tooLarge, CLOSE.tooLarge]);
    expect(closed[0]![1]).toMatch(/more devices/);
    expect([stored.length, state.vector.size]).toEqual([2, MAX_CLIENTS]);
    send(writtenBy(1, { first: 7, length: 2 }));
    expect([stored.length, closed.length, state.vector.get(7)]).toEqual([3, 2, 2]);
  });

  it('of a document that has more already count, and none is added', () => {
    const state = emptyState();
    const all = writtenBy(30);
    expect(judge(state, all)).toBe('new');
    expect(takeIn(state, all, { maxClients: 20 }).verdict).toBe('known');
    expect(takeIn(state, writtenBy(30, { length: 2 }), { maxClients: 20 }).verdict).toBe('new');
    expect(takeIn(state, writtenBy(1, { first: 31 }), { maxClients: 20 }).verdict).toBe('crowded');
  });

  it('in a trial leave the state as it was', () => {
    const state = emptyState();
    expect(takeIn(state, writtenBy(3), { isTrial: () => true }).verdict).toBe('new');
    expect(state).toEqual(emptyState());
  });

  it('by the ten thousand, half of them known in part, are judged in less than a second', async () => {
    const state = emptyState();
    judge(state, writtenBy(25_000));
    const update = writtenBy(50_000, { length: 2 });
    const cost = await costMs(() => expect(takeIn(state, update, { maxClients: MAX_CLIENTS }).verdict).toBe('new'));
    expect(cost).toBeLessThan(1000);
    // Refused before it is read.
    const large = writtenBy(MAX_CLIENTS + 1);
    const refusals = 20;
    const refused = await costMs(() => {
      for (let i = 0; i < refusals; i++)
        expect(takeIn(emptyState(), large, { maxClients: MAX_CLIENTS }).verdict).toBe('crowded');
    });
    expect(refused / refusals).toBeLessThan(cost / 10);
  }, 600_000);
});

describe('merging updates of many Yjs clients', () => {
  it('is left to the thread, also where they are small', async () => {
    const [one, other] = [writtenBy(2500), writtenBy(2500, { first: 2501 })];
    expect(one.byteLength + other.byteLength).toBeLessThan(64 * 1024);
    expect([isLittleWork([writtenBy(100)], 32 * 1024), isLittleWork([one], 32 * 1024)]).toEqual([true, false]);
    const merger = createMerger();
    expect(mergeSmall([one, other])).toEqual([one, other]);
    const merged = await merger.run({ type: 'diff', rows: [one, other], vector: new Uint8Array([0]) }, 'r');
    await merger.close();
    expect(takeIn(emptyState(), merged).verdict).toBe('new');
    expect(Y.decodeUpdate(merged).structs).toHaveLength(5000);
  });
});

it('an update without what a room has is what Yjs makes of it', () => {
  const seed = 11;
  const random = createRandom(seed);
  const docs = [1, 2, 3].map((client) => Object.assign(new Y.Doc(), { clientID: client }));
  for (let round = 0; round < 300; round++) {
    const doc = random.pick(docs);
    const text = doc.getText('t');
    const vector = Y.encodeStateVector(random.pick(docs));
    if (random.chance(0.3) && text.length > 2) text.delete(random.int(text.length - 2), 2);
    else text.insert(random.int(text.length + 1), random.pick(['a', 'bcd', '🐉ef']));
    if (random.chance(0.2)) doc.getMap('m').set(String(random.int(3)), { at: round });
    if (random.chance(0.4)) Y.applyUpdate(random.pick(docs), Y.encodeStateAsUpdate(doc));
    const update = Y.encodeStateAsUpdate(doc);
    const expected = Y.decodeUpdate(Y.diffUpdate(update, vector));
    const steps = readUpdate({ ...emptyState(), vector: Y.decodeStateVector(vector) }, update);
    let step = steps.next();
    while (!step.done) step = steps.next();
    const written = withoutKnown(update, step.value);
    expect(Y.decodeUpdate(written), `seed ${seed}, round ${round}`).toEqual(expected);
  }
});
