// What a device answers to the relay's SyncStep1.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { encodeMerged, StepOneAnswers } from './step-one.ts';

const NOTHING = new Uint8Array([0]);

const withGap = () => {
  const author = new Y.Doc();
  const updates: Uint8Array[] = [];
  author.on('update', (update: Uint8Array) => updates.push(update));
  for (const word of ['one ', 'two ', 'three ']) author.getText('t').insert(author.getText('t').length, word);
  author.getText('t').delete(0, 1);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.mergeUpdates([updates[0]!, updates[2]!, updates[3]!]));
  doc.getText('other').insert(0, 'written beside the gap');
  return { doc, missing: updates[1]! };
};

describe('[C8] the answer to SyncStep1', () => {
  it('holds what is merged and leaves out what waits, which stays in the document', () => {
    const { doc, missing } = withGap();
    const relay = new Y.Doc();
    Y.applyUpdate(relay, encodeMerged(doc, NOTHING));
    expect([relay.store.pendingStructs, relay.store.pendingDs]).toEqual([null, null]);
    expect(relay.getText('other').toString()).toBe('written beside the gap');
    expect(doc.store.pendingStructs).not.toBeNull();
    Y.applyUpdate(doc, missing);
    expect(doc.getText('t').toString()).toBe('ne two three ');
  });

  it('is given once for the same question, again after a change and on a new connection', () => {
    const { doc } = withGap();
    const answers = new StepOneAnswers(doc);
    expect(answers.answer(NOTHING)).toBeInstanceOf(Uint8Array);
    expect(answers.answer(NOTHING)).toBeNull();
    expect(answers.answer(Y.encodeStateVector(doc))).toBeInstanceOf(Uint8Array);
    doc.getText('other').insert(0, 'x');
    expect(answers.answer(Y.encodeStateVector(doc))).toBeInstanceOf(Uint8Array);
    answers.reset();
    expect(answers.answer(Y.encodeStateVector(doc))).toBeInstanceOf(Uint8Array);
    answers.destroy();
  });
});
