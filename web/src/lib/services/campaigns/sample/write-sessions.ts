// Writes the sample's sessions: the plan and the scenes of each, and what happened in those that were played.
import { CHAPTER } from '@emberkeep/domain';
import { SAMPLE_EVENINGS, type SampleSession } from '@emberkeep/domain/testing';
import {
  activateScene,
  applySessionRule,
  connectScene,
  createScene,
  createSession,
  deriveRow,
  describeSession,
  enterStage,
  logEvent,
  recountSession,
  setAttendance,
  type DerivedRow,
  type OpenDocument,
} from '@emberkeep/store';
import { must, type SampleWriter } from './sample-writer.ts';
import type { SamplePlayer } from './write-entities.ts';

type PlayedSession = (typeof SAMPLE_EVENINGS)[number];
type SampleScene = SampleSession['scenes'][number];
type SampleEvent = PlayedSession['events'][number];

/** A session that is being written: its id and its open body. */
interface OpenSession {
  id: string;
  body: OpenDocument;
}

export interface WrittenSessions {
  ids: string[];
  /** The session that play continues with: the first that was not played. */
  liveId: string | null;
  derived: DerivedRow[];
}

/** Gives the ids of the chapters by their titles. */
const writeChapters = (writer: SampleWriter): Map<string, string> => {
  const chapters = new Map<string, string>();
  for (const { chapter: title } of SAMPLE_EVENINGS)
    if (!chapters.has(title)) chapters.set(title, writer.create(CHAPTER, { title }));
  return chapters;
};

const writePlan = (writer: SampleWriter, { id, body }: OpenSession, session: SampleSession): void => {
  must(describeSession(writer.docs, id, { objective: session.objective, location: 'in person' }));
  writer.fill(body, id, 'prep_notes', session.prep);
  if (session.actual) writer.fill(body, id, 'actual_notes', session.actual);
};

const writeScene = (writer: SampleWriter, body: OpenDocument, scene: SampleScene): string => {
  const id = must(
    createScene(writer.docs, body, {
      title: scene.title,
      sceneType: scene.type,
      brief: scene.description,
      ...(scene.objective ? { objective: scene.objective } : {}),
      entityIds: (scene.cast ?? []).map((name) => writer.entityId(name)),
    }),
  );
  if (scene.text) writer.fill(body, id, 'description', scene.text);
  if (scene.gm) writer.fill(body, id, 'gm_notes', scene.gm);
  return id;
};

/** Gives the ids of the scenes by their titles, in the order of the session. */
const writeScenes = (writer: SampleWriter, body: OpenDocument, { scenes }: SampleSession): Map<string, string> => {
  const ids = new Map(scenes.map((scene) => [scene.title, writeScene(writer, body, scene)]));
  for (const { title, leadsTo } of scenes)
    if (leadsTo)
      must(
        connectScene(writer.docs, body, ids.get(title) ?? '', {
          toSceneId: ids.get(leadsTo.scene) ?? '',
          clueId: leadsTo.clue ? writer.entityId(leadsTo.clue) : '',
          description: leadsTo.how,
        }),
      );
  return ids;
};

const writeAttendance = (
  { docs }: SampleWriter,
  sessionId: string,
  { absent = [], late = [] }: PlayedSession,
  players: readonly SamplePlayer[],
): void => {
  for (const { name, playerId, characterId } of players) {
    const attended = !absent.includes(name);
    const characterIds = attended ? [characterId] : [];
    must(setAttendance(docs, sessionId, { playerId, attended, arrivedLate: late.includes(name), characterIds }));
  }
};

const writeEvent = (writer: SampleWriter, body: OpenDocument, played: PlayedSession, event: SampleEvent): void => {
  const { type, name, details = {}, minute, character, npc, location } = event;
  must(
    logEvent(writer.docs, body, {
      eventType: type,
      name,
      details,
      at: Date.parse(played.start) + minute * 60_000,
      gameTime: played.gameStart + minute * 60,
      ...(character ? { characterId: writer.entityId(character) } : {}),
      ...(npc ? { npcId: writer.entityId(npc) } : {}),
      participants: {
        ...(location ? { location: writer.entityId(location) } : {}),
        ...(npc ? { actor: writer.entityId(npc) } : {}),
      },
    }),
  );
};

const writePlay = (
  writer: SampleWriter,
  { id, body }: OpenSession,
  played: PlayedSession,
  chapterId: string,
  players: readonly SamplePlayer[],
): void => {
  const { docs } = writer;
  must(
    describeSession(docs, id, {
      startedAt: Date.parse(played.start),
      endedAt: Date.parse(played.end),
      gameStart: played.gameStart,
      gameEnd: played.gameEnd,
      zone: 'Europe/London',
      chapterId,
      tags: ['harbour'],
      plannedObjectives: played.planned,
      actualObjectives: played.achieved,
      highlights: played.highlights,
    }),
  );
  writeAttendance(writer, id, played, players);
  for (const event of played.events) writeEvent(writer, body, played, event);
  must(recountSession(docs, id, body));
  writer.fill(docs.ledger, id, 'summary', played.summary);
};

export const writeSessions = async (
  writer: SampleWriter,
  sessions: readonly SampleSession[],
  players: readonly SamplePlayer[],
): Promise<WrittenSessions> => {
  const { docs } = writer;
  const chapters = writeChapters(writer);
  const written: WrittenSessions = { ids: [], liveId: null, derived: [] };
  for (const [index, session] of sessions.entries()) {
    const id = must(createSession(docs, { title: session.title, date: session.date }));
    written.ids.push(id);
    const body = must(await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: id }));
    writePlan(writer, { id, body }, session);
    const scenes = writeScenes(writer, body, session);
    const played = session.played ? SAMPLE_EVENINGS[index] : undefined;
    if (played) writePlay(writer, { id, body }, played, chapters.get(played.chapter) ?? '', players);
    if (session.played) must(applySessionRule(docs, id, 'markCompleted'));
    else if (written.liveId === null) {
      // A newcomer starts in the middle of play: the first scene is active.
      written.liveId = id;
      must(enterStage(docs, id, 'play'));
      must(activateScene(docs, body, [...scenes.values()][0] ?? ''));
    }
    written.derived.push(deriveRow(body.room, body.doc));
    await body.release();
  }
  return written;
};
