// The answer to the relay's SyncStep1: what this device has and the relay lacks.
import * as Y from 'yjs';

/**
 * What is merged in the document and missing behind `vector`, as an update. Leaves out what waits for a missing
 * update: to the relay it would be a gap (R7), and nothing else of the update would be stored.
 */
export const encodeMerged = (doc: Y.Doc, vector: Uint8Array): Uint8Array => {
  const { store } = doc;
  const { pendingStructs, pendingDs } = store;
  store.pendingStructs = null;
  store.pendingDs = null;
  try {
    return Y.encodeStateAsUpdate(doc, vector);
  } finally {
    Object.assign(store, { pendingStructs, pendingDs });
  }
};

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.byteLength === b.byteLength && a.every((byte, i) => byte === b[i]);

/**
 * Answers each question of a connection once: a relay that asks the same again, while the document has not changed,
 * would be sent the same bytes without end (C8).
 */
export class StepOneAnswers {
  #answered: Uint8Array | null = null;
  readonly #doc: Y.Doc;

  constructor(doc: Y.Doc) {
    this.#doc = doc;
    doc.on('update', this.reset);
  }

  /** A new connection, or a changed document: every question counts as new. */
  readonly reset = (): void => {
    this.#answered = null;
  };

  destroy(): void {
    this.#doc.off('update', this.reset);
  }

  /** The update to send; null when the same question was answered already. */
  answer(vector: Uint8Array): Uint8Array | null {
    if (this.#answered && isSame(this.#answered, vector)) return null;
    this.#answered = vector.slice();
    return encodeMerged(this.#doc, vector);
  }
}
