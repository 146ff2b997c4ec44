// Which entity an id stands for: one that was joined with another (join-entities.ts) is read as the one that was kept.
import { appendAll, ENTITY, isKnownToPlayers, type Entity } from '@emberkeep/domain';
import { hasHeld } from '../held-records.ts';
import type { ReadableDocument } from '../open-document.ts';
import { getRecord, isMarkedDeleted } from './read-records.ts';

/** Joins that are followed one after the other: a peer may have written a circle. */
const LONGEST_JOIN = 100;

/** Entities that were joined with others and are deleted: the id of each, with the one that it was joined with. */
export type Joins = Readonly<Record<string, string>>;

const entityEvenIfDeleted = (ledger: ReadableDocument, id: string): Entity | null =>
  ledger.table('entity').record(id) as Entity | null;

/** What an entity was joined with, if it is deleted; one that somebody types in here counts as deleted. */
const joinedInto = (ledger: ReadableDocument, id: string): string | null =>
  (isMarkedDeleted(ledger, ENTITY, id) && entityEvenIfDeleted(ledger, id)?.joinedInto) || null;

const deletedJoins = (ledger: ReadableDocument): ReadonlyMap<string, string> => {
  const table = ledger.table('entity');
  return table.memo('joins', () => {
    const joins = new Map<string, string>();
    for (const id of table.ids()) {
      const into = joinedInto(ledger, id);
      if (into) joins.set(id, into);
    }
    return joins;
  });
};

/** As an object, and without the entities that somebody types in here. The same one until an entity changes. */
export const readJoins = (ledger: ReadableDocument): Joins => {
  const joins = deletedJoins(ledger);
  if (hasHeld(ledger)) return Object.fromEntries([...joins].filter(([id]) => !getRecord(ledger, ENTITY, id)));
  return ledger.table('entity').memo('joins as an object', (): Joins => Object.fromEntries(joins));
};

/** The ids that were joined directly with each id. */
const joinedDirectly = (ledger: ReadableDocument): ReadonlyMap<string, readonly string[]> =>
  ledger.table('entity').memo('joined directly', () => {
    const others = new Map<string, string[]>();
    for (const [id, into] of deletedJoins(ledger)) {
      const ids = others.get(into);
      if (ids) ids.push(id);
      else others.set(into, [id]);
    }
    return others;
  });

/** The ids that stand for an entity: its own, and those of all that were joined with it. */
export const listJoinedIds = (ledger: ReadableDocument, id: string): string[] => {
  // What was itself joined with another is not what those before it stand for: so no circle is followed.
  if (!getRecord(ledger, ENTITY, id) && joinedInto(ledger, id)) return [id];
  const others = joinedDirectly(ledger);
  const ids = [id];
  for (let joins = 1, last = ids; joins < LONGEST_JOIN && last.length > 0; joins++) {
    last = last.flatMap((each) => others.get(each) ?? []).filter((each) => !getRecord(ledger, ENTITY, each));
    appendAll(ids, last);
  }
  return ids;
};

/** The id of the entity that an id stands for: its own where it was not joined. */
export const joinedId = (ledger: ReadableDocument, id: string): string => {
  let at = id;
  for (let joins = 1; joins < LONGEST_JOIN && !getRecord(ledger, ENTITY, at); joins++) {
    const into = joinedInto(ledger, at);
    if (!into) break;
    at = into;
  }
  return at;
};

/** False where players know the kept one and not the other: nothing of that one may reach them. */
export const mayPlayersRead = ({ kept, other }: { kept: Entity; other: Entity }): boolean =>
  isKnownToPlayers(other) || !isKnownToPlayers(kept);

/**
 * What an id of an earlier session is called. It has the name of the kept one, unless that names it to players who knew
 * nothing of the other: then it has its own.
 */
export const entityToName = (ledger: ReadableDocument, id: string): Entity | null => {
  const kept = getRecord(ledger, ENTITY, joinedId(ledger, id));
  const other = entityEvenIfDeleted(ledger, id);
  return kept && other && !mayPlayersRead({ kept, other }) ? other : kept;
};
