// Checks that a change since the last state is noticed, also one that only deletes.
import { encodeStateAsUpdate, Doc, mergeUpdates, applyUpdate } from 'yjs';
import { expect, it } from 'vitest';
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
