// 17.e: what the undo of an import says that it took back.
import { ENTITY } from '@emberkeep/domain';
import { createEntity, editRecord, importIntoNote, importIntoNotes, noteName } from '@emberkeep/store';
import { createOpenSession, createTestDevices, meet, oneParagraph, value } from '@emberkeep/store/testing';
import { expect, it } from 'vitest';
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
