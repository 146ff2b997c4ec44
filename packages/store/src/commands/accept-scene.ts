// Accepting a suggested scene: it carries its whole passage, and the entities that the passage names.
import {
  createNameIndex,
  err,
  isEmptyNote,
  namedEntityIds,
  ok,
  readNoteNodes,
  SCENE,
  SCENE_TYPES,
  SUGGESTION,
  type NoteNode,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { OpenDocument } from '../open-document.ts';
import type { Acceptance, Accepted } from './acceptance.ts';
import { getEntity, nameIndexOf } from './entities.ts';
import { fillImportedNote, noteName, readNote } from './notes.ts';
import { acceptedId, isFromAccount, suggestedName, textOf } from './proposal.ts';
import { getRecord, listRecords } from './read-records.ts';
import { setMember } from './record-groups.ts';
import { createScene, editScene, listScenes } from './scenes.ts';

const existingEntityIds = (docs: CampaignDocs, value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((id): id is string => typeof id === 'string' && getEntity(docs, id) !== null)
    : [];

/** Ids of the entities whose names a GM corrected, where a text has them as they were found. */
const namedByCorrection = (docs: CampaignDocs, doc: OpenDocument, passage: readonly NoteNode[]): string[] => {
  const found = listRecords(doc, SUGGESTION)
    .filter((s) => s.suggestionType === 'entity_suggestion' && getEntity(docs, acceptedId(s)))
    .map((s) => ({ id: acceptedId(s), name: suggestedName(s), aliases: [] }));
  return namedEntityIds(passage, createNameIndex(found));
};

/**
 * Writes the passage into the description of the scene that was just created. A scene that is accepted again after an
 * undo has its description still, perhaps with what somebody wrote in it.
 */
const fillScene = (doc: OpenDocument, id: string, passage: readonly NoteNode[]): Accepted => {
  const description = noteName(id, 'description');
  if (passage.length === 0 || !isEmptyNote(readNote(doc, description))) return ok(id);
  const filled = fillImportedNote(doc, description, passage);
  // A description that this version cannot show is one that somebody wrote already.
  return filled.ok || filled.error.type === 'UnknownContent' ? ok(id) : err(filled.error);
};

export const acceptScene = ({ docs, doc, suggestion, proposal, id, confidence }: Acceptance): Accepted => {
  const plannedId = textOf(proposal['sceneId']);
  // The note tells how a planned scene was played: that scene is completed, and no second one is created.
  if (plannedId && getRecord(doc, SCENE, plannedId)) {
    const completed = editScene(docs, doc, plannedId, { status: 'completed' });
    return completed.ok ? ok(plannedId) : completed;
  }
  const passage = readNoteNodes(proposal['passage']);
  const created = createScene(docs, doc, {
    id,
    title: textOf(proposal['title']) || suggestion.title,
    brief: textOf(proposal['brief']) || textOf(proposal['description']),
    sceneType: SCENE_TYPES.find((t) => t === proposal['sceneType']) ?? 'other',
    entityIds: [
      ...new Set([
        ...existingEntityIds(docs, proposal['entityIds']),
        ...namedEntityIds(passage, nameIndexOf(docs)),
        ...namedByCorrection(docs, doc, passage),
      ]),
    ],
    status: isFromAccount(suggestion) ? 'completed' : 'planned',
    confidence,
    source: 'ai_discovered',
  });
  return created.ok ? fillScene(doc, id, passage) : created;
};

/** Adds a new entity to the scenes from this session's notes that name it, as the text spells it or as it is called. */
export const addToScenes = (
  docs: CampaignDocs,
  doc: OpenDocument,
  entityId: string,
  names: readonly string[],
): void => {
  if (doc.ref.kind !== 'session') return;
  const index = createNameIndex([{ id: entityId, name: names[0] ?? '', aliases: names.slice(1) }]);
  for (const scene of listScenes(doc)) {
    const isNamed = namedEntityIds(readNote(doc, noteName(scene.id, 'description')), index).length > 0;
    if (scene.source === 'ai_discovered' && isNamed)
      setMember(docs, { doc, spec: SCENE, id: scene.id, field: 'entityIds', member: entityId, present: true });
  }
};
