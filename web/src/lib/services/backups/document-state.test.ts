// Checks that a change since the last state is noticed, also one that only deletes, and in time that grows with the
// document alone. Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>.
import { encodeStateAsUpdate, Doc, mergeUpdates, applyUpdate } from 'yjs';
import { expect, it } from 'vitest';
import { createRandom } from '@emberkeep/domain/testing';
import { isAhead, stateOf } from './document-state.ts';

it('later writes and later deletions are ahead; the same updates, merged in any order, are not', () => {
  const doc = new Doc();
  const text = doc.getText('t');
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  text.insert(0, 'Pell hid the ring in the stove.');
  const first = stateOf(encodeStateAsUpdate(doc));
  expect(isAhead(first, undefined)).toBe(true);
  expect(isAhead(first, first)).toBe(false);
  text.delete(5, 4);
  const second = stateOf(encodeStateAsUpdate(doc));
  expect([isAhead(second, first), isAhead(first, second)]).toEqual([true, false]);
  const other = new Doc();
  applyUpdate(other, encodeStateAsUpdate(doc));
  other.getText('t').delete(0, 3);
  other.getText('t').insert(0, 'Tam');
  const third = stateOf(mergeUpdates([encodeStateAsUpdate(other), ...updates]));
  expect([isAhead(third, second), isAhead(second, third)]).toEqual([true, false]);
  expect(isAhead(stateOf(mergeUpdates([...updates].reverse())), second)).toBe(false);
  expect(isAhead(stateOf(mergeUpdates(updates)), second)).toBe(false);
});

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] ?? 1);

it(`says of any two states of a document what comparing each deleted letter says (seed ${seed})`, () => {
  const random = createRandom(seed);
  const LENGTH = 40;
  const withDeleted = (letters: ReadonlySet<number>): Doc => {
    const doc = new Doc();
    doc.clientID = 1;
    doc.getText('t').insert(0, 'x'.repeat(LENGTH));
    for (const at of [...letters].sort((a, b) => b - a)) doc.getText('t').delete(at, 1);
    return doc;
  };
  const some = (): Set<number> => new Set(Array.from({ length: random.int(12) }, () => random.int(LENGTH)));
  for (let run = 0; run < 300; run += 1) {
    const then = some();
    const now = random.int(2) === 0 ? some() : new Set([...then].filter(() => random.int(3) > 0));
    const [stateNow, stateThen] = [now, then].map((letters) => stateOf(encodeStateAsUpdate(withDeleted(letters))));
    expect(isAhead(stateNow!, stateThen!), `run ${run}`).toBe([...now].some((at) => !then.has(at)));
  }
});
