// The words for an import: what is in the chosen files, and what was written.
import { appendTo, entityTypeLabel, RECORDS, type StoredRecord } from '@emberkeep/domain';
import type { ImportOutcome, PreparedImport } from '#lib/services/transfer/import-files.ts';
import { m } from '#messages';

export interface KindCount {
  label: string;
  count: number;
  /** The first few names. */
  names: string;
}

/** Names shown for a kind of record. */
export const NAMES_SHOWN = 6;

/** A session without a title is called by its number. */
const nameOf = (kind: string, { name, title, number }: StoredRecord['keys']): string =>
  kind === 'session' && !title && typeof number === 'number'
    ? `${RECORDS.session.label} ${number}`
    : String(name ?? title ?? '');

/**
 * How many records of each kind, the largest first. Notes belong to other records, and records that have a line are in
 * it.
 */
export const countByKind = ({ records, inLines }: PreparedImport): KindCount[] => {
  const namesByLabel = new Map<string, string[]>();
  for (const { kind, id, keys } of records) {
    if (kind === 'note' || inLines.has(id)) continue;
    const label = kind === 'entity' ? entityTypeLabel(String(keys['entityType'] ?? 'other')) : RECORDS[kind].label;
    appendTo(namesByLabel, label, nameOf(kind, keys));
  }
  return [...namesByLabel]
    .map(([label, names]) => ({
      label,
      count: names.length,
      names: names.filter(Boolean).slice(0, NAMES_SHOWN).join(', '),
    }))
    .sort((a, b) => b.count - a.count);
};

/** How many pictures arrive, each counted once, and what for: one may be a portrait and in notes. Empty for none. */
export const picturesLine = ({ records, portraits, pictures, notePictures }: PreparedImport): string => {
  const namesOf = (of: readonly { name: string }[]): ReadonlySet<string> => new Set(of.map(({ name }) => name));
  const count = namesOf([...portraits, ...pictures, ...notePictures]).size;
  if (count === 0) return '';
  const maps = new Set(records.filter(({ kind }) => kind === 'map').map(({ id }) => id));
  const [asPortraits, ofMaps, attached, inNotes] = [
    portraits.filter(({ id }) => !maps.has(id)),
    portraits.filter(({ id }) => maps.has(id)),
    pictures,
    notePictures,
  ].map((of) => namesOf(of).size);
  const uses = [
    asPortraits ? m.transfer_importReport_pictures_as_portraits({ count: asPortraits }) : '',
    ofMaps ? m.transfer_importReport_pictures_of_maps({ count: ofMaps }) : '',
    attached ? m.transfer_importReport_pictures_attached({ count: attached }) : '',
    inNotes ? m.transfer_importReport_pictures_in_notes({ count: inNotes }) : '',
  ].filter(Boolean);
  return m.transfer_importReport_pictures({ count, uses: uses.join(', ') });
};

/** One sentence on what an import changed. */
export const importReport = (
  prepared: PreparedImport,
  { outcome, sessions, factions, hasCalendar, unreadPictures }: ImportOutcome,
): string => {
  const parts = [
    outcome.created > 0 ? m.transfer_importReport_new({ count: outcome.created }) : '',
    outcome.changed > outcome.restored
      ? m.transfer_importReport_updated({ count: outcome.changed - outcome.restored })
      : '',
    outcome.restored > 0 ? m.transfer_importReport_restored({ count: outcome.restored }) : '',
    sessions > 0 ? m.transfer_importReport_count_sessions({ count: sessions }) : '',
    factions > 0 ? m.transfer_importReport_count_factions({ count: factions }) : '',
    outcome.kept.length > 0 ? m.transfer_importReport_count_left_as_they_are({ count: outcome.kept.length }) : '',
    outcome.refused.length > 0
      ? m.transfer_importReport_count_completed_sessions_left_unchanged({ count: outcome.refused.length })
      : '',
    hasCalendar ? m.transfer_importReport_a_calendar() : '',
    unreadPictures.length > 0
      ? m.transfer_importReport_pictures_could_not_be_read({
          count: unreadPictures.length,
          names: `${unreadPictures.slice(0, NAMES_SHOWN).join(', ')}${unreadPictures.length > NAMES_SHOWN ? ' …' : ''}`,
        })
      : '',
  ].filter(Boolean);
  return m.transfer_importReport_imported_from_from_parts({
    from: prepared.from,
    parts: parts.join(', ') || m.transfer_importReport_nothing_new(),
  });
};
