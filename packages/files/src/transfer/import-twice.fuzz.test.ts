// Files that overlap, imported by two devices that meet now and then: no event is dropped, no word is there twice, and
// no word that a GM typed into an imported text is lost (17.3, 17.7). Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>.
import fc from 'fast-check';
import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import { noteLines, type NoteNode } from '@emberkeep/domain';
import {
  createCampaign,
  createEntity,
  derivedId,
  fillNote,
  getSession,
  importIntoNote,
  listEntities,
  listEvents,
  listScenes,
  listSessions,
  noteName,
  putRecords,
  readNote,
  readStored,
  type CampaignDocs,
  type OpenDocument,
} from '@emberkeep/store';
import {
  bodyOf,
  createMemoryPersistence,
  createSingle,
  createTestDevices,
  exchange,
  meet,
  oneParagraph,
  value,
  type MemoryPersistence,
} from '@emberkeep/store/testing';
import { createReader, file } from '../../testing/import-files.ts';
import type { KnownRecords } from './import-run.ts';
import { recordsOfImport } from './records-of-import.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 20261128);
const numRuns = Number(process.env['EMBERKEEP_FUZZ_RUNS'] || 15);
const { read } = createReader(derivedId);

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

const importInto = async (docs: CampaignDocs, root: unknown, pause: () => Promise<void> | void = () => undefined) => {
  const content = await read([file('a.json', JSON.stringify(root))]);
  const { records, modes, formerIds } = recordsOfImport(
    content,
    knownOf(docs),
    docs.campaignId,
    derivedId,
    docs.nowMs(),
  );
  return value(await putRecords(docs, records, { from: 'a.json', modes, formerIds, pause: async () => pause() }));
};

const textOf = (doc: OpenDocument, id: string, field: string): string =>
  noteLines(readNote(doc, noteName(id, field))).join('|');
const sessionOf = (docs: CampaignDocs, externalId: string) =>
  listSessions(docs).find((session) => session.externalId === externalId)!;
const eventNames = async (docs: CampaignDocs, externalId: string): Promise<string[]> =>
  listEvents(await bodyOf(docs, sessionOf(docs, externalId).id))
    .map((event) => event.name)
    .sort();

/** Types a word into the first text of a note. */
const typeInto = (doc: OpenDocument, name: string, word: string): void => {
  const first = doc.doc.getXmlFragment(name).toArray()[0];
  const text = first instanceof Y.XmlElement ? first.get(0) : undefined;
  if (text instanceof Y.XmlText) text.insert(Math.min(3, text.length), ` ${word} `);
};

const FIRST = {
  id: 'sess-12',
  number: 12,
  title: 'The Vault',
  log: [
    { event_type: 'COMBAT', name: 'Fight at the gate' },
    { event_type: 'LOOT', name: 'Found the key' },
  ],
};

describe('several files about one session', () => {
  it('each adds its events once, also those that have no id', async () => {
    const { docs } = await createSingle(createTestDevices(8));
    const second = {
      ...FIRST,
      log: ['Parley with Voss', 'Pell dies', 'They flee', 'They flee'].map((name) => ({ event_type: 'OTHER', name })),
    };
    for (const root of [FIRST, second, second, FIRST]) await importInto(docs, root);
    expect(await eventNames(docs, 'sess-12')).toEqual(
      ['Fight at the gate', 'Found the key', 'Parley with Voss', 'Pell dies', 'They flee', 'They flee'].sort(),
    );
  });

  it('loose events of several files are all there', async () => {
    const { docs } = await createSingle(createTestDevices(9));
    const loose = (...names: string[]) => names.map((name) => ({ sessionId: 's', event: { type: 'COMBAT', name } }));
    for (const root of [loose('A1', 'A2'), loose('B1', 'B2'), loose('A1')]) await importInto(docs, root);
    expect(await eventNames(docs, 's')).toEqual(['A1', 'A2', 'B1', 'B2']);
  });

  it('an event of a known id that says something else stays, and is reported', async () => {
    const { docs } = await createSingle(createTestDevices(10));
    const of = (name: string) => ({ id: 's', number: 1, log: [{ id: 'e1', name }] });
    await importInto(docs, of('Fight'));
    const put = await importInto(docs, of('Parley'));
    expect(put.kept).toMatchObject([{ kind: 'event', fields: ['name'] }]);
    expect((await importInto(docs, of('Fight'))).kept).toEqual([]);
    expect(await eventNames(docs, 's')).toEqual(['Fight']);
  });

  it('two events of one id in one file, and events of one id in two sessions, are all there', async () => {
    const { docs } = await createSingle(createTestDevices(11));
    const log = [
      { id: 'e1', name: 'one' },
      { id: 'e1', name: 'two' },
    ];
    await importInto(docs, {
      sessions: [
        { id: 'a', number: 1, log },
        { id: 'b', number: 2, log },
      ],
    });
    expect(await eventNames(docs, 'a')).toEqual(['one', 'two']);
    expect(await eventNames(docs, 'b')).toEqual(['one', 'two']);
  });

  it('events that an earlier version imported by their place in the file are not made again', async () => {
    const { docs } = await createSingle(createTestDevices(12));
    const content = await read([file('a.json', JSON.stringify(FIRST))]);
    const { records, modes, formerIds } = recordsOfImport(content, knownOf(docs), docs.campaignId, derivedId, 1);
    const asBefore = records.map((record) => ({ ...record, id: formerIds.get(record.id) ?? record.id }));
    expect(asBefore.filter(({ kind }) => kind === 'event').every(({ id }, i) => id !== records[i]!.id)).toBe(true);
    value(await putRecords(docs, asBefore, { from: 'a.json', modes }));
    expect(await importInto(docs, FIRST)).toMatchObject({ created: 0, changed: 0 });
    expect(await eventNames(docs, 'sess-12')).toEqual(['Fight at the gate', 'Found the key']);
  });
});

describe('an import that is killed', () => {
  const sessions = [1, 2, 3].map((number) => ({
    id: `sess-${number}`,
    number,
    title: `Night ${number}`,
    status: 'completed',
    stage: 'completed',
    notes: `Planned for ${number}`,
    actual_notes: `What happened in ${number}`,
    summary: { gm: `Summary of ${number}` },
    log: Array.from({ length: 40 }, (_, i) => ({ event_type: 'OTHER', name: `${number}-${i}` })),
  }));
  const root = { factions: [{ name: 'Lampblacks', notes: 'burn it' }], sessions };

  const everything = async (docs: CampaignDocs) =>
    Promise.all(
      listSessions(docs).map(async ({ id, title, status, stage }) => {
        const body = await bodyOf(docs, id);
        const texts = ['notes', 'summary', 'actual'].map((field) => [
          textOf(docs.ledger, id, field),
          textOf(body, id, field),
        ]);
        return { title, status, stage, texts, events: await eventNames(docs, title.replace('Night ', 'sess-')) };
      }),
    );

  it('leaves no session that cannot be opened, and the next import of the file brings the rest, at any slice', async () => {
    const whole = await createSingle(createTestDevices(19));
    let slices = 0;
    await importInto(whole.docs, root, () => void (slices += 1));
    const expected = await everything(whole.docs);
    expect(expected).toHaveLength(3);
    expect(JSON.stringify(expected)).toMatch(/Planned for 1.*Summary of 1/);
    expect(slices).toBeGreaterThan(5);
    for (let cut = 1; cut <= slices; cut++) {
      const devices = createTestDevices(19 + cut);
      const disk = createMemoryPersistence();
      const docs = await devices.device('a', disk);
      value(createCampaign(docs, { name: 'Cut' }));
      let left = cut;
      let atKill: MemoryPersistence | undefined;
      await importInto(docs, root, async () => {
        await docs.queue.whenSaved();
        if (--left === 0) atKill = disk.clone();
      });
      const after = await devices.device('a again', atKill);
      for (const session of listSessions(after)) {
        expect((await bodyOf(after, session.id)).writable(), `${session.title}, cut ${cut}`).toEqual(
          session.stage === 'completed'
            ? { ok: false, error: expect.objectContaining({ type: 'Completed' }) }
            : { ok: true },
        );
      }
      expect((await importInto(after, root)).refused, `cut ${cut}`).toEqual([]);
      expect(await everything(after), `cut ${cut}`).toEqual(expected);
      expect(listEntities(after).map((entity) => textOf(after.ledger, entity.id, 'gm_notes'))).toEqual(['burn it']);
    }
  });
});

describe('records that a file has several times', () => {
  const readRoot = async (root: unknown) => {
    const content = await read([file('a.json', JSON.stringify(root))]);
    const known: KnownRecords = { entities: [], sessions: [], named: [], ties: [], lastOrder: {} };
    const made = recordsOfImport(content, known, 'c', derivedId, 1);
    return { ...made, remarks: [...content.remarks, ...made.remarks] };
  };
  const words = (nodes: readonly NoteNode[] | undefined): string => noteLines(nodes ?? []).join('|');

  it('factions whose names differ in case are one, with the notes of both, and what gave way is told', async () => {
    const { records, remarks } = await readRoot({
      factions: [
        { name: 'Wick', notes: 'one', power: 2 },
        { name: 'wick', notes: 'two', power: 4, territory: 'the weir' },
      ],
    });
    const [wick, ...others] = records.filter(({ kind }) => kind === 'entity');
    expect(others).toEqual([]);
    expect(words(wick?.texts['gm_notes'])).toBe('one|two');
    expect(wick?.keys).toMatchObject({ name: 'Wick', territory: 'the weir' });
    expect(remarks).toEqual([
      '“Wick” is there several times, and became one. Of the later ones, this gave way: power (0–10) “4”, name “wick”.',
    ]);
  });

  it('sessions of one id are one, and a number and a title that gave way are told', async () => {
    const { remarks } = await readRoot({
      sessions: [
        { id: 's', number: 1, title: 'A', notes: 'notes of A' },
        { id: 's', number: 2, title: 'B', notes: 'notes of B' },
      ],
    });
    expect(remarks).toEqual([
      '“A” is there several times, and became one. Of the later ones, this gave way: number “2”, title “B”.',
    ]);
    expect((await readRoot({ sessions: [1, 1].map((number, i) => ({ id: `s${i}`, number })) })).remarks).toEqual([
      'Several sessions have the number 1: one keeps it, the others get the next free ones.',
    ]);
  });
});

describe('two GMs import one file apart', () => {
  it('notes, summaries, objectives, scene notes and factions are there once', async () => {
    const [a, b] = await createTestDevices(13).pair();
    const root = {
      factions: [{ name: 'Lampblacks', notes: 'burn it' }],
      sessions: [
        {
          ...FIRST,
          notes: 'Pell hid the ring in the stove.',
          summary: { gm: 'They broke in.' },
          plannedObjectives: ['Find the key'],
          planned_scenes: [{ title: 'Gate', gm_notes: 'The guard sleeps.' }],
        },
      ],
    };
    for (const docs of [a, b]) await importInto(docs, root);
    await meet(a, b);
    for (const docs of [a, b]) {
      const { id, plannedObjectives } = sessionOf(docs, 'sess-12');
      const body = await bodyOf(docs, id);
      expect(listEntities(docs).map((entity) => entity.name)).toEqual(['Lampblacks']);
      expect(textOf(docs.ledger, listEntities(docs)[0]!.id, 'gm_notes')).toBe('burn it');
      expect(plannedObjectives.map((objective) => objective.text)).toEqual(['Find the key']);
      expect(textOf(docs.ledger, id, 'notes')).toBe('Pell hid the ring in the stove.');
      expect(textOf(docs.ledger, id, 'summary')).toBe('They broke in.');
      expect(listScenes(body).map((scene) => textOf(body, scene.id, 'gm_notes'))).toEqual(['The guard sleeps.']);
      expect(await eventNames(docs, 'sess-12')).toEqual(['Fight at the gate', 'Found the key']);
    }
  });

  it('records of a campaign file have their texts once', async () => {
    const { docs: source } = await createSingle(createTestDevices(14));
    const id = value(createEntity(source, { name: 'Vey', entityType: 'npc' }));
    value(fillNote(source.ledger, noteName(id, 'description'), oneParagraph('Tall, with a scar.')));
    const records = [...readStored(source.ledger)].filter(({ kind }) => kind === 'entity');
    const [a, b] = await createTestDevices(15).pair();
    for (const docs of [a, b]) value(await putRecords(docs, records, { from: 'file' }));
    await meet(a, b);
    for (const docs of [a, b]) expect(textOf(docs.ledger, id, 'description')).toBe('Tall, with a scar.');
  });

  it('a file that both add to a note after writing in it apart is there once, below both texts', async () => {
    const [a, b] = await createTestDevices(16).pair();
    const id = value(createEntity(a, { name: 'Vey', entityType: 'npc' }));
    await meet(a, b);
    const name = noteName(id, 'description');
    value(fillNote(a.ledger, name, oneParagraph('words of a')));
    value(fillNote(b.ledger, name, oneParagraph('words of b')));
    for (const docs of [a, b]) value(importIntoNote(docs.ledger, name, oneParagraph('words of the file'), 'notes.md'));
    await meet(a, b);
    for (const docs of [a, b])
      expect(textOf(docs.ledger, id, 'description')).toMatch(
        /^words of (a\|words of b|b\|words of a)\|(\|)?Imported from notes.md\|words of the file$/,
      );
  });

  it('an import that was undone can be made again, and undo takes the text of every device', async () => {
    const [a, b] = await createTestDevices(17).pair();
    const id = value(createEntity(a, { name: 'Vey', entityType: 'npc' }));
    await meet(a, b);
    const name = noteName(id, 'description');
    value(fillNote(a.ledger, name, oneParagraph('mine')));
    for (let i = 0; i < 3; i++) {
      const { undo } = value(importIntoNote(a.ledger, name, oneParagraph('words of the file'), 'notes.md'));
      expect(textOf(a.ledger, id, 'description')).toContain('words of the file');
      exchange(a.ledger, b.ledger);
      await undo();
      exchange(a.ledger, b.ledger);
      for (const docs of [a, b]) expect(textOf(docs.ledger, id, 'description')).toBe('mine');
    }
  });

  it('an undo says that it took nothing back, where the text stays because the other imported it too', async () => {
    for (const before of [[], oneParagraph('mine')]) {
      const [a, b] = await createTestDevices(27).pair();
      const id = value(createEntity(a, { name: 'Vey', entityType: 'npc' }));
      const name = noteName(id, 'description');
      value(fillNote(a.ledger, name, before));
      await meet(a, b);
      const [ofA, ofB] = [a, b].map((docs) =>
        value(importIntoNote(docs.ledger, name, oneParagraph('words of the file'), 'notes.md')),
      );
      await meet(a, b);
      expect(await ofA!.undo()).toBe(false);
      await meet(a, b);
      for (const docs of [a, b]) expect(textOf(docs.ledger, id, 'description')).toContain('words of the file');
      expect(await ofB!.undo()).toBe(true);
      await meet(a, b);
      for (const docs of [a, b]) expect(textOf(docs.ledger, id, 'description')).toBe(before.length > 0 ? 'mine' : '');
    }
  });

  it('a device keeps its own client id while it imports', async () => {
    const { docs } = await createSingle(createTestDevices(18));
    const { clientID } = docs.ledger.doc;
    await importInto(docs, { ...FIRST, notes: 'words' });
    expect(docs.ledger.doc.clientID).toBe(clientID);
  });

  const event = fc.record({
    id: fc.constantFrom('', '', 'e1', 'e2'),
    name: fc.constantFrom('fight', 'parley', 'flight', 'loot'),
  });
  const fileOf = fc.record({
    log: fc.array(event, { maxLength: 5 }),
    notes: fc.constantFrom('', 'noteone', 'notetwo\n\nnotethree'),
    objective: fc.constantFrom('', 'goalone'),
    gm_notes: fc.constantFrom('', 'sceneone'),
  });
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ type: fc.constant('import' as const), who: fc.nat(1), which: fc.nat(2) }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('type' as const), who: fc.nat(1) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('meet' as const) }) },
  );

  const rootOf = ({ log, notes, objective, gm_notes }: typeof fileOf extends fc.Arbitrary<infer F> ? F : never) => ({
    id: 's',
    number: 1,
    log,
    notes,
    plannedObjectives: objective ? [objective] : [],
    planned_scenes: gm_notes ? [{ title: 'Gate', gm_notes }] : [],
  });

  it('files × devices × interleavings: no event dropped, no word twice, no typed word lost', async () => {
    let devicesSeed = 1000;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fileOf, { minLength: 3, maxLength: 3 }),
        fc.array(step, { minLength: 2, maxLength: 9 }),
        async (files, steps) => {
          const [a, b] = await createTestDevices(devicesSeed++).pair();
          const imported = new Set<number>();
          const typed: string[] = [];
          for (const [i, each] of steps.entries()) {
            if (each.type === 'meet') await meet(a, b);
            else if (each.type === 'import') {
              await importInto(each.who === 0 ? a : b, rootOf(files[each.which]!));
              imported.add(each.which);
            } else {
              const docs = each.who === 0 ? a : b;
              const session = sessionOf(docs, 's') as ReturnType<typeof sessionOf> | undefined;
              if (!session || textOf(docs.ledger, session.id, 'notes') === '') continue;
              typed.push(`typed${i}`);
              typeInto(docs.ledger, noteName(session.id, 'notes'), `typed${i}`);
            }
          }
          if (imported.size === 0) return;
          await meet(a, b);
          await meet(a, b);
          const [textA, textB] = [a, b].map((docs) => textOf(docs.ledger, sessionOf(docs, 's').id, 'notes'));
          expect(textA).toBe(textB);
          for (const word of typed) expect(textA!.split(word)).toHaveLength(2);
          const letters = textA!.replace(/ typed\d+ /g, '');
          for (const word of ['noteone', 'notetwo', 'notethree'])
            expect(letters.split(word).length, `${word} in ${textA}`).toBeLessThanOrEqual(2);
          const goals = getSession(a, sessionOf(a, 's').id)!.plannedObjectives.map((objective) => objective.text);
          expect(goals.length).toBeLessThanOrEqual(1);
          const body = await bodyOf(a, sessionOf(a, 's').id);
          for (const scene of listScenes(body)) expect(textOf(body, scene.id, 'gm_notes')).toBe('sceneone');
          expect(await eventNames(b, 's')).toEqual(await eventNames(a, 's'));
          await expectEvents(
            a,
            [...imported].map((which) => files[which]!.log),
          );
        },
      ),
      { seed, numRuns },
    );
  });

  /** Events without ids are there as often as the file that has most of them says; those with ids at least once. */
  const expectEvents = async (docs: CampaignDocs, logs: readonly (readonly { id: string; name: string }[])[]) => {
    const names = await eventNames(docs, 's');
    const countIn = (log: readonly { id: string; name: string }[], name: string): number =>
      log.filter((each) => each.id === '' && each.name === name).length;
    for (const name of ['fight', 'parley', 'flight', 'loot']) {
      const found = names.filter((each) => each === name).length;
      expect(found, name).toBeGreaterThanOrEqual(Math.max(...logs.map((log) => countIn(log, name))));
    }
    for (const log of logs) {
      const firsts = new Map<string, string>();
      for (const { id, name } of log) {
        // Of one id in a file, the first has the id; a file that comes later may find it taken, which is reported.
        if (id !== '' && firsts.has(id) && firsts.get(id) !== name) expect(names).toContain(name);
        else if (id !== '') firsts.set(id, name);
      }
    }
  };
});
