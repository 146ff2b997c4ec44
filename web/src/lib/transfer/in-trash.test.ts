// 23.3: what an import finds in Trash, and when it is an import that was undone.
import { ENTITY, type StoredRecord } from '@emberkeep/domain';
import {
  deleteRecord,
  editRecord,
  importIntoNote,
  noteName,
  putRecords,
  readPutOutcome,
  type CampaignDocs,
} from '@emberkeep/store';
import { createTestDevices, oneParagraph, value } from '@emberkeep/store/testing';
import { afterEach, expect, it, vi } from 'vitest';
import {
  countInTrash,
  forgetStopped,
  isLeftByStopped,
  isOnlyTrash,
  isUndoneImport,
  rememberStopped,
} from './in-trash.ts';

const idOf = (n: number): string => `0b0b0b0b-0000-4000-8000-00000000000${n}`;
const records: StoredRecord[] = [1, 2, 3].map((n) => ({
  ...{ kind: 'entity', id: idOf(n), sessionId: null },
  keys: { name: `Reeve ${n}`, entityType: 'npc' },
  texts: {},
}));
const imported = async (): Promise<CampaignDocs> => {
  const [docs] = await createTestDevices(7).pair();
  value(await putRecords(docs, records, { from: 'a.zip' }));
  return docs;
};
const found = (docs: CampaignDocs) => {
  const prepared = { records, outcome: readPutOutcome(docs, records) };
  return [countInTrash(prepared), isOnlyTrash(prepared), isUndoneImport(prepared)];
};

it('an import that was undone is found in Trash as a whole, and putting it again restores it', async () => {
  const docs = await imported();
  expect(found(docs)).toEqual([0, false, false]);
  await docs.undo(docs.latestStep()!);
  expect(found(docs)).toEqual([3, true, true]);
  const put = value(await putRecords(docs, records, { from: 'a.zip', preferFile: true }));
  expect([put.changed, put.restored]).toEqual([3, 3]);
  expect(found(docs)).toEqual([0, false, false]);
});

it('a record that the GM deleted is in Trash, and is no undone import', async () => {
  const docs = await imported();
  value(deleteRecord(docs, docs.ledger, ENTITY, idOf(1)));
  expect(found(docs)).toEqual([1, true, false]);
});

it('what was changed since the import, and deleted then, is not restored unasked', async () => {
  const docs = await imported();
  value(editRecord(docs, { doc: docs.ledger, spec: ENTITY, id: idOf(2), fields: { name: 'The old reeve' } }));
  for (const n of [1, 2, 3]) value(deleteRecord(docs, docs.ledger, ENTITY, idOf(n)));
  expect(found(docs)).toEqual([3, false, false]);
});

it('what was edited by hand since, a field or a text, is not counted as unchanged', async () => {
  const [docs] = await createTestDevices(7).pair();
  const withTexts = records.map((record) => ({ ...record, texts: { description: oneParagraph('Counts the eels.') } }));
  value(await putRecords(docs, withTexts, { from: 'a.zip' }));
  expect(readPutOutcome(docs, withTexts)).toMatchObject({ same: 3, differing: 0, kept: [] });
  value(editRecord(docs, { doc: docs.ledger, spec: ENTITY, id: idOf(1), fields: { name: 'The old reeve' } }));
  docs.ledger.doc.getXmlFragment(noteName(idOf(2), 'description')).delete(0, 1);
  value(importIntoNote(docs.ledger, noteName(idOf(2), 'description'), oneParagraph('Counts no eels.'), 'a.md'));
  const outcome = readPutOutcome(docs, withTexts);
  expect(outcome).toMatchObject({ same: 3, differing: 2, changed: 0 });
  expect(outcome.kept.map(({ id, fields }) => [id, ...fields])).toEqual([
    [idOf(1), 'name'],
    [idOf(2), 'description'],
  ]);
});

afterEach(() => vi.unstubAllGlobals());

it('what a stopped import left is told from what the GM deleted, before it or after the file was imported', async () => {
  const stored = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  });
  const [docs] = await createTestDevices(7).pair();
  value(await putRecords(docs, records.slice(0, 1), { from: 'a.zip' }));
  value(deleteRecord(docs, docs.ledger, ENTITY, idOf(1)));
  const prepared = () => ({ records, outcome: readPutOutcome(docs, records) });
  const before = prepared();
  value(await putRecords(docs, records.slice(1), { from: 'a.zip' }));
  await docs.undo(docs.latestStep()!);
  rememberStopped(before);
  expect(isLeftByStopped(prepared())).toBe(false);
  const others = { ...prepared(), outcome: readPutOutcome(docs, records.slice(1)) };
  expect(isLeftByStopped(others)).toBe(true);
  forgetStopped(others);
  expect(isLeftByStopped(others)).toBe(false);
});
