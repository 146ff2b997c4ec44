// Campaign JSON and calendars as they are written into a campaign: what a second import changes, what two GMs who
// import apart have, and what becomes of retired fields.
import { describe, expect, it } from 'vitest';
import {
  CAMPAIGN,
  ENTITY,
  ENTITY_LOG,
  isId,
  META_ID,
  noteLines,
  PLAYER,
  READY_CALENDARS,
  SCENE,
  SESSION,
  STANDING_LABELS,
  standingOf,
  TIMELINE_EVENT,
} from '@emberkeep/domain';
import {
  acceptSuggestion,
  createEntity,
  createScene,
  createSession,
  derivedId,
  dismissSuggestion,
  editRecord,
  fillNote,
  getEntity,
  getRecord,
  listEntities,
  listRecords,
  listScenes,
  listSessions,
  listSuggestions,
  noteName,
  putRecords,
  readNote,
  readPutOutcome,
  readStored,
  setAttendance,
  type CampaignDocs,
  type OpenDocument,
} from '@emberkeep/store';
import { bodyOf, createSingle, createTestDevices, meet, oneParagraph, refusal, value } from '@emberkeep/store/testing';
import { createReader, file } from '../../testing/import-files.ts';
import { writeFantasyCalendar } from '../fantasy-calendar.ts';
import type { KnownRecords } from './import-run.ts';
import { recordsOfImport } from './records-of-import.ts';

const { read } = createReader(derivedId);
const devices = createTestDevices(100);
const single = () => createSingle(devices);
const RETIRED_ROWS = '(M-304, M-305, M-306, M-307, M-427, M-431, T-5)';

const knownOf = (docs: CampaignDocs): KnownRecords => ({
  entities: listEntities(docs),
  sessions: listSessions(docs).map(({ id, shownNumber, title, externalId }) => ({
    id,
    number: shownNumber,
    title,
    externalId,
  })),
  named: [],
  ties: [],
  lastOrder: {},
});

/** What an import of campaign JSON, or of a calendar, would write into a campaign. */
const prepare = async (docs: CampaignDocs, ...roots: unknown[]) => {
  const files = roots.map((root, i) => file(`${i}.json`, typeof root === 'string' ? root : JSON.stringify(root)));
  return recordsOfImport(await read(files), knownOf(docs), docs.campaignId, derivedId, docs.nowMs());
};

const importInto = async (docs: CampaignDocs, root: unknown, preferFile = false) => {
  const { records, modes } = await prepare(docs, root);
  return value(await putRecords(docs, records, { from: 'a file', preferFile, modes }));
};

const countRecords = (docs: CampaignDocs): number => [...readStored(docs.ledger)].length;
const textOf = (docs: CampaignDocs, id: string, name: string): string =>
  noteLines(readNote(docs.ledger, noteName(id, name))).join('|');
const importedSession = (docs: CampaignDocs, externalId: string) =>
  listSessions(docs).find((s) => s.externalId === externalId)!;

const SESSION_FILE = {
  id: 's-15',
  number: 15,
  title: 'The ferry',
  realTime: { startTime: '2025-01-20T18:00:00Z' },
  participants: {
    players: [
      { userId: 'u1', name: 'Jo', characterIds: ['Brannoc'], attended: true, arrivedLate: true },
      { userId: 'u2', name: 'Kim', characterIds: [], attended: false },
    ],
  },
  notes: 'words of the file',
  log: [{ event_type: 'COMBAT_START', character: 'Brannoc', npc: 'Dob', name: 'Ambush' }, 'They ran'],
  planned_scenes: [
    { id: 1, title: 'The ford', gm_notes: 'deep', connections: [{ target_scene_id: 2, description: 'by boat' }] },
    { id: 2, title: 'The mill' },
  ],
};

/** The parts that the source documents write about one session: planned, begun, an event, ended. */
const sessionOfSources = (): Record<string, unknown>[] => {
  const player = (n: number, rest: object) => ({ userId: `user-player-${n}`, ...rest });
  const startTime = '2025-01-20T18:05:00Z';
  return [
    {
      id: 'session-015',
      number: 15,
      status: 'planned',
      realTime: { startTime: '2025-01-20T18:00:00Z' },
      participants: {
        gm: 'user-gm-1',
        players: [
          player(1, { characterIds: ['fighter-pc'], attended: false }),
          player(2, { characterIds: ['wizard-pc'], attended: false }),
        ],
      },
    },
    {
      id: 'session-015',
      status: 'in_progress',
      realTime: { startTime },
      participants: { players: [player(1, { attended: true }), player(2, { attended: true, arrivedLate: true })] },
    },
    {
      id: 'event-001',
      sessionId: 'session-015',
      timestamp: { realTime: '2025-01-20T18:30:00Z' },
      event: { type: 'combat_start', name: 'Ambushed by cultists' },
    },
    {
      id: 'session-015',
      status: 'completed',
      realTime: { startTime, endTime: '2025-01-20T22:15:00Z', durationMinutes: 250 },
      actualObjectives: ['Found the artifact'],
    },
  ];
};

describe('a session of campaign JSON', () => {
  it('imported again keeps what the GM filled in, unless the file goes first (M-080, M-087)', async () => {
    const { docs } = await single();
    const session = {
      id: 'abc',
      number: 7,
      title: 'From the file',
      location: 'online',
      summary: { highlights: ['a fire'] },
      notes: 'words of the file',
    };
    await importInto(docs, session);
    const { id } = importedSession(docs, 'abc');
    value(editRecord(docs, { doc: docs.ledger, spec: SESSION, id: id, fields: { title: 'My title', location: '' } }));
    value(editRecord(docs, { doc: docs.ledger, spec: SESSION, id: id, fields: { highlights: ['my fire'] } }));
    const expected = await prepare(docs, session);
    expect(readPutOutcome(docs, expected.records, expected.modes).kept).toMatchObject([{ kind: 'session', id }]);
    const kept = await importInto(docs, session);
    expect(kept.kept.map((k) => [k.id, [...k.fields].sort()])).toEqual([[id, ['highlights', 'title']]]);
    const highlights = (): string[] => getRecord(docs.ledger, SESSION, id)!.highlights.map((h) => h.text);
    expect(getRecord(docs.ledger, SESSION, id)).toMatchObject({ title: 'My title', location: 'online', number: 7 });
    expect(highlights()).toEqual(['my fire']);
    expect(textOf(docs, id, 'notes')).toBe('words of the file');
    await importInto(docs, session, true);
    expect(getRecord(docs.ledger, SESSION, id)).toMatchObject({ title: 'From the file' });
    expect(highlights()).toEqual(['a fire']);
    const again = await prepare(docs, session);
    expect(readPutOutcome(docs, again.records, again.modes)).toMatchObject({ kept: [], changed: 0 });
  });

  it('is announced with the state that it has once it is imported', async () => {
    const WORDS = ['planned', 'ACTIVE', 'completed', 'cancelled'];
    const planned = await single();
    const told = WORDS.map((status, i) => ({ id: `s-${i}`, number: i + 1, status }));
    const announced = (await prepare(planned.docs, ...told)).lines;
    for (const [i, status] of WORDS.entries()) {
      const { docs } = await single();
      await importInto(docs, { id: `s-${i}`, number: i + 1, status });
      const standing = STANDING_LABELS[standingOf(importedSession(docs, `s-${i}`), false)];
      expect(announced[i]).toMatch(new RegExp(`^Session ${i + 1} \\(${standing}\\)$`));
    }
  });

  it('adds its text below the one here, once, if the file is preferred; otherwise reports that the text here was kept', async () => {
    const { docs } = await single();
    await importInto(docs, SESSION_FILE);
    const { id } = importedSession(docs, 's-15');
    value(fillNote(docs.ledger, noteName(id, 'notes'), oneParagraph('my words')));
    const later = { ...SESSION_FILE, notes: 'later words' };
    expect((await importInto(docs, later)).kept).toEqual([{ kind: 'session', id, fields: ['notes'] }]);
    expect(textOf(docs, id, 'notes')).toBe('words of the file|my words');
    for (let i = 0; i < 2; i++) await importInto(docs, later, true);
    expect(textOf(docs, id, 'notes')).toMatch(/^words of the file\|my words\|.*later words$/);
    expect(textOf(docs, id, 'notes').match(/later words/g)).toHaveLength(1);
  });

  it('reports a text that cannot be placed, because the session here is completed', async () => {
    const { docs } = await single();
    await importInto(docs, { ...SESSION_FILE, notes: '' });
    const { id } = importedSession(docs, 's-15');
    docs.edit('complete', [docs.ledger], (edit) => edit.set(docs.ledger, 'session', id, { stage: 'completed' }));
    const put = await importInto(docs, SESSION_FILE);
    expect(put.kept).toContainEqual({ kind: 'session', id, fields: ['notes'] });
    expect(put.refused).toEqual([id]);
    expect(textOf(docs, id, 'notes')).toBe('');
  });

  it('brings its players, characters, events and scenes once, and keeps the attendance marked here', async () => {
    const { docs } = await single();
    const first = await importInto(docs, SESSION_FILE);
    const { id } = importedSession(docs, 's-15');
    const body = await bodyOf(docs, id);
    const players = listRecords(docs.ledger, PLAYER);
    const [jo, kim] = ['Jo', 'Kim'].map((name) => players.find((p) => p.name === name)!.id) as [string, string];
    const idOfName = (name: string): string => listEntities(docs).find((e) => e.name === name)!.id;
    expect(listEntities(docs).map((e) => [e.name, e.entityType, e.externalId])).toEqual([
      ['Brannoc', 'pc', 'Brannoc'],
      ['Dob', 'npc', 'Dob'],
    ]);
    expect(getRecord(docs.ledger, SESSION, id)).toMatchObject({
      roster: [jo, kim].sort(),
      attended: [jo],
      arrivedLate: [jo],
      played: [`${jo}:${idOfName('Brannoc')}`],
      characters: [idOfName('Brannoc')],
    });
    const start = Date.parse('2025-01-20T18:00:00Z');
    const events = [...listRecords(body, TIMELINE_EVENT)].sort((a, b) => a.at - b.at);
    expect(events.map((e) => [e.name, e.at - start, e.characterId, e.npcId, e.sessionId])).toEqual([
      ['Ambush', 1, idOfName('Brannoc'), idOfName('Dob'), id],
      ['They ran', 2, '', '', id],
    ]);
    const [ford, mill] = listScenes(body);
    expect([ford!.title, mill!.title, ford!.sessionId, ford!.campaignId]).toEqual([
      'The ford',
      'The mill',
      id,
      docs.campaignId,
    ]);
    expect(Object.values(ford!.connections)).toEqual([{ toSceneId: mill!.id, clueId: '', description: 'by boat' }]);
    expect(noteLines(readNote(body, noteName(ford!.id, 'gm_notes')))).toEqual(['deep']);

    value(setAttendance(docs, id, { playerId: kim, attended: true }));
    value(editRecord(docs, { doc: body, spec: SCENE, id: ford!.id, fields: { title: 'My ford' } }));
    const count = countRecords(docs);
    expect(await importInto(docs, SESSION_FILE)).toMatchObject({ created: 0, changed: 0, refused: [] });
    expect([countRecords(docs), listRecords(body, TIMELINE_EVENT).length]).toEqual([count, 2]);
    expect(listScenes(body).map((s) => s.title)).toEqual(['My ford', 'The mill']);
    expect(getRecord(docs.ledger, SESSION, id)!.attended).toEqual([jo, kim].sort());
    await importInto(docs, SESSION_FILE, true);
    expect(getRecord(docs.ledger, SESSION, id)!.attended).toEqual([jo]);
    expect(listScenes(body)[0]!.title).toBe('My ford');
    expect(first.created).toBeGreaterThan(0);
  });

  it('puts scenes of a later file after those that are here', async () => {
    const { docs } = await single();
    await importInto(docs, { id: 's1', number: 1 });
    const { id } = importedSession(docs, 's1');
    const body = await bodyOf(docs, id);
    for (const title of ['Mine', 'Also mine']) value(createScene(docs, body, { title }));
    await importInto(docs, { id: 's1', number: 1, scenes: ['Third', 'Fourth'] });
    expect(listScenes(body).map((s) => s.title)).toEqual(['Mine', 'Also mine', 'Third', 'Fourth']);
  });

  it('goes on with each part of the source documents, one after the other and picked together', async () => {
    const blocks = sessionOfSources();
    const oneByOne = await single();
    for (const block of blocks) await importInto(oneByOne.docs, block);
    const together = await single();
    const { records, modes } = await prepare(together.docs, ...blocks);
    value(await putRecords(together.docs, records, { from: 'files', modes }));
    for (const { docs } of [oneByOne, together]) {
      const session = importedSession(docs, 'session-015');
      expect(session).toMatchObject({
        status: 'completed',
        stage: 'wrap_up',
        scheduledAt: Date.parse('2025-01-20T18:00:00Z'),
        startedAt: Date.parse('2025-01-20T18:05:00Z'),
        endedAt: Date.parse('2025-01-20T22:15:00Z'),
      });
      expect([session.roster.length, session.attended.length, session.arrivedLate.length]).toEqual([2, 2, 1]);
    }
    await importInto(oneByOne.docs, blocks[1]);
    expect(importedSession(oneByOne.docs, 'session-015').status).toBe('completed');
  });

  it('keeps its status and its times together: a cancelled session gets no end', async () => {
    const { docs } = await single();
    await importInto(docs, { id: 's', number: 1, status: 'cancelled' });
    const put = await importInto(docs, {
      id: 's',
      number: 1,
      status: 'completed',
      realTime: { startTime: '2025-01-20T18:05:00Z', endTime: '2025-01-20T22:15:00Z' },
    });
    expect(importedSession(docs, 's')).toMatchObject({ status: 'cancelled', startedAt: null, endedAt: null });
    expect(put.kept[0]?.fields).toEqual(expect.arrayContaining(['status', 'startedAt', 'endedAt']));
  });

  it('keeps its scenes in their order, which the file may give in numbers', async () => {
    const { docs } = await single();
    const titles = Array.from({ length: 30 }, (_, i) => `Scene ${i}`);
    await importInto(docs, { id: 's1', number: 1, scenes: titles });
    const numbered = titles.map((title, i) => ({ title, sort_order: titles.length - i }));
    await importInto(docs, { id: 's2', number: 2, scenes: numbered });
    const order = async (id: string) =>
      listScenes(await bodyOf(docs, importedSession(docs, id).id)).map((s) => s.title);
    expect([await order('s1'), await order('s2')]).toEqual([titles, [...titles].reverse()]);
  });

  it('of which two files tell is one session with what both say', async () => {
    const { docs } = await single();
    const { records, modes, lines } = await prepare(
      docs,
      { id: 's1', number: 4, title: 'First', log: ['one'], notes: 'a', participants: { players: [{ userId: 'u1' }] } },
      { id: 's1', number: 4, title: 'Second', location: 'online', log: ['two', 'three'], notes: 'b' },
    );
    value(await putRecords(docs, records, { from: 'files', modes }));
    const session = importedSession(docs, 's1');
    expect(session).toMatchObject({ title: 'First', location: 'online', roster: [expect.any(String)] });
    expect(textOf(docs, session.id, 'notes')).toBe('a|b');
    expect(lines).toEqual(['Session 4 · First: 1 player, 1 event', 'Session 4 · Second: 2 events']);
  });

  it('gets the next free number if its own is taken, and is one step to undo', async () => {
    const { docs } = await single();
    const mine = value(createSession(docs));
    const taken = listSessions(docs).find((s) => s.id === mine)!.shownNumber;
    await importInto(docs, { ...SESSION_FILE, number: taken });
    expect(importedSession(docs, 's-15').shownNumber).toBe(taken + 1);
    expect(await docs.undo(docs.latestStep()!)).toBe('Import a file');
    expect(listEntities(docs)).toEqual([]);
    expect(
      listSessions(docs)
        .filter((s) => !s.deleted)
        .map((s) => s.id),
    ).toEqual([mine]);
  });

  it(`retired fields become scenes and suggestions, accepted once, dismissed for good ${RETIRED_ROWS}`, async () => {
    const [a, b] = await devices.pair();
    value(createEntity(a, { name: 'Rook', entityType: 'npc' }));
    await importInto(a, {
      id: 'old-1',
      number: 3,
      title: 'Old',
      planned_scenes: [
        { id: 41, title: 'The crossing', type: 'travel', description: 'by night', gm_notes: 'The rope is cut' },
      ],
      discoveries: [
        { name: 'A green flame', type: 'clue', text: 'It burned green' },
        { from: 'Rook', to: 'Nobody' },
      ],
      player_decisions: [{ text: 'They spared Dob', about: 'Rook' }],
      consequences: ['The Wick will ask'],
    });
    const { id } = importedSession(a, 'old-1');
    await meet(a, b);
    expect([isId(id), listSessions(a).find((s) => s.id === id)?.externalId]).toEqual([true, 'old-1']);
    const [bodyA, bodyB] = [await bodyOf(a, id), await bodyOf(b, id)];
    expect(listScenes(bodyA).map((s) => [s.title, s.sceneType])).toEqual([['The crossing', 'travel']]);
    const named = (docs: CampaignDocs, body: OpenDocument, title: string) =>
      listSuggestions(docs, body).find((s) => s.title === title)!;
    const flame = named(a, bodyA, 'A green flame');
    expect(value(acceptSuggestion(a, bodyA, flame.id))).toBe(value(acceptSuggestion(b, bodyB, flame.id)));
    value(acceptSuggestion(b, bodyB, named(b, bodyB, 'They spared Dob').id));
    value(dismissSuggestion(a, bodyA, named(a, bodyA, 'The Wick will ask').id));
    expect(refusal(acceptSuggestion(a, bodyA, named(a, bodyA, 'Rook – Nobody').id))).toBe('CannotAccept');
    await meet(a, b);
    expect(listEntities(a).filter((e) => e.name === 'A green flame')).toMatchObject([
      { confidence: 'DRAFT', entityType: 'clue' },
    ]);
    expect(listRecords(a.ledger, ENTITY_LOG)).toMatchObject([
      { text: 'They spared Dob', confidence: 'DRAFT', sessionId: id },
    ]);
    expect(listSuggestions(a, bodyA).map((s) => s.title)).toEqual(['Rook – Nobody']);
    // 19.25: they are offered beside the notes of Prep and Wrap-up too, not only in the log.
    for (const note of ['prep_notes', 'actual_notes'])
      expect(listSuggestions(a, bodyA, noteName(id, note)).map((s) => s.title)).toEqual(['Rook – Nobody']);
    expect(listSuggestions(b, bodyB).map((s) => s.title)).toEqual(['Rook – Nobody']);
  });
});

const FACTIONS_FILE = {
  factions: [
    { name: 'Lampblacks', faction_type: 'CRIMINAL', reputation: 3 },
    { name: 'Sparkwrights', type: 'guild', notes: 'smells of oil' },
  ],
};

describe('factions of campaign JSON', () => {
  it('become entities; an unknown type becomes OTHER and is kept (M-001, M-004)', async () => {
    const { docs } = await single();
    await importInto(docs, FACTIONS_FILE);
    const factions = listEntities(docs).map((e) => getEntity(docs, e.id));
    expect(factions.map((f) => [f?.name, f?.entityType, f?.factionType, f?.importedType, f?.reputation.value])).toEqual(
      [
        ['Lampblacks', 'faction', 'CRIMINAL', '', 3],
        ['Sparkwrights', 'faction', 'OTHER', 'guild', 0],
      ],
    );
    expect(factions[0]).toMatchObject({ hold: 'weak', power: 0, attitude: 'Neutral', territory: '', source: 'import' });
    expect(textOf(docs, factions[1]!.id, 'gm_notes')).toBe('smells of oil');
    expect([...docs.ledger.doc.getMap('campaign').keys()].some((key) => key.includes('factions'))).toBe(false);
  });

  it('that two GMs import apart are one record each after a merge, as is everything else of the file', async () => {
    const [a, b] = await devices.pair();
    const both = { ...FACTIONS_FILE, sessions: [SESSION_FILE] };
    for (const docs of [a, b]) await importInto(docs, both);
    await meet(a, b);
    for (const docs of [a, b]) {
      expect(listEntities(docs).map((e) => e.name)).toEqual(['Brannoc', 'Dob', 'Lampblacks', 'Sparkwrights']);
      expect(listRecords(docs.ledger, ENTITY)).toHaveLength(4);
      expect(listEntities(docs).find((e) => e.name === 'Lampblacks')!.reputation.value).toBe(3);
      expect(listRecords(docs.ledger, PLAYER)).toHaveLength(2);
      expect(listSessions(docs).filter((s) => s.externalId === 's-15')).toHaveLength(1);
      const body = await bodyOf(docs, importedSession(docs, 's-15').id);
      expect([listScenes(body).length, listRecords(body, TIMELINE_EVENT).length]).toEqual([2, 2]);
    }
  });

  it('match an entity by its name, keep what it has, and are imported once', async () => {
    const { docs } = await single();
    const id = value(
      createEntity(docs, { name: 'Lampblacks', entityType: 'faction', factionType: 'POLITICAL', power: 7 }),
    );
    await importInto(docs, FACTIONS_FILE);
    const count = countRecords(docs);
    expect(await importInto(docs, FACTIONS_FILE)).toMatchObject({ created: 0, changed: 0 });
    expect(countRecords(docs)).toBe(count);
    expect(listEntities(docs)).toHaveLength(2);
    expect(getEntity(docs, id)).toMatchObject({ factionType: 'POLITICAL', power: 7 });
  });

  it('stand for the characters of the same file that have their names', async () => {
    const { docs } = await single();
    await importInto(docs, { ...FACTIONS_FILE, sessions: [{ number: 1, log: [{ type: 'talk', npc: 'lampblacks' }] }] });
    expect(listEntities(docs).map((e) => e.name)).toEqual(['Lampblacks', 'Sparkwrights']);
  });
});

describe('a calendar', () => {
  it('is set where the campaign has none, and replaces one only if the file is preferred', async () => {
    const { docs } = await single();
    const [first, second] = READY_CALENDARS.filter((c) => c.months.length > 0);
    const nameHere = (): unknown =>
      (getRecord(docs.ledger, CAMPAIGN, META_ID)?.calendar as { name?: unknown } | null)?.name;
    await importInto(docs, writeFantasyCalendar(first!, 0));
    expect(nameHere()).toBe(first!.name);
    expect((await importInto(docs, writeFantasyCalendar(first!, 0))).kept).toEqual([]);
    const kept = await importInto(docs, writeFantasyCalendar(second!, 0));
    expect(kept.kept).toEqual([{ kind: 'campaign', id: META_ID, fields: ['calendar'] }]);
    expect(nameHere()).toBe(first!.name);
    await importInto(docs, writeFantasyCalendar(second!, 0), true);
    expect(nameHere()).toBe(second!.name);
    expect(await docs.undo(docs.latestStep()!)).toBe('Import a file');
    expect(nameHere()).toBe(first!.name);
  });
});
