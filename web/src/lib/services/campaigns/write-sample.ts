// Owns putting the sample campaign onto this device through the same verbs that a GM's taps use.
import {
  CHAPTER,
  CLOCK,
  CONSEQUENCE,
  DECISION,
  ENTITY,
  ENTITY_LOG,
  GAUGE,
  GOAL,
  HOOK,
  INVENTORY,
  PLAYER,
  SAFETY,
} from '@emberkeep/domain';
import {
  SAMPLE_CLOCKS,
  SAMPLE_EVENINGS,
  SAMPLE_FACTIONS,
  SAMPLE_GOALS,
  SAMPLE_NOTEBOOK,
  SAMPLE_PLAYERS,
  sampleCampaign,
} from '@emberkeep/domain/testing';
import { markdownToNote } from '@emberkeep/files';
import {
  activateScene,
  advanceTime,
  applyStanding,
  connectScene,
  createCampaign,
  createEntity,
  createRecord,
  createRelationship,
  createScene,
  createSession,
  deriveRow,
  describeSession,
  editCampaign,
  editEntity,
  enterStage,
  fillNote,
  logEvent,
  moveGoal,
  noteName,
  recountSession,
  setAttendance,
  setLiveSession,
  stepCounter,
  stepReputation,
  tickClock,
  type CampaignDocs,
  type DerivedRow,
} from '@emberkeep/store';

/** Writes the sample into an empty campaign. Throws only if our own text breaks a rule, which a test would show. */
export const writeSample = async (
  docs: CampaignDocs,
): Promise<{ name: string; derived: DerivedRow[]; sessionId: string; drawerId: string }> => {
  const sample = sampleCampaign();
  const must = <T>(result: { ok: true; value: T } | { ok: false; error: { type: string } }): T => {
    if (!result.ok) throw new Error(`the sample was refused: ${result.error.type}`);
    return result.value;
  };
  must(createCampaign(docs, { name: sample.name, system: sample.system }));
  const ids = new Map<string, string>();
  for (const entity of sample.entities) {
    const entityId = must(
      createEntity(docs, { name: entity.name, entityType: entity.type, aliases: entity.aliases ?? [] }),
    );
    ids.set(entity.name, entityId);
    must(fillNote(docs.ledger, noteName(entityId, 'description'), markdownToNote(entity.description)));
    if (entity.gmNotes) must(fillNote(docs.ledger, noteName(entityId, 'gm_notes'), markdownToNote(entity.gmNotes)));
  }
  const names = new Map([...ids].map(([name, entityId]) => [entityId, name]));
  const id = (name: string): string => {
    const found = ids.get(name);
    if (!found) throw new Error(`the sample names nobody called ${name}`);
    return found;
  };
  for (const tie of sample.relationships)
    must(createRelationship(docs, { fromId: id(tie.from), toId: id(tie.to), relationType: tie.type, tone: tie.tone }));
  const players = new Map(
    SAMPLE_PLAYERS.map(({ name, plays }) => {
      const player = must(createRecord(docs, docs.ledger, PLAYER, { name }));
      must(editEntity(docs, id(plays), { playerId: player }));
      return [name, { player, character: id(plays) }];
    }),
  );
  for (const { name, type, reputation, ...fields } of SAMPLE_FACTIONS) {
    must(editEntity(docs, id(name), { factionType: type, ...fields }));
    must(stepReputation(docs, id(name), reputation, 'How it began'));
  }
  const chapters = new Map<string, string>();
  for (const { chapter } of SAMPLE_EVENINGS)
    if (!chapters.has(chapter))
      chapters.set(chapter, must(createRecord(docs, docs.ledger, CHAPTER, { title: chapter })));
  const derived: DerivedRow[] = [];
  let live: string | null = null;
  const evenings: string[] = [];
  for (const [index, session] of sample.sessions.entries()) {
    const sessionId = must(createSession(docs, { title: session.title, date: session.date }));
    evenings.push(sessionId);
    const body = must(await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId }));
    must(describeSession(docs, sessionId, { objective: session.objective, location: 'in person' }));
    must(fillNote(body, noteName(sessionId, 'prep_notes'), markdownToNote(session.prep)));
    if (session.actual) must(fillNote(body, noteName(sessionId, 'actual_notes'), markdownToNote(session.actual)));
    const scenes = new Map(
      session.scenes.map((scene) => {
        const made = must(
          createScene(docs, body, {
            title: scene.title,
            sceneType: scene.type,
            brief: scene.description,
            ...(scene.objective ? { objective: scene.objective } : {}),
            entityIds: (scene.cast ?? []).map(id),
          }),
        );
        if (scene.text) must(fillNote(body, noteName(made, 'description'), markdownToNote(scene.text)));
        if (scene.gm) must(fillNote(body, noteName(made, 'gm_notes'), markdownToNote(scene.gm)));
        return [scene.title, made];
      }),
    );
    for (const { title, leadsTo } of session.scenes)
      if (leadsTo)
        must(
          connectScene(docs, body, scenes.get(title) ?? '', {
            toSceneId: scenes.get(leadsTo.scene) ?? '',
            clueId: leadsTo.clue ? id(leadsTo.clue) : '',
            description: leadsTo.how,
          }),
        );
    const evening = session.played ? SAMPLE_EVENINGS[index] : undefined;
    if (evening) {
      const startedAt = Date.parse(evening.start);
      must(
        describeSession(docs, sessionId, {
          startedAt,
          endedAt: Date.parse(evening.end),
          gameStart: evening.gameStart,
          gameEnd: evening.gameEnd,
          zone: 'Europe/London',
          chapterId: chapters.get(evening.chapter) ?? '',
          tags: ['harbour'],
          plannedObjectives: evening.planned,
          actualObjectives: evening.achieved,
          highlights: evening.highlights,
        }),
      );
      for (const [name, { player, character }] of players)
        must(
          setAttendance(docs, sessionId, {
            playerId: player,
            attended: !evening.absent?.includes(name),
            arrivedLate: evening.late?.includes(name) ?? false,
            characterIds: evening.absent?.includes(name) ? [] : [character],
          }),
        );
      for (const event of evening.events) {
        must(
          logEvent(docs, body, {
            eventType: event.type,
            name: event.name,
            details: event.details ?? {},
            at: startedAt + event.minute * 60_000,
            gameTime: evening.gameStart + event.minute * 60,
            ...(event.character ? { characterId: id(event.character) } : {}),
            ...(event.npc ? { npcId: id(event.npc) } : {}),
            participants: {
              ...(event.location ? { location: id(event.location) } : {}),
              ...(event.npc ? { actor: id(event.npc) } : {}),
            },
          }),
        );
      }
      must(recountSession(docs, sessionId, body, (each) => names.get(each) ?? each));
      must(fillNote(docs.ledger, noteName(sessionId, 'summary'), markdownToNote(evening.summary)));
    }
    if (session.played) must(applyStanding(docs, sessionId, 'markCompleted'));
    else if (live === null) {
      // The newcomer lands at the table: the first scene is on, the ferryman is in the drawer.
      live = sessionId;
      must(enterStage(docs, sessionId, 'play'));
      must(activateScene(docs, body, [...scenes.values()][0] ?? ''));
    }
    derived.push(deriveRow(body.room, body.doc));
    await body.release();
  }
  for (const { ticks, owner, ...clock } of SAMPLE_CLOCKS) {
    const clockId = must(
      createRecord(docs, docs.ledger, CLOCK, { ...clock, ...(owner ? { ownerId: id(owner) } : {}) }),
    );
    must(tickClock(docs, clockId, ticks));
  }
  for (const goal of SAMPLE_GOALS) {
    const goalId = must(
      createRecord(docs, docs.ledger, GOAL, {
        name: goal.name,
        goalType: goal.type,
        stakes: goal.stakes,
        progressText: goal.progress,
        ...(goal.target ? { target: goal.target } : {}),
      }),
    );
    if (goal.steps)
      must(
        moveGoal(docs, goalId, { kind: 'progress', sessionId: evenings[1] ?? '', text: goal.progress, by: goal.steps }),
      );
  }
  const {
    hooks,
    decisions,
    consequences,
    possessions,
    safety,
    gauges,
    companions,
    places,
    characters,
    log,
    situation,
    universe,
    currency,
  } = SAMPLE_NOTEBOOK;
  must(
    editCampaign(docs, {
      situation,
      universe,
      currency,
      usesGauges: true,
      locationId: id(SAMPLE_NOTEBOOK.location),
      spotlightId: id(SAMPLE_NOTEBOOK.spotlight),
    }),
  );
  must(advanceTime(docs, { to: SAMPLE_NOTEBOOK.gameTime }));
  for (const [hookKind, text] of hooks) must(createRecord(docs, docs.ledger, HOOK, { hookKind, text }));
  for (const d of decisions)
    must(
      createRecord(docs, docs.ledger, DECISION, {
        decision: d.decision,
        worldEffect: d.world,
        relationshipEffect: d.ties,
        delayedEffect: d.later,
        sessionId: evenings[d.evening] ?? '',
      }),
    );
  for (const c of consequences)
    must(
      createRecord(docs, docs.ledger, CONSEQUENCE, { trigger: c.trigger, effect: c.effect, sessionNumber: c.session }),
    );
  for (const [possessionKind, name, amount, detail] of possessions) {
    const thing = must(
      createRecord(docs, docs.ledger, INVENTORY, {
        possessionKind,
        name,
        ...(possessionKind === 'gear' ? { condition: detail } : { significance: detail }),
      }),
    );
    must(stepCounter(docs, { doc: docs.ledger, spec: INVENTORY, id: thing, field: 'amount', change: { to: amount } }));
  }
  for (const [safetyKind, topic] of safety) must(createRecord(docs, docs.ledger, SAFETY, { safetyKind, topic }));
  for (const [name, lowest, highest, level] of gauges) {
    const gauge = must(createRecord(docs, docs.ledger, GAUGE, { name, lowest, highest }));
    must(stepCounter(docs, { doc: docs.ledger, spec: GAUGE, id: gauge, field: 'level', change: { to: level } }));
  }
  for (const [name, trust, condition, whereabouts, lastInteraction, agenda] of companions) {
    must(editEntity(docs, id(name), { isCompanion: true, condition, whereabouts, lastInteraction, agenda }));
    must(stepCounter(docs, { doc: docs.ledger, spec: ENTITY, id: id(name), field: 'trust', change: { to: trust } }));
  }
  for (const [name, placeStatus, owner, present, secrets] of places)
    must(
      editEntity(docs, id(name), {
        isKnown: true,
        placeStatus,
        ownerId: id(owner),
        presentIds: present.map(id),
        secrets,
      }),
    );
  for (const [name, origin, appearance, motivation, moralLine, weakness] of characters)
    must(editEntity(docs, id(name), { origin, appearance, motivation, moralLine, weakness }));
  for (const [about, text, evening] of log)
    must(
      createRecord(docs, docs.ledger, ENTITY_LOG, {
        entityId: id(about),
        text,
        sessionId: evenings[evening] ?? '',
        logKind: 'discovered',
        occurredAt: SAMPLE_EVENINGS[evening]?.gameStart ?? 0,
      }),
    );
  if (live) must(setLiveSession(docs, live));
  derived.push(deriveRow(docs.ledger.room, docs.ledger.doc));
  return { name: sample.name, derived, sessionId: live ?? '', drawerId: id('Old Tam') };
};
