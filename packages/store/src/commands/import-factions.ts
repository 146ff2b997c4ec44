// Writes the factions that an import read.
import { ENTITY, err, ok, type NoteNode, type RecordInput, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { NotWritable } from '../open-document.ts';
import { createEntity } from './entities.ts';
import { fillNote, noteName } from './notes.ts';
import { stepCounter } from './record-groups.ts';

/** One faction as an import read it; plain data that the importer has checked. */
export interface FactionToWrite {
  name: string;
  factionType: NonNullable<RecordInput<typeof ENTITY>['factionType']>;
  originalType: string;
  hold: 'weak' | 'strong';
  reputation: number;
  power: number;
  attitude: 'Hostile' | 'Neutral' | 'Friendly';
  territory: string;
  notes: readonly NoteNode[];
}

/** Creates a faction. Null when it cannot be created for a reason of its own, such as a name that is taken. */
const writeFaction = (docs: CampaignDocs, faction: FactionToWrite): Result<string | null, NotWritable> => {
  const { name, notes, originalType, reputation, ...fields } = faction;
  const entity = { name, entityType: 'faction', source: 'import', importedType: originalType, ...fields } as const;
  const created = createEntity(docs, entity);
  if (!created.ok) {
    const { error } = created;
    const concernsAll = error.type === 'NotHereYet' || error.type === 'WrittenByNewer' || error.type === 'Completed';
    return concernsAll ? err(error) : ok(null);
  }
  const id = created.value;
  if (reputation !== 0) stepCounter(docs, docs.ledger, ENTITY, id, 'reputation', { to: reputation }, 'Imported');
  if (notes.length > 0) fillNote(docs.ledger, noteName(id, 'gm_notes'), notes);
  return ok(id);
};

/** Creates one entity per faction (M-001), as one undo step; a name that exists is skipped. Returns the new ids. */
export const importFactions = (
  docs: CampaignDocs,
  factions: readonly FactionToWrite[],
): Result<string[], NotWritable> =>
  docs.group('Import factions', () => {
    const ids: string[] = [];
    for (const faction of factions) {
      const written = writeFaction(docs, faction);
      if (!written.ok) return written;
      if (written.value !== null) ids.push(written.value);
    }
    return ok(ids);
  });
