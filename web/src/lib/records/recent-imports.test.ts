// An import's undo outlasts its message, and is offered for as long as it can do something.
import { noteName, importIntoNote, createEntity, type CampaignDocs } from '@emberkeep/store';
import { createOpenSession, createSingle, createTestDevices, oneParagraph, value } from '@emberkeep/store/testing';
import { beforeEach, expect, it } from 'vitest';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { undoAndTell, undoTextAndTell } from './command-feedback.ts';
import { noteAddress, recentImports, showImported } from './recent-imports.svelte.ts';

let docs: CampaignDocs;
beforeEach(async () => {
  ({ docs } = await createSingle(createTestDevices(1)));
  toasts.items = [];
});
const listed = (note?: string): string[] => recentImports.of(docs, note).map(({ from }) => from);

/** As importing files does: records as one step. */
const importEntity = (name: string): void => {
  value(createEntity(docs, { name, entityType: 'npc' }));
  const step = docs.latestStep()!;
  showImported(docs, `Imported from ${name}`, {
    from: name,
    undo: async () => (await docs.undo(step)) !== null,
    isOver: () => !docs.canUndo(step),
  });
};

it('an import is listed with its undo after its message has gone, until it is undone there', async () => {
  importEntity('Vault');
  importEntity('More');
  toasts.items = [];
  expect(listed()).toEqual(['More', 'Vault']);
  await undoTextAndTell(recentImports.of(docs)[1]!);
  expect(listed()).toEqual(['More']);
  expect(toasts.items.map(({ text }) => text)).toEqual(['Undone']);
});

it('an import that Ctrl+Z undid is listed no more, and its message goes', async () => {
  importEntity('Vault');
  await undoAndTell(docs);
  expect(listed()).toEqual([]);
  expect(toasts.items.map(({ text }) => text)).toEqual(['Undone: Create Vault']);
});

it('an import into a note is listed with that note, and again once its completed session is reopened', async () => {
  const { id, body } = await createOpenSession(docs);
  const name = noteName(id, 'prep_notes');
  const text = value(importIntoNote(body, name, oneParagraph('words'), 'a.md'));
  let isCompleted = true;
  showImported(docs, 'Imported from a.md', {
    from: 'a.md',
    note: noteAddress(body.room, name),
    undo: () => (isCompleted ? Promise.resolve(false) : text.undo()),
    canRetry: () => isCompleted,
  });
  expect(listed(noteAddress(body.room, name))).toEqual(['a.md']);
  expect(listed(noteAddress(body.room, 'another'))).toEqual([]);
  await undoTextAndTell(recentImports.of(docs)[0]!);
  expect(listed()).toEqual(['a.md']);
  isCompleted = false;
  await undoTextAndTell(recentImports.of(docs)[0]!);
  expect(listed()).toEqual([]);
});

it('another campaign, and this one opened anew, list none of it', async () => {
  importEntity('Vault');
  const { docs: other } = await createSingle(createTestDevices(2));
  expect(recentImports.of(other)).toEqual([]);
});
