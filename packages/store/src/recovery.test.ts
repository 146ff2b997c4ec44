// Text that a merge removes is kept and offered back.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
  applyIncoming,
  createSession,
  fillNote,
  noteName,
  readNote,
  recoveredTexts,
  settleRecovered,
  type OpenDocument,
} from './index.ts';
import { bodyOf, createTestDevices, exchange, meet, value } from '../testing/index.ts';

const devices = createTestDevices();
const { pair } = devices;
const RELAY = { source: 'relay' };

describe('text that a merge removes', () => {
  const setup = async () => {
    const [a, b] = await pair();
    const id = value(createSession(a));
    const note = noteName(id, 'prep_notes');
    const bodyA = await bodyOf(a, id);
    value(fillNote(bodyA, note, [{ type: 'paragraph', content: [{ type: 'text', text: 'The plan' }] }]));
    await meet(a, b);
    const bodyB = await bodyOf(b, id);
    const textOf = (d: OpenDocument): Y.XmlText =>
      (d.doc.getXmlFragment(note).get(0) as Y.XmlElement).get(0) as Y.XmlText;
    return { a, b, bodyA, bodyB, note, textOf };
  };
  // What the editor's binding does when a paragraph becomes a list.
  const turnIntoList = (d: OpenDocument, note: string): void =>
    d.doc.transact(() => {
      const fragment = d.doc.getXmlFragment(note);
      fragment.delete(0, 1);
      const item = new Y.XmlElement('listItem');
      fragment.insert(0, [new Y.XmlElement('bulletList')]);
      (fragment.get(0) as Y.XmlElement).insert(0, [item]);
    });

  it('is kept on both devices, offered once, and put back or set aside for both', async () => {
    const { bodyA, bodyB, note, textOf } = await setup();
    textOf(bodyB).insert(8, ' went wrong at the mill');
    turnIntoList(bodyA, note);
    exchange(bodyA, bodyB);
    exchange(bodyA, bodyB);
    for (const d of [bodyA, bodyB]) expect(recoveredTexts(d.doc)).toMatchObject([{ text: ' went wrong at the mill' }]);
    value(settleRecovered(bodyA, recoveredTexts(bodyA.doc)[0]!, note));
    exchange(bodyA, bodyB);
    for (const d of [bodyA, bodyB]) expect(recoveredTexts(d.doc)).toEqual([]);
    expect(JSON.stringify(readNote(bodyB, note))).toContain('went wrong at the mill');
  });

  it('is read from the update when its paragraph is already garbage-collected', async () => {
    const { bodyA, bodyB, note, textOf } = await setup();
    turnIntoList(bodyA, note); // garbage-collected before B's update arrives
    textOf(bodyB).insert(0, 'Remember: ');
    applyIncoming(bodyA.doc, Y.encodeStateAsUpdate(bodyB.doc, Y.encodeStateVector(bodyA.doc)), RELAY);
    expect(recoveredTexts(bodyA.doc)).toMatchObject([{ text: 'Remember: ' }]);
  });

  it('is not offered when somebody deleted it on purpose', async () => {
    const { bodyA, bodyB, note } = await setup();
    bodyA.doc.getXmlFragment(note).delete(0, 1);
    exchange(bodyA, bodyB);
    expect(recoveredTexts(bodyB.doc)).toEqual([]);
  });
});

it('a merge that removes more texts than a call may have arguments applies, and each of them is kept', () => {
  const [doc, other] = [new Y.Doc(), new Y.Doc()];
  const note = other.getXmlFragment('note');
  const count = 150_000;
  const paragraph = new Y.XmlElement('paragraph');
  note.insert(0, [paragraph]);
  paragraph.insert(0, [new Y.XmlText('first')]);
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
  // Written in another paragraph's text, letter by letter from its end, so that no two letters are one item.
  const text = (doc.getXmlFragment('note').get(0) as Y.XmlElement).get(0) as Y.XmlText;
  doc.transact(() => {
    for (let i = 0; i < count; i++) text.insert(0, 'x');
  });
  // The other one deletes the paragraph without having seen the letters: nobody named their deletion.
  note.delete(0, 1);
  applyIncoming(doc, Y.encodeStateAsUpdate(other), RELAY);
  expect(doc.getXmlFragment('note')).toHaveLength(0);
  const kept = recoveredTexts(doc).map(({ text: words }) => words.length);
  expect(kept.reduce((sum, length) => sum + length, 0)).toBeGreaterThanOrEqual(count);
}, 60_000);
