// Keeps this device's derived rows current: listens to every document that opens and writes its row a little after the
// last change, never while a key is being handled. Announces every row that is on the disk, for screens that show it.
import { isHere, type CampaignDocs, type DeviceDatabase, type OpenDocument } from '@emberkeep/store';
import type { Later } from '#lib/device/timers.ts';
import { writeDerived } from './write-derived.ts';

/** A row is written this long after the last change, ms. */
const QUIET_MS = 800;

export interface DeriverDeps {
  docs: Pick<CampaignDocs, 'onOpened' | 'openDocuments'>;
  db: DeviceDatabase;
  later: Later;
}

export interface Deriver {
  /** Writes the row now, for example after a pull. A document that is not on this device has no row. */
  derive(document: OpenDocument): Promise<void>;
  /** Calls `listener` with the room of each row once it is on the disk. Returns a function that ends it. */
  onWritten(listener: (room: string) => void): () => void;
  stop(): void;
}

export const createDeriver = ({ docs, db, later }: DeriverDeps): Deriver => {
  /** What cancels the write that is due, by room. */
  const due = new Map<string, () => void>();
  const listeners = new Set<(room: string) => void>();
  let isStopped = false;

  const derive = async (document: OpenDocument): Promise<void> => {
    due.get(document.room)?.();
    due.delete(document.room);
    if (isHere(document.doc) && (await writeDerived(db, document)))
      listeners.forEach((listener) => listener(document.room));
  };
  const deriveSoon = (document: OpenDocument): void => {
    if (isStopped) return;
    due.get(document.room)?.();
    due.set(
      document.room,
      later(QUIET_MS, () => void derive(document)),
    );
  };

  const follow = (document: OpenDocument): void => {
    document.doc.on('update', () => deriveSoon(document));
    // A tab that was killed may have left the row behind.
    deriveSoon(document);
    document.doc.on('destroy', () => {
      // The page may be left before the timer fires.
      if (due.has(document.room)) void derive(document);
    });
  };
  const stopFollowing = docs.onOpened(follow);
  docs.openDocuments().forEach(follow);

  return {
    derive,
    onWritten: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop: () => {
      isStopped = true;
      stopFollowing();
      due.forEach((cancel) => cancel());
      due.clear();
    },
  };
};
