// Events and scenes of completed sessions are never written again, so they may name an entity that was joined with
// another one since. They are indexed as if they named the one that was kept.
import type { ReadRecord } from '@emberkeep/domain';
import type { RowContext } from './rows.ts';
import { asUuid } from './uuid.ts';

type Joins = NonNullable<RowContext['joins']>;

/** Joins that are followed one after the other: a peer may have written a circle. */
const LONGEST_JOIN = 100;

/** The ids that an id leads to, itself first. */
const idsThrough = (joins: Joins, id: string): string[] => {
  const ids = [id];
  while (ids.length < LONGEST_JOIN && Object.hasOwn(joins, ids.at(-1)!)) ids.push(joins[ids.at(-1)!]!);
  return ids;
};

/** Every text within a value that is the id of a joined entity, as the id of the kept one. */
const followIn = (joins: Joins, value: unknown): unknown => {
  if (typeof value === 'string') return idsThrough(joins, value).at(-1);
  if (Array.isArray(value)) return [...new Set(value.map((each) => followIn(joins, each)))];
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, followIn(joins, each)]));
};

/** The fields of records in a session's document that name entities. */
const NAMING_FIELDS: Readonly<Partial<Record<ReadRecord['kind'], readonly string[]>>> = {
  event: ['characterId', 'npcId', 'participants'],
  scene: ['entityIds', 'connections'],
};

export const followJoins = (read: ReadRecord, { joins }: RowContext): ReadRecord => {
  const fields = NAMING_FIELDS[read.kind];
  if (!joins || !fields) return read;
  const followed = fields.map((field) => [field, followIn(joins, read.record[field])]);
  return { ...read, record: { ...read.record, ...Object.fromEntries(followed) } };
};

/** The same by the ids that rows have; made once for all passages. */
const uuidsOfJoins = new WeakMap<Joins, Joins>();

const byUuid = (joins: Joins): Joins => {
  let uuids = uuidsOfJoins.get(joins);
  if (!uuids) {
    uuids = Object.fromEntries(Object.entries(joins).map(([from, to]) => [asUuid(from), asUuid(to)]));
    uuidsOfJoins.set(joins, uuids);
  }
  return uuids;
};

/** What a passage points at, and what that led through: joining or parting any of them changes the record's rows. */
export const refsThroughJoins = (refs: readonly string[], { joins }: RowContext): string[] => {
  return joins ? [...new Set(refs.flatMap((id) => idsThrough(byUuid(joins), id)))] : [...refs];
};
