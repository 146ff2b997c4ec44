// Writes in one tick, and what to make of the answer: browsers differ in what they say of a write that failed.
import { abort, isNamed } from './connection.ts';

/**
 * Firefox opens the first transaction after a full disk for deletions alone. What was put into it goes into the next.
 */
export const tookDeletionsAlone = (transaction: { mode: string }, error: unknown): boolean =>
  transaction.mode === 'cleanup' && isNamed(error, 'InvalidStateError');

/** Does what `write` does, and commits. Resolves once all of it is stored; rejects with the reason why not. */
export const commitNow = (
  transaction: IDBTransaction,
  table: string,
  write: (store: IDBObjectStore) => void,
): Promise<void> => {
  // Asked of the requests, too: Firefox completes a transaction that was committed at once although one of its writes
  // failed, and WebKit gives no reason for aborting it.
  const failures: (DOMException | null)[] = [];
  const reason = (): DOMException =>
    failures.find((failure) => failure !== null && !isNamed(failure, 'AbortError')) ??
    new DOMException('The transaction was aborted.', 'AbortError');
  return new Promise((resolve, reject) => {
    transaction.onerror = ({ target }) => void failures.push((target as IDBRequest).error);
    transaction.oncomplete = () => (failures.length === 0 ? resolve() : reject(reason()));
    transaction.onabort = () => {
      failures.push(transaction.error);
      reject(reason());
    };
    try {
      write(transaction.objectStore(table));
      transaction.commit?.();
    } catch (error) {
      abort(transaction);
      throw error;
    }
  });
};
