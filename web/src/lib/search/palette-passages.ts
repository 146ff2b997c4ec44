// The palette's rows for passages of text, shown below the names. Loaded once something was typed.
import type { CampaignSearch } from '@emberkeep/domain';
import { hitHref, hitTitle, hitWhere, type HitContext } from '#lib/records/hit-link.ts';
import { m } from '#messages';

/** Passages shown; the search page has the rest. */
const SHOWN = 6;

export interface PassageRow {
  id: string;
  label: string;
  hint?: string;
  snippet?: readonly { text: string; isHit: boolean }[];
  href: string;
}

/** Passages that match, then a row that opens the search page. */
export const passageRows = async (
  search: CampaignSearch,
  query: string,
  context: HitContext,
): Promise<PassageRow[]> => {
  const { hits } = await search.search({ text: query, limit: SHOWN });
  return [
    ...hits.map((hit): PassageRow => ({
      id: `text-${hit.passageId}`,
      label: hitTitle(hit, context),
      hint: [hit.label, hitWhere(hit, context)].filter(Boolean).join(' · '),
      snippet: hit.snippet,
      href: hitHref(hit, context),
    })),
    {
      id: 'search-all',
      label: m.search_palettePassages_search_everything_for({ query }),
      href: `${context.base}/search?q=${encodeURIComponent(query)}`,
    },
  ];
};
