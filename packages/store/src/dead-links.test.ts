// Links that lead nowhere, in the ledger and in the bodies of sessions, and how they become words.
import { expect, it } from 'vitest';
import { ENTITY, noteLines, RELATIONSHIP } from '@emberkeep/domain';
import { bodyOf, createSingle, createTestDevices, oneParagraph, value } from '../testing/index.ts';
import {
  createEntity,
  createRelationship,
  createSession,
  deleteRecord,
  deleteSession,
  fillNote,
  listDeadLinks,
  listDeleted,
  notesOfLinks,
  noteName,
  readNote,
  removeLinks,
  setAlias,
} from './index.ts';

const setUp = async () => {
  const { docs } = await createSingle(createTestDevices(31));
  const ilse = value(createEntity(docs, { name: 'Ilse', entityType: 'npc', aliases: ['The clerk'] }));
  const session = value(createSession(docs, { title: 'The weir' }));
  const body = await bodyOf(docs, session);
  value(fillNote(docs.ledger, noteName(ilse, 'gm_notes'), oneParagraph('Owes [[Rook]], [[The clerk]], [[The weir]].')));
  value(fillNote(body, noteName(session, 'actual_notes'), oneParagraph('Met [[rook#Debts|the captain]] at [[Quay]].')));
  return { docs, ilse, session, body };
};

it('lists every name that leads nowhere with its notes, and an alias mends all of its links', async () => {
  const { docs, ilse, session } = await setUp();
  const dead = await listDeadLinks(docs);
  expect(dead.map(({ name, places }) => [name, places.map(({ text, sentence }) => [text, sentence])])).toEqual([
    ['Quay', [[noteName(session, 'actual_notes'), 'Met [[rook#Debts|the captain]] at [[Quay]].']]],
    [
      'Rook',
      [
        [noteName(ilse, 'gm_notes'), 'Owes [[Rook]], [[The clerk]], [[The weir]].'],
        [noteName(session, 'actual_notes'), 'Met [[rook#Debts|the captain]] at [[Quay]].'],
      ],
    ],
  ]);
  value(setAlias(docs, ilse, 'Rook', true));
  expect((await listDeadLinks(docs)).map(({ name }) => name)).toEqual(['Quay']);
  value(await deleteSession(docs, session));
  expect((await listDeadLinks(docs)).map(({ name }) => name)).toEqual(['The weir']);
});

it('links become the words that they show, and undo puts them back', async () => {
  const { docs, session, body } = await setUp();
  const dead = await listDeadLinks(docs);
  expect(notesOfLinks(dead).map(({ texts }) => texts.length)).toEqual([1, 1]);
  const name = noteName(session, 'actual_notes');
  const removed = value(removeLinks(body, name, ['Rook']));
  const words = (): string => noteLines(readNote(body, name)).join('|');
  expect([removed.count, words()]).toEqual([1, 'Met the captain at [[Quay]].']);
  await removed.undo();
  expect(words()).toBe('Met [[rook#Debts|the captain]] at [[Quay]].');
});

it('links of notes in Trash are not counted', async () => {
  const { docs, ilse, session } = await setUp();
  value(deleteRecord(docs, docs.ledger, ENTITY, ilse));
  const places = (await listDeadLinks(docs)).flatMap((link) => link.places.map(({ text }) => text));
  expect(new Set(places)).toEqual(new Set([noteName(session, 'actual_notes')]));
});

it('a relationship in Trash is called by its ends, never by an id', async () => {
  const { docs, ilse } = await setUp();
  const rook = value(createEntity(docs, { name: 'Rook', entityType: 'npc' }));
  const id = value(createRelationship(docs, { fromId: ilse, toId: rook, relationType: 'owes' }));
  value(deleteRecord(docs, docs.ledger, RELATIONSHIP, id));
  expect(listDeleted(docs.ledger).map(({ title }) => title)).toEqual(['Ilse owes Rook']);
});
