// The Yjs clients that this tab writes with, over all documents of a campaign: those of its documents, also of ones that
// were closed since, and those of the texts that it imported or rewrote.
import * as Y from 'yjs';

const clientsByDoc = new WeakMap<Y.Doc, Set<number>>();

export interface OwnClients {
  /** Has a document's own client counted, and those that are added for it later. */
  track(doc: Y.Doc): void;
  has(client: number): boolean;
}

export const createOwnClients = (): OwnClients => {
  const own = new Set<number>();
  return {
    track: (doc) => {
      own.add(doc.clientID);
      clientsByDoc.set(doc, own);
    },
    has: (client) => own.has(client),
  };
};

/** Counts a client as this tab's own. Does nothing for a document that nobody tracks. */
export const countAsOwn = (doc: Y.Doc, client: number): void => void clientsByDoc.get(doc)?.add(client);

/** Applies an update that this tab wrote in another Yjs document. Call it inside a transaction. */
export const applyOwnUpdate = (transaction: Y.Transaction, update: Uint8Array): void => {
  // Yjs takes what comes as an update for somebody else's; this is the device's own writing.
  const { doc, local } = transaction;
  Y.applyUpdate(doc, update);
  for (const { id } of Y.decodeUpdate(update).structs) countAsOwn(doc, id.client);
  transaction.local = local;
};
