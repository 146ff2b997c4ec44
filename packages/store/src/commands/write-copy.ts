// Writes a copy of a record inside a command: every stored value and member, except what belongs to the one record alone.
import { isEmptyNote, storedKey, type RecordInput } from '@emberkeep/domain';
import type { OpenDocument } from '../open-document.ts';
import type { RawRecord } from '../record-table.ts';
import { fillImportedNote, fillNote, noteName, readNote } from './notes.ts';
import type { Spec } from './read-records.ts';
import { writeNew, type Target } from './write-record.ts';

/** Of any kind: how it was made, its place in a list, and where it came from. */
const OWN_OF_ANY = ['createdAt', 'createdBy', 'order', 'externalId', 'imported', 'importedType'];

/** What players know of it, what became of it, and what it was joined with. */
const OWN_OF_KIND: Readonly<Record<string, readonly string[]>> = {
  entity: ['aliases', 'shownAliases', 'isKnown', 'joinedInto', 'joinedOpenly', 'playerId'],
  scene: ['status', 'connections', 'source', 'sessionId', 'carriedFrom', 'campaignId'],
  handout: ['portraitOf', 'portraitName', 'shows', 'ends'],
  map: ['gone', 'shows', 'ends'],
  randomTable: ['drawn'],
  encounter: ['turnId', 'turnPlace', 'round', 'turnOfShowing', 'cameFrom'],
  goal: ['news', 'status', 'isKnown'],
  clock: ['isKnown'],
};

/** `given` are fields of the copy, which it does not take from `raw`. */
export const writeCopy = <S extends Spec>(target: Target<S>, raw: RawRecord, given: RecordInput<S>): void => {
  const { edit, doc, spec, id } = target;
  writeNew(target, given);
  const own = new Set([...OWN_OF_ANY, ...(OWN_OF_KIND[spec.kind] ?? []), ...Object.keys(given as object)]);
  for (const [name, field] of Object.entries(spec.fields)) {
    if (own.has(name)) continue;
    const key = storedKey(name, field);
    const value = raw.fields.get(key);
    if (value !== undefined) edit.set(doc, spec.kind, id, { [key]: value });
    for (const group of [key, `${key}.order`])
      for (const [member, each] of raw.groups.get(group) ?? [])
        if (each !== undefined) edit.setEntry(doc, spec.kind, id, group, member, each);
  }
};

/** A record or a session whose texts are copied. */
export interface TextPlace {
  doc: OpenDocument;
  id: string;
}

/**
 * Copies rich texts into those of a new record. With `shared`, another device may make the same record: equal texts are
 * there once when they meet, and a text that is there already is left alone.
 */
export const copyTexts = (
  from: TextPlace,
  to: TextPlace,
  names: readonly string[],
  options: { shared?: boolean } = {},
): void => {
  for (const name of names) {
    const nodes = readNote(from.doc, noteName(from.id, name));
    const into = noteName(to.id, name);
    if (nodes.length === 0 || !isEmptyNote(readNote(to.doc, into))) continue;
    // A text of a newer version, which this one cannot show, is not there to be copied into.
    (options.shared ? fillImportedNote : fillNote)(to.doc, into, nodes);
  }
};
