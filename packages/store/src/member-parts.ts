// What is written of a member of a field in other fields: the words on a pin, the further cells of a table's entry. An
// undo of adding the member would hide what somebody wrote of it since.
import { readShown } from './record-parts.ts';
import { splitKey } from './record-table.ts';
import type { KeyChange } from './undo.ts';
import type { OpenDocument } from './open-document.ts';
import { isSameJson } from './plain-value.ts';
import { kindOfRoot } from './changes.ts';

/** The fields with words of a member, by kind and by the field that has the members. */
const WORDS_OF: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  map: { pins: ['labels', 'notes', 'targets'], zones: ['labels', 'notes', 'targets'] },
  randomTable: { entries: ['cells'], columns: ['cells'] },
};

const isWords = (value: unknown): boolean =>
  typeof value === 'string' ? value.trim() !== '' : value !== undefined && value !== null;

/** The members that a key of another field is about: one, or for a cell its entry and its column. */
const membersOf = (member: string | null): string[] => member?.split('.') ?? [];

const recordOf = (room: string, root: string, id: string): string => `${room} ${root} ${id}`;

/** The members that a step added, with the fields that have their words, by record. */
const addedMembers = (changes: readonly KeyChange[]): Map<string, Map<string, readonly string[]>> => {
  const added = new Map<string, Map<string, readonly string[]>>();
  for (const { room, root, key, before } of changes) {
    const at = splitKey(key);
    const fields = at && WORDS_OF[kindOfRoot(root) ?? '']?.[at.field];
    if (before !== undefined || !at?.member || !fields) continue;
    const record = recordOf(room, root, at.id);
    added.set(record, (added.get(record) ?? new Map<string, readonly string[]>()).set(at.member, fields));
  }
  return added;
};

/**
 * Those of a step's changes that belong to a member which the step added, and of which somebody else, or a later step,
 * wrote something: an undo leaves them as they are. Looks at each key once: a step may add thousands of entries.
 */
export const changesOfMembersInUse = (
  changes: readonly KeyChange[],
  docOf: (room: string) => OpenDocument,
): ReadonlySet<KeyChange> => {
  const added = addedMembers(changes);
  if (added.size === 0) return new Set();
  const written = new Map(changes.map(({ room, root, key, after }) => [`${room} ${root} ${key}`, after]));
  const inUse = new Set<string>();
  for (const place of new Set(changes.map(({ room, root }) => `${room} ${root}`))) {
    const [room = '', root = ''] = place.split(' ');
    const map = docOf(room).doc.getMap<unknown>(root);
    for (const key of map.keys()) {
      const at = splitKey(key);
      const members = at && added.get(recordOf(room, root, at.id));
      const about = members ? membersOf(at.member).filter((each) => members.get(each)?.includes(at.field)) : [];
      if (!at || about.length === 0) continue;
      const value = readShown(map, root, key);
      if (!isWords(value) || isSameJson(value, written.get(`${place} ${key}`))) continue;
      for (const each of about) inUse.add(`${recordOf(room, root, at.id)} ${each}`);
    }
  }
  return new Set(
    changes.filter(({ room, root, key }) => {
      const at = splitKey(key);
      return at && membersOf(at.member).some((each) => inUse.has(`${recordOf(room, root, at.id)} ${each}`));
    }),
  );
};
