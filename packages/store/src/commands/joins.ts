// Which entity an id stands for: one that was joined with another (join-entities.ts) is read as the one that was kept.
import { ENTITY, isKnownToPlayers, type Entity } from '@emberkeep/domain';
import type { ReadableDocument } from '../open-document.ts';
import { getRecord } from './read-records.ts';

/** Joins that are followed one after the other: a peer may have written a circle. */
const LONGEST_JOIN = 100;

/** Entities that were joined with others and are deleted: the id of each, with the one that it was joined with. */
export type Joins = Readonly<Record<string, string>>;

const entityEvenIfDeleted = (ledger: ReadableDocument, id: string): Entity | null =>
  ledger.table('entity').record(id) as Entity | null;

export const readJoins = (ledger: ReadableDocument): Joins => {
  const table = ledger.table('entity');
  const written = table.memo('joins', () =>
    [...table.ids()].flatMap((id): [string, string][] => {
      const into = entityEvenIfDeleted(ledger, id)?.joinedInto;
      return into ? [[id, into]] : [];
    }),
  );
  return Object.fromEntries(written.filter(([id]) => !getRecord(ledger, ENTITY, id)));
};

/** The ids that an id leads to through joins, itself first. */
const idsThroughJoins = (joins: Joins, id: string): string[] => {
  const ids = [id];
  while (ids.length < LONGEST_JOIN && Object.hasOwn(joins, ids.at(-1)!)) ids.push(joins[ids.at(-1)!]!);
  return ids;
};

/** The ids that stand for an entity: its own, and those of all that were joined with it. */
export const listJoinedIds = (ledger: ReadableDocument, id: string): string[] => {
  const joins = readJoins(ledger);
  return [id, ...Object.keys(joins).filter((other) => other !== id && idsThroughJoins(joins, other).at(-1) === id)];
};

/** The id of the entity that an id stands for: its own where it was not joined. */
export const joinedId = (ledger: ReadableDocument, id: string): string =>
  getRecord(ledger, ENTITY, id) ? id : idsThroughJoins(readJoins(ledger), id).at(-1)!;

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
