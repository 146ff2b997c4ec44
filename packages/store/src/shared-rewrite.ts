// Rewrites parts of a text so that two devices that make the same rewrite apart have it once when they meet. What is
// written is of a client whose id derives from the rewrite: equal rewrites are equal items, which Yjs merges into one.
import * as Y from 'yjs';
import { digest } from 'lib0/hash/sha256';
import { countAsOwn } from './own-clients.ts';

/** A part of a text and the words that take its place. `start` and `end` are offsets, end exclusive; two units or more. */
export interface Replacement {
  start: number;
  end: number;
  text: string;
}

/** Between the clients of imported texts and those of their separators (text-importers.ts). */
const FIRST_REWRITE_CLIENT = 2 ** 51;
/** Bytes of a hash in a client id. Two rewrites in one document practically never have the same 40 bits. */
const HASH_BYTES = 5;

/** Where the words of a replacement go, and the words: what decides the item that is written. */
interface Insertion {
  /** The first unit of what is replaced. */
  origin: Y.ID;
  /** The second one. */
  rightOrigin: Y.ID;
  words: string;
}

const idAt = (text: Y.XmlText, offset: number): Y.ID => Y.createRelativePositionFromTypeIndex(text, offset).item!;

/** A client whose items say exactly these insertions, and which the document does not have. */
const clientFor = (doc: Y.Doc, insertions: readonly Insertion[]): number => {
  for (let count = 0; ; count++) {
    const bytes = new TextEncoder().encode(JSON.stringify([insertions, count]));
    const hash = digest(bytes)
      .slice(0, HASH_BYTES)
      .reduce((sum, byte) => sum * 256 + byte, 0);
    // One that it has was taken back: the same rewrite made again is one of its own.
    if (Y.getState(doc.store, FIRST_REWRITE_CLIENT + hash) === 0) return FIRST_REWRITE_CLIENT + hash;
  }
};

/** Inserts words between two units of a text, formatted as the first of them. */
const insertBetween = (
  transaction: Y.Transaction,
  text: Y.XmlText,
  id: Y.ID,
  { origin, rightOrigin, words }: Insertion,
): void => {
  const { store } = transaction.doc;
  const left = Y.getItemCleanEnd(transaction, store, origin);
  const right = Y.getItemCleanStart(transaction, rightOrigin);
  new Y.Item(id, left, origin, right, rightOrigin, text, null, new Y.ContentString(words)).integrate(transaction, 0);
};

/**
 * Replaces parts of a text, given in order and apart from each other. Call it inside a transaction. The words go between
 * the first two units of what they replace, which both devices know, and not beside it, where one of them may have typed.
 */
export const replaceParts = (text: Y.XmlText, replacements: readonly Replacement[]): void => {
  const insertions = replacements.map(({ start, text: words }) => ({
    origin: idAt(text, start),
    rightOrigin: idAt(text, start + 1),
    words,
  }));
  const doc = text.doc!;
  doc.transact((transaction) => {
    const client = clientFor(doc, insertions);
    countAsOwn(doc, client);
    let clock = 0;
    for (const insertion of insertions) {
      if (insertion.words === '') continue;
      insertBetween(transaction, text, Y.createID(client, clock), insertion);
      clock += insertion.words.length;
    }
    // Yjs remembers where some offsets are, and does not know of what was inserted here.
    if (text._searchMarker) text._searchMarker.length = 0;
    // From the end, so that the offsets before it stay valid.
    let added = replacements.reduce((sum, { text: words }) => sum + words.length, 0);
    for (const { start, end, text: words } of [...replacements].reverse()) {
      added -= words.length;
      text.delete(start + added + 1 + words.length, end - start - 1);
      text.delete(start + added, 1);
    }
  });
};
