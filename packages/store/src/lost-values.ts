// Values of records that a merge would lose to nothing. Where two GMs set one key apart, Yjs keeps one of the two values;
// if that one was taken back before they met, the key would be empty although the other GM never emptied it.
import * as Y from 'yjs';
import { isRecordRoot, rootNameOf } from './changes.ts';
import { readRun } from './typed-text.ts';

/** A value to set again. */
export interface LostValue {
  map: Y.Map<unknown>;
  key: string;
  value: unknown;
}

/** A deletion that lost to a restored record stays lost: in doubt, the record is there. */
const isDeletionMark = (key: string): boolean => key.endsWith('/deleted');

const isBefore = ({ beforeState }: Y.Transaction, { id }: Y.Item): boolean =>
  id.clock < (beforeState.get(id.client) ?? 0);

/**
 * True when the value lost to one that is gone, and this device had either of them already. A device that gets both in one
 * update cannot tell whether somebody who knew both took them back.
 */
const isLost = (transaction: Y.Transaction, item: Y.Item, winner: Y.Item): boolean => {
  if (item === winner || !winner.deleted || !Y.compareIDs(item.origin, winner.origin)) return false;
  const isTakenBackNow = Y.isDeleted(transaction.deleteSet, winner.id);
  return isBefore(transaction, winner) ? !isTakenBackNow : isBefore(transaction, item);
};

/** The values that a transaction deleted for a value that is gone, of the items whose deletion is not `isNamed`. */
export const valuesLostIn = (transaction: Y.Transaction, isNamed: (item: Y.Item) => boolean): LostValue[] => {
  const lost: LostValue[] = [];
  const { doc } = transaction;
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (item) => {
    if (!(item instanceof Y.Item) || item.parentSub === null || !(item.content instanceof Y.ContentAny)) return;
    const { parent, parentSub: key } = item;
    if (!(parent instanceof Y.Map) || !isRecordRoot(rootNameOf(doc, parent)) || isDeletionMark(key)) return;
    const winner = parent._map.get(key);
    if (!winner || isNamed(item) || !isLost(transaction, item, winner)) return;
    const typed = readRun(doc, `${item.id.client}-${item.id.clock}`);
    lost.push({ map: parent, key, value: typed ?? (item.content.arr.at(-1) as unknown) });
  });
  return lost;
};
