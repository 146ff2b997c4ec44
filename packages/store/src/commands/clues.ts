// Owns finding a clue: an entry in its log with the evening and the game date (M-443), one for all who saw it found.
import { ENTITY_LOG, SESSION, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { derivedId } from '../derived-id.ts';
import { gameTimeNow } from './campaigns.ts';
import { getEntity, type EntityMissing } from './entities.ts';
import { getRecord, listRecords, type Listed } from './read-records.ts';
import type { Refused } from './record-input.ts';
import { createRecord } from './records.ts';

/** When and where a clue was found first; undefined while it is not. */
export const getDiscovery = (docs: CampaignDocs, clueId: string): Listed<typeof ENTITY_LOG> | undefined =>
  listRecords(docs.ledger, ENTITY_LOG)
    .filter((l) => l.entityId === clueId && l.logKind === 'discovered')
    .sort((a, b) => (a.occurredAt ?? 0) - (b.occurredAt ?? 0) || (a.id < b.id ? -1 : 1))[0];

/** The party has found it. Two GMs who say so apart in one evening make one entry. */
export const discoverClue = (
  docs: CampaignDocs,
  clueId: string,
  sessionId: string,
  how = '',
): Result<string, Refused | EntityMissing> => {
  const clue = getEntity(docs, clueId);
  if (!clue) return { ok: false, error: { type: 'EntityMissing', id: clueId } };
  return createRecord(
    docs,
    docs.ledger,
    ENTITY_LOG,
    {
      entityId: clueId,
      text: how.trim() || `${clue.name} was found`,
      sessionId,
      chapterId: getRecord(docs.ledger, SESSION, sessionId)?.chapterId ?? '',
      occurredAt: gameTimeNow(docs),
      logKind: 'discovered',
    },
    { id: derivedId('discovered', clueId, sessionId), label: `Found ${clue.name}` },
  );
};
