// Writes what the sample's GM keeps track of between sessions: clocks, goals, the campaign's state, open threads,
// possessions, safety tools, and notes on companions, places and characters.
import {
  CLOCK,
  CONSEQUENCE,
  DECISION,
  ENTITY,
  ENTITY_LOG,
  GAUGE,
  GOAL,
  HOOK,
  INVENTORY,
  SAFETY,
} from '@emberkeep/domain';
import { SAMPLE_CLOCKS, SAMPLE_EVENINGS, SAMPLE_GOALS, SAMPLE_NOTEBOOK } from '@emberkeep/domain/testing';
import { advanceTime, editCampaign, editEntity, moveGoal, stepCounter, tickClock } from '@emberkeep/store';
import { must, type SampleWriter } from './sample-writer.ts';

const writeClocks = (writer: SampleWriter): void => {
  for (const { ticks, owner, ...clock } of SAMPLE_CLOCKS) {
    const id = writer.create(CLOCK, { ...clock, ...(owner ? { ownerId: writer.entityId(owner) } : {}) });
    must(tickClock(writer.docs, id, ticks));
  }
};

const writeGoals = (writer: SampleWriter, sessionIds: readonly string[]): void => {
  for (const { name, type, stakes, progress, target, steps } of SAMPLE_GOALS) {
    const id = writer.create(GOAL, {
      name,
      goalType: type,
      isKnown: true,
      stakes,
      progressText: progress,
      ...(target ? { target } : {}),
    });
    const sessionId = sessionIds[1] ?? '';
    if (steps) must(moveGoal(writer.docs, id, { kind: 'progress', sessionId, text: progress, by: steps }));
  }
};

const writeCampaignState = (writer: SampleWriter): void => {
  const { situation, universe, currency, location, spotlight, gameTime } = SAMPLE_NOTEBOOK;
  must(
    editCampaign(writer.docs, {
      situation,
      universe,
      currency,
      usesGauges: true,
      locationId: writer.entityId(location),
      spotlightId: writer.entityId(spotlight),
    }),
  );
  must(advanceTime(writer.docs, { to: gameTime }));
};

const writeThreads = (writer: SampleWriter, sessionIds: readonly string[]): void => {
  const { hooks, decisions, consequences } = SAMPLE_NOTEBOOK;
  for (const [hookKind, text] of hooks) writer.create(HOOK, { hookKind, text });
  for (const { decision, world, ties, later, evening } of decisions)
    writer.create(DECISION, {
      decision,
      isKnown: true,
      worldEffect: world,
      relationshipEffect: ties,
      delayedEffect: later,
      sessionId: sessionIds[evening] ?? '',
    });
  for (const { trigger, effect, session } of consequences)
    writer.create(CONSEQUENCE, { trigger, effect, sessionNumber: session });
};

const writePossessions = (writer: SampleWriter): void => {
  const { docs } = writer;
  for (const [possessionKind, name, amount, detail] of SAMPLE_NOTEBOOK.possessions) {
    const details = possessionKind === 'gear' ? { condition: detail } : { significance: detail };
    const id = writer.create(INVENTORY, { possessionKind, name, ...details });
    must(stepCounter(docs, { doc: docs.ledger, spec: INVENTORY, id, field: 'amount', change: { to: amount } }));
  }
};

const writeSafetyAndGauges = (writer: SampleWriter): void => {
  const { docs } = writer;
  for (const [safetyKind, topic] of SAMPLE_NOTEBOOK.safety) writer.create(SAFETY, { safetyKind, topic });
  for (const [name, lowest, highest, level] of SAMPLE_NOTEBOOK.gauges) {
    const id = writer.create(GAUGE, { name, lowest, highest });
    must(stepCounter(docs, { doc: docs.ledger, spec: GAUGE, id, field: 'level', change: { to: level } }));
  }
};

const writeEntityDetails = (writer: SampleWriter): void => {
  const { docs } = writer;
  const { companions, places, characters } = SAMPLE_NOTEBOOK;
  for (const [name, trust, condition, whereabouts, lastInteraction, agenda] of companions) {
    const id = writer.entityId(name);
    must(editEntity(docs, id, { isCompanion: true, condition, whereabouts, lastInteraction, agenda }));
    must(stepCounter(docs, { doc: docs.ledger, spec: ENTITY, id, field: 'trust', change: { to: trust } }));
  }
  for (const [name, placeStatus, owner, present, secrets] of places) {
    const ownerId = writer.entityId(owner);
    const presentIds = present.map((each) => writer.entityId(each));
    must(editEntity(docs, writer.entityId(name), { isKnown: true, placeStatus, ownerId, presentIds, secrets }));
  }
  for (const [name, origin, appearance, motivation, moralLine, weakness] of characters)
    must(editEntity(docs, writer.entityId(name), { origin, appearance, motivation, moralLine, weakness }));
};

const writeEntityLog = (writer: SampleWriter, sessionIds: readonly string[]): void => {
  for (const [about, text, index] of SAMPLE_NOTEBOOK.log)
    writer.create(ENTITY_LOG, {
      entityId: writer.entityId(about),
      text,
      sessionId: sessionIds[index] ?? '',
      logKind: 'discovered',
      occurredAt: SAMPLE_EVENINGS[index]?.gameStart ?? 0,
    });
};

export const writeNotebook = (writer: SampleWriter, sessionIds: readonly string[]): void => {
  writeClocks(writer);
  writeGoals(writer, sessionIds);
  writeCampaignState(writer);
  writeThreads(writer, sessionIds);
  writePossessions(writer);
  writeSafetyAndGauges(writer);
  writeEntityDetails(writer);
  writeEntityLog(writer, sessionIds);
};
