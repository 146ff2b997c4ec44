// The number of the document shape. `shape/writer` in every document is the highest shape that wrote it; an older
// version of the app opens such a document read-only, and still stores and syncs it.
import type * as Y from 'yjs';

/** The shape in which this version creates documents. Every migration raises it by one (see migrations/). */
export const SHAPE = 1;

const shapeMap = (doc: Y.Doc): Y.Map<unknown> => doc.getMap<unknown>('shape');

/** The highest shape that wrote the document; 0 when nobody has written it yet. */
export const writerOf = (doc: Y.Doc): number => {
  const writer = shapeMap(doc).get('writer');
  return typeof writer === 'number' ? writer : 0;
};

/** Stamps the document as written by this shape. Call it inside the writing transaction. */
export const stampWriter = (doc: Y.Doc): void => {
  if (writerOf(doc) < SHAPE) shapeMap(doc).set('writer', SHAPE);
};

/** Documents in which somebody typed a field (typed-text.ts): an older version would show its text as it was before. */
export const TYPED_SHAPE = 2;

/** Stamps the document as holding typed texts. Call it inside the writing transaction. */
export const stampTyped = (doc: Y.Doc): void => {
  if (writerOf(doc) < TYPED_SHAPE) shapeMap(doc).set('writer', TYPED_SHAPE);
};

/** True once the document was created or synced on this device: only then may this device add to it. */
export const isHere = (doc: Y.Doc): boolean => doc.store.clients.size > 0;
