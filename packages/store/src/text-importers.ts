// Who imported a text. Two GMs who import one text apart write the same items (imported-text.ts): who takes the import
// back must not take it from the other.
import type * as Y from 'yjs';

/** Clients from this one on wrote the separator above an imported text. */
export const FIRST_SEPARATOR_CLIENT = 2 ** 52;

/** Root map with keys `<client of the text>/<client that imported it>`. */
const ROOT = 'importedBy';

export const importersIn = (doc: Y.Doc): Y.Map<unknown> => doc.getMap<unknown>(ROOT);

/** Call it in the transaction that adds the text. */
export const noteImporter = (doc: Y.Doc, textClient: number): void =>
  void importersIn(doc).set(`${textClient}/${doc.clientID}`, true);

const splitKey = (key: string): [textClient: number, importer: number] =>
  key.split('/').map(Number) as [number, number];

/** The clients of the texts that somebody else imported, too. */
export const textsOfOthers = (doc: Y.Doc): Set<number> =>
  new Set(
    [...importersIn(doc).keys()].map(splitKey).flatMap(([text, importer]) => (importer === doc.clientID ? [] : [text])),
  );

/**
 * The clients of the texts that one importer took back in a transaction while another still has them. Separators do not
 * count: nobody wrote them.
 */
export const textsTakenBack = ({ doc, changed }: Y.Transaction): Set<number> => {
  const importers = importersIn(doc);
  const keys = [...(changed.get(importers as never) ?? [])].filter((key) => key !== null && !importers.has(key));
  if (keys.length === 0) return new Set();
  const imported = new Set([...importers.keys()].map((key) => splitKey(key)[0]));
  return new Set(
    keys.map((key) => splitKey(key!)[0]).filter((text) => text < FIRST_SEPARATOR_CLIENT && imported.has(text)),
  );
};
