// Which entities a note is linked to: those that were accepted for its session or chapter, and those it links itself.
import { linkedEntityIds } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { OpenDocument } from '../open-document.ts';
import { nameIndexOf } from './entities.ts';
import { readNote } from './notes.ts';
import { noteOwner } from './proposal.ts';
import { getRecord } from './read-records.ts';

/** Ids of the entities that belong to the owner of a note already, or that the note links to. */
const linkedIn = (docs: CampaignDocs, doc: OpenDocument, note: string): ReadonlySet<string> => {
  const { spec, id } = noteOwner(doc, note);
  const owner = getRecord(docs.ledger, spec, id) as { entityIds?: readonly string[] } | null;
  const linked = note === '' ? [] : linkedEntityIds(readNote(doc, note), nameIndexOf(docs));
  return new Set([...(owner?.entityIds ?? []), ...linked]);
};

/** Tells whether a note needs no link to an entity. Every note is read once. */
export const linksOf = (docs: CampaignDocs, doc: OpenDocument): ((note: string, entityId: string) => boolean) => {
  const byNote = new Map<string, ReadonlySet<string>>();
  return (note, entityId) => {
    const linked = byNote.get(note) ?? linkedIn(docs, doc, note);
    byNote.set(note, linked);
    return linked.has(entityId);
  };
};
