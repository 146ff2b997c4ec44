// Tries, in the transfer worker, what another device's changes do to a document of this one, before the page merges them.
import { decodeStateVector, Doc, encodeStateVectorFromUpdate } from 'yjs';
import { applyIncoming, boundConflicts } from '@emberkeep/store';

export interface TrialJob {
  type: 'try-changes';
  room: string;
  /** The changes of one document, in their order. `base`: the Yjs state vector that they build on; null for none. */
  changes: readonly { base: Uint8Array | null; bytes: Uint8Array }[];
  /** The same document on this device; null where it has none. */
  here: Uint8Array | null;
}

/** `lacksBase`: they build on changes that are not here. `damaged`: no Yjs updates. */
export type TriedChanges = { type: 'tried-changes' } & (
  | { state: 'lacksBase' }
  | { state: 'damaged' }
  /** `tookMs`: how long merging them took, without opening what is here. */
  | { state: 'sound'; tookMs: number }
);

const TRIAL = { source: 'local', label: 'trial' } as const;

const DAMAGED: TriedChanges = { type: 'tried-changes', state: 'damaged' };

/** True when this device has everything that changes build on. Throws when a base cannot be decoded. */
const hasBases = ({ changes, here }: TrialJob): boolean => {
  const state = here ? decodeStateVector(encodeStateVectorFromUpdate(here)) : new Map<number, number>();
  return changes.every(
    ({ base }) =>
      base === null || [...decodeStateVector(base)].every(([client, clock]) => (state.get(client) ?? 0) >= clock),
  );
};

/** Merges the changes as the page would, into a document that is thrown away. */
export const tryChanges = (job: TrialJob, now: () => number = () => performance.now()): TriedChanges => {
  const doc = new Doc();
  boundConflicts(doc);
  try {
    if (!hasBases(job)) return { type: 'tried-changes', state: 'lacksBase' };
    if (job.here) applyIncoming(doc, job.here, TRIAL);
    const startedAt = now();
    for (const { bytes } of job.changes) applyIncoming(doc, bytes, TRIAL);
    return { type: 'tried-changes', state: 'sound', tookMs: now() - startedAt };
  } catch {
    return DAMAGED; // reason: bytes that are no update, and this device's own were readable before
  } finally {
    doc.destroy();
  }
};
