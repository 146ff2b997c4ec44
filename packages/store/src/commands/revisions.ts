// Looking back: the revisions of a record, restoring an earlier version, and what is deleted.
import { ALL_RECORDS, err, eventType, isPlainObject, TIMELINE_EVENT, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { OpenDocument } from '../open-document.ts';
import { fieldOfPart } from '../record-parts.ts';
import { readRevisions, type Revision } from '../record-revisions.ts';
import { splitFieldKey } from '../record-table.ts';
import { deletedRecords, type Spec } from './read-records.ts';
import type { RecordMissing, Refused } from './record-input.ts';
import { checkNotCompleted } from './records.ts';
import { isShownKind } from './handout-ends.ts';

/** Who changed what and when, newest first. */
export const listRevisions = (doc: OpenDocument, spec: Spec, id: string): Revision[] =>
  readRevisions(doc.revisions, spec.root, id).reverse();

/** The changes of a revision; parts of a field without the object that was written beside them. */
const changesOf = (spec: Spec, { changes }: Revision): [string, Revision['changes'][string]][] => {
  const withParts = new Set(Object.keys(changes).map((key) => fieldOfPart(spec.root, key)));
  return Object.entries(changes).filter(([key]) => !withParts.has(key));
};

/** Showing to players, and taking back, is done at the table: words that come back show nothing to players by the way. */
const isShowing = (spec: Spec, key: string): boolean =>
  isShownKind(spec.kind) && /^(?:shows|ends)$/.test(splitFieldKey(key).field);

export interface RevisionOf {
  doc: OpenDocument;
  spec: Spec;
  id: string;
  /** The key of the revision. */
  entryKey: string;
  /** Go back to before the revision, not to after it. */
  including?: boolean;
}

/**
 * The keys of a record that restoring a revision would write, with the values they had right after it; with
 * `including`, right before it. Keys that no later revision changed are not listed.
 */
export const versionAt = ({ doc, spec, id, entryKey, including = false }: RevisionOf): Map<string, unknown> => {
  const revisions = readRevisions(doc.revisions, spec.root, id);
  const at = revisions.findIndex((revision) => revision.key === entryKey);
  const version = new Map<string, unknown>();
  if (at === -1) return version;
  for (const revision of revisions.slice(including ? at : at + 1).reverse())
    for (const [key, change] of changesOf(spec, revision)) version.set(key, change.before);
  // The revision's own values come last: they are what it held, even where a merge let another device's value win.
  if (!including) for (const [key, change] of changesOf(spec, revisions[at]!)) version.set(key, change.after);
  for (const key of version.keys()) if (isShowing(spec, key)) version.delete(key);
  return version;
};

/** Takes the parts of fields out of a version. Where the version has the whole object, that says it all. */
const takeParts = (spec: Spec, version: Map<string, unknown>): Map<string, Map<string, unknown>> => {
  const byField = new Map<string, Map<string, unknown>>();
  for (const [key, value] of version) {
    const field = fieldOfPart(spec.root, key);
    if (field === null) continue;
    version.delete(key);
    if (version.has(field)) continue;
    const parts = byField.get(field) ?? new Map<string, unknown>();
    byField.set(field, parts.set(key.slice(field.length + 1), value));
  }
  return byField;
};

/**
 * Restores a record to how it was after a revision, or before it with `including`. Can be undone, and is a revision
 * itself.
 */
export const restoreRevision = (docs: CampaignDocs, revision: RevisionOf): Result<void, Refused | RecordMissing> => {
  const { doc, spec, id } = revision;
  const raw = doc.table(spec.kind).get(id);
  if (!raw) return err({ type: 'RecordMissing', kind: spec.kind, id });
  const refused = checkNotCompleted(doc, spec, id);
  if (refused) return err(refused);
  const version = versionAt(revision);
  const partsByField = takeParts(spec, version);
  const record = doc.table(spec.kind).record(id) as Readonly<Record<string, unknown>> | null;
  return docs.edit('Restore an earlier version', [doc], (edit) => {
    for (const [field, parts] of partsByField) {
      const now = new Map(Object.entries(isPlainObject(record?.[field]) ? record[field] : {}));
      for (const [name, value] of parts) now.set(name, value);
      const restored = [...now].filter(([name, value]) => value !== null || !parts.has(name));
      edit.setParts(doc, spec.kind, id, field, Object.fromEntries(restored));
    }
    for (const [key, value] of version) {
      const { field, member } = splitFieldKey(key);
      if (member === null) edit.set(doc, spec.kind, id, { [field]: value });
      else edit.setEntry(doc, spec.kind, id, field, member, value);
    }
  });
};

/** "Vey fears Marn"; an end that is not here is left out. */
const relationshipTitle = (doc: OpenDocument, record: Readonly<Record<string, unknown>>): string => {
  const nameOf = (id: unknown): string =>
    (doc.table('entity').record(String(id)) as { name?: string } | null)?.name ?? '';
  const type = String(record['relationType'] ?? '').replaceAll('_', ' ');
  return [nameOf(record['fromId']), type, nameOf(record['toId'])].filter(Boolean).join(' ');
};

/**
 * What a record is called where it is named alone, also once it is deleted: an event by what it is and its words, which
 * may be empty; a relationship by its ends. Its kind where it has no title, never an id.
 */
export const recordTitle = (doc: OpenDocument, spec: Spec, record: Readonly<Record<string, unknown>>): string => {
  if (spec.kind === 'relationship') return relationshipTitle(doc, record) || spec.label;
  const isHidden = spec.fields[spec.title]?.input === 'hidden' && spec.kind !== TIMELINE_EVENT.kind;
  const title = isHidden ? '' : String(record[spec.title] ?? '').trim();
  if (spec.kind !== TIMELINE_EVENT.kind) return title || spec.label;
  const words = String(record['name'] ?? '');
  return [eventType(title).label, words].filter(Boolean).join(': ');
};

/** Everything of a document that is deleted and can be restored, except sessions. */
export const listDeleted = (doc: OpenDocument): { spec: Spec; id: string; title: string }[] => {
  const home = doc.ref.kind === 'ledger' ? 'ledger' : 'body';
  const specs = (ALL_RECORDS as readonly Spec[]).filter(
    (spec) => spec.home === home && spec.kind !== 'session' && doc.doc.share.has(spec.root),
  );
  return specs.flatMap((spec) =>
    deletedRecords(doc, spec).map((record) => ({
      spec,
      id: record.id,
      title: recordTitle(doc, spec, record as Record<string, unknown>),
    })),
  );
};
