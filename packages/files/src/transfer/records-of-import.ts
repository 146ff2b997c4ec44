// The one way from imported content, whatever its format, to what an import writes. Ids derive from the file, so that
// importing it twice, or on two devices, makes each record once.
import type { Calendar, StoredRecord } from '@emberkeep/domain';
import type { ImportedCampaign } from '../campaign-import/index.ts';
import type { DeriveId } from '../stored-fields.ts';
import type { KnownRecords } from './import-run.ts';
import type { ImportedContent } from './imported-content.ts';
import { itemRecords } from './item-records.ts';
import { matchItems } from './match-items.ts';
import { relationshipRecords } from './relationship-records.ts';

/** Everything an import writes. */
export interface ImportResult {
  records: StoredRecord[];
  /** Ids of records that match one of the campaign. */
  matched: ReadonlySet<string>;
  /** Pictures as they are in the file, by the id of the entity they show. */
  portraits: { id: string; name: string; bytes: Uint8Array }[];
  /** The calendar to set on the campaign. */
  calendar: Calendar | null;
  /** Sessions and factions of campaign JSON, which the store's import commands write: they need the open documents. */
  older: ImportedCampaign | null;
}

/** Makes records of what was read. `now`: Unix ms. */
export const recordsOfImport = (
  content: ImportedContent,
  known: KnownRecords,
  campaignId: string,
  derive: DeriveId,
  now: number,
): ImportResult => {
  const run = { content, known, campaignId, derive, now };
  const matches = matchItems(run);
  const records = [...content.own, ...itemRecords(run, matches)];
  return {
    records: [...records, ...relationshipRecords(run, matches, records)],
    matched: matches.matched,
    portraits: content.things.flatMap(({ source, portrait }) =>
      portrait ? [{ id: matches.idBySource.get(source)!, ...portrait }] : [],
    ),
    calendar: content.calendar,
    older: content.older,
  };
};
