// Makes records of imported relationships between entities that have their ids already (match-items.ts).
import { createNameIndex, DEFAULT_RELATION_TYPES, relationKey, type StoredRecord } from '@emberkeep/domain';
import { setFields, type DeriveId } from '../stored-fields.ts';
import type { ImportRun } from './import-run.ts';
import type { ImportedRelationship } from './imported-content.ts';
import type { ItemMatches } from './match-items.ts';

/**
 * Finds the entity that one end of a relationship names: by source, by a name in the file, by a name in the campaign.
 */
const createEndResolver = ({ content, known }: ImportRun, { idOfItem, idBySource }: ItemMatches) => {
  const inFile = content.things
    .filter((item) => item.kind === 'entity')
    .map((item) => ({
      id: idOfItem.get(item)!,
      name: item.name,
      aliases: (item.fields['aliases'] as string[] | undefined) ?? [],
    }));
  const indexes = [createNameIndex(inFile), createNameIndex(known.entities)];
  const entityIds = new Set([...known.entities, ...inFile].map((e) => e.id));
  const named = (name: string): string | undefined => {
    for (const index of indexes) {
      const target = index.resolve(name);
      if (target.type === 'resolved') return target.id;
    }
    return undefined;
  };
  return {
    /** The id of any record with this source or name; a relationship can only join entities. */
    resolve: (word: string): string | undefined => idBySource.get(word) ?? named(word),
    isEntity: (id: string): boolean => entityIds.has(id),
  };
};

/** Keeps the name of an end that no entity has as an attribute of the other, after what the attribute already says. */
const keepAsAttribute = (keys: Record<string, unknown> | undefined, attribute: string, name: string): void => {
  const key = `attributes/${attribute}`;
  if (keys) keys[key] = [keys[key], name].filter(Boolean).join(', ');
};

const relationshipKeys = (
  { relationType, note }: ImportedRelationship,
  ids: { id: string; from: string; to: string },
  derive: DeriveId,
  now: number,
): Record<string, unknown> => {
  const tone = DEFAULT_RELATION_TYPES.find((type) => type.name === relationKey(relationType))?.tone;
  const keys: Record<string, unknown> = {};
  const fields = {
    fromId: ids.from,
    toId: ids.to,
    relationType,
    ...(tone && tone !== 'neutral' ? { tone } : {}),
    ...(note ? { note } : {}),
    source: 'import',
    createdAt: now,
  };
  setFields('relationship', ids.id, keys, fields, derive);
  return keys;
};

/**
 * The relationships that the campaign does not have yet. An end that no entity has becomes an attribute in `records`,
 * the records made of this import's items.
 */
export const relationshipRecords = (
  run: ImportRun,
  matches: ItemMatches,
  records: readonly StoredRecord[],
): StoredRecord[] => {
  const { content, known, campaignId, derive, now } = run;
  const ends = createEndResolver(run, matches);
  // The keys are mutable here because this import made the records.
  const entityKeys = new Map(
    records.filter((r) => r.kind === 'entity').map((r) => [r.id, r.keys as Record<string, unknown>]),
  );
  const keyOf = (from: string, type: string, to: string): string => JSON.stringify([from, relationKey(type), to]);
  const seen = new Set(known.ties.map((r) => keyOf(r.fromId, r.relationType, r.toId)));
  return content.ties.flatMap((relationship): StoredRecord[] => {
    const from = ends.resolve(relationship.from);
    const to = ends.resolve(relationship.to);
    if (from && !to && relationship.orElse) keepAsAttribute(entityKeys.get(from), relationship.orElse, relationship.to);
    if (!from || !to || from === to || !ends.isEntity(from) || !ends.isEntity(to)) return [];
    const key = keyOf(from, relationship.relationType, to);
    if (seen.has(key)) return [];
    seen.add(key);
    const id = derive('import', campaignId, 'tie', from, relationKey(relationship.relationType), to);
    const keys = relationshipKeys(relationship, { id, from, to }, derive, now);
    return [{ kind: 'relationship', id, sessionId: null, keys, texts: {} }];
  });
};
