// What in a record follows the events of a session's log, and is not written by anybody. Any device sets it
// (commands/event-effects.ts), so it is no work in the record: it restores no deleted record and stops no undo, and a value
// that a GM set apart wins over it.
import type * as Y from 'yjs';
import { isPlainObject } from '@emberkeep/domain';
import type { RawRecord } from './record-table.ts';
import { nameOfItem } from './typed-text.ts';

/**
 * Ends the name of the group of notes beside what follows. Beside a group, a note per member; beside a field, the names of
 * its values that events led to. Stored, so never rename it.
 */
const NOTES = '.event';

/** Beside a member: `seen` is what it counts, then the version of the event. */
export interface FollowNote {
  seen?: unknown;
  /** What was taken back. */
  taken?: unknown;
  /** What was written first, where `taken` is not that. Every note has it, because any of two that meet may win. */
  first?: unknown;
}

export const readFollowNote = (stored: unknown): FollowNote => (isPlainObject(stored) ? stored : {});

/** What was written first in a member that holds `value`. */
export const firstWritten = ({ first, taken }: FollowNote, value: unknown): unknown => first ?? taken ?? value;

/** The group of the notes beside a field or group. */
export const notesOf = (field: string): string => field + NOTES;

/** True for the name of a group of notes. */
export const isNotes = (field: string): boolean => field.endsWith(NOTES);

/** Notes that events led to the value that a field has now. Call it in the transaction that set it. */
export const noteOfEvents = (map: Y.Map<unknown>, key: string): void => {
  const item = map._map.get(key);
  if (item) map.set(`${notesOf(key)}/${nameOfItem(item)}`, true);
};

/** True for a value of a field that events led to; by default of the value that it has now. */
export const isOfEvents = (map: Y.Map<unknown>, key: string, item = map._map.get(key)): boolean =>
  item !== undefined && map.has(`${notesOf(key)}/${nameOfItem(item)}`);

/** True when any value of the field is noted: earlier versions noted none. */
export const hasOfEvents = (map: Y.Map<unknown>, key: string): boolean => {
  const prefix = `${notesOf(key)}/`;
  for (const each of map.keys()) if (each.startsWith(prefix)) return true;
  return false;
};

const firstOf = (item: Y.Item): Y.Item => {
  let first = item;
  while (first.left) first = first.left;
  return first;
};

/** The write by which somebody worked in a key; null where the key only follows. */
export const workIn = (map: Y.Map<unknown>, key: string, item: Y.Item): Y.Item | null => {
  const [id = '', field = '', ...member] = key.split('/');
  if (isNotes(field) || isOfEvents(map, key, item)) return null;
  // A member that was taken back may have been put there again by anybody; whoever logged its event wrote it first.
  return map.has(`${id}/${notesOf(field)}/${member.join('/')}`) ? firstOf(item) : item;
};

/** The fields of a change in which anybody may have worked. */
export const workedFields = (fields: readonly string[]): string[] =>
  fields.filter((field) => !isNotes(field) && !fields.includes(notesOf(field)));

/** A group with its members as they were written first, also those that are taken back. */
const asWritten = (
  group: ReadonlyMap<string, unknown>,
  notes: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, unknown> => {
  const written = new Map(group);
  for (const [member, stored] of notes) {
    const value = firstWritten(readFollowNote(stored), group.get(member));
    if (value !== undefined) written.set(member, value);
  }
  return written;
};

/** A record as if its events had never been deleted or corrected, and without the values that they led to. */
export const withoutFollowing = (map: Y.Map<unknown>, id: string, record: RawRecord): RawRecord => {
  const { fields, groups } = record;
  const noted = [...groups.keys()].filter(isNotes).map((name) => name.slice(0, -NOTES.length));
  if (noted.length === 0) return record;
  const written = new Map([...groups].filter(([name]) => !isNotes(name)));
  for (const field of noted) {
    const group = asWritten(groups.get(field) ?? new Map(), groups.get(notesOf(field))!);
    if (group.size > 0) written.set(field, new Map(group));
  }
  return { fields: new Map([...fields].filter(([name]) => !isOfEvents(map, `${id}/${name}`))), groups: written };
};
