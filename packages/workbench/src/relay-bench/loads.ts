// The updates and documents that scenarios send.
import * as Y from 'yjs';

const WORDS = 'the lantern went out over the slack water and nobody in Salt Street would say whose it was '.split(' ');

/** Updates of one client that each append `size` characters, made before anything is measured. */
export const makeUpdates = (count: number, size = 1): Uint8Array[] => {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const text = doc.getText('t');
  for (let i = 0; i < count; i++) text.insert(text.length, 'x'.repeat(size));
  return updates;
};

/** The number of a single writer's characters up to the end of an update: servers may merge updates. */
export const reach = (update: Uint8Array): number => Math.max(0, ...Y.parseUpdateMeta(update).to.values());

/** A document of at least `mb` MB, made of many short edits by many writers. */
export const makeDocument = (mb: number): Uint8Array => {
  const doc = new Y.Doc();
  const pages = Array.from({ length: 200 }, (_, i) => doc.getText(`page ${i}`));
  let seed = 7;
  const next = (n: number): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % n;
  for (let round = 0; ; round++) {
    doc.clientID = 1000 + (round % 400);
    doc.transact(() => {
      for (let i = 0; i < 1500; i++) {
        const page = pages[next(200)]!;
        page.insert(
          next(page.length + 1),
          Array.from({ length: 2 + next(8) }, () => WORDS[next(WORDS.length)]).join(' '),
        );
      }
    });
    if (round % 4 === 0) {
      const bytes = Y.encodeStateAsUpdate(doc);
      if (bytes.byteLength >= mb * 1e6) return bytes;
    }
  }
};

const documents = new Map<number, Uint8Array>();

/** The same document for every server; made once, because it takes long. */
export const sharedDocument = (mb: number): Uint8Array => {
  const document = documents.get(mb) ?? makeDocument(mb);
  documents.set(mb, document);
  return document;
};
