// 17.1, 17.14: the undo of an import or of another command over texts, asked for when the document is not as it was
// then.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { pictureNode } from '@emberkeep/domain';
import {
  bodyOf,
  createOpenSession,
  createSingle,
  createTestDevices,
  exchange,
  oneParagraph,
  value,
} from '../testing/index.ts';
import {
  createSession,
  applySessionRule,
  fillNote,
  importIntoNote,
  insertIntoNote,
  noteName,
  putRecords,
  readNote,
  readStored,
  recoveredTexts,
  settleRecovered,
  updateLinks,
  writableNote,
  type CampaignDocs,
  type OpenDocument,
  type UndoableText,
} from './index.ts';

type Command = (body: OpenDocument, note: string) => UndoableText;

const RECOVERED = { client: 1, clock: 1, text: 'left over', note: null };
const PICTURE = [pictureNode('a'.repeat(64), '')];
const endOf = (body: OpenDocument, note: string): Y.RelativePosition =>
  Y.createRelativePositionFromTypeIndex(body.doc.getXmlFragment(note), 1);
/** What each command starts from; its undo must restore exactly that. */
const COMMANDS: [name: string, command: Command][] = [
  ['an import', (body, note) => value(importIntoNote(body, note, oneParagraph('imported'), 'a.md'))],
  [
    'an import that replaced',
    (body, note) => value(importIntoNote(body, note, oneParagraph('new'), 'a.md', 'replace')),
  ],
  [
    'a picture that came after the note was closed',
    (body, note) => value(insertIntoNote(body, note, PICTURE, endOf(body, note))),
  ],
  ['a rewritten link', (body, note) => value(updateLinks(body, note, ['Old Baron'], 'Duke'))],
  ['a text that was put back', (body, note) => value(settleRecovered(body, RECOVERED, note))],
];
const START = oneParagraph('Ask [[Old Baron]] about the gate');

let docs: CampaignDocs;
let reload: () => Promise<CampaignDocs>;
let id: string;
let body: OpenDocument;
let note: string;

beforeEach(async () => {
  ({ docs, reload } = await createSingle(createTestDevices(1)));
  ({ id, body } = await createOpenSession(docs));
  note = noteName(id, 'prep_notes');
  value(fillNote(body, note, START));
});

/** What the note holds after the document was read from the disk. */
const noteOnDisk = async (): Promise<unknown> => readNote(await bodyOf(await reload(), id), note);

describe.each(COMMANDS)('the undo of %s', (_name, command) => {
  it('works after the document was closed, and is stored', async () => {
    const { undo } = command(body, note);
    expect(readNote(body, note)).not.toEqual(START);
    await body.release();
    expect(docs.openDocuments()).toEqual([docs.ledger]);
    expect(await undo()).toBe(true);
    const again = await bodyOf(docs, id);
    expect(readNote(again, note)).toEqual(START);
    expect(await undo()).toBe(false);
    expect(await noteOnDisk()).toEqual(START);
  });

  it('works while the document is open again, and leaves what a co-GM wrote meanwhile', async () => {
    const other = await createTestDevices(2).device('b');
    const { undo } = command(body, note);
    await body.release();
    const again = await bodyOf(docs, id);
    exchange(docs.ledger, other.ledger);
    const theirs = await bodyOf(other, id);
    exchange(again, theirs);
    const paragraph = theirs.doc.getXmlFragment(note).get(0) as Y.XmlElement;
    (paragraph.get(0) as Y.XmlText).insert(0, 'Ben: ');
    exchange(again, theirs);
    expect(await undo()).toBe(true);
    exchange(again, theirs);
    const words = JSON.stringify([readNote(again, note), recoveredTexts(again.doc)]);
    expect(words).toContain('Ben: ');
    expect(words).toContain('[[Old Baron]]');
    expect(readNote(theirs, note)).toEqual(readNote(again, note));
    expect(await noteOnDisk()).toEqual(readNote(theirs, note));
  });

  it.each(['open', 'closed'])('writes nothing into a session that is completed by then (%s)', async (how) => {
    const { undo } = command(body, note);
    const written = readNote(body, note);
    value(applySessionRule(docs, id, 'markCompleted'));
    if (how === 'closed') await body.release();
    expect(await undo()).toBe(false);
    expect(readNote(await bodyOf(docs, id), note)).toEqual(written);
  });

  it('does nothing once the campaign is closed', async () => {
    const { undo } = command(body, note);
    const written = readNote(body, note);
    const again = await reload();
    expect(await undo()).toBe(false);
    expect(readNote(await bodyOf(again, id), note)).toEqual(written);
  });
});

it('the undo of an import of records takes its texts out of documents that are closed', async () => {
  const records = [...readStored(body)];
  const target = await createSingle(createTestDevices(3));
  value(createSession(target.docs));
  const sessions = [...readStored(docs.ledger)].filter(({ kind }) => kind === 'session');
  value(await putRecords(target.docs, sessions, { from: 'a.zip' }));
  const theirs = await bodyOf(target.docs, id);
  value(fillNote(theirs, note, oneParagraph('mine')));
  await theirs.release();
  const put = value(await putRecords(target.docs, records, { from: 'a.zip', preferFile: true }));
  expect(readNote(await bodyOf(target.docs, id), note)).toHaveLength(4);
  expect(await put.undo()).toBe(true);
  const again = await bodyOf(await target.reload(), id);
  expect(readNote(again, note)).toEqual(oneParagraph('mine'));
});

it('an import into a note reads only what it adds, however much was imported before', () => {
  const read = vi.spyOn(Y.XmlText.prototype, 'toDelta');
  const listeners = (): number =>
    ['afterTransaction', 'beforeObserverCalls'].reduce(
      (sum, name) => sum + (body.doc._observers.get(name)?.size ?? 0),
      0,
    );
  const importMany = (count: number): UndoableText[] =>
    Array.from({ length: count }, (_, i) =>
      value(importIntoNote(body, note, oneParagraph(`text ${readCount} ${i}`), `${i}.md`)),
    );
  let readCount = 0;
  const texts = importMany(20);
  const before = listeners();
  const readBy = (count: number): number => {
    readCount = read.mock.calls.length;
    texts.push(...importMany(count));
    return read.mock.calls.length - readCount;
  };
  const [first, second] = [readBy(50), readBy(50)];
  expect(first).toBeLessThan(500);
  expect(second).toBeLessThanOrEqual(first);
  expect(listeners()).toBe(before);
  read.mockRestore();
});

it('a note that a newer version writes into is no longer writable, also after it was read', () => {
  expect(writableNote(body, note).ok).toBe(true);
  const paragraph = body.doc.getXmlFragment(note).get(0) as Y.XmlElement;
  body.doc.transact(() => paragraph.insert(0, [new Y.XmlElement('hologram')]));
  expect(writableNote(body, note)).toMatchObject({ error: { type: 'UnknownContent' } });
  body.doc.transact(() => paragraph.delete(0, 1));
  expect(writableNote(body, note).ok).toBe(true);
  body.doc.transact(() => {
    expect(writableNote(body, note).ok).toBe(true);
    (paragraph.get(0) as Y.XmlText).format(0, 3, { sparkle: true });
    expect(writableNote(body, note).ok).toBe(false);
  });
  expect(writableNote(body, note).ok).toBe(false);
});

describe('nodes for a note that no editor shows', () => {
  const blocks = (): string[] => readNote(body, note).map((node) => JSON.stringify(node));
  const textOf = (index: number): Y.XmlText =>
    (body.doc.getXmlFragment(note).get(index) as Y.XmlElement).get(0) as Y.XmlText;
  const [first, second, third] = [oneParagraph('One')[0]!, oneParagraph('Two')[0]!, oneParagraph('Three')[0]!];
  const picture = JSON.stringify(PICTURE[0]);

  beforeEach(() => {
    writableNote(body, note);
    body.doc.getXmlFragment(note).delete(0, body.doc.getXmlFragment(note).length);
    value(fillNote(body, note, [first, second, third]));
  });

  it('come behind the block that the position is in, whatever others write above it', () => {
    const inSecond = Y.createRelativePositionFromTypeIndex(textOf(1), 1);
    value(importIntoNote(body, note, oneParagraph('Below'), 'a.md'));
    const at = blocks().indexOf(JSON.stringify(second));
    value(insertIntoNote(body, note, PICTURE, inSecond));
    expect(blocks()[at + 1]).toBe(picture);
  });

  it('come to the end where the block is gone, and are refused where the note may not be written', () => {
    const inFirst = Y.createRelativePositionFromTypeIndex(textOf(0), 1);
    body.doc.getXmlFragment(note).delete(0, 1);
    value(insertIntoNote(body, note, PICTURE, inFirst));
    expect(blocks().filter((block) => block === picture)).toHaveLength(1);
    value(applySessionRule(docs, id, 'markCompleted'));
    expect(insertIntoNote(body, note, PICTURE, inFirst)).toMatchObject({ ok: false, error: { type: 'Completed' } });
  });
});
