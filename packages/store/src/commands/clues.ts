// Finding a clue: a log entry with the session and the game date (M-443).
import { ENTITY_LOG, err, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { derivedId } from '../derived-id.ts';
import { getEntity, type EntityMissing } from './entities.ts';
import { addLogEntry } from './entity-log.ts';
import { listRecords, type Listed } from './read-records.ts';
import type { Refused } from './record-input.ts';

/** The log entry of a clue's first discovery; undefined while it is not found. */
export const getDiscovery = (docs: CampaignDocs, clueId: string): Listed<typeof ENTITY_LOG> | undefined =>
  listRecords(docs.ledger, ENTITY_LOG)
    .filter((l) => l.entityId === clueId && l.logKind === 'discovered')
    .sort((a, b) => (a.occurredAt ?? 0) - (b.occurredAt ?? 0) || (a.id < b.id ? -1 : 1))[0];

/** Logs that the party found a clue. Two GMs who do so apart in one session create one entry. */
export const discoverClue = (
  docs: CampaignDocs,
  clueId: string,
  sessionId: string,
  how = '',
): Result<string, Refused | EntityMissing> => {
  const clue = getEntity(docs, clueId);
  if (!clue) return err({ type: 'EntityMissing', id: clueId });
  return addLogEntry(
    docs,
    { entityId: clueId, text: how.trim() || `${clue.name} was found`, sessionId, logKind: 'discovered' },
    { id: derivedId('discovered', clueId, sessionId), label: `Found ${clue.name}` },
  );
};
