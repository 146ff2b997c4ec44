// The words for an import: what is in the chosen files, and what was written.
import { appendTo, entityTypeLabel, plural, RECORDS } from '@emberkeep/domain';
import type { ImportOutcome, PreparedImport } from '#lib/services/transfer/import-files.ts';

export interface KindCount {
  label: string;
  count: number;
  /** The first few names. */
  names: string;
}

/** Names shown for a kind of record. */
export const NAMES_SHOWN = 6;

/**
 * How many records of each kind, the largest first. Notes belong to other records, and records that have a line are in
 * it.
 */
export const countByKind = ({ records, inLines }: PreparedImport): KindCount[] => {
  const namesByLabel = new Map<string, string[]>();
  for (const { kind, id, keys } of records) {
    if (kind === 'note' || inLines.has(id)) continue;
    const label = kind === 'entity' ? entityTypeLabel(String(keys['entityType'] ?? 'other')) : RECORDS[kind].label;
    appendTo(namesByLabel, label, String(keys['name'] ?? keys['title'] ?? ''));
  }
  return [...namesByLabel]
    .map(([label, names]) => ({
      label,
      count: names.length,
      names: names.filter(Boolean).slice(0, NAMES_SHOWN).join(', '),
    }))
    .sort((a, b) => b.count - a.count);
};

/** One sentence on what an import changed. */
export const importReport = (
  prepared: PreparedImport,
  { outcome, sessions, factions, hasCalendar, unreadPictures }: ImportOutcome,
): string => {
  const parts = [
    outcome.created > 0 ? `${outcome.created} new` : '',
    outcome.changed > 0 ? `${outcome.changed} completed` : '',
    sessions > 0 ? plural(sessions, 'session') : '',
    factions > 0 ? plural(factions, 'faction') : '',
    outcome.kept.length > 0 ? `${outcome.kept.length} kept as they are here` : '',
    outcome.refused.length > 0 ? `${plural(outcome.refused.length, 'completed session')} left alone` : '',
    hasCalendar ? 'a calendar' : '',
    unreadPictures > 0 ? `${plural(unreadPictures, 'picture')} could not be read` : '',
  ].filter(Boolean);
  return `Brought in from ${prepared.from}: ${parts.join(', ') || 'nothing that was not here'}.`;
};
