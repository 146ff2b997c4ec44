// The port between documents, the search index and the screen: records and their changes as plain data.
import type { NoteNode } from './note.ts';
import type { RECORDS } from './records.ts';

/** The kinds of records in the documents of a campaign; `note` stands for a rich text of any of them. */
export type RecordKind = keyof typeof RECORDS | 'note';

/** A record as plain data, which survives postMessage and JSON. */
export interface CampaignRecord {
  kind: RecordKind;
  id: string;
  /** The document that holds it, see `roomOf`. */
  room: string;
  fields: Readonly<Record<string, unknown>>;
}

/** A change of one record; `fields` names the fields that changed. Applying it twice equals applying it once. */
export interface RecordChange {
  kind: RecordKind;
  id: string;
  room: string;
  fields: readonly string[];
  /** `local`: a command or the editor on this device; `remote`: another device or tab; `disk`: loading. */
  from: 'local' | 'remote' | 'disk';
}

/** The records as they are now, and their changes from now on, in order. */
export interface RecordSource {
  snapshot(): Iterable<CampaignRecord>;
  /** Calls back once per transaction that changes a record. Returns a function that stops. */
  onChange(callback: (changes: readonly RecordChange[]) => void): () => void;
}

/**
 * A record as it reads now, with its rich texts, for an index. `note` stands for the notes of a session's body, under
 * the id of the session. The `number` of a session is the one that is shown.
 */
export interface ReadRecord {
  kind: RecordKind;
  id: string;
  room: string;
  /** What the kind's declaration reads; empty for `note`. */
  record: Readonly<Record<string, unknown>>;
  texts: Readonly<Record<string, readonly NoteNode[]>>;
}

/**
 * A record as its document stores it. A campaign file carries these, so that writing one back gives an equal record.
 * `keys` are named `<field>` or `<field>/<member>`. `sessionId` names the session whose body holds the record; null
 * for the ledger. `note` stands for the notes of a session.
 */
export interface StoredRecord {
  kind: RecordKind;
  id: string;
  sessionId: string | null;
  keys: Readonly<Record<string, unknown>>;
  texts: Readonly<Record<string, readonly NoteNode[]>>;
}
