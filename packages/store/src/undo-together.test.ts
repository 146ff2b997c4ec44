// Undo and deletion while a co-GM works on the same: online, offline, and in documents that are not open.
import { describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { ENTITY, SCENE, TIMELINE_EVENT, type AnalysisItem, type StoredRecord } from '@emberkeep/domain';
import {
  acceptSuggestion,
  applySessionRule,
  createCampaign,
  createEntity,
  createRelationship,
  createScene,
  createSession,
  deleteEntity,
  deleteRecord,
  deleteSession,
  deriveRow,
  describeSession,
  editEntity,
  editRecord,
  fillNote,
  getEntity,
  importIntoNote,
  listEntities,
  listRelationships,
  listScenes,
  listSessions,
  listSuggestions,
  logEvent,
  noteName,
  putRecords,
  readNote,
  readStored,
  recoveredTexts,
  renameEntity,
  setEntityType,
  settleRecovered,
  stepReputation,
  storeAnalysis,
  type CampaignDocs,
  type OpenDocument,
} from './index.ts';
import { createMemoryPersistence } from './persistence/memory-persistence.ts';
import { bodyOf, createTestDevices, exchange, meet, oneParagraph, value } from '../testing/index.ts';

/** A device with a campaign of its own. */
const solo = async (seed: number): Promise<CampaignDocs> => {
  const docs = await createTestDevices(seed).device('solo', createMemoryPersistence());
  value(createCampaign(docs, { name: 'Ash' }));
  return docs;
};

const npc = (docs: CampaignDocs, name: string): string => value(createEntity(docs, { name, entityType: 'npc' }));

const storedEntities = (docs: CampaignDocs): StoredRecord[] =>
  [...readStored(docs.ledger)].filter((record) => record.kind === 'entity');

const shown = (docs: CampaignDocs, id: string) => {
  const { deleted, broughtBack } = listSessions(docs).find((session) => session.id === id)!;
  return { deleted, broughtBack };
};

describe('undo of a creation', () => {
  const CASES: Record<string, (b: CampaignDocs, id: string) => unknown> = {
    'a field': (b, id) => value(editEntity(b, id, { secrets: 'He is the killer.' })),
    'a text': (b, id) => value(fillNote(b.ledger, noteName(id, 'description'), oneParagraph('five hundred words'))),
    'a step of its reputation': (b, id) => value(stepReputation(b, id, 1)),
    'a relationship to it': (b, id) =>
      value(createRelationship(b, { fromId: id, toId: npc(b, 'Tam'), relationType: 'fears', tone: 'negative' })),
  };
  it.each(Object.entries(CASES))('keeps a record in which the co-GM wrote %s', async (_what, write) => {
    const [a, b] = await createTestDevices(41).pair();
    const id = npc(a, 'Baron Harkness');
    await meet(a, b);
    write(b, id);
    await meet(a, b);
    expect(await a.undo()).toBeNull();
    await meet(a, b);
    for (const docs of [a, b])
      expect(getEntity(docs, id)).toMatchObject({ name: 'Baron Harkness', broughtBack: false });
    expect(listRelationships(a)).toEqual(listRelationships(b));
  });

  it('keeps the co-GM’s words that this GM has rearranged since', async () => {
    const [a, b] = await createTestDevices(42).pair();
    const id = npc(a, 'Baron Harkness');
    await meet(a, b);
    const note = noteName(id, 'description');
    value(fillNote(b.ledger, note, oneParagraph('five hundred words')));
    await meet(a, b);
    a.ledger.doc.getXmlFragment(note).delete(0, 1);
    value(fillNote(a.ledger, note, [{ type: 'blockquote', content: oneParagraph('five hundred words') }]));
    expect(await a.undo()).toBeNull();
    expect(getEntity(a, id)?.name).toBe('Baron Harkness');
  });

  it('deletes a session, and whatever the co-GM wrote in it offline brings it back', async () => {
    const [a, b] = await createTestDevices(43).pair();
    const id = value(createSession(a, { title: 'five' }));
    await meet(a, b);
    const bodyB = await bodyOf(b, id);
    expect(await a.undo()).toBe('Create session 1');
    expect(shown(a, id)).toEqual({ deleted: true, broughtBack: false });
    for (let i = 0; i < 5; i++) value(createScene(b, bodyB, { title: `Scene ${i}` }));
    await meet(a, b);
    await bodyOf(a, id);
    for (const docs of [a, b]) expect(shown(docs, id)).toEqual({ deleted: false, broughtBack: true });
  });

  it('keeps a session whose body the co-GM wrote in online, also where the body is closed here', async () => {
    const [a, b] = await createTestDevices(44).pair();
    const id = value(createSession(a, { title: 'five' }));
    await meet(a, b);
    value(createScene(b, await bodyOf(b, id), { title: 'Docks' }));
    await meet(a, b);
    await a.queue.whenSaved();
    expect(await a.undo()).toBeNull();
    expect(shown(a, id)).toEqual({ deleted: false, broughtBack: false });
  });

  it('still deletes what only this GM wrote in, and redo restores it', async () => {
    const [a, b] = await createTestDevices(45).pair();
    const id = value(createSession(a));
    const body = await bodyOf(a, id);
    const scene = value(createScene(a, body, { title: 'Docks' }));
    await body.release();
    await a.queue.whenSaved();
    const again = await bodyOf(a, id);
    await meet(a, b);
    expect(await a.undo()).toBe('Add scene Docks');
    expect(listScenes(again)).toEqual([]);
    expect(await a.undo()).toBe('Create session 1');
    await meet(a, b);
    for (const docs of [a, b]) expect(shown(docs, id).deleted).toBe(true);
    expect(await a.redo()).toBe('Create session 1');
    expect(await a.redo()).toBe('Add scene Docks');
    expect(listScenes(again).map((each) => each.id)).toEqual([scene]);
  });
});

describe('undo after a co-GM', () => {
  it('a creation that was undone and redone stays once the co-GM refers to it', async () => {
    const [a, b] = await createTestDevices(46).pair();
    const id = npc(a, 'Baron Harkness');
    expect([await a.undo(), await a.redo()]).toEqual(['Create Baron Harkness', 'Create Baron Harkness']);
    await meet(a, b);
    value(createRelationship(b, { fromId: npc(b, 'Tam'), toId: id, relationType: 'fears', tone: 'negative' }));
    await meet(a, b);
    expect(await a.undo()).toBeNull();
    expect(getEntity(a, id)?.name).toBe('Baron Harkness');
  });

  it('undo of typing that went on in the co-GM’s text leaves that text', async () => {
    const [a, b] = await createTestDevices(47).pair();
    const id = npc(a, 'Tam');
    await meet(a, b);
    const type = (secrets: string): void =>
      void value(editRecord(a, { doc: a.ledger, spec: ENTITY, id, fields: { secrets }, typing: true }));
    type('No');
    type('None');
    await meet(a, b);
    value(editEntity(b, id, { secrets: 'He is the killer' }));
    await meet(a, b);
    type('He is the killer.');
    await a.undo();
    expect(getEntity(a, id)!.secrets).toBe('He is the killer');
    expect(await a.undo()).toBeNull();
    expect(getEntity(a, id)!.secrets).toBe('He is the killer');
  });

  it('undo of an import deletes the records that it made, with their texts and sessions', async () => {
    const [source, docs] = [await solo(48), await solo(49)];
    const id = npc(source, 'Imported');
    value(fillNote(source.ledger, noteName(id, 'description'), oneParagraph('He waits.')));
    const sessionId = value(createSession(source));
    const body = await bodyOf(source, sessionId);
    value(fillNote(body, noteName(sessionId, 'prep_notes'), oneParagraph('The vault.')));
    const records = [...readStored(source.ledger), ...readStored(body)].filter(({ kind }) => kind !== 'campaign');
    const { undo, step } = value(await putRecords(docs, records, { from: 'file.zip' }));
    const isGone = (): boolean => listEntities(docs).length === 0 && shown(docs, sessionId).deleted;
    expect(isGone()).toBe(false);
    await docs.undo(step!);
    await undo();
    expect(isGone()).toBe(true);
    expect(await docs.redo()).toBe('Import file.zip');
    expect(readNote(docs.ledger, noteName(id, 'description'))).toEqual(oneParagraph('He waits.'));
    await docs.undo();
    expect(isGone()).toBe(true);
  });

  it('a record stays when a co-GM imported text into it', async () => {
    const [a, b] = await createTestDevices(53).pair();
    const id = npc(a, 'Tam');
    await meet(a, b);
    value(importIntoNote(b.ledger, noteName(id, 'description'), oneParagraph('He waits.'), 'tam.md'));
    await meet(a, b);
    expect(await a.undo()).toBeNull();
    expect(getEntity(a, id)?.name).toBe('Tam');
  });
});

describe('what a command takes away held a record that a co-GM deleted', () => {
  /** Two GMs apart: the first changes the record, the second deletes it. It exists again once they meet. */
  const setUp = async (seed: number, change: (a: CampaignDocs, id: string) => unknown) => {
    const [a, b] = await createTestDevices(seed).pair();
    const id = npc(a, 'Nell Voss');
    await meet(a, b);
    change(a, id);
    value(deleteEntity(b, id));
    await meet(a, b);
    expect(getEntity(a, id)?.broughtBack).toBe(true);
    return { a, b, id };
  };
  const rename = (a: CampaignDocs, id: string): unknown => value(renameEntity(a, id, 'Nell Arkwright'));
  const cases: Record<string, { change: typeof rename; takeAway: (a: CampaignDocs, id: string) => unknown }> = {
    'undo of a rename': { change: rename, takeAway: (a) => a.undo() },
    'undo of a field': {
      change: (a, id) => value(editEntity(a, id, { secrets: 'She set the fire.' })),
      takeAway: (a) => a.undo(),
    },
    'undo of a step': { change: (a, id) => value(stepReputation(a, id, 1)), takeAway: (a) => a.undo() },
    'a value that is typed as it was': {
      change: (a, id) => value(setEntityType(a, id, 'faction')),
      takeAway: (a, id) => value(setEntityType(a, id, 'npc')),
    },
  };
  it.each(Object.entries(cases))('%s leaves it on both tablets', async (what, { change, takeAway }) => {
    const { a, b, id } = await setUp(81 + what.length, change);
    expect(await takeAway(a, id)).not.toBeNull();
    await meet(a, b);
    for (const docs of [a, b]) {
      expect(getEntity(docs, id)).toMatchObject({ name: 'Nell Voss', secrets: '', broughtBack: false });
      expect(listEntities(docs).map((entity) => entity.id)).toEqual([id]);
    }
    value(deleteEntity(b, id));
    await meet(a, b);
    for (const docs of [a, b]) expect(getEntity(docs, id)).toBeNull();
  });

  it('a change that was undone before they met leaves the deletion as it is', async () => {
    const [a, b] = await createTestDevices(96).pair();
    const id = npc(a, 'Nell Voss');
    await meet(a, b);
    rename(a, id);
    expect(await a.undo()).toBe('Rename Nell Voss');
    value(deleteEntity(b, id));
    await meet(a, b);
    for (const docs of [a, b]) expect(getEntity(docs, id)).toBeNull();
  });

  it('a session that was renamed and deleted apart stays after the undo too', async () => {
    const [a, b] = await createTestDevices(97).pair();
    const id = value(createSession(a, { title: 'The weir' }));
    await meet(a, b);
    value(describeSession(a, id, { title: 'The sluice' }));
    value(await deleteSession(b, id));
    await meet(a, b);
    expect(shown(a, id)).toEqual({ deleted: false, broughtBack: true });
    expect(await a.undo()).toBe('Edit session');
    await meet(a, b);
    for (const docs of [a, b]) expect(shown(docs, id)).toEqual({ deleted: false, broughtBack: false });
  });
});

describe('steps of undo', () => {
  /** A device whose newest step is in a session that is not open, on top of one in the ledger. */
  const setUp = async () => {
    const docs = await solo(5);
    const sessionId = value(createSession(docs));
    const entity = npc(docs, 'First');
    const body = await bodyOf(docs, sessionId);
    value(createScene(docs, body, { title: 'Docks' }));
    value(createScene(docs, body, { title: 'Mill' }));
    await docs.queue.whenSaved();
    await body.release();
    expect(docs.openDocuments()).toHaveLength(1);
    return { docs, entity };
  };

  it('two quick undos, and a redo, take back one step each', async () => {
    const { docs, entity } = await setUp();
    expect(await Promise.all([docs.undo(), docs.undo()])).toEqual(['Add scene Mill', 'Add scene Docks']);
    expect(getEntity(docs, entity)?.name).toBe('First');
    expect(await Promise.all([docs.redo(), docs.undo(), docs.undo()])).toEqual([
      'Add scene Docks',
      'Add scene Docks',
      'Create First',
    ]);
    expect(getEntity(docs, entity)).toBeNull();
  });

  it('two undos of one step take back that step once and no other', async () => {
    const { docs, entity } = await setUp();
    const step = docs.latestStep()!;
    expect(await Promise.all([docs.undo(step), docs.undo(step)])).toEqual(['Add scene Mill', null]);
    expect(await docs.undo()).toBe('Add scene Docks');
    expect(getEntity(docs, entity)?.name).toBe('First');
  });

  it('a command while an undo opens its document is a step of its own', async () => {
    const { docs } = await setUp();
    const undone = docs.undo();
    const second = npc(docs, 'Second');
    expect(await undone).toBe('Add scene Mill');
    expect(await docs.undo()).toBe('Create Second');
    expect(getEntity(docs, second)).toBeNull();
  });

  it('a step in a session that the co-GM completed does not block the older ones', async () => {
    const [a, b] = await createTestDevices(71).pair();
    const id = value(createSession(a));
    await meet(a, b);
    const entity = npc(a, 'Mistake');
    const body = await bodyOf(a, id);
    value(createScene(a, body, { title: 'Docks' }));
    await meet(a, b);
    value(applySessionRule(b, id, 'markCompleted'));
    await meet(a, b);
    expect(await a.undo()).toBeNull();
    expect(await a.undo()).toBe('Create Mistake');
    expect([getEntity(a, entity), listScenes(body).map((scene) => scene.title)]).toEqual([null, ['Docks']]);
  });

  it('nothing is said to be undone, or can be redone, when nothing changed', async () => {
    const [a, b] = await createTestDevices(72).pair();
    const id = npc(a, 'Tam');
    value(editEntity(a, id, { secrets: 'None.' }));
    await meet(a, b);
    value(editEntity(b, id, { secrets: 'He is the killer.' }));
    await meet(a, b);
    expect([await a.undo(), await a.redo()]).toEqual([null, null]);
    expect(getEntity(a, id)?.secrets).toBe('He is the killer.');
  });

  it('an import that is undone leaves what was written while it ran', async () => {
    const [source, docs] = [await solo(60), await solo(6)];
    for (let i = 0; i < 80; i++) npc(source, `Imported ${i}`);
    const baron = npc(docs, 'Baron');
    let pauses = 0;
    const put = value(
      await putRecords(docs, storedEntities(source), {
        from: 'file.zip',
        pause: async () => {
          pauses += 1;
          if (pauses !== 2) return;
          npc(docs, 'Written meanwhile');
          value(stepReputation(docs, baron, 1));
        },
      }),
    );
    expect(listEntities(docs)).toHaveLength(82);
    expect(await docs.undo(put.step!)).toBe('Import file.zip');
    expect(listEntities(docs).map((each) => [each.name, each.reputation.value])).toEqual([
      ['Baron', 1],
      ['Written meanwhile', 0],
    ]);
    expect(await docs.undo()).not.toBe('Import file.zip');
  });

  it('a group that throws keeps its steps as one and leaves later ones alone', async () => {
    const docs = await solo(7);
    expect(() =>
      docs.group('Broken', () => {
        npc(docs, 'One');
        npc(docs, 'Two');
        throw new Error('broken');
      }),
    ).toThrow('broken');
    npc(docs, 'Three');
    expect([await docs.undo(), await docs.undo()]).toEqual(['Create Three', 'Broken']);
    expect(listEntities(docs)).toEqual([]);
    for (let i = 0; i < 150; i++) npc(docs, `Later ${i}`);
    let undone = 0;
    while (await docs.undo()) undone += 1;
    expect(undone).toBe(100);
  });

  it('a command that changes nothing gives no step: its Undo would take back the command before', async () => {
    const docs = await solo(9);
    const id = npc(docs, 'Baron');
    expect(docs.latestStep()?.label).toBe('Create Baron');
    value(editEntity(docs, id, { secrets: '' }));
    value(editEntity(docs, id, { secrets: '' }));
    expect(docs.latestStep()).toBeNull();
    docs.group('Nothing', () => value(editEntity(docs, id, { secrets: '' })));
    expect(docs.latestStep()).toBeNull();
    value(editEntity(docs, id, { secrets: 'He lies.' }));
    expect(docs.latestStep()?.label).toBe('Edit Baron');
    await docs.group('Later', async (grouped) => {
      value(editEntity(grouped, id, { secrets: 'He lies.' }));
      await Promise.resolve();
    });
    expect(docs.latestStep()).toBeNull();
    expect(await docs.undo()).toBe('Edit Baron');
  });

  it('a group inside a group is part of it', async () => {
    const docs = await solo(8);
    await docs.group('Outer', async (outer) => {
      npc(outer, 'One');
      await Promise.resolve();
      outer.group('Inner', () => npc(outer, 'Two'));
    });
    await docs.group('Outer too', () =>
      docs.group('Inner', async (inner) => {
        npc(inner, 'Three');
        await Promise.resolve();
        npc(inner, 'Four');
      }),
    );
    expect(docs.latestStep()?.label).toBe('Outer too');
    expect([await docs.undo(), await docs.undo()]).toEqual(['Outer too', 'Outer']);
    expect(listEntities(docs)).toEqual([]);
  });
});

describe('both GMs did it, one takes it back', () => {
  const person: AnalysisItem = {
    type: 'entity_suggestion',
    title: 'Vey',
    quote: 'Vey waits',
    rule: 'r',
    reason: 'x',
    confidence: 0.8,
    start: 0,
    end: 9,
    proposal: { name: 'Vey', entityType: 'npc' },
  };

  it.each(Array.from({ length: 12 }, (_, i) => i + 1))(
    'a suggestion accepted by both stays when one undoes it, whoever wins (seed %i)',
    async (seed) => {
      const devices = createTestDevices(seed);
      const [a, b] = await devices.pair();
      const sessionId = value(createSession(a));
      await meet(a, b);
      const [bodyA, bodyB] = [await bodyOf(a, sessionId), await bodyOf(b, sessionId)];
      value(storeAnalysis(a, { doc: bodyA, note: noteName(sessionId, 'actual_notes'), items: [person] }));
      await meet(a, b);
      const suggestion = listSuggestions(a, bodyA)[0]!.id;
      const sides: [CampaignDocs, OpenDocument][] = [
        [a, bodyA],
        [b, bodyB],
      ];
      const [first, second] = seed % 2 ? sides : sides.reverse();
      const id = value(acceptSuggestion(...first!, suggestion));
      devices.time.advance(60_000);
      value(acceptSuggestion(...second!, suggestion));
      expect(await first![0].undo()).toBe('Create Vey');
      expect(getEntity(first![0], id)).toBeNull();
      await meet(a, b);
      await meet(a, b);
      for (const docs of [a, b]) expect(getEntity(docs, id)?.name).toBe('Vey');
    },
  );

  it('a file imported by both stays when one undoes the import, and goes when both do', async () => {
    const source = await solo(50);
    npc(source, 'Imported');
    const records = storedEntities(source);
    expect(Object.keys(records[0]!.keys).filter((key) => key.startsWith('createdOn'))).toEqual([]);
    const [a, b] = await createTestDevices(51).pair();
    for (const docs of [a, b]) value(await putRecords(docs, records, { from: 'file.zip' }));
    await a.undo();
    expect(listEntities(a)).toEqual([]);
    await meet(a, b);
    for (const docs of [a, b]) expect(listEntities(docs).map((each) => each.name)).toEqual(['Imported']);
    expect([...readStored(a.ledger)].find((record) => record.kind === 'entity')).toEqual(records[0]);

    const [c, d] = await createTestDevices(52).pair();
    for (const docs of [c, d]) value(await putRecords(docs, records, { from: 'file.zip' }));
    await Promise.all([c.undo(), d.undo()]);
    await meet(c, d);
    for (const docs of [c, d]) expect(listEntities(docs)).toEqual([]);
  });

  it.each(['apart', 'together'])(
    'a text that both imported into a note is not lost when one undoes it %s',
    async (how) => {
      for (const before of ['', 'What was here']) {
        const [a, b] = await createTestDevices(54).pair();
        const note = noteName(npc(a, 'Tam'), 'description');
        if (before) value(fillNote(a.ledger, note, oneParagraph(before)));
        await meet(a, b);
        const importInto = (docs: CampaignDocs) =>
          value(importIntoNote(docs.ledger, note, oneParagraph('He waits.'), 'tam.md'));
        const [mine, theirs] = [importInto(a), importInto(b)];
        const imported = readNote(b.ledger, note);
        if (how === 'together') await meet(a, b);
        await mine.undo();
        await meet(a, b);
        await meet(a, b);
        const left = how === 'together' ? imported : before ? oneParagraph(before) : [];
        for (const docs of [a, b]) {
          expect(readNote(docs.ledger, note)).toEqual(left);
          const recovered = recoveredTexts(docs.ledger.doc).map(({ text }) => text);
          expect(recovered).toEqual(how === 'together' ? [] : ['He waits.']);
        }
        await theirs.undo();
        await meet(a, b);
        for (const docs of [a, b]) expect(readNote(docs.ledger, note)).toEqual(before ? oneParagraph(before) : []);
      }
    },
  );

  it('a text that both imported and one deleted by hand is not offered again', async () => {
    const [a, b] = await createTestDevices(55).pair();
    const note = noteName(npc(a, 'Tam'), 'description');
    await meet(a, b);
    for (const docs of [a, b]) value(importIntoNote(docs.ledger, note, oneParagraph('He waits.'), 'tam.md'));
    await meet(a, b);
    a.ledger.doc.getXmlFragment(note).delete(0, 1);
    await meet(a, b);
    for (const docs of [a, b]) expect([readNote(docs.ledger, note), recoveredTexts(docs.ledger.doc)]).toEqual([[], []]);
  });

  it('words put back by both while apart are in the note once, unless one was changed', async () => {
    for (const isChanged of [false, true]) {
      const [a, b] = await createTestDevices(81).pair();
      const id = value(createSession(a));
      await meet(a, b);
      const [bodyA, bodyB] = [await bodyOf(a, id), await bodyOf(b, id)];
      const note = noteName(id, 'prep_notes');
      value(fillNote(bodyA, note, oneParagraph('one')));
      exchange(bodyA, bodyB);
      bodyA.doc.getXmlFragment(note).delete(0, 1);
      const paragraphOf = (body: OpenDocument) => body.doc.getXmlFragment(note).get(0) as Y.XmlElement;
      (paragraphOf(bodyB).get(0) as Y.XmlText).insert(3, ' ben was here');
      exchange(bodyA, bodyB);
      exchange(bodyA, bodyB);
      for (const body of [bodyA, bodyB]) value(settleRecovered(body, recoveredTexts(body.doc)[0]!, note));
      if (isChanged) (paragraphOf(bodyB).get(0) as Y.XmlText).insert(0, 'Really: ');
      for (let i = 0; i < 3; i++) exchange(bodyA, bodyB);
      const notes = [bodyA, bodyB].map((body) => readNote(body, note));
      expect(notes[0]).toEqual(notes[1]);
      expect(notes[0]).toHaveLength(isChanged ? 2 : 1);
      expect(notes[0]).toContainEqual(oneParagraph('ben was here')[0]);
      expect(recoveredTexts(bodyA.doc)).toEqual([]);
    }
  });
});

describe('deleted and brought back', () => {
  it('a session whose body is not here cannot be deleted; once it is, it stays deleted for both', async () => {
    const [a, b] = await createTestDevices(7).pair();
    const id = value(createSession(a, { title: 'five' }));
    value(createScene(a, await bodyOf(a, id), { title: 'Docks' }));
    exchange(a.ledger, b.ledger);
    expect(await deleteSession(b, id)).toMatchObject({ ok: false, error: { type: 'NotHereYet' } });
    await meet(a, b);
    expect(shown(a, id)).toEqual({ deleted: false, broughtBack: false });
    value(await deleteSession(b, id));
    await meet(a, b);
    for (const docs of [a, b]) expect(shown(docs, id)).toEqual({ deleted: true, broughtBack: false });
  });

  it('an event and a scene that are back are in what the device derived', async () => {
    const [a, b] = await createTestDevices(72).pair();
    const id = value(createSession(a));
    const voss = npc(a, 'Voss');
    await meet(a, b);
    const [bodyA, bodyB] = [await bodyOf(a, id), await bodyOf(b, id)];
    const event = value(logEvent(a, bodyA, { eventType: 'NOTE', name: 'Voss lies', npcId: voss }));
    const scene = value(createScene(a, bodyA, { title: 'Docks', entityIds: [voss] }));
    exchange(bodyA, bodyB);
    value(deleteRecord(a, bodyA, TIMELINE_EVENT, event));
    value(deleteRecord(a, bodyA, SCENE, scene));
    expect(deriveRow(bodyA.room, bodyA.doc)).toMatchObject({ events: [], scenes: [], entityIds: [] });
    value(editRecord(b, { doc: bodyB, spec: TIMELINE_EVENT, id: event, fields: { name: 'Voss lies again' } }));
    value(editRecord(b, { doc: bodyB, spec: SCENE, id: scene, fields: { title: 'Old docks' } }));
    exchange(bodyA, bodyB);
    for (const body of [bodyA, bodyB]) {
      const row = deriveRow(body.room, body.doc);
      expect(row.events.map((each) => each.name)).toEqual(['Voss lies again']);
      expect(row.scenes.map((each) => each.title)).toEqual(['Old docks']);
      expect(row.entityIds).toEqual([voss]);
    }
  });
});
