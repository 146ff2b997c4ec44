// The shape that every importer yields, whatever the format of its files. records-of-import.ts is the only
// way from it to what an import writes.
import type { NoteNode, StoredRecord } from '@emberkeep/domain';
import type { DeriveId } from '../stored-fields.ts';
import type { SplitOffer } from './split-note.ts';
import type { NoteKindWord } from './vault-note.ts';

/** The kinds of records that other tools have a counterpart of. */
export type ImportedKind =
  | 'entity'
  | 'session'
  | 'chapter'
  | 'goal'
  | 'clock'
  | 'player'
  | 'event'
  | 'scene'
  | 'suggestion'
  | 'campaign'
  | 'map';

/**
 * How an item is put over a record that exists (PutMode of packages/store). Without a mode, keys are compared one by
 * one.
 */
export type ImportMode = 'field-by-field' | 'only-new' | 'keep-here';

/** What ids of records are made of. */
export interface IdContext {
  derive: DeriveId;
  campaignId: string;
  /** The id of the record of an item that comes earlier, by its `source`. */
  idOf(source: string): string;
}

export interface ImportedItem {
  kind: ImportedKind;
  /** Its id or path in the other tool, from which the id of our record derives. */
  source: string;
  /** Its id in the other tool, if that is not `source`; empty for none. */
  externalId?: string;
  /** The id of a new record, for formats whose ids do not derive from `source`. */
  recordId?: (ids: IdContext) => string;
  /** The id that an earlier version gave the record; one that says the same counts as the item's. */
  formerId?: (ids: IdContext) => string;
  /** The format that its ids derive from, if that is not the content's. */
  format?: string;
  /** The `source` of the session whose body holds the record; left out for the ledger. */
  session?: string;
  mode?: ImportMode;
  /** Lines that tell the GM what the item holds, in place of counting it with its kind. */
  lines?: readonly string[];
  name: string;
  /** By the field names of the kind's declaration: counters as numbers, sets and lists as arrays. */
  fields: Readonly<Record<string, unknown>>;
  /** By name; a session may also have `prep_notes` and `actual_notes`. */
  texts: Readonly<Record<string, readonly NoteNode[]>>;
  /** Fields that refer to another item, by its `source`: `ownerId` and the like. */
  refs?: Readonly<Record<string, string>>;
  /** Fields whose values hold ids of records, or the time of the import (`now`, Unix ms). */
  lateFields?: (ids: IdContext & { now: number }) => Readonly<Record<string, unknown>>;
  /** Of a map: its picture. */
  portrait?: ImportedPicture;
  /** What else shows it, maps among them; the portrait at its full size, too. */
  pictures?: readonly ImportedPicture[];
}

/** A picture as it is in the file: `name` is its path. */
export interface ImportedPicture {
  name: string;
  bytes: Uint8Array;
}

/** A picture of notes, which name it by `file`, the hash of its bytes. */
export interface ImportedNotePicture extends ImportedPicture {
  file: string;
}

/** A relationship between two entities, each named by its `source` or by its name. */
export interface ImportedRelationship {
  from: string;
  to: string;
  relationType: string;
  note: string;
  /** The attribute of `from` that keeps the name `to` if no entity has it. */
  orElse?: string;
}

/**
 * A note whose kind the GM may choose: what it becomes, and the number (null for none) and ISO day (empty for none) that
 * it has as a session.
 */
export interface ReadNote {
  path: string;
  name: string;
  kind: NoteKindWord;
  number: number | null;
  date: string;
}

/** A folder that is left out unless the GM chose it. `count`: its files. */
export interface AsideFolder {
  path: string;
  count: number;
  isChosen: boolean;
}

export interface ImportedContent {
  /** Where the files come from, for the GM: "Obsidian vault". */
  label: string;
  /** Short word that ids derive from. Never change one: the same file would import twice. */
  format: string;
  things: readonly ImportedItem[];
  ties: readonly ImportedRelationship[];
  /** Records of ours that the files carry as they were exported. */
  own: readonly StoredRecord[];
  /** Pictures of our own folder of notes, each with the hash its bytes should have. */
  images: readonly { hash: string; type: string; bytes: Uint8Array }[];
  /** Pictures that texts show. */
  notePictures: readonly ImportedNotePicture[];
  /** By their paths, as people count: `Session 2` before `Session 10`. */
  notes: readonly ReadNote[];
  /** Files that can be split at their headings, by path. */
  splits: readonly SplitOffer[];
  /** Folders of templates and plugins, by path: left out unless the GM chose them. */
  asideFolders: readonly AsideFolder[];
  /** Sentences for the GM about what was left out or kept in another form. */
  remarks: readonly string[];
  /** What a damaged ZIP lacks: a sentence that the GM reads before anything else; empty for whole files. */
  damage: string;
}

export const emptyContent = (label: string, format: string): ImportedContent => ({
  label,
  format,
  things: [],
  ties: [],
  own: [],
  images: [],
  notePictures: [],
  notes: [],
  splits: [],
  asideFolders: [],
  remarks: [],
  damage: '',
});

/** Items keep the format of their part, so that their ids are the same in whatever company they are imported. */
const withFormat = ({ format, things }: ImportedContent, mergedFormat: string): readonly ImportedItem[] =>
  format === mergedFormat ? things : things.map((item) => ({ format, ...item }));

/** The items of all parts. A campaign has one calendar: the last of them counts. */
const mergeItems = (parts: readonly ImportedContent[], format: string): ImportedItem[] => {
  const items = parts.flatMap((part) => withFormat(part, format));
  const last = items.findLast((item) => item.kind === 'campaign');
  return items.filter((item) => item.kind !== 'campaign' || item === last);
};

/** Joins what several readers yielded for one import. */
export const mergeContents = (parts: readonly ImportedContent[]): ImportedContent => {
  const format = parts[0]?.format ?? 'json';
  return {
    label: [...new Set(parts.map((p) => p.label))].join(', '),
    format,
    things: mergeItems(parts, format),
    ties: parts.flatMap((p) => p.ties),
    own: parts.flatMap((p) => p.own),
    images: parts.flatMap((p) => p.images),
    notePictures: parts.flatMap((p) => p.notePictures),
    notes: parts.flatMap((p) => p.notes),
    splits: parts.flatMap((p) => p.splits),
    asideFolders: parts.flatMap((p) => p.asideFolders),
    remarks: parts.flatMap((p) => p.remarks),
    damage: parts
      .map((p) => p.damage)
      .join(' ')
      .trim(),
  };
};
