// Which entities a note is linked to: those that were accepted for its session or chapter, those it links itself, and
// those that its session tells of anyway.
import { eventEntityIds, linkedEntityIds, SCENE, SESSION_NOTES, TIMELINE_EVENT } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { OpenDocument } from '../open-document.ts';
import { nameIndexOf } from './entities.ts';
import { joinedId } from './joins.ts';
import { noteName, readNote } from './notes.ts';
import { noteOwner } from './proposal.ts';
import { getRecord, listRecords } from './read-records.ts';

/**
 * Ids of the entities in the scenes, the log and the links of a session's notes: it leads to them without another link.
 */
const toldIn = (docs: CampaignDocs, doc: OpenDocument): string[] => {
  if (doc.ref.kind !== 'session') return [];
  const { sessionId } = doc.ref;
  return [
    ...listRecords(doc, SCENE).flatMap((scene) => scene.entityIds),
    ...listRecords(doc, TIMELINE_EVENT).flatMap(eventEntityIds),
    ...SESSION_NOTES.flatMap((note) => linkedEntityIds(readNote(doc, noteName(sessionId, note)), nameIndexOf(docs))),
  ];
};

/** Ids of the entities that belong to the owner of a note already, or that the note links to. */
const linkedIn = (docs: CampaignDocs, doc: OpenDocument, note: string): ReadonlySet<string> => {
  const { spec, id } = noteOwner(doc, note);
  const owner = getRecord(docs.ledger, spec, id) as { entityIds?: readonly string[] } | null;
  const linked = note === '' ? [] : linkedEntityIds(readNote(doc, note), nameIndexOf(docs));
  const ids = [...(owner?.entityIds ?? []), ...linked, ...toldIn(docs, doc)];
  return new Set(ids.map((entityId) => joinedId(docs.ledger, entityId)));
};

/** Tells whether a note needs no link to an entity. Every note is read once. */
export const linksOf = (docs: CampaignDocs, doc: OpenDocument): ((note: string, entityId: string) => boolean) => {
  const byNote = new Map<string, ReadonlySet<string>>();
  return (note, entityId) => {
    const linked = byNote.get(note) ?? linkedIn(docs, doc, note);
    byNote.set(note, linked);
    return linked.has(joinedId(docs.ledger, entityId));
  };
};
