// Ids of other programs in a query ('campaign-001', 'session-015', as in the source document). The ids of the tables
// are UUIDs, and Postgres refuses any other text for one.

/** `campaign_id = 'campaign-001'`: any text that is no UUID. */
const CAMPAIGN_ID = /\b(campaign_id\s*=\s*)'(?![0-9a-f-]{36}')[^']*'/gi;

/** `id = 'session-015'`: the session's number is in it. */
const SESSION_ID = /\b(id\s*=\s*|session_id\s*=\s*)'session[-_ ]?0*(\d{1,9})'/gi;

/** The query with the ids of this campaign, where the typed ones say which are meant; null where none does. */
export const mendTypedIds = (sql: string): string | null => {
  const mended = sql
    .replace(CAMPAIGN_ID, '$1(SELECT id FROM campaigns)')
    .replace(SESSION_ID, '$1(SELECT id FROM sessions WHERE number = $2)');
  return mended === sql ? null : mended;
};

/** The text that Postgres refused as an id; null where it says something else. */
export const refusedId = (detail: string): string | null =>
  /invalid input syntax for type uuid: "(.*)"/s.exec(detail)?.[1] ?? null;
