// How new a record is in this device's copy of its document, for what another document says about the record: a device may
// have the newer copy of either.
import * as Y from 'yjs';
import { nameOfItem, progressOfRun } from './typed-text.ts';

/**
 * The newest write of each key of a record, besides its creation: `<client>-<clock>` of its Yjs item, after a minus where
 * the key was removed, and for a typed text how much was inserted and removed.
 */
export const versionOf = (map: Y.Map<unknown>, id: string): string[] =>
  [...map._map]
    .filter(([key]) => key.startsWith(`${id}/`) && key !== `${id}/made`)
    .map(([, item]) => {
      const name = nameOfItem(item);
      const run = map.doc && progressOfRun(map.doc, name);
      return `${item.deleted ? '-' : ''}${name}${run ? `+${run.inserted}-${run.removed}` : ''}`;
    });

const ENTRY = /^(-?)(\d+)-(\d+)(?:\+(\d+)-(\d+))?$/;

const hasWrite = (doc: Y.Doc, entry: unknown): boolean => {
  const match = typeof entry === 'string' ? ENTRY.exec(entry) : null;
  if (!match) return false;
  const [client, clock] = [Number(match[2]), Number(match[3])];
  if (Y.getState(doc.store, client) <= clock) return false;
  if (match[1] === '-') {
    const struct = Y.getItem(doc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
    if (struct instanceof Y.Item && !struct.deleted) return false;
  }
  if (match[4] === undefined) return true;
  const run = progressOfRun(doc, `${client}-${clock}`);
  return run !== null && run.inserted >= Number(match[4]) && run.removed >= Number(match[5]);
};

/** True when the document has every write that a version names. */
export const hasVersion = (doc: Y.Doc, version: readonly unknown[]): boolean =>
  version.every((entry) => hasWrite(doc, entry));
