// Suggestions that an analysis left: storing, accepting and dismissing them, on one device and on two.
import { describe, expect, it } from 'vitest';
import {
  CHAPTER,
  ENTITY_LOG,
  itemKey,
  localDay,
  SCENE,
  SESSION,
  SUGGESTION,
  type AnalysisItem,
  type TimelineEvent,
} from '@emberkeep/domain';
import {
  createSessionOnDevice,
  bodyOf,
  createSingle,
  createTestDevices,
  meet,
  oneParagraph,
  refusal,
  value,
} from '../testing/index.ts';
import {
  acceptedId,
  acceptInBulk,
  acceptSuggestion,
  advanceTime,
  applySessionRule,
  createEntity,
  createRecord,
  createScene,
  createSession,
  dismissSuggestion,
  editRecord,
  getEntity,
  getRecord,
  listEntities,
  listEvents,
  listRecords,
  listRelationships,
  listScenes,
  listSuggestions,
  logEvent,
  noteName,
  readNote,
  storeAnalysis,
  toldSceneIds,
  fillNote,
  type CampaignDocs,
  type OpenDocument,
} from './index.ts';

const words = {
  quote: 'The cultists attack the old mill at dawn.',
  rule: 'test',
  reason: 'A test',
  confidence: 0.8,
  start: 0,
  end: 20,
};
const scene = (
  title: string,
  quote = words.quote,
  more: Partial<Extract<AnalysisItem, { type: 'scene_suggestion' }>['proposal']> = {},
): AnalysisItem => ({
  ...words,
  quote,
  type: 'scene_suggestion',
  title,
  proposal: { title, sceneType: 'combat', brief: quote, entityIds: [], ...more },
});
const person = (name: string): AnalysisItem => ({
  ...words,
  type: 'entity_suggestion',
  title: name,
  proposal: { name, entityType: 'npc' },
});
const link = (entityId: string, name: string): AnalysisItem => ({
  ...words,
  type: 'entity_mention',
  title: name,
  proposal: { entityId, name },
});
const relationship = (from: string, to: string): AnalysisItem => ({
  ...words,
  type: 'relationship_suggestion',
  title: `${from} – ${to}`,
  proposal: { from, to, relationType: 'rival', tone: 'negative' },
});
const entry = (about: string, text: string): AnalysisItem => ({
  ...words,
  quote: text,
  type: 'log_entry',
  title: text,
  proposal: { about, text },
});

const open = (docs: CampaignDocs, body: OpenDocument): string[] => listSuggestions(docs, body).map((s) => s.title);

describe('suggestions of an analysis', () => {
  it('a name that the session tells of already needs no link', async () => {
    const { docs, body, id, note } = await createSessionOnDevice();
    const names = ['Ordo Pell', 'Widow Sarn', 'The Weir', 'Nan Tull'];
    const [ordo, sarn, weir, nan] = names.map((name) => value(createEntity(docs, { name, entityType: 'npc' })));
    const links = [ordo!, sarn!, weir!, nan!].map((entityId, i) => link(entityId, names[i]!));
    value(storeAnalysis(docs, { doc: body, note, items: links }));
    expect(open(docs, body).sort()).toEqual([...names].sort());
    value(createScene(docs, body, { title: 'Tea', entityIds: [ordo!] }));
    value(logEvent(docs, body, { eventType: 'npc_introduced', participants: { actor: sarn! } }));
    value(fillNote(body, noteName(id, 'prep_notes'), oneParagraph('At [[The Weir]].')));
    expect(open(docs, body)).toEqual(['Nan Tull']);
    value(acceptSuggestion(docs, body, listSuggestions(docs, body)[0]!.id));
    expect(open(docs, body)).toEqual([]);
  });
  it('M-368: the scenes told by an account are known from those that prep planned', async () => {
    const { docs, body, id, note } = await createSessionOnDevice();
    value(storeAnalysis(docs, { doc: body, note: noteName(id, 'prep_notes'), items: [scene('The mill')] }));
    value(storeAnalysis(docs, { doc: body, note, items: [scene('The ford')] }));
    for (const s of listSuggestions(docs, body)) value(acceptSuggestion(docs, body, s.id));
    const told = toldSceneIds(listRecords(body, SUGGESTION));
    const titles = listScenes(body).map((s) => [s.title, s.status, told.has(s.id)]);
    expect(titles).toEqual(
      expect.arrayContaining([
        ['The mill', 'planned', false],
        ['The ford', 'completed', true],
      ]),
    );
  });
  it('M-326 M-327 M-329 M-288 M-289: an accepted scene is a draft with the GM’s edits', async () => {
    const { docs, body, note } = await createSessionOnDevice();
    value(
      storeAnalysis(docs, {
        doc: body,
        note,
        items: [scene('The mill'), scene('The ford', 'They cross the ford at noon.')],
      }),
    );
    expect(
      listSuggestions(docs, body).every((s) => s.state === 'open' && s.suggestionType === 'scene_suggestion'),
    ).toBe(true);
    const [first, second] = listSuggestions(docs, body).sort((a, b) => (a.title < b.title ? 1 : -1));
    value(acceptSuggestion(docs, body, first!.id));
    value(
      acceptSuggestion(docs, body, second!.id, {
        changes: { title: 'The long ford', sceneType: 'travel' },
        confidence: 'AUTHORITATIVE',
      }),
    );
    expect(
      listScenes(body)
        .map((s) => [s.title, s.sceneType, s.confidence, s.source, s.status])
        .sort(),
    ).toEqual([
      ['The long ford', 'travel', 'AUTHORITATIVE', 'ai_discovered', 'completed'],
      ['The mill', 'combat', 'DRAFT', 'ai_discovered', 'completed'],
    ]);
    expect(open(docs, body)).toEqual([]);
  });
  it('a name is not offered where an entity has it with another title, or within its own', async () => {
    const { docs, body, id, note } = await createSessionOnDevice();
    const named = (name: string, quote: string): AnalysisItem => ({ ...person(name), quote });
    value(storeAnalysis(docs, { doc: body, note, items: [named('Blackwater', 'Ask Blackwater & Sons.')] }));
    value(
      storeAnalysis(docs, {
        doc: body,
        note: noteName(id, 'prep_notes'),
        items: [
          named('Sons', 'Ask Blackwater & Sons.'),
          named('Lucian Hale', 'Lucian Hale is late.'),
          named('Mrs. Hale', 'Mrs. Hale is late.'),
          named('Vale', 'They reach Vale House, and Vale waits.'),
        ],
      }),
    );
    const [firm] = listSuggestions(docs, body, note);
    value(acceptSuggestion(docs, body, firm!.id, { changes: { name: 'Blackwater & Sons' } }));
    const hale = value(createEntity(docs, { name: 'Mr. Lucian Hale', entityType: 'npc' }));
    value(createEntity(docs, { name: 'Mr. Hale', entityType: 'npc' }));
    value(createEntity(docs, { name: 'Vale House', entityType: 'location' }));
    expect(open(docs, body).sort()).toEqual(['Mrs. Hale', 'Vale']);
    // An analysis that finds one of them again offers it no more than before, and facts of it are his.
    value(storeAnalysis(docs, { doc: body, note, items: [person('Lucian Hale'), entry('Lucian Hale', 'He left.')] }));
    expect(open(docs, body).sort()).toEqual(['He left.', 'Mrs. Hale', 'Vale']);
    value(acceptSuggestion(docs, body, listSuggestions(docs, body, note).find((s) => s.title === 'He left.')!.id));
    expect(listRecords(docs.ledger, ENTITY_LOG).map((e) => e.entityId)).toEqual([hale]);
  });
  it('M-327: dismissed and accepted suggestions do not return; those no longer found are withdrawn', async () => {
    const { docs, body, note } = await createSessionOnDevice();
    const items = [scene('The mill'), scene('The ford', 'They cross the ford at noon.'), person('Jorra Pike')];
    value(storeAnalysis(docs, { doc: body, note, items }));
    const [mill, ford] = listSuggestions(docs, body)
      .filter((s) => s.suggestionType === 'scene_suggestion')
      .sort((a, b) => (a.title < b.title ? 1 : -1));
    value(dismissSuggestion(docs, body, mill!.id));
    value(acceptSuggestion(docs, body, ford!.id));
    expect(value(storeAnalysis(docs, { doc: body, note, items })).dismissed).toBe(1);
    expect(open(docs, body)).toEqual(['Jorra Pike']);
    value(storeAnalysis(docs, { doc: body, note, items: items.slice(0, 2) }));
    expect(open(docs, body)).toEqual([]);
    value(storeAnalysis(docs, { doc: body, note, items }));
    expect(open(docs, body)).toEqual(['Jorra Pike']);
    // An analysis that looked for scenes only leaves other suggestions open.
    value(storeAnalysis(docs, { doc: body, note, items: items.slice(0, 2), kinds: ['scene_suggestion'] }));
    expect(open(docs, body)).toEqual(['Jorra Pike']);
  });
  it('M-256 M-258: an analysis writes suggestions and changes no note, scene or entity', async () => {
    const { docs, body, id, note } = await createSessionOnDevice();
    value(fillNote(body, note, [{ type: 'paragraph', content: [{ type: 'text', text: 'They fought.' }] }]));
    const before = JSON.stringify([
      readNote(body, note),
      listScenes(body),
      listEntities(docs),
      getRecord(docs.ledger, SESSION, id),
    ]);
    value(
      storeAnalysis(docs, {
        doc: body,
        note,
        items: [scene('The mill'), person('Jorra Pike'), entry('Jorra Pike', 'She fled')],
      }),
    );
    expect(
      JSON.stringify([readNote(body, note), listScenes(body), listEntities(docs), getRecord(docs.ledger, SESSION, id)]),
    ).toBe(before);
  });
  it('M-260: a half-finished triage continues after a reload and on another device', async () => {
    const { docs, body, note, id, reload } = await createSessionOnDevice();
    value(storeAnalysis(docs, { doc: body, note, items: [person('Jorra Pike'), person('Mother Silt')] }));
    value(dismissSuggestion(docs, body, listSuggestions(docs, body)[0]!.id));
    const left = open(docs, body);
    expect(left).toHaveLength(1);
    await body.release();
    const again = await reload();
    expect(open(again, await bodyOf(again, id))).toEqual(left);
  });
  it('M-260 M-327: two GMs analyse a note and accept one suggestion apart: one set, one record', async () => {
    const [a, b] = await createTestDevices().pair();
    const id = value(createSession(a, {}));
    await meet(a, b);
    const [bodyA, bodyB] = [await bodyOf(a, id), await bodyOf(b, id)];
    const note = noteName(id, 'actual_notes');
    const items = [scene('The mill'), person('Jorra Pike'), entry('Jorra Pike', 'Jorra fled')];
    for (const [docs, body] of [
      [a, bodyA],
      [b, bodyB],
    ] as const) {
      value(storeAnalysis(docs, { doc: body, note, items }));
      for (const s of listSuggestions(docs, body).sort((x) => (x.suggestionType === 'entity_suggestion' ? -1 : 1)))
        value(acceptSuggestion(docs, body, s.id));
    }
    await meet(a, b);
    for (const [docs, body] of [
      [a, bodyA],
      [b, bodyB],
    ] as const) {
      expect(listRecords(body, SUGGESTION)).toHaveLength(3);
      expect(listScenes(body).map((s) => [s.title, s.brief])).toEqual([['The mill', words.quote]]);
      expect(listEntities(docs).map((e) => e.name)).toEqual(['Jorra Pike']);
      expect(listRecords(docs.ledger, ENTITY_LOG)).toHaveLength(1);
      expect(open(docs, body)).toEqual([]);
    }
  });
  it('M-261 M-370 M-371: only links and log entries can be accepted in bulk', async () => {
    const { docs, body, id, note } = await createSessionOnDevice();
    const known = value(createEntity(docs, { name: 'Old Tam', entityType: 'npc' }));
    value(createEntity(docs, { name: 'Pell', entityType: 'npc' }));
    value(
      storeAnalysis(docs, {
        doc: body,
        note,
        items: [
          link(known, 'Old Tam'),
          entry('Old Tam', 'Tam swore'),
          entry('Nobody Yet', 'Nobody fled'),
          person('Jorra Pike'),
          relationship('Old Tam', 'Pell'),
        ],
      }),
    );
    const by = (type: string): string[] =>
      listSuggestions(docs, body)
        .filter((s) => s.suggestionType === type)
        .map((s) => s.id);
    expect(refusal(acceptInBulk(docs, body, [...by('log_entry'), ...by('entity_suggestion')]))).toBe('NotInBulk');
    expect(refusal(acceptInBulk(docs, body, by('relationship_suggestion')))).toBe('NotInBulk');
    expect(listRecords(docs.ledger, ENTITY_LOG)).toEqual([]);
    // One whose entity does not exist yet stays open.
    expect(value(acceptInBulk(docs, body, [...by('log_entry'), ...by('entity_mention')]))).toBe(2);
    expect(getRecord(docs.ledger, SESSION, id)?.entityIds).toEqual([known]);
    expect(listRecords(docs.ledger, ENTITY_LOG).map((l) => [l.text, l.sessionId, l.confidence])).toEqual([
      ['Tam swore', id, 'DRAFT'],
    ]);
    value(acceptSuggestion(docs, body, by('relationship_suggestion')[0]!));
    expect(listRelationships(docs).map((t) => [t.relationType, t.tone, t.confidence])).toEqual([
      ['rival', 'negative', 'DRAFT'],
    ]);
    // One undo takes back the whole bulk.
    await docs.undo();
    await docs.undo();
    expect([getRecord(docs.ledger, SESSION, id)?.entityIds, listRecords(docs.ledger, ENTITY_LOG)]).toEqual([[], []]);
  });
  it('what the notes of a session tell happened at its end, in the order of the notes', async () => {
    const { docs, body, id, note } = await createSessionOnDevice();
    value(createEntity(docs, { name: 'Old Tam', entityType: 'npc' }));
    value(advanceTime(docs, { to: 90_000 }));
    const told = ['The mill burned', 'The crew fled', 'The guards slept'];
    const accept = (): TimelineEvent[] => {
      value(
        storeAnalysis(docs, {
          doc: body,
          note,
          items: [entry('Old Tam', 'Tam swore'), ...told.map((text, i) => ({ ...entry('', text), start: i }))],
        }),
      );
      const ids = listSuggestions(docs, body).map((s) => s.id);
      expect(value(acceptInBulk(docs, body, ids))).toBe(4);
      return listEvents(body);
    };
    const setSession = (fields: Record<string, unknown>): void =>
      value(editRecord(docs, { doc: docs.ledger, spec: SESSION, id, fields }));
    const occurredAt = () => listRecords(docs.ledger, ENTITY_LOG).map((l) => l.occurredAt);

    const endedAt = Date.parse('2026-01-06T22:00:00Z');
    setSession({ status: 'completed', startedAt: endedAt - 3, endedAt, gameStart: 1000, gameEnd: 5000 });
    expect(accept().map((e) => [e.name, e.at - endedAt, e.gameTime])).toEqual(told.map((text, i) => [text, i, 5000]));
    expect(occurredAt()).toEqual([5000]);
    await docs.undo();

    // Of a session that says only its day, the day; the game time is not known.
    setSession({ startedAt: null, endedAt: null, gameEnd: null, date: '2026-01-06' });
    expect(accept().map((e) => [localDay(e.at), e.gameTime])).toEqual(told.map(() => ['2026-01-06', 90_000]));
    await docs.undo();

    // While it is played, the end is now.
    setSession({ status: 'in_progress', date: '', endedAt });
    expect(accept().every((e) => e.at >= docs.nowMs() && e.gameTime === 90_000)).toBe(true);
    expect(occurredAt()).toEqual([90_000]);
  });
  it('an analysis that finds nothing says so, whatever was imported with the session', async () => {
    const { docs, body, note } = await createSessionOnDevice();
    const imported = {
      suggestionType: 'log_entry' as const,
      title: 'They swore an oath',
      proposal: { text: 'They swore' },
    };
    value(createRecord(docs, body, SUGGESTION, imported));
    expect(value(storeAnalysis(docs, { doc: body, note, items: [] }))).toEqual({ open: 0, dismissed: 0 });
    expect(value(storeAnalysis(docs, { doc: body, note, items: [scene('The mill')] })).open).toBe(1);
    expect(listSuggestions(docs, body, note)).toHaveLength(2);
  });
  it('M-259: a new name accepted into an existing entity becomes its alias, and undo removes it', async () => {
    const { docs, body, note } = await createSessionOnDevice();
    const known = value(createEntity(docs, { name: 'Baron Voss', entityType: 'npc' }));
    value(storeAnalysis(docs, { doc: body, note, items: [person('Lord Aldric')] }));
    const id = listSuggestions(docs, body)[0]!.id;
    expect(value(acceptSuggestion(docs, body, id, { into: known }))).toBe(known);
    expect([getEntity(docs, known)?.aliases, listEntities(docs).length, open(docs, body)]).toEqual([
      ['Lord Aldric'],
      1,
      [],
    ]);
    await docs.undo();
    expect([getEntity(docs, known)?.aliases, open(docs, body)]).toEqual([[], ['Lord Aldric']]);
  });
  it.each(['Dr. Odile Pryce', 'Frau Odile Pryce', 'Sister Odile Pryce'])(
    'a link to %s beside the Odile Pryce of the campaign becomes an alias of hers, and undo removes it',
    async (name) => {
      const { docs, body, note } = await createSessionOnDevice();
      const known = value(createEntity(docs, { name: 'Odile Pryce', entityType: 'npc' }));
      const linked = { ...person(name), rule: 'linked' };
      value(storeAnalysis(docs, { doc: body, note, items: [linked, person(name.replace('Pryce', 'Marsh'))] }));
      const [first] = listSuggestions(docs, body).filter((each) => each.title === name);
      expect(first?.reason).toContain('Odile Pryce');
      expect(value(acceptSuggestion(docs, body, first!.id))).toBe(known);
      expect([getEntity(docs, known)?.aliases, listEntities(docs).length]).toEqual([[name], 1]);
      expect(open(docs, body)).not.toContain(name);
      await docs.undo();
      expect([getEntity(docs, known)?.aliases, open(docs, body).includes(name)]).toEqual([[], true]);
    },
  );
  it('a name that is linked with a title is not offered where it could be two people, or leads somewhere', async () => {
    const { docs, body, note } = await createSessionOnDevice();
    value(createEntity(docs, { name: 'Odile Pryce', entityType: 'npc' }));
    value(createEntity(docs, { name: 'Prof. Odile Pryce', entityType: 'npc' }));
    const items = ['Dr. Odile Pryce', 'Prof. Odile Pryce'].map((name) => ({ ...person(name), rule: 'linked' }));
    value(storeAnalysis(docs, { doc: body, note, items }));
    expect(open(docs, body)).toEqual([]);
  });
  it('M-368: an account of a planned scene completes the plan and creates no second scene', async () => {
    const { docs, body, note } = await createSessionOnDevice();
    const planned = value(createScene(docs, body, { title: 'The old mill' }));
    value(storeAnalysis(docs, { doc: body, note, items: [scene('At the mill', words.quote, { sceneId: planned })] }));
    value(acceptSuggestion(docs, body, listSuggestions(docs, body)[0]!.id));
    expect(listScenes(body).map((s) => [s.title, s.status])).toEqual([['The old mill', 'completed']]);
    expect(open(docs, body)).toEqual([]);
    // The GM says that it was another scene after all.
    const other = value(createScene(docs, body, { title: 'The ford' }));
    value(
      storeAnalysis(docs, { doc: body, note, items: [scene('At a ford', 'They cross at noon.', { sceneId: other })] }),
    );
    value(acceptSuggestion(docs, body, listSuggestions(docs, body)[0]!.id, { changes: { sceneId: '' } }));
    expect(listScenes(body).map((s) => [s.title, s.status])).toEqual([
      ['The old mill', 'completed'],
      ['The ford', 'planned'],
      ['At a ford', 'completed'],
    ]);
  });
  it('M-344 M-357: an accepted scene carries its whole passage and the entities named in it', async () => {
    const { docs, body, note } = await createSessionOnDevice();
    const nell = value(createEntity(docs, { name: 'Nell Voss', entityType: 'npc' }));
    const passage = [
      { type: 'paragraph', content: [{ type: 'text', text: 'Nell Voss tends the fire with Orrin Pale.' }] },
      { type: 'paragraph', content: [{ type: 'text', text: 'Clue: a burnt key', marks: [{ type: 'bold' }] }] },
    ];
    value(storeAnalysis(docs, { doc: body, note, items: [scene('The kiln', 'Nell', { brief: '', passage })] }));
    const [kiln] = listSuggestions(docs, body);
    const id = value(acceptSuggestion(docs, body, kiln!.id));
    const text = noteName(id, 'description');
    expect(readNote(body, text)).toEqual(passage);
    expect(getRecord(body, SCENE, id)).toMatchObject({ brief: '', entityIds: [nell] });
    // Undone and accepted again, it has its words once.
    await docs.undo();
    expect(open(docs, body)).toEqual(['The kiln']);
    value(acceptSuggestion(docs, body, kiln!.id));
    expect(readNote(body, text)).toEqual(passage);
    // A name that is accepted later is on the scene too, also where the GM corrects it.
    value(storeAnalysis(docs, { doc: body, note, items: [person('Orrin Pale')], kinds: ['entity_suggestion'] }));
    const [orrin] = listSuggestions(docs, body);
    const orrinId = value(acceptSuggestion(docs, body, orrin!.id, { changes: { name: 'Orrin Vale' } }));
    expect([...getRecord(body, SCENE, id)!.entityIds].sort()).toEqual([nell, orrinId].sort());
  });
  it('two GMs who accept one scene apart have its passage once; a passage written on meanwhile is the newer one', async () => {
    const [a, b] = await createTestDevices().pair();
    const id = value(createSession(a, {}));
    await meet(a, b);
    const [bodyA, bodyB] = [await bodyOf(a, id), await bodyOf(b, id)];
    const note = noteName(id, 'prep_notes');
    const told = (words: string): AnalysisItem[] => [
      scene('The kiln', 'Nell', { passage: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }] }),
    ];
    value(storeAnalysis(a, { doc: bodyA, note, items: told('Nell waits.') }));
    value(storeAnalysis(a, { doc: bodyA, note, items: told('Nell waits. The roof falls.') }));
    await meet(a, b);
    const accepted = [a, b].map((docs, i) => {
      const body = [bodyA, bodyB][i]!;
      return value(acceptSuggestion(docs, body, listSuggestions(docs, body)[0]!.id));
    });
    expect(accepted[0]).toBe(accepted[1]);
    await meet(a, b);
    for (const body of [bodyA, bodyB]) {
      expect(listScenes(body)).toHaveLength(1);
      expect(
        JSON.stringify(readNote(body, noteName(accepted[0]!, 'description'))).match(/The roof falls/g),
      ).toHaveLength(1);
    }
  });
  it('a passage of outside is checked again when it is accepted', async () => {
    const { docs, body, note } = await createSessionOnDevice();
    // reason for the cast: a proposal is data of outside
    const passage = [{ type: 'script', content: [] }, 7, { type: 'paragraph', attrs: { onclick: 'x' } }] as never;
    value(storeAnalysis(docs, { doc: body, note, items: [scene('The kiln', 'Nell', { passage })] }));
    const id = value(acceptSuggestion(docs, body, listSuggestions(docs, body)[0]!.id));
    expect(readNote(body, noteName(id, 'description'))).toEqual([{ type: 'paragraph' }]);
  });
  it('a log entry about nobody goes into the session log, once for two GMs, and is offered again when deleted', async () => {
    const { docs, body, id, note } = await createSessionOnDevice();
    value(storeAnalysis(docs, { doc: body, note, items: [entry('', 'The mill burned down')] }));
    const [suggestion] = listSuggestions(docs, body);
    expect(value(acceptInBulk(docs, body, [suggestion!.id]))).toBe(1);
    expect(listEvents(body)).toMatchObject([
      {
        id: acceptedId(suggestion!),
        eventType: 'OTHER',
        name: 'The mill burned down',
        sessionId: id,
        confidence: 'DRAFT',
        visibility: 'secret',
      },
    ]);
    expect([listRecords(docs.ledger, ENTITY_LOG), open(docs, body)]).toEqual([[], []]);
    await docs.undo();
    expect(open(docs, body)).toEqual(['The mill burned down']);
  });
  it('what is suggested about a name can be accepted after the name was corrected', async () => {
    const { docs, body, note } = await createSessionOnDevice();
    value(createEntity(docs, { name: 'Pell', entityType: 'npc' }));
    const items = [
      person('Jora Pik'),
      entry('Jora Pik', 'Jora Pik fled over the roofs'),
      entry('Jora Pik', 'Jora Pik lost the ring'),
      relationship('Jora Pik', 'Pell'),
    ];
    value(storeAnalysis(docs, { doc: body, note, items }));
    const by = (type: string): string[] =>
      listSuggestions(docs, body).flatMap((s) => (s.suggestionType === type ? [s.id] : []));
    const jorra = value(acceptSuggestion(docs, body, by('entity_suggestion')[0]!, { changes: { name: 'Jorra Pike' } }));
    value(acceptSuggestion(docs, body, by('log_entry')[0]!));
    expect(value(acceptInBulk(docs, body, by('log_entry')))).toBe(1);
    expect(listRecords(docs.ledger, ENTITY_LOG).map((l) => l.entityId)).toEqual([jorra, jorra]);
    value(acceptSuggestion(docs, body, by('relationship_suggestion')[0]!));
    expect(listRelationships(docs).map((r) => r.fromId)).toEqual([jorra]);
    expect(open(docs, body)).toEqual([]);
    // The same text read again offers none of it a second time, and makes no alias of the slip.
    value(storeAnalysis(docs, { doc: body, note, items }));
    expect(open(docs, body)).toEqual([]);
    expect(getEntity(docs, jorra)?.aliases).toEqual([]);
  });
  it('a name that the note links already is not offered as a link, also one that is linked later', async () => {
    const { docs, body, note } = await createSessionOnDevice();
    const [tam, pell] = ['Old Tam', 'Pell'].map((name) => value(createEntity(docs, { name, entityType: 'npc' })));
    const write = (words: string): void =>
      value(fillNote(body, note, [{ type: 'paragraph', content: [{ type: 'text', text: words }] }]));
    write('[[Old Tam|Tam]] rowed Pell home.');
    const items = [link(tam!, 'Old Tam'), link(pell!, 'Pell')];
    value(storeAnalysis(docs, { doc: body, note, items }));
    expect(open(docs, body)).toEqual(['Pell']);
    write('[[Pell]] paid.');
    expect(open(docs, body)).toEqual([]);
  });
  it('what the campaign knows becomes no suggestion; bad input is refused and changes nothing', async () => {
    const { docs, body, note } = await createSessionOnDevice();
    value(createEntity(docs, { name: 'Jorra Pike', entityType: 'npc' }));
    value(createScene(docs, body, { title: 'The mill' }));
    expect(value(storeAnalysis(docs, { doc: body, note, items: [person('jorra pike'), scene('THE MILL')] })).open).toBe(
      0,
    );
    expect(refusal(acceptSuggestion(docs, body, 'nothing'))).toBe('RecordMissing');
    value(storeAnalysis(docs, { doc: body, note, items: [relationship('Jorra Pike', 'Nobody')] }));
    expect(refusal(acceptSuggestion(docs, body, listSuggestions(docs, body)[0]!.id))).toBe('CannotAccept');
    expect(listRelationships(docs)).toEqual([]);
  });
  it('M-377 M-438: a completed session refuses analysis and acceptance', async () => {
    const { docs, body, id, note } = await createSessionOnDevice();
    value(storeAnalysis(docs, { doc: body, note, items: [person('Jorra Pike'), entry('', 'It rained')] }));
    value(applySessionRule(docs, id, 'markCompleted'));
    expect(refusal(storeAnalysis(docs, { doc: body, note, items: [person('Mother Silt')] }))).toBe('Completed');
    for (const s of listSuggestions(docs, body)) expect(refusal(acceptSuggestion(docs, body, s.id))).toBe('Completed');
    expect([listEntities(docs), listRecords(docs.ledger, ENTITY_LOG)]).toEqual([[], []]);
  });
  it('M-394: a chapter’s overview has its own suggestions in the ledger; links go to the chapter', async () => {
    const { docs } = await createSingle(createTestDevices());
    const chapter = value(createRecord(docs, docs.ledger, CHAPTER, { title: 'The harbour' }));
    const known = value(createEntity(docs, { name: 'Old Tam', entityType: 'npc' }));
    value(
      storeAnalysis(docs, {
        doc: docs.ledger,
        note: noteName(chapter, 'overview'),
        items: [link(known, 'Old Tam'), person('Jorra Pike')],
      }),
    );
    for (const s of listSuggestions(docs, docs.ledger)) value(acceptSuggestion(docs, docs.ledger, s.id));
    expect(getRecord(docs.ledger, CHAPTER, chapter)?.entityIds).toEqual([known]);
    expect(listEntities(docs).map((e) => e.name)).toEqual(['Jorra Pike', 'Old Tam']);
  });
  it('items are compared by what they say: spelling, case and position do not matter', () => {
    expect(itemKey(person('Jorra  Pike'))).toBe(itemKey(person('jorra pike')));
    const moved: AnalysisItem = { ...scene('A'), start: 900 };
    expect(itemKey(moved)).toBe(itemKey(scene('B')));
    expect(itemKey(scene('A'))).not.toBe(itemKey(scene('A', 'Other words.')));
    expect(acceptedId({ id: 'x' })).toBe(acceptedId({ id: 'x' }));
  });
});
