// Writes imported text so that two devices that import one text into one note, apart, have it once when they meet. The
// text is an update of a client whose id derives from the text: equal imports are equal updates, whatever else the
// notes hold, and Yjs merges them into one.
import * as Y from 'yjs';
import { digest } from 'lib0/hash/sha256';
import type { NoteNode } from '@emberkeep/domain';
import { insertIntoFragment } from './note-fragment.ts';
import { applyOwnUpdate } from './own-clients.ts';
import { FIRST_SEPARATOR_CLIENT, noteImporter } from './text-importers.ts';

/**
 * Ids of these clients are above those that Yjs draws, which have 32 bits. Of texts that are inserted at the start of a
 * note at the same time, Yjs puts the highest client last: imported text comes below what a note holds, and a separator,
 * which is inserted before its text, directly above it.
 */
const FIRST_TEXT_CLIENT = 2 ** 33;
/** Bytes of a hash in a client id. Two texts of one document practically never have the same 40 bits. */
const HASH_BYTES = 5;
/** Client ids of one tier; a text in a higher tier comes below those in lower ones. */
const TIER = 2 ** (8 * HASH_BYTES);
const LAST_TIER = 1023;
/** True for a client that wrote imported text, or the separator above it. */
export const isImportClient = (client: number): boolean => client >= FIRST_TEXT_CLIENT;
/** Stands for the client whose id follows from what is written. */
const DRAFT_CLIENT = 1;

interface Part {
  client: number;
  update: Uint8Array;
}

/** A hash of bytes and a count as a whole number below `TIER`. */
const hashOf = (bytes: Uint8Array, count: number): number =>
  digest(new TextEncoder().encode(JSON.stringify([Array.from(digest(bytes)), count])))
    .slice(0, HASH_BYTES)
    .reduce((sum, byte) => sum * 256 + byte, 0);

/** What `write` adds to a document with `before`, as a client with this id; the update has `before` too. */
const updateOf = (client: number, before: Uint8Array | null, write: (doc: Y.Doc) => void): Uint8Array => {
  const doc = new Y.Doc();
  if (before) Y.applyUpdate(doc, before);
  doc.clientID = client;
  doc.transact(() => write(doc));
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
};

/** The highest client of the imported texts that a note has or had; 0 if there is none. */
const highestTextClient = (note: Y.XmlFragment): number => {
  let highest = 0;
  for (let item = note._start; item; item = item.right)
    if (item.id.client < FIRST_SEPARATOR_CLIENT) highest = Math.max(highest, item.id.client);
  return highest < FIRST_TEXT_CLIENT ? 0 : highest;
};

/**
 * The first tier in which a text comes below the imported texts that a note has. Most notes have none: then two devices
 * agree on it whatever else is in the note.
 */
const firstTierOf = (note: Y.XmlFragment, hash: number): number => {
  const highest = highestTextClient(note);
  if (FIRST_TEXT_CLIENT + hash > highest) return 0;
  return Math.min(LAST_TIER, Math.floor((highest - FIRST_TEXT_CLIENT) / TIER) + 1);
};

/** The first part that `doc` does not have: a text that was taken back, or is imported again, is a text of its own. */
const newPart = (doc: Y.Doc, name: string, write: (doc: Y.Doc) => void): Part => {
  // The structs are hashed, and not the nodes: versions of the app that write a text differently give it different ids.
  const draft = updateOf(DRAFT_CLIENT, null, write);
  for (let count = 0; ; count++) {
    const hash = hashOf(draft, count);
    const client = FIRST_TEXT_CLIENT + firstTierOf(doc.getXmlFragment(name), hash) * TIER + hash;
    if (Y.getState(doc.store, client) === 0) return { client, update: updateOf(client, null, write) };
  }
};

/** The text with a separator above it, whose client derives from both. */
const withSeparator = ({ update }: Part, write: (doc: Y.Doc) => void): Part => {
  const client = FIRST_SEPARATOR_CLIENT + hashOf(updateOf(DRAFT_CLIENT, update, write), 0);
  return { client, update: updateOf(client, update, write) };
};

/** Adds imported nodes below what is in a note, under `separator`. Call it inside a transaction. */
export const appendImported = (
  doc: Y.Doc,
  name: string,
  nodes: readonly NoteNode[],
  separator: readonly NoteNode[] = [],
): void => {
  if (nodes.length === 0) return;
  const insertFirst =
    (added: readonly NoteNode[]) =>
    (into: Y.Doc): void =>
      insertIntoFragment(into.getXmlFragment(name), 0, added);
  const text = newPart(doc, name, insertFirst(nodes));
  const parts = separator.length === 0 ? [text] : [text, withSeparator(text, insertFirst(separator))];
  doc.transact((transaction) => {
    applyOwnUpdate(transaction, parts.at(-1)!.update);
    for (const { client } of parts) noteImporter(doc, client);
  });
};
