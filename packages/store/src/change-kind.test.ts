// What was imported as the wrong kind: an entity becomes a session and a session an entity, with every word, as one step.
import { expect, it } from 'vitest';
import { noteLines } from '@emberkeep/domain';
import { bodyOf, createSingle, createTestDevices, meet, oneParagraph, value } from '../testing/index.ts';
import {
  createEntity,
  createSession,
  entityToSession,
  fillNote,
  getEntity,
  getSession,
  listEntities,
  listSessions,
  logEvent,
  noteName,
  readNote,
  sessionToEntity,
  type CampaignDocs,
  type OpenDocument,
} from './index.ts';

const textOf = (doc: OpenDocument, id: string, field: string): string =>
  noteLines(readNote(doc, noteName(id, field))).join('|');
const seen = (docs: CampaignDocs): unknown => [
  listEntities(docs).map(({ id, name }) => [id, name]),
  listSessions(docs)
    .filter(({ deleted }) => !deleted)
    .map(({ id, title }) => [id, title]),
];

it('an entity becomes a session with its words, number and day, and one undo takes it back', async () => {
  const { docs } = await createSingle(createTestDevices(21));
  const id = value(
    createEntity(docs, {
      name: 'The weir',
      entityType: 'lore',
      tags: ['swim'],
      attributes: { session: '12', date: '2026-03-09', mood: 'grim' },
      externalId: 'Log/The weir.md',
    }),
  );
  value(fillNote(docs.ledger, noteName(id, 'description'), oneParagraph('They swam.')));
  value(fillNote(docs.ledger, noteName(id, 'gm_notes'), oneParagraph('Nobody saw.')));
  const before = seen(docs);
  const made = value(await entityToSession(docs, id));
  expect(getSession(docs, made)).toMatchObject({
    number: 12,
    title: 'The weir',
    date: '2026-03-09',
    stage: 'wrap_up',
    externalId: 'Log/The weir.md',
  });
  expect(textOf(await bodyOf(docs, made), made, 'actual_notes')).toBe('They swam.|Nobody saw.');
  expect(textOf(docs.ledger, made, 'notes')).toBe('mood: grim');
  expect(getEntity(docs, id)).toBeNull();
  expect(await docs.undo()).toBe('Make The weir a session');
  expect(seen(docs)).toEqual(before);
});

it('a number that is taken stays with its session', async () => {
  const { docs } = await createSingle(createTestDevices(22));
  value(createSession(docs, { number: 12, title: 'The fair' }));
  const id = value(createEntity(docs, { name: 'The weir', entityType: 'lore', attributes: { session: 12 } }));
  const made = value(await entityToSession(docs, id));
  expect(getSession(docs, made)!.shownNumber).not.toBe(12);
  expect(textOf(docs.ledger, made, 'notes')).toBe('session: 12');
});

it('a session becomes an entity and a session again with the same words', async () => {
  const { docs } = await createSingle(createTestDevices(23));
  const id = value(createSession(docs, { title: 'The weir', date: '2026-03-09' }));
  const { shownNumber } = getSession(docs, id)!;
  value(fillNote(await bodyOf(docs, id), noteName(id, 'actual_notes'), oneParagraph('They swam.')));
  const before = seen(docs);
  const entity = value(await sessionToEntity(docs, id, 'location'));
  expect(getEntity(docs, entity)).toMatchObject({
    name: 'The weir',
    entityType: 'location',
    attributes: { session: shownNumber, date: '2026-03-09' },
  });
  expect(textOf(docs.ledger, entity, 'gm_notes')).toBe('They swam.');
  expect(await docs.undo()).toBe('Make The weir an entity');
  expect(seen(docs)).toEqual(before);
  const again = value(await entityToSession(docs, value(await sessionToEntity(docs, id, 'lore'))));
  expect(textOf(await bodyOf(docs, again), again, 'actual_notes')).toBe('They swam.');
  expect(getSession(docs, again)).toMatchObject({ title: 'The weir', date: '2026-03-09' });
});

it('two GMs who change the kind apart have one record with its words once, and an undo by one loses none', async () => {
  const [a, b] = await createTestDevices(26).pair();
  const mill = value(createEntity(a, { name: 'The mill', entityType: 'lore', attributes: { number: 4 } }));
  value(fillNote(a.ledger, noteName(mill, 'description'), oneParagraph('They ground flour.')));
  await meet(a, b);
  const [made, alsoMade] = [value(await entityToSession(a, mill)), value(await entityToSession(b, mill))];
  expect(alsoMade).toBe(made);
  await meet(a, b);
  await meet(a, b);
  for (const docs of [a, b]) {
    expect(seen(docs)).toEqual([[], [[made, 'The mill']]]);
    expect(textOf(await bodyOf(docs, made), made, 'actual_notes')).toBe('They ground flour.');
  }
  await a.undo();
  await meet(a, b);
  expect(seen(a)).toEqual(seen(b));
  const words = await Promise.all(
    listSessions(a)
      .filter(({ deleted }) => !deleted)
      .map(async ({ id }) => textOf(await bodyOf(a, id), id, 'actual_notes')),
  );
  if (getEntity(a, mill)) words.push(textOf(a.ledger, mill, 'description'));
  expect(words).toContain('They ground flour.');
  // Back and forth again: what was made before keeps its id.
  const entities = [value(await sessionToEntity(a, value(createSession(a, { title: 'Weir' })), 'lore'))];
  entities.push(value(await sessionToEntity(a, value(await entityToSession(a, entities[0]!)), 'lore')));
  expect(new Set(entities).size).toBe(2);
});

it('a session with a log or scenes stays a session', async () => {
  const { docs } = await createSingle(createTestDevices(24));
  const id = value(createSession(docs, { title: 'The weir' }));
  value(logEvent(docs, await bodyOf(docs, id), { eventType: 'OTHER', name: 'They swam' }));
  const before = seen(docs);
  expect(await sessionToEntity(docs, id, 'lore')).toMatchObject({ ok: false, error: { type: 'SessionHasLog' } });
  expect(await sessionToEntity(docs, 'nobody', 'lore')).toMatchObject({ error: { type: 'SessionMissing' } });
  expect(await entityToSession(docs, 'nobody')).toMatchObject({ error: { type: 'EntityMissing' } });
  expect(seen(docs)).toEqual(before);
});
