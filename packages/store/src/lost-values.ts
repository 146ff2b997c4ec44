// Values of records that a merge would lose to nothing. Where two GMs set one key apart, Yjs keeps one of the two values;
// if that one was taken back before they met, the key would hold what was there before either wrote. Where only one of them
// set the key, and events led to the other value, theirs is the one that somebody wants.
import * as Y from 'yjs';
import { isRecordRoot, rootNameOf } from './changes.ts';
import { isOfEvents } from './followed.ts';
import { RECOVER } from './origins.ts';
import { nameOfItem, readRun, runNameOf } from './typed-text.ts';

/** A value to set again. */
export interface LostValue {
  map: Y.Map<unknown>;
  key: string;
  value: unknown;
  /** What the key had instead. */
  winner: Y.Item;
}

/** Sets values again, unless somebody gave their keys another value meanwhile. */
export const setAgain = (doc: Y.Doc, values: readonly LostValue[]): void => {
  const still = values.filter(({ map, key, winner }) => map._map.get(key) === winner || isOfEvents(map, key));
  if (still.length > 0) doc.transact(() => still.forEach(({ map, key, value }) => map.set(key, value)), RECOVER);
};

/** Root map, `<root>/<key>` to the name of the value that an undo put there, in place of what it took back. */
const UNDONE_ROOT = 'undone';

const isPutByUndo = (doc: Y.Doc, rootName: string, winner: Y.Item): boolean =>
  doc.getMap(UNDONE_ROOT).get(`${rootName}/${winner.parentSub}`) === nameOfItem(winner);

/** Call it after an undo has set a key to what it was before. */
export const notePutByUndo = (map: Y.Map<unknown>, rootName: string, key: string): void => {
  const name = runNameOf(map, key);
  if (name !== undefined) map.doc?.getMap(UNDONE_ROOT).set(`${rootName}/${key}`, name);
};

/** What the first of a GM's values of a key was set over; `last` is the last of them. */
const originOfFirst = (last: Y.Item): Y.ID | null => {
  let first = last;
  for (let { left } = first; left && left.id.client === last.id.client; { left } = first) {
    if (!Y.compareIDs(left.lastId, first.origin)) break;
    first = left;
  }
  return first.origin;
};

/** A deletion that lost to a restored record stays lost: in doubt, the record is there. */
const isDeletionMark = (key: string): boolean => key.endsWith('/deleted');

const isBefore = ({ beforeState }: Y.Transaction, { id }: Y.Item): boolean =>
  id.clock < (beforeState.get(id.client) ?? 0);

/**
 * True when the value lost to one that is gone, and this device had either of them already. A device that gets both in one
 * update cannot tell whether somebody who knew both took them back.
 */
const isLost = (transaction: Y.Transaction, rootName: string, item: Y.Item, winner: Y.Item): boolean => {
  const isTakenBack = winner.deleted || isPutByUndo(transaction.doc, rootName, winner);
  if (!isTakenBack || !Y.compareIDs(item.origin, originOfFirst(winner))) return false;
  const isTakenBackNow = Y.isDeleted(transaction.deleteSet, winner.id);
  return isBefore(transaction, winner) ? !isTakenBackNow : isBefore(transaction, item);
};

/** True when somebody set the value, and only events led to what came instead, on a device that did not know it. */
const isLostToEvents = (map: Y.Map<unknown>, key: string, item: Y.Item, winner: Y.Item): boolean => {
  if (isOfEvents(map, key, item)) return false;
  for (let each: Y.Item | null = winner; each && isOfEvents(map, key, each); each = each.left)
    if (each.left === item) return !Y.compareIDs(item.lastId, each.origin);
  return false;
};

/** The values that a transaction deleted for a value that is gone or that nobody set, of the items whose deletion is not `isNamed`. */
export const valuesLostIn = (transaction: Y.Transaction, isNamed: (item: Y.Item) => boolean): LostValue[] => {
  const lost: LostValue[] = [];
  const { doc } = transaction;
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (item) => {
    if (!(item instanceof Y.Item) || item.parentSub === null || !(item.content instanceof Y.ContentAny)) return;
    const { parent, parentSub: key } = item;
    const rootName = parent instanceof Y.Map ? rootNameOf(doc, parent) : undefined;
    if (!isRecordRoot(rootName) || isDeletionMark(key)) return;
    const map = parent as Y.Map<unknown>;
    const winner = map._map.get(key);
    if (!winner || item === winner || isNamed(item)) return;
    if (!isLostToEvents(map, key, item, winner) && !isLost(transaction, rootName, item, winner)) return;
    lost.push({ map, key, winner, value: readRun(doc, nameOfItem(item)) ?? (item.content.arr.at(-1) as unknown) });
  });
  return lost;
};
