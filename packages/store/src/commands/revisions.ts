// Owns looking back: the versions of a record, going back to one, and what was deleted in the whole campaign.
import { ALL_RECORDS, err, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { OpenDocument } from '../open-document.ts';
import { readRevisions, type HistoryEntry } from '../record-revisions.ts';
import { deletedRecords, type Spec } from './read-records.ts';
import type { RecordMissing, Refused } from './record-input.ts';

/** Who changed what and when, newest first. */
export const listHistory = (doc: OpenDocument, spec: Spec, id: string): HistoryEntry[] =>
  readRevisions(doc.revisions, spec.root, id).reverse();

/** The keys of a record as they were right after an entry: the entry and everything later undone, in order. */
export const versionAt = (
  doc: OpenDocument,
  spec: Spec,
  id: string,
  entryKey: string,
  including: boolean,
): Map<string, unknown> => {
  const entries = readRevisions(doc.revisions, spec.root, id);
  const at = entries.findIndex((e) => e.key === entryKey);
  const back = new Map<string, unknown>();
  if (at === -1) return back;
  for (const entry of entries.slice(including ? at : at + 1).reverse())
    for (const [key, change] of Object.entries(entry.changes)) back.set(key, change.before);
  // An entry's own words go last: what lost a merge to a later writer is what this version held.
  if (!including) for (const [key, change] of Object.entries(entries[at]!.changes)) back.set(key, change.after);
  return back;
};

/** Brings a record to how it was after an entry (or before it). Itself a verb: it can be undone and stands in the history. */
export const restoreVersion = (
  docs: CampaignDocs,
  doc: OpenDocument,
  spec: Spec,
  id: string,
  entryKey: string,
  including = false,
): Result<void, Refused | RecordMissing> => {
  const raw = doc.table(spec.kind).get(id);
  if (!raw) return err({ type: 'RecordMissing', kind: spec.kind, id });
  if (spec.kind === 'session' && raw.fields.get('stage') === 'completed')
    return err({ type: 'Completed', room: doc.room });
  const version = versionAt(doc, spec, id, entryKey, including);
  return docs.edit('Restore an earlier version', [doc], (edit) => {
    for (const [key, value] of version) {
      const [field = '', member] = key.split(/\/(.*)/s);
      if (member === undefined) edit.set(doc, spec.kind, id, { [field]: value });
      else edit.setEntry(doc, spec.kind, id, field, member, value);
    }
  });
};

/** Everything of a document that was deleted and can be brought back. */
export const listDeleted = (doc: OpenDocument): { spec: Spec; id: string; title: string }[] =>
  ALL_RECORDS.filter(
    (spec) =>
      spec.home === (doc.ref.kind === 'ledger' ? 'ledger' : 'body') &&
      spec.kind !== 'session' &&
      doc.doc.share.has(spec.root),
  ).flatMap((each) => {
    const spec = each as Spec;
    return deletedRecords(doc, spec).map((record) => ({
      spec,
      id: record.id,
      title: String((record as Record<string, unknown>)[spec.title] ?? '') || spec.label,
    }));
  });
