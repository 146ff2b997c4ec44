// One way to call every command of the store, for the undo tests and the fuzz. A case picks what it needs from the
// records that exist, and does nothing when there are none. A command without a case fails commands.test.ts.
import {
  ALL_RECORDS,
  CLOCK,
  COMBATANT,
  ENTITY,
  GAUGE,
  GOAL,
  HANDOUT,
  HOOK,
  isShownToPlayers,
  MAP,
  PLAYER,
  RANDOM_TABLE,
  READY_CALENDARS,
  RELATIONSHIP,
  SCENE,
  SESSION,
  SUGGESTION,
  TEMPLATE,
  type MapPoint,
} from '@emberkeep/domain';
import type { Random } from '@emberkeep/domain/testing';
import * as store from '../src/index.ts';
import type { CampaignDocs, OpenDocument, Spec } from '../src/index.ts';

export interface CommandWorld {
  docs: CampaignDocs;
  /** The open body of one session; it may be read-only. */
  body: OpenDocument;
  random: Random;
  word(): string;
}
export type CommandCase = (world: CommandWorld) => unknown;

const ledgerSpecs = ALL_RECORDS.filter(
  (s) => s.home === 'ledger' && !['campaign', 'session', 'entity', 'relationship'].includes(s.kind),
) as readonly Spec[];
const anyOf = <S extends Spec>({ docs, body, random }: CommandWorld, spec: S): string | null => {
  const records = store.listRecords(spec.home === 'ledger' ? docs.ledger : body, spec);
  return records.length > 0 ? random.pick(records).id : null;
};
const sessionOf = (w: CommandWorld): string | null => {
  const open = store.listSessions(w.docs).filter((s) => !s.deleted && s.stage !== 'completed');
  return open.length > 0 ? w.random.pick(open).id : null;
};
const withAny =
  (spec: Spec, run: (w: CommandWorld, id: string) => unknown): CommandCase =>
  (w) => {
    const id = anyOf(w, spec);
    return id && run(w, id);
  };
const withSession =
  (run: (w: CommandWorld, id: string) => unknown): CommandCase =>
  (w) => {
    const id = sessionOf(w);
    return id && run(w, id);
  };

const withEncounter =
  (run: (w: CommandWorld, id: string) => unknown): CommandCase =>
  (w) =>
    run(w, w.random.pick(store.listEncounters(w.body)).id);

const somewhere = ({ random }: CommandWorld): MapPoint => ({ x: random.int(1000) / 1000, y: random.int(1000) / 1000 });
/** With any pin or zone of any map. */
const withMark = (field: 'pins' | 'zones', run: (w: CommandWorld, mapId: string, id: string) => unknown): CommandCase =>
  withAny(MAP, (w, mapId) => {
    const ids = Object.keys(store.listMaps(w.docs).find((map) => map.id === mapId)?.[field] ?? {});
    return ids.length > 0 && run(w, mapId, w.random.pick(ids));
  });

/** By the name that the store exports the command under. */
export const COMMAND_CASES: Readonly<Record<string, CommandCase>> = {
  createRecord: (w) => {
    const spec = w.random.pick(ledgerSpecs);
    return store.createRecord(w.docs, w.docs.ledger, spec, { [spec.title]: w.word() });
  },
  editRecord: withAny(HOOK, (w, id) =>
    store.editRecord(w.docs, { doc: w.docs.ledger, spec: HOOK, id, fields: { text: w.word(), hookKind: 'threat' } }),
  ),
  deleteRecord: withAny(HOOK, (w, id) => store.deleteRecord(w.docs, w.docs.ledger, HOOK, id)),
  restoreRecord: (w) => {
    const gone = store.deletedRecords(w.docs.ledger, HOOK)[0];
    return gone && store.restoreRecord(w.docs, w.docs.ledger, HOOK, gone.id);
  },
  moveRecord: withAny(HOOK, (w, id) => store.moveRecord(w.docs, w.docs.ledger, HOOK, id, w.random.int(4))),
  showHandout: withAny(HANDOUT, (w, id) => store.showHandout(w.docs, id, sessionOf(w) ?? '')),
  takeBackHandout: (w) => {
    const shown = store.listHandouts(w.docs).filter(isShownToPlayers);
    return shown.length > 0 && store.takeBackHandout(w.docs, w.random.pick(shown).id);
  },
  addPin: withAny(MAP, (w, id) => store.addPin(w.docs, id, { at: somewhere(w), label: w.word() })),
  movePin: withMark('pins', (w, mapId, id) => store.movePin(w.docs, { mapId, id, at: somewhere(w) })),
  addZone: withAny(MAP, (w, id) =>
    store.addZone(w.docs, id, { corners: [somewhere(w), somewhere(w), somewhere(w)], label: w.word() }),
  ),
  reshapeZone: withMark('zones', (w, mapId, id) =>
    store.reshapeZone(w.docs, { mapId, id, corners: [somewhere(w), somewhere(w), somewhere(w), somewhere(w)] }),
  ),
  editMark: withMark('pins', (w, mapId, id) =>
    store.editMark(w.docs, { mapId, id, change: { label: w.word(), isForPlayers: w.random.int(2) === 0 } }),
  ),
  deleteMark: withMark('zones', (w, mapId, id) => store.deleteMark(w.docs, { mapId, id })),
  duplicateRecord: (w) => {
    const spec = w.random.pick([ENTITY, HANDOUT, MAP, RANDOM_TABLE, HOOK, SCENE] as const) as Spec;
    const id = anyOf(w, spec);
    const doc = spec.home === 'ledger' ? w.docs.ledger : w.body;
    return id && store.duplicateRecord(w.docs, doc, { spec, id, title: w.word() });
  },
  duplicateSession: withSession((w, id) => store.duplicateSession(w.docs, id, w.word())),
  saveAsTemplate: withAny(ENTITY, (w, id) =>
    store.saveAsTemplate(w.docs, { doc: w.docs.ledger, spec: ENTITY, id }, w.word()),
  ),
  createSessionTemplate: (w) =>
    store.createSessionTemplate(w.docs, {
      name: w.word(),
      values: { objective: w.word(), plannedObjectives: [w.word()] },
      scenes: [{ title: w.word(), sceneType: 'chase', objective: '', brief: w.word() }],
    }),
  saveSessionAsTemplate: (w) => store.saveSessionAsTemplate(w.docs, w.body, w.word()),
  createEntityFromTemplate: withAny(TEMPLATE, (w, id) => store.createEntityFromTemplate(w.docs, id, w.word())),
  createSceneFromTemplate: withAny(TEMPLATE, (w, id) => store.createSceneFromTemplate(w.docs, w.body, id, w.word())),
  createSessionFromTemplate: withAny(TEMPLATE, (w, id) => store.createSessionFromTemplate(w.docs, id, w.word())),
  carryScenes: async (w) => {
    const other = store
      .listSessions(w.docs)
      .find(({ id }) => w.body.ref.kind === 'session' && id !== w.body.ref.sessionId);
    const { campaignId } = w.docs;
    const to = other && (await w.docs.open({ kind: 'session', campaignId, sessionId: other.id }));
    if (!to?.ok) return;
    const scenes = store.listUnplayedScenes(w.body, to.value);
    const ids = scenes.slice(0, 2).map(({ id }) => id);
    if (ids.length > 0) store.carryScenes(w.docs, w.body, to.value, ids);
    await to.value.release();
  },
  createRandomTable: (w) =>
    store.createRandomTable(w.docs, {
      name: w.word(),
      noRepeats: true,
      columns: [w.word()],
      entries: [{ texts: [w.word(), w.word()] }, { texts: [w.word()], weight: 3, range: '2-4' }],
    }),
  addTableEntries: withAny(RANDOM_TABLE, (w, id) =>
    store.addTableEntries(w.docs, id, [
      { texts: [w.word()] },
      { texts: [w.word(), w.word()], weight: w.random.int(9) },
    ]),
  ),
  editTableCell: withAny(RANDOM_TABLE, (w, id) => {
    const table = store.getRecord(w.docs.ledger, RANDOM_TABLE, id)!;
    const entryId = table.entries[0]?.id;
    const columnId = w.random.pick(['0', ...table.columns.map((column) => column.id)]);
    return entryId && store.editTableCell(w.docs, { id, entryId, columnId }, w.word());
  }),
  removeTableEntry: withAny(RANDOM_TABLE, (w, id) => {
    const entryId = store.getRecord(w.docs.ledger, RANDOM_TABLE, id)!.entries[0]?.id;
    return entryId && store.removeTableEntry(w.docs, id, entryId);
  }),
  rollRandomTable: withAny(RANDOM_TABLE, (w, id) => store.rollRandomTable(w.docs, id, (below) => w.random.int(below))),
  resetRandomTable: withAny(RANDOM_TABLE, (w, id) => store.resetRandomTable(w.docs, id)),
  showPicture: (w) => {
    const hash = w.random.pick(['a', 'b']).repeat(64);
    const picture = { full: hash, small: hash, width: 3, height: 2, bytes: 9 };
    return store.showPicture(w.docs, { title: w.word(), about: w.word(), picture, sessionId: sessionOf(w) ?? '' });
  },
  stepCounter: withAny(GAUGE, (w, id) =>
    store.stepCounter(w.docs, {
      doc: w.docs.ledger,
      spec: GAUGE,
      id,
      field: 'level',
      change: { by: w.random.int(9) - 4 },
    }),
  ),
  setMember: withAny(ENTITY, (w, id) =>
    store.setMember(w.docs, { doc: w.docs.ledger, spec: ENTITY, id, field: 'tags', member: w.word(), present: true }),
  ),
  setEntry: withAny(ENTITY, (w, id) =>
    store.setEntry(w.docs, {
      doc: w.docs.ledger,
      spec: ENTITY,
      id,
      field: 'attributes',
      name: 'STR',
      value: w.random.int(20),
    }),
  ),
  addItem: withSession((w, id) =>
    store.addItem(w.docs, { doc: w.docs.ledger, spec: SESSION, id, field: 'highlights', text: w.word() }),
  ),
  editItem: withSession((w, id) => {
    const item = store.getSession(w.docs, id)?.highlights[0];
    return (
      item &&
      store.editItem(w.docs, {
        doc: w.docs.ledger,
        spec: SESSION,
        id,
        field: 'highlights',
        item: item.id,
        text: w.word(),
      })
    );
  }),
  removeItem: withSession((w, id) => {
    const item = store.getSession(w.docs, id)?.highlights[0];
    return (
      item && store.removeItem(w.docs, { doc: w.docs.ledger, spec: SESSION, id, field: 'highlights', item: item.id })
    );
  }),
  moveItem: withSession((w, id) => {
    const item = store.getSession(w.docs, id)?.highlights[0];
    return (
      item &&
      store.moveItem(w.docs, { doc: w.docs.ledger, spec: SESSION, id, field: 'highlights', item: item.id, toIndex: 2 })
    );
  }),
  renameCampaign: (w) => store.renameCampaign(w.docs, w.word()),
  editCampaign: (w) => store.editCampaign(w.docs, { situation: w.word(), gms: [w.word()] }),
  setCalendar: (w) => store.setCalendar(w.docs, w.random.pick(READY_CALENDARS)),
  advanceTime: (w) => store.advanceTime(w.docs, { by: 600 + w.random.int(600) }),
  setLiveSession: withSession((w, id) => store.setLiveSession(w.docs, w.random.chance(0.3) ? null : id)),
  createSession: (w) => store.createSession(w.docs, { title: w.word() }),
  describeSession: withSession((w, id) =>
    store.describeSession(w.docs, id, { title: w.word(), plannedObjectives: [w.word(), w.word()] }),
  ),
  applySessionRule: withSession((w, id) =>
    store.applySessionRule(w.docs, id, w.random.pick(['cancel', 'restore', 'planAnew', 'end'])),
  ),
  enterStage: withSession((w, id) => store.enterStage(w.docs, id, w.random.pick(['prep', 'play', 'wrap_up']))),
  publishSession: withSession((w, id) => store.publishSession(w.docs, id, w.random.chance(0.5))),
  setAttendance: withSession((w, id) =>
    store.setAttendance(w.docs, id, {
      playerId: anyOf(w, PLAYER) ?? 'p',
      attended: w.random.chance(0.5),
      arrivedLate: true,
      characterIds: ['c'],
    }),
  ),
  removeFromRoster: withSession((w, id) =>
    store.removeFromRoster(w.docs, id, store.getSession(w.docs, id)?.roster[0] ?? 'p'),
  ),
  startSession: withSession((w, id) =>
    store.startSession(w.docs, id, { rolls: [{ playerId: anyOf(w, PLAYER) ?? 'p', attended: true }] }),
  ),
  endSession: (w) => w.body.ref.kind === 'session' && store.endSession(w.docs, w.body.ref.sessionId, w.body),
  reachObjective: (w) => {
    const session = w.body.ref.kind === 'session' && store.getSession(w.docs, w.body.ref.sessionId);
    const objective = session && session.plannedObjectives[0];
    return session && objective && store.reachObjective(w.docs, session.id, objective.id, w.random.chance(0.7));
  },
  recountSession: (w) => w.body.ref.kind === 'session' && store.recountSession(w.docs, w.body.ref.sessionId, w.body),
  deleteSession: (w) => {
    const other = store
      .listSessions(w.docs)
      .find((s) => w.body.ref.kind === 'session' && s.id !== w.body.ref.sessionId && !s.deleted);
    return other && store.deleteSession(w.docs, other.id);
  },
  restoreSession: (w) => {
    const gone = store.listSessions(w.docs).find((s) => s.deleted);
    return gone && store.restoreSession(w.docs, gone.id);
  },
  logEvent: (w) => {
    const [clockId, goalId] = [anyOf(w, CLOCK) ?? '', anyOf(w, GOAL) ?? ''];
    return store.logEvent(w.docs, w.body, {
      eventType: w.random.pick(['DICE_ROLL', 'combat_start', 'quest_progress', 'OTHER']),
      name: w.word(),
      details: { amount: w.random.int(9) },
      clockId,
      goalId,
    });
  },
  setEventDetail: (w) => {
    const id = store.listEvents(w.body)[0]?.id;
    return id && store.setEventDetail(w.docs, w.body, { id, key: 'amount', value: 10 + w.random.int(90) });
  },
  setParticipant: (w) => {
    const id = store.listEvents(w.body)[0]?.id;
    return id && store.setParticipant(w.docs, w.body, { id, key: 'target', value: w.word() });
  },
  moveGoal: withAny(GOAL, (w, id) =>
    store.moveGoal(w.docs, id, {
      kind: w.random.pick(['progress', 'complete', 'failed', 'reopened']),
      sessionId: '',
      text: w.word(),
      by: 1,
    }),
  ),
  logGoalMove: withAny(GOAL, (w, id) =>
    store.logGoalMove(w.docs, w.body, id, {
      kind: w.random.pick(['progress', 'complete', 'failed']),
      text: w.word(),
      by: 1,
    }),
  ),
  tickClock: withAny(CLOCK, (w, id) => store.tickClock(w.docs, id, w.random.pick([1, 1, 2, -1]))),
  settleConsequence: withAny(CLOCK, (w, id) => store.settleConsequence(w.docs, id, 'tick')),
  createEntity: (w) =>
    store.createEntity(w.docs, {
      name: w.word(),
      entityType: w.random.pick(['npc', 'faction', 'clue', 'Ghost ship']),
      evenIfTaken: true,
    }),
  renameEntity: withAny(ENTITY, (w, id) => store.renameEntity(w.docs, id, `name ${w.word()}`)),
  setEntityType: withAny(ENTITY, (w, id) =>
    store.setEntityType(w.docs, id, w.random.pick(['npc', 'location', 'Own kind'])),
  ),
  setAlias: withAny(ENTITY, (w, id) => store.setAlias(w.docs, id, w.word(), true)),
  showAlias: withAny(ENTITY, (w, id) => {
    const { aliases = [], shownAliases = [] } = store.getEntity(w.docs, id) ?? {};
    const alias = aliases.length > 0 ? w.random.pick(aliases) : null;
    return alias && store.showAlias(w.docs, id, alias, !shownAliases.includes(alias));
  }),
  editEntity: withAny(ENTITY, (w, id) => store.editEntity(w.docs, id, { hold: 'strong', territory: w.word() })),
  stepReputation: withAny(ENTITY, (w, id) => store.stepReputation(w.docs, id, w.random.pick([1, -1]))),
  deleteEntity: withAny(ENTITY, (w, id) => w.random.chance(0.5) && store.deleteEntity(w.docs, id)),
  createRelationship: (w) => {
    const [from, to] = [anyOf(w, ENTITY), anyOf(w, ENTITY)];
    return (
      from &&
      to &&
      store.createRelationship(w.docs, {
        fromId: from,
        toId: to,
        relationType: w.random.pick(['rival', 'employed by', w.word()]),
      })
    );
  },
  deleteRelationship: withAny(RELATIONSHIP, (w, id) => store.deleteRelationship(w.docs, id)),
  setRelationType: (w) =>
    store.setRelationType(w.docs, {
      name: w.random.pick(['rival', 'owes']),
      inverse: w.word(),
      tone: w.random.pick(['positive', 'negative', 'neutral']),
    }),
  createScene: (w) => store.createScene(w.docs, w.body, { title: w.word() }),
  editScene: withAny(SCENE, (w, id) => store.editScene(w.docs, w.body, id, { title: w.word(), status: 'active' })),
  moveScene: withAny(SCENE, (w, id) => store.moveScene(w.docs, w.body, id, w.random.int(4))),
  deleteScene: withAny(SCENE, (w, id) => store.deleteScene(w.docs, w.body, id)),
  connectScene: withAny(SCENE, (w, id) =>
    store.connectScene(w.docs, w.body, id, { toSceneId: id, clueId: '', description: w.word() }),
  ),
  disconnectScene: withAny(SCENE, (w, id) => {
    const connection = Object.keys(store.getRecord(w.body, SCENE, id)?.connections ?? {})[0];
    return connection && store.disconnectScene(w.docs, w.body, id, connection);
  }),
  activateScene: withAny(SCENE, (w, id) => store.activateScene(w.docs, w.body, id, w.random.chance(0.5))),
  writeDraft: (w) =>
    store.writeDraft(
      w.docs,
      w.body,
      w.random.pick([
        { kind: 'scene', title: w.word() },
        { kind: 'entity', name: `${w.word()} ${w.word()}`, type: 'npc' },
        { kind: 'log', content: w.word() },
      ]),
    ),
  addChatMessage: (w) =>
    store.addChatMessage(w.docs, w.body, { role: w.random.pick(['user', 'assistant']), content: w.word() }),
  addCombatant: (w) =>
    store.addCombatant(w.docs, w.body, { name: w.word(), initiative: w.random.int(20), hp: w.random.int(30) }),
  addLogEntry: withAny(ENTITY, (w, id) => store.addLogEntry(w.docs, { entityId: id, text: w.word() })),
  discoverClue: withAny(ENTITY, (w, id) => store.discoverClue(w.docs, id, sessionOf(w) ?? '', w.word())),
  moveCombatant: withAny(COMBATANT, (w, id) => store.moveCombatant(w.docs, w.body, id, w.random.int(4))),
  passTurn: (w) => store.passTurn(w.docs, w.body),
  addCombatants: (w) =>
    store.addCombatants(w.docs, w.body, [
      { name: w.word(), initiative: w.random.int(20), hp: 7, hpMax: 7 },
      { name: w.word(), initiative: w.random.int(20), side: 'party' },
    ]),
  actNow: withAny(COMBATANT, (w, id) => store.actNow(w.docs, w.body, id)),
  delayTurn: withAny(COMBATANT, (w, id) => store.delayTurn(w.docs, w.body, id)),
  startWithoutTurns: (w) => store.startWithoutTurns(w.docs, w.body),
  dealDamage: withAny(COMBATANT, (w, id) => store.dealDamage(w.docs, w.body, id, 1 + w.random.int(12))),
  heal: withAny(COMBATANT, (w, id) =>
    store.heal(w.docs, w.body, id, { amount: 1 + w.random.int(9), fromZero: w.random.int(2) === 0 }),
  ),
  setDefeated: withAny(COMBATANT, (w, id) => store.setDefeated(w.docs, w.body, id, w.random.int(2) === 0)),
  addCondition: withAny(COMBATANT, (w, id) =>
    store.addCondition(w.docs, w.body, id, {
      condition: w.random.pick(['Prone', 'Stunned']),
      lasts: w.random.int(2) === 0 ? { rounds: 1 + w.random.int(3), at: 'end', of: id } : undefined,
    }),
  ),
  removeCondition: withAny(COMBATANT, (w, id) => store.removeCondition(w.docs, w.body, id, 'Prone')),
  addCombatantClock: withAny(COMBATANT, (w, id) => store.addCombatantClock(w.docs, w.body, id, 4 + w.random.int(4))),
  setInitiative: withAny(COMBATANT, (w, id) => store.setInitiative(w.docs, w.body, id, w.random.int(20))),
  setGroup: withAny(COMBATANT, (w, id) => store.setGroup(w.docs, w.body, [id], w.random.pick(['', 'Ghouls']))),
  startEncounter: (w) => store.startEncounter(w.docs, w.body, { name: w.word() }),
  putEncounterAside: withEncounter((w, id) => store.putEncounterAside(w.docs, w.body, id)),
  resumeEncounter: withEncounter((w, id) => store.resumeEncounter(w.docs, w.body, id)),
  endEncounter: withEncounter((w, id) => store.endEncounter(w.docs, w.body, id, w.word())),
  deleteEncounter: withEncounter((w, id) => store.deleteEncounter(w.docs, w.body, id)),
  prepareCreatures: withAny(SCENE, (w, id) => store.prepareCreatures(w.docs, w.body, id, [`2 ${w.word()}`])),
  startPrepared: withAny(SCENE, (w, id) => {
    const prepared = store.getPreparedId(w.body, id);
    return (
      store.getEncounter(w.body, prepared) &&
      store.startPrepared(w.docs, w.body, prepared, [
        { name: w.word(), hp: 5 },
        { name: w.word(), initiative: 3 },
      ])
    );
  }),
  carryEncounter: withEncounter((w, id) => store.carryEncounter(w.docs, w.body, id, w.body)),
  clearTracker: withAny(COMBATANT, (w) => store.clearTracker(w.docs, w.body)),
  storeAnalysis: (w) => {
    const name = w.word();
    return store.storeAnalysis(w.docs, {
      doc: w.body,
      note: 'x/prep_notes',
      items: [
        {
          type: 'entity_suggestion',
          start: 0,
          end: 5,
          quote: `Then ${name} came`,
          title: name,
          rule: 'test',
          reason: 'A name',
          confidence: 0.8,
          proposal: { name, entityType: 'npc' },
        },
        {
          type: 'scene_suggestion',
          start: 9,
          end: 30,
          quote: `At the ${name} they waited`,
          title: `At the ${name}`,
          rule: 'test',
          reason: 'A scene',
          confidence: 0.7,
          proposal: {
            title: `At the ${name}`,
            sceneType: 'other',
            brief: '',
            entityIds: [],
            passage: [{ type: 'paragraph', content: [{ type: 'text', text: `At the ${name} they waited.` }] }],
          },
        },
      ],
    });
  },
  acceptInBulk: (w) =>
    store.acceptInBulk(
      w.docs,
      w.body,
      store
        .listSuggestions(w.docs, w.body)
        .filter((s) => s.suggestionType === 'log_entry')
        .map((s) => s.id),
    ),
  restoreRevision: withAny(HOOK, (w, id) => {
    const entry = store.listRevisions(w.docs.ledger, HOOK, id).at(-1);
    return (
      entry &&
      store.restoreRevision(w.docs, { doc: w.docs.ledger, spec: HOOK, id, entryKey: entry.key, including: true })
    );
  }),
  acceptSuggestion: (w) => {
    const open = store.listSuggestions(w.docs, w.body);
    return open.length > 0 ? store.acceptSuggestion(w.docs, w.body, w.random.pick(open).id) : undefined;
  },
  dismissSuggestion: (w) => {
    const open = store.listSuggestions(w.docs, w.body)[0];
    return open && store.dismissSuggestion(w.docs, w.body, open.id);
  },
  settleContradiction: withAny(RELATIONSHIP, (w, id) => {
    const version = { text: w.word(), kind: 'relationship' as const, id, sessionId: '' };
    return store.settleContradiction(
      w.docs,
      {
        id: w.word(),
        kind: 'two_versions',
        subjectId: anyOf(w, ENTITY) ?? '',
        describe: 'two versions',
        first: version,
        second: version,
      },
      { canon: 'first' },
    );
  }),
  joinEntities: withAny(ENTITY, (w, id) => {
    const other = anyOf(w, ENTITY);
    return other && store.joinEntities(w.docs, [id, other]);
  }),
  entityToSession: withAny(ENTITY, (w, id) => store.entityToSession(w.docs, id)),
  sessionToEntity: (w) => {
    const other = store
      .listSessions(w.docs)
      .find((s) => w.body.ref.kind === 'session' && s.id !== w.body.ref.sessionId && !s.deleted);
    return other && store.sessionToEntity(w.docs, other.id, 'lore');
  },
  putRecords: (w) =>
    store.putRecords(
      w.docs,
      [{ kind: 'hook', id: w.docs.newId(), sessionId: null, keys: { text: w.word(), order: 'V' }, texts: {} }],
      { from: 'a file' },
    ),
};

const addSampleMap = (docs: CampaignDocs): void => {
  const map = store.createRecord(docs, docs.ledger, MAP, { title: 'The harbour' });
  if (!map.ok) return;
  store.addPin(docs, map.value, { at: { x: 0.25, y: 0.5 }, label: 'The pier' });
  const corners = [
    { x: 0, y: 0 },
    { x: 0.5, y: 0 },
    { x: 0.5, y: 0.5 },
  ];
  store.addZone(docs, map.value, { corners, label: 'The docks' });
};

/** Creates one of each record that the cases pick from. */
export const addSampleRecords = (docs: CampaignDocs, body: OpenDocument): void => {
  store.createEntity(docs, { name: 'Rook', entityType: 'npc', aliases: ['The Heron'] });
  store.createEntity(docs, { name: 'The Wick', entityType: 'faction', aliases: ['Wickers'] });
  const [from, to] = store.listEntities(docs);
  store.createRelationship(docs, { fromId: from!.id, toId: to!.id, relationType: 'rival' });
  for (const text of ['one', 'two', 'three']) store.createRecord(docs, docs.ledger, HOOK, { text });
  const [, hook, gone] = store.listRecords(docs.ledger, HOOK);
  store.editRecord(docs, { doc: docs.ledger, spec: HOOK, id: hook!.id, fields: { text: 'two again' } });
  store.deleteRecord(docs, docs.ledger, HOOK, gone!.id);
  store.createRecord(docs, docs.ledger, GAUGE, { name: 'Stress' });
  store.createRecord(docs, docs.ledger, CLOCK, { name: 'Alarm', segments: 8 });
  store.createRecord(docs, docs.ledger, GOAL, { name: 'Get in' });
  store.createRecord(docs, docs.ledger, PLAYER, { name: 'Jo' });
  const letter = store.createRecord(docs, docs.ledger, HANDOUT, { title: 'A letter' });
  if (letter.ok) store.showHandout(docs, letter.value, '');
  store.createRecord(docs, docs.ledger, HANDOUT, { title: 'A map' });
  addSampleMap(docs);
  const values = { hp: 7, tags: ['guard'] };
  store.createRecord(docs, docs.ledger, TEMPLATE, { name: 'A guard', makes: 'npc', values });
  const rumours = store.createRandomTable(docs, {
    name: 'Rumours',
    noRepeats: true,
    columns: ['Who'],
    entries: [{ texts: ['a bell', 'Ada'] }, { texts: ['a wreck'] }],
  });
  if (rumours.ok) store.rollRandomTable(docs, rumours.value, () => 0);
  if (body.ref.kind !== 'session') return;
  const { sessionId } = body.ref;
  store.describeSession(docs, sessionId, { plannedObjectives: ['find it'], highlights: ['h1', 'h2', 'h3'] });
  store.setAttendance(docs, sessionId, { playerId: store.listRecords(docs.ledger, PLAYER)[0]!.id, attended: true });
  for (const title of ['Ford', 'Mill']) store.createScene(docs, body, { title });
  const [scene] = store.listScenes(body);
  store.connectScene(docs, body, scene!.id, { toSceneId: scene!.id, clueId: '', description: 'loop' });
  store.logEvent(docs, body, { eventType: 'xp', details: { amount: 5 } });
  store.addChatMessage(docs, body, { role: 'user', content: 'What does the ferryman want?' });
  store.addCombatant(docs, body, { name: 'Rook', initiative: 12, hp: 9 });
  store.addCombatant(docs, body, { name: 'Vex', initiative: 7, hp: 5 });
  store.passTurn(docs, body);
  for (const { id } of store.listCombatants(body)) store.addCondition(docs, body, id, { condition: 'Prone' });
  store.prepareCreatures(docs, body, scene!.id, ['2 Drowned']);
  store.createRecord(docs, body, SUGGESTION, {
    title: 'Rook crossed',
    suggestionType: 'log_entry',
    proposal: { about: 'Rook', text: 'Rook crossed' },
  });
  store.createRecord(docs, body, SUGGESTION, {
    title: 'A green flame',
    suggestionType: 'entity_suggestion',
    proposal: { name: 'A green flame', entityType: 'clue' },
  });
};
