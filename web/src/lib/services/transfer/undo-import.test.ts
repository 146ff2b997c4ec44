// 17.e: what the undo of an import says that it took back.
import { ENTITY, pictureNode, type StoredRecord } from '@emberkeep/domain';
import {
  createEntity,
  createRelationship,
  editRecord,
  getEntity,
  importIntoNote,
  importIntoNotes,
  listEntities,
  listSessions,
  logEvent,
  noteName,
  putRecords,
  readNote,
  type OpenDocument,
} from '@emberkeep/store';
import { createOpenSession, createTestDevices, meet, oneParagraph, value } from '@emberkeep/store/testing';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { undoImport } from './undo-import.ts';

const setUp = async () => {
  const [a, b] = await createTestDevices(5).pair();
  const { id: sessionId, body } = await createOpenSession(a);
  const text = value(importIntoNote(body, noteName(sessionId, 'prep_notes'), oneParagraph('words'), 'a.md'));
  const id = value(createEntity(a, { name: 'Vey', entityType: 'npc' }));
  return { a, b, id, body, text, step: a.latestStep() };
};

it('only the texts, where a co-GM wrote in the records since', async () => {
  const { a, b, id, text, step } = await setUp();
  await meet(a, b);
  value(editRecord(b, { doc: b.ledger, spec: ENTITY, id, fields: { secrets: 'She lies.' } }));
  await meet(a, b);
  expect(await undoImport(a, step, [text])).toBe('texts');
  expect(await undoImport(a, step, [text])).toBe(false);
});

it('all of it, also of an import that wrote only texts or only records', async () => {
  for (const which of ['both', 'texts', 'records']) {
    const { a, text, step } = await setUp();
    expect(await undoImport(a, which === 'texts' ? null : step, which === 'records' ? [] : [text])).toBe(true);
  }
});

it('the records only, where a text cannot be taken back', async () => {
  const { a, text, step } = await setUp();
  expect(await text.undo()).toBe(true);
  expect(await undoImport(a, step, [text])).toBe('records');
});

it('all of it, where a text was here already and the import wrote none', async () => {
  const { a, body, step } = await setUp();
  const again = importIntoNotes(body, [], 'a.md');
  expect(again.wroteNothing?.()).toBe(true);
  expect(await undoImport(a, step, [again])).toBe(true);
});

const idOf = (n: number): string => `0b0b0b0b-0000-4000-8000-00000000000${n}`;
const entity = (n: number): StoredRecord => ({
  ...{ kind: 'entity', id: idOf(n), sessionId: null },
  keys: { name: `Reeve ${n}`, entityType: 'npc' },
  texts: { description: oneParagraph(`Reeve ${n} counts the eels.`) },
});
/** As the editor does. */
const typeInto = (doc: OpenDocument, name: string, words: string): void => {
  const paragraph = new Y.XmlElement('paragraph');
  const text = new Y.XmlText();
  text.insert(0, words);
  paragraph.insert(0, [text]);
  const note = doc.doc.getXmlFragment(name);
  note.insert(note.length, [paragraph]);
};

it('what was edited since stays and is named: a field, a text, a relationship; the rest goes to Trash', async () => {
  const [docs] = await createTestDevices(5).pair();
  const put = value(await putRecords(docs, [1, 2, 3, 4].map(entity), { from: 'a.zip' }));
  value(editRecord(docs, { doc: docs.ledger, spec: ENTITY, id: idOf(1), fields: { secrets: 'He lies.' } }));
  typeInto(docs.ledger, noteName(idOf(2), 'description'), 'She owes the guild.');
  const own = value(createEntity(docs, { name: 'Vey', entityType: 'npc' }));
  value(createRelationship(docs, { fromId: own, toId: idOf(3), relationType: 'fears' }));
  expect(await undoImport(docs, put.step, put.addedTexts)).toEqual({ kept: ['Reeve 1', 'Reeve 2', 'Reeve 3'] });
  expect(listEntities(docs).map(({ name }) => name)).toEqual(['Reeve 1', 'Reeve 2', 'Reeve 3', 'Vey']);
  expect(getEntity(docs, idOf(1))?.secrets).toBe('He lies.');
  // As imported, and what was typed since.
  expect(readNote(docs.ledger, noteName(idOf(1), 'description'))).toHaveLength(1);
  expect(JSON.stringify(readNote(docs.ledger, noteName(idOf(2), 'description')))).toMatch(/counts the eels.*owes/);
});

it('a picture, a rule or a table that was added since is an edit; an empty paragraph is none', async () => {
  const [docs] = await createTestDevices(5).pair();
  const nodes = ['picture', 'horizontalRule', 'table', 'paragraph'];
  const imported = nodes.map((_, i) => {
    const { texts, ...rest } = entity(i + 1);
    // Those of the import itself are no edits.
    return { ...rest, texts: { description: [...(texts['description'] ?? []), pictureNode('a'.repeat(64), '')] } };
  });
  const put = value(await putRecords(docs, imported, { from: 'a.zip' }));
  for (const [i, node] of nodes.entries())
    docs.ledger.doc.getXmlFragment(noteName(idOf(i + 1), 'description')).push([new Y.XmlElement(node)]);
  expect(await undoImport(docs, put.step, put.addedTexts)).toEqual({ kept: ['Reeve 1', 'Reeve 2', 'Reeve 3'] });
});

it('an import in which all was edited since says that nothing was undone', async () => {
  const [docs] = await createTestDevices(5).pair();
  const put = value(await putRecords(docs, [entity(1)], { from: 'a.zip' }));
  value(editRecord(docs, { doc: docs.ledger, spec: ENTITY, id: idOf(1), fields: { secrets: 'He lies.' } }));
  expect(await undoImport(docs, put.step, put.addedTexts)).toBe(false);
  expect(listEntities(docs)).toHaveLength(1);
});

it('what a co-GM edited is named, too', async () => {
  const [a, b] = await createTestDevices(5).pair();
  const put = value(await putRecords(a, [1, 2].map(entity), { from: 'a.zip' }));
  await meet(a, b);
  value(editRecord(b, { doc: b.ledger, spec: ENTITY, id: idOf(2), fields: { secrets: 'He lies.' } }));
  await meet(a, b);
  expect(await undoImport(a, put.step, put.addedTexts)).toEqual({ kept: ['Reeve 2'] });
});

it('a session in which something was logged or noted since stays as a whole', async () => {
  for (const edit of ['nothing', 'log', 'note'] as const) {
    const [docs] = await createTestDevices(5).pair();
    const [quiet, written] = [idOf(5), idOf(6)];
    const session = (id: string, number: number): StoredRecord[] => [
      { ...{ kind: 'session', id, sessionId: null }, keys: { number, title: `Eels ${number}` }, texts: {} },
      {
        ...{ kind: 'note', id, sessionId: id, keys: {} },
        texts: { prep_notes: oneParagraph('The boat leaves.') },
      },
    ];
    const put = value(await putRecords(docs, [...session(quiet, 1), ...session(written, 2)], { from: 'a.zip' }));
    const body = value(await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: written }));
    if (edit === 'log') value(logEvent(docs, body, { eventType: 'damage', details: { amount: 5 } }));
    if (edit === 'note') typeInto(body, noteName(written, 'actual_notes'), 'They stayed.');
    await body.release();
    const undone = await undoImport(docs, put.step, put.addedTexts);
    expect(undone, edit).toEqual(edit === 'nothing' ? true : { kept: ['Eels 2'] });
    expect(listSessions(docs).map(({ title, deleted }) => [title, deleted])).toEqual([
      ['Eels 1', true],
      ['Eels 2', edit === 'nothing'],
    ]);
  }
});
