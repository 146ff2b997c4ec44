// Owns the port through which documents, index and screens speak of records without knowing each other.
import type { NoteNode } from './note.ts';
import type { RECORDS } from './records.ts';

/** Kinds of records that live in the documents of a campaign; `note` stands for a rich text of any of them. */
export type RecordKind = keyof typeof RECORDS | 'note';

/** A record as plain data: it crosses postMessage and JSON unchanged. */
export interface CampaignRecord {
  kind: RecordKind;
  id: string;
  /** The document it lives in (see `roomOf`). */
  room: string;
  fields: Readonly<Record<string, unknown>>;
}

/** One record changed; `fields` names what did. Idempotent: applying a change twice equals applying it once. */
export interface RecordChange {
  kind: RecordKind;
  id: string;
  room: string;
  fields: readonly string[];
  /** `local` = a verb or the editor on this device; `remote` = another device or tab; `disk` = at opening. */
  from: 'local' | 'remote' | 'disk';
}

/** Everything a listener needs: what there is now, and what changes from now on, in order. */
export interface RecordSource {
  snapshot(): Iterable<CampaignRecord>;
  /** Calls back once per transaction with at least one change. Returns the way to stop. */
  onChange(callback: (changes: readonly RecordChange[]) => void): () => void;
}

/**
 * A record as it reads now, with its rich texts: what an index is filled with. `note` stands for the notes of an evening's
 * body, under the id of the session; a session's `number` is the one that is shown.
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
 * A record as it lies in its document: what a save file carries, so that writing it back gives an equal one. `keys` are named
 * `<field>` or `<field>/<member>`; `sessionId` says whose body it lies in, null for the ledger. `note` stands for an evening's notes.
 */
export interface StoredRecord {
  kind: RecordKind;
  id: string;
  sessionId: string | null;
  keys: Readonly<Record<string, unknown>>;
  texts: Readonly<Record<string, readonly NoteNode[]>>;
}
