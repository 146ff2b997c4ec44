// Finding a clue: an entry of its log and an event of the session, with the game date (M-443).
import { ENTITY_LOG, err, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { derivedId } from '../derived-id.ts';
import { getEntity, type EntityMissing } from './entities.ts';
import { addLogEntry } from './entity-log.ts';
import { logEvent, type NoSuchBody } from './events.ts';
import { listRecords, type Listed } from './read-records.ts';
import type { Refused } from './record-input.ts';
import { momentToTell } from './session-moment.ts';

/** The log entry of a clue's first discovery; undefined while it is not found. */
export const getDiscovery = (docs: CampaignDocs, clueId: string): Listed<typeof ENTITY_LOG> | undefined =>
  listRecords(docs.ledger, ENTITY_LOG)
    .filter((l) => l.entityId === clueId && l.logKind === 'discovered')
    .sort((a, b) => (a.occurredAt ?? 0) - (b.occurredAt ?? 0) || (a.id < b.id ? -1 : 1))[0];

/** The event of a session's log that tells of a find. */
const eventIdOf = (clueId: string, sessionId: string): string => derivedId('found', clueId, sessionId);

/**
 * Logs that the party found a clue: an entry of the clue's own log, and an event where the session's log is open. Two GMs
 * who do so apart in one session create one of each.
 */
export const discoverClue = (
  docs: CampaignDocs,
  clueId: string,
  sessionId: string,
  how = '',
): Result<string, Refused | EntityMissing | NoSuchBody> => {
  const clue = getEntity(docs, clueId);
  if (!clue) return err({ type: 'EntityMissing', id: clueId });
  const label = `Found ${clue.name}`;
  const text = how.trim();
  const body = sessionId === '' ? undefined : docs.peek({ kind: 'session', campaignId: docs.campaignId, sessionId });
  const eventId = body ? eventIdOf(clueId, sessionId) : '';
  return docs.group(label, (grouped) => {
    const entry = addLogEntry(
      grouped,
      { entityId: clueId, text: text || `${clue.name} was found`, sessionId, logKind: 'discovered', eventId },
      { id: derivedId('discovered', clueId, sessionId), label },
    );
    if (!entry.ok || !body) return entry;
    // The clue is a participant and not in the name: what is hidden from players stays so in the log.
    const event = { eventType: 'clue_found', name: text, participants: { item: clueId } };
    const logged = logEvent(grouped, body, { ...event, ...momentToTell(docs, sessionId) }, eventId);
    return logged.ok ? entry : logged;
  });
};
