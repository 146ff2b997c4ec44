// Owns the number of the document shape and who may write it. `shape/writer` in every document is the highest shape that
// wrote it; a version below it opens the document read-only and goes on storing and syncing.
import type * as Y from 'yjs';

/** The shape that this version writes. Raised by one with every migration (see migrations/). */
export const SHAPE = 1;

const shapeMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap<unknown>('shape');

/** The highest shape that wrote the document; 0 for one that nobody has written yet. */
export const writerOf = (doc: Y.Doc): number => {
  const writer = shapeMap(doc).get('writer');
  return typeof writer === 'number' ? writer : 0;
};

/** Stamps the document as written by this shape; call inside the transaction of the first write. */
export const stampWriter = (doc: Y.Doc): void => {
  if (writerOf(doc) < SHAPE) shapeMap(doc).set('writer', SHAPE);
};

/** True when anything at all was created here or arrived: only then may this device add to it. */
export const isHere = (doc: Y.Doc): boolean => doc.store.clients.size > 0;
