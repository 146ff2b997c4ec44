// The shape that every importer yields, whatever the format of its files. records-of-import.ts is the only
// way from it to what an import writes.
import type { Calendar, NoteNode, StoredRecord } from '@emberkeep/domain';
import type { ImportedCampaign } from '../campaign-import/index.ts';

/** The kinds of records that other tools have a counterpart of. */
export type ImportedKind = 'entity' | 'session' | 'chapter' | 'goal' | 'clock';

export interface ImportedItem {
  kind: ImportedKind;
  /** Its id or path in the other tool, from which the id of our record derives. */
  source: string;
  name: string;
  /** By the field names of the kind's declaration: counters as numbers, sets and lists as arrays. */
  fields: Readonly<Record<string, unknown>>;
  /** By name; a session may also have `prep_notes` and `actual_notes`. */
  texts: Readonly<Record<string, readonly NoteNode[]>>;
  /** Fields that refer to another item, by its `source`: `ownerId` and the like. */
  refs?: Readonly<Record<string, string>>;
  portrait?: { name: string; bytes: Uint8Array };
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

export interface ImportedContent {
  /** Where the files come from, for the GM: "Obsidian vault". */
  label: string;
  /** Short word that ids derive from. Never change one: the same file would import twice. */
  format: string;
  things: readonly ImportedItem[];
  ties: readonly ImportedRelationship[];
  /** Records of ours that the files carry as they were exported. */
  own: readonly StoredRecord[];
  /** Portraits of our own folder of notes, each with the hash its bytes should have. */
  images: readonly { hash: string; type: string; bytes: Uint8Array }[];
  calendar: Calendar | null;
  /** Sessions and factions of campaign JSON. */
  older: ImportedCampaign | null;
  /** Sentences for the GM about what was left out or kept in another form. */
  remarks: readonly string[];
}

export const emptyContent = (label: string, format: string): ImportedContent => ({
  label,
  format,
  things: [],
  ties: [],
  own: [],
  images: [],
  calendar: null,
  older: null,
  remarks: [],
});

const mergeCampaigns = (a: ImportedCampaign | null, b: ImportedCampaign | null): ImportedCampaign | null =>
  a && b
    ? {
        factions: [...a.factions, ...b.factions],
        sessions: [...a.sessions, ...b.sessions],
        remarks: [...a.remarks, ...b.remarks],
      }
    : (a ?? b);

/**
 * Joins what several readers yielded for one import. Ids derive from the first format; of two calendars the later
 * counts.
 */
export const mergeContents = (parts: readonly ImportedContent[]): ImportedContent => ({
  label: [...new Set(parts.map((p) => p.label))].join(', '),
  format: parts[0]?.format ?? 'json',
  things: parts.flatMap((p) => p.things),
  ties: parts.flatMap((p) => p.ties),
  own: parts.flatMap((p) => p.own),
  images: parts.flatMap((p) => p.images),
  calendar: parts.findLast((p) => p.calendar)?.calendar ?? null,
  older: parts.map((p) => p.older).reduce(mergeCampaigns, null),
  remarks: parts.flatMap((p) => p.remarks),
});
