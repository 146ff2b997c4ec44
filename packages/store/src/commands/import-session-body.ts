// Writes the body of an imported session: its events, scenes and suggestions. Records that exist are left alone, so
// importing a file twice changes nothing.
import {
  ok,
  SCENE,
  SUGGESTION,
  TIMELINE_EVENT,
  type NoteNode,
  type Result,
  type SceneConnection,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { derivedId } from '../derived-id.ts';
import type { Edit } from '../edit.ts';
import { homeOf } from '../home.ts';
import type { NotWritable, OpenDocument } from '../open-document.ts';
import { importedCharacterId, importedId } from './imported-ids.ts';
import { fillNote, noteName } from './notes.ts';
import { writeNew } from './write-record.ts';
import type { EventToWrite, SceneToWrite, SessionToWrite, SuggestionToWrite } from './session-to-write.ts';

/** The body of one session, while a verb writes it. */
interface BodyTarget {
  docs: CampaignDocs;
  edit: Edit;
  body: OpenDocument;
  sessionId: string;
}

type Characters = Readonly<{ characterId: string; npcId: string }>;

const writeEvents = (
  { docs, edit, body, sessionId }: BodyTarget,
  events: readonly EventToWrite[],
  characters: readonly Characters[],
  startedAt: number,
): void => {
  let at = startedAt;
  events.forEach((event, i) => {
    // Events without a time follow each other in the order of the file.
    at = event.at ?? at + 1;
    const id = importedId(docs, 'event', event.externalId || `${sessionId}:${i}`);
    if (body.table('event').get(id)) return;
    const { eventType, name, category, participants, details, gameTime, gameTimeText } = event;
    const fields = { eventType, name, category, participants, details, gameTime, gameTimeText };
    writeNew(docs, edit, body, TIMELINE_EVENT, id, { ...fields, ...characters[i], at, sessionId });
  });
};

const importedConnections = (
  docs: CampaignDocs,
  sceneId: string,
  connections: SceneToWrite['connections'],
  sceneIdOf: (externalId: string) => string,
): Record<string, Omit<SceneConnection, 'id'>> =>
  Object.fromEntries(
    connections.map(({ toSceneId, clueId, description }, i) => [
      derivedId('connection', sceneId, String(i)),
      { toSceneId: sceneIdOf(toSceneId), clueId: clueId && importedId(docs, 'entity', clueId), description },
    ]),
  );

/** Returns the GM notes of the scenes that were created, by the name of their text. */
const writeScenes = (
  { docs, edit, body, sessionId }: BodyTarget,
  scenes: readonly SceneToWrite[],
): [note: string, text: string][] => {
  const sceneIds = scenes.map((scene, i) => derivedId('scene', sessionId, String(i), scene.title));
  const sceneIdOf = (externalId: string): string =>
    sceneIds[scenes.findIndex((scene) => scene.externalId === externalId)] ?? externalId;
  const notes: [string, string][] = [];
  scenes.forEach(({ gmNotes, connections, ...scene }, i) => {
    const id = sceneIds[i]!;
    if (body.table('scene').get(id)) return;
    writeNew(docs, edit, body, SCENE, id, {
      ...scene,
      entityIds: scene.entityIds.map((entityId) => importedId(docs, 'entity', entityId)),
      ...homeOf(docs, body),
      connections: importedConnections(docs, id, connections, sceneIdOf),
    });
    if (gmNotes) notes.push([noteName(id, 'gm_notes'), gmNotes]);
  });
  return notes;
};

const writeSuggestions = (
  { docs, edit, body, sessionId }: BodyTarget,
  suggestions: readonly SuggestionToWrite[],
): void =>
  suggestions.forEach((suggestion, i) => {
    const id = derivedId('suggestion', sessionId, String(i), suggestion.title);
    if (!body.table('suggestion').get(id)) writeNew(docs, edit, body, SUGGESTION, id, suggestion);
  });

const paragraphsOf = (text: string): NoteNode[] =>
  text.split(/\n+/).map((line) => ({ type: 'paragraph', content: [{ type: 'text', text: line }] }));

/** Writes what a file holds of a session's body, in one transaction; the GM notes of new scenes follow. */
export const writeImportedBody = (
  docs: CampaignDocs,
  body: OpenDocument,
  sessionId: string,
  { fields, events, scenes, suggestions }: SessionToWrite,
): Result<void, NotWritable> => {
  const startedAt =
    (fields['startedAt'] as number | undefined) ?? (fields['scheduledAt'] as number | undefined) ?? docs.nowMs();
  // Characters are created in the ledger, so they come before the transaction over the body.
  const characters = events.map((event) => ({
    characterId: importedCharacterId(docs, event.character, 'pc'),
    npcId: importedCharacterId(docs, event.npc, 'npc'),
  }));
  const written = docs.edit('Import events', [body], (edit) => {
    const target = { docs, edit, body, sessionId };
    writeEvents(target, events, characters, startedAt);
    const sceneNotes = writeScenes(target, scenes);
    writeSuggestions(target, suggestions);
    return sceneNotes;
  });
  if (!written.ok) return written;
  for (const [note, text] of written.value) fillNote(body, note, paragraphsOf(text));
  return ok(undefined);
};
