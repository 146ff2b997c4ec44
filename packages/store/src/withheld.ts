// Which entities players do not know although they are marked as known: one that was kept in a join has the words of the
// other, and a co-GM who was offline may have hidden that one, or shown this one, without knowing of the join. Both fall
// to the GM's side, until a GM who knows of it shows the entity again.
import type * as Y from 'yjs';
import { ENTITY, isKnownToPlayers, type RecordChange } from '@emberkeep/domain';
import type { RawRecord } from './record-table.ts';

type Raws = ReadonlyMap<string, RawRecord>;

/** Joins that are followed one after the other: a peer may have written a circle, or thousands. */
const MOST = 100;

/** Of one that was never written, for example because a file left it out, nothing is hidden. */
const isMarkedKnown = (raw: RawRecord | undefined): boolean =>
  raw === undefined ||
  isKnownToPlayers({
    isKnown: raw.fields.get('isKnown') === true,
    entityType: raw.fields.get('entityType') === 'pc' ? 'pc' : 'other',
  });

/** What an entity was joined into, and what that was joined into, and so on; `intoOf` gives what one was joined into. */
const chainOf = (id: string, intoOf: (id: string) => unknown): string[] => {
  const ids: string[] = [];
  for (let at = intoOf(id); typeof at === 'string' && at !== '' && ids.length < MOST; at = intoOf(at)) ids.push(at);
  return ids;
};

/** The entities that have the words of this one, if it was joined. */
export const keptOnes = (raws: Raws, id: string): string[] =>
  chainOf(id, (at) => raws.get(at)?.fields.get('joinedInto'));

/** Fields of an entity on which it depends whether players know the one that has its words. */
const DECISIVE = new Set(['isKnown', 'entityType', 'joinedInto']);

/** Changes of the entities that have the words of those that changed, as far as players may know them now or no more. */
export const changesOfKept = (doc: Y.Doc, changes: readonly RecordChange[]): RecordChange[] =>
  changes.flatMap((change) => {
    if (change.kind !== 'entity' || !change.fields.some((field) => DECISIVE.has(field))) return [];
    const entities = doc.getMap(ENTITY.root);
    const kept = chainOf(change.id, (at) => entities.get(`${at}/joinedInto`));
    return kept.map((id) => ({ ...change, id, fields: ['isKnown'] }));
  });

/**
 * The ids whose words an entity has got openly, its own and those of the joins before them included; at most `MOST` and
 * one.
 */
const joinedOpenly = (raws: Raws, id: string): Set<string> => {
  const ids = new Set([id]);
  // A set gives what is added while it is walked.
  for (const at of ids)
    for (const other of raws.get(at)?.groups.get('joinedOpenly')?.keys() ?? []) if (ids.size <= MOST) ids.add(other);
  return ids;
};

/** What is read of an entity that players must not know for the sake of another; null for any other entity. */
export const withheldFromPlayers = (
  raws: Raws,
  id: string,
): { readonly isKnown: false; readonly isWithheld: true } | null => {
  if (!isMarkedKnown(raws.get(id))) return null;
  const others = [...joinedOpenly(raws, id)];
  const isOpen = others.length <= MOST && others.every((other) => isMarkedKnown(raws.get(other)));
  return isOpen ? null : { isKnown: false, isWithheld: true };
};
