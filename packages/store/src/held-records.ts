// Records that somebody is typing in, in this tab. One that a co-GM deletes meanwhile reads as if it still existed, so
// that the next key has a place: what it writes restores the record on every device. Nothing of this is stored.
import type * as Y from 'yjs';
import type { StoredKind } from './changes.ts';
import { deletionMark } from './deletion.ts';
import type { ReadableDocument } from './open-document.ts';

interface Hold {
  /** The device that types: what it deletes itself is gone at once. */
  deviceId: string;
}

const holdsOfDoc = new WeakMap<Y.Doc, Map<string, Set<Hold>>>();

const keyOf = (kind: StoredKind, id: string): string => `${kind} ${id}`;

/** Holds a record until the returned function is called. Readers are told by whoever calls this. */
export const holdRecord = (doc: ReadableDocument, kind: StoredKind, id: string, deviceId: string): (() => void) => {
  const holds = holdsOfDoc.get(doc.doc) ?? new Map<string, Set<Hold>>();
  holdsOfDoc.set(doc.doc, holds);
  const key = keyOf(kind, id);
  const ofRecord = holds.get(key) ?? new Set();
  holds.set(key, ofRecord);
  const hold: Hold = { deviceId };
  ofRecord.add(hold);
  return () => {
    ofRecord.delete(hold);
    if (ofRecord.size === 0 && holds.get(key) === ofRecord) holds.delete(key);
  };
};

/** True while any record of the document is typed in here. */
export const hasHeld = (doc: ReadableDocument): boolean => (holdsOfDoc.get(doc.doc)?.size ?? 0) > 0;

/** True for a record that is typed in here while another device's mark deletes it. */
export const isHeld = (doc: ReadableDocument, kind: StoredKind, id: string): boolean => {
  const holds = holdsOfDoc.get(doc.doc)?.get(keyOf(kind, id));
  if (!holds) return false;
  const raw = doc.table(kind).get(id);
  const by = raw && deletionMark(raw)?.by;
  return [...holds].some(({ deviceId }) => deviceId !== by);
};
