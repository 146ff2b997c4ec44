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

/** Whether a key of another field is about the member: by the same id, or for a cell by one of its two. */
const isAbout = (member: string, other: string): boolean => other === member || other.split('.').includes(member);

const isWords = (value: unknown): boolean =>
  typeof value === 'string' ? value.trim() !== '' : value !== undefined && value !== null;

/**
 * Those of a step's changes that belong to a member which the step added, and of which somebody else, or a later step,
 * wrote something: an undo leaves them as they are.
 */
export const changesOfMembersInUse = (
  changes: readonly KeyChange[],
  docOf: (room: string) => OpenDocument,
): ReadonlySet<KeyChange> => {
  const written = new Map(changes.map((change) => [`${change.room} ${change.root} ${change.key}`, change.after]));
  const kept = new Set<KeyChange>();
  for (const { room, root, key, before } of changes) {
    const at = splitKey(key);
    const fields = at && WORDS_OF[kindOfRoot(root) ?? '']?.[at.field];
    if (before !== undefined || !at || at.member === null || !fields) continue;
    const { id, member } = at;
    const map = docOf(room).doc.getMap<unknown>(root);
    const isInUse = [...map.keys()].some((other) => {
      const part = other.startsWith(`${id}/`) ? splitKey(other) : null;
      if (!part?.member || !fields.includes(part.field) || !isAbout(member, part.member)) return false;
      const value = readShown(map, root, other);
      return isWords(value) && !isSameJson(value, written.get(`${room} ${root} ${other}`));
    });
    if (!isInUse) continue;
    for (const change of changes) {
      const part = change.room === room && change.root === root ? splitKey(change.key) : null;
      if (part?.id === id && part.member !== null && isAbout(member, part.member)) kept.add(change);
    }
  }
  return kept;
};
