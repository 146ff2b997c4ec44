// Exports the search index of the open campaign as an SQL file.
import records from '@emberkeep/search/records.sql?raw';
import passages from '@emberkeep/search/passages.sql?raw';
import { dumpSql } from '@emberkeep/search';
import { campaignFileName } from '@emberkeep/files/save';
import { campaignOf } from '@emberkeep/store';
import type { CampaignIndex } from '#lib/services/search/campaign-index.svelte.ts';
import { m } from '#messages';

/** Null when the index is not ready, or was lost meanwhile. */
export const indexAsSql = async (index: CampaignIndex): Promise<{ fileName: string; text: string } | null> => {
  const name = campaignOf(index.docs)?.name ?? m.services_transfer_indexSql_campaign();
  let isGone = false;
  const ask = async <T>(sql: string): Promise<readonly T[]> => {
    const rows = isGone ? null : await index.query<T>(sql);
    isGone ||= rows === null;
    return rows ?? [];
  };
  const pieces: string[] = [];
  for await (const piece of dumpSql(ask, { records, passages }, name, new Date())) pieces.push(piece);
  return isGone ? null : { fileName: campaignFileName(name).replace(/\.md$/, '.sql'), text: pieces.join('') };
};
