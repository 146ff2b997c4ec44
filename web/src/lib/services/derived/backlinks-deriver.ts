// Keeps this device's derived rows current: listens to every document that opens and writes its row a little after the
// last change, never while a key is being handled.
import { isHere, type CampaignDocs, type DeviceDatabase, type OpenDocument } from '@emberkeep/store';
import { writeDerived } from './write-derived.ts';

/** A row is written this long after the last change, ms. */
const QUIET_MS = 800;
/** Rows are on the disk this long after the last change, ms: a screen that shows them reads them again then. */
export const BACKLINKS_WRITTEN_MS = QUIET_MS + 400;

export interface DeriverDeps {
  docs: Pick<CampaignDocs, 'onOpened' | 'openDocuments'>;
  db: DeviceDatabase;
  /** Runs `run` after `ms`; returns a function that cancels it. */
  later(ms: number, run: () => void): () => void;
}

export interface Deriver {
  /** Writes the row now, for example after a pull. A document that is not on this device has no row. */
  derive(document: OpenDocument): Promise<void>;
  stop(): void;
}

export const createDeriver = ({ docs, db, later }: DeriverDeps): Deriver => {
  /** What cancels the write that is due, by room. */
  const due = new Map<string, () => void>();
  let isStopped = false;

  const derive = async (document: OpenDocument): Promise<void> => {
    due.get(document.room)?.();
    due.delete(document.room);
    if (isHere(document.doc)) await writeDerived(db, document);
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
    stop: () => {
      isStopped = true;
      stopFollowing();
      due.forEach((cancel) => cancel());
      due.clear();
    },
  };
};
