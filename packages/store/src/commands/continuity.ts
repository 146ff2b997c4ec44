// Owns settling a contradiction (M-240): the version that is canon stays, the other is set aside in its record, the choice is
// logged, and a retcon says what happened instead. One step of undo; the old words stay in each record's history.
import {
  CAMPAIGN,
  ENTITY,
  ENTITY_LOG,
  eventParticipants,
  META_ID,
  ok,
  RELATIONSHIP,
  TIMELINE_EVENT,
  type Contradiction,
  type Result,
  type Version,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { NotWritable } from '../open-document.ts';
import type { StorageError } from '../persistence/persistence.ts';
import { getRecord } from './read-records.ts';
import { setMember } from './record-groups.ts';
import type { RecordMissing, Refused } from './record-input.ts';
import { createRecord, editRecord } from './records.ts';

/** `neither` with the words of what actually happened; `both`: there is no contradiction. */
export type CanonChoice = { canon: 'first' | 'second' | 'both' } | { canon: 'neither'; happened: string };

const RETCONNED = ' (retconned)';

const setAside = async (
  docs: CampaignDocs,
  subjectId: string,
  version: Version,
): Promise<Result<unknown, Refused | RecordMissing | StorageError>> => {
  if (version.kind === 'entityLog')
    return editRecord(docs, docs.ledger, ENTITY_LOG, version.id, { confidence: 'SUPERSEDED' });
  if (version.kind === 'relationship')
    return editRecord(docs, docs.ledger, RELATIONSHIP, version.id, { confidence: 'SUPERSEDED' });
  if (version.kind === 'place') return setMember(docs, docs.ledger, ENTITY, version.id, 'presentIds', subjectId, false);
  const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: version.sessionId });
  if (!body.ok) return body;
  try {
    const event = getRecord(body.value, TIMELINE_EVENT, version.id);
    if (!event) return ok(undefined);
    return editRecord(docs, body.value, TIMELINE_EVENT, version.id, {
      name: event.name.endsWith(RETCONNED) ? event.name : `${event.name}${RETCONNED}`,
      ...(event.npcId === subjectId ? { npcId: '' } : {}),
      participants: Object.fromEntries(Object.entries(eventParticipants(event)).filter(([, id]) => id !== subjectId)),
    });
  } finally {
    await body.value.release();
  }
};

/** Writes the GM's choice. Refused where an event lies in a completed evening: reopen it first. */
export const settleContradiction = (
  docs: CampaignDocs,
  found: Contradiction,
  choice: CanonChoice,
): Promise<Result<void, Refused | RecordMissing | NotWritable | StorageError>> =>
  docs.group(`Settle: ${found.describe}`, async () => {
    const losers =
      choice.canon === 'first'
        ? [found.second]
        : choice.canon === 'second'
          ? [found.first]
          : choice.canon === 'neither'
            ? [found.first, found.second]
            : [];
    // An event may be refused: nothing else is written then.
    for (const version of losers.sort((a, b) => Number(b.kind === 'event') - Number(a.kind === 'event'))) {
      const written = await setAside(docs, found.subjectId, version);
      if (!written.ok) return written;
    }
    const subject = getRecord(docs.ledger, ENTITY, found.subjectId);
    // Whose death did not happen is alive again.
    if (found.kind === 'dead_acts' && choice.canon === 'second' && subject?.condition === 'Dead')
      editRecord(docs, docs.ledger, ENTITY, found.subjectId, { condition: 'Alive' });
    const words =
      choice.canon === 'neither'
        ? choice.happened
        : choice.canon === 'first'
          ? found.first.text
          : choice.canon === 'second'
            ? found.second.text
            : `${found.describe}: both stand`;
    const logged = createRecord(docs, docs.ledger, ENTITY_LOG, {
      entityId: found.subjectId,
      text: choice.canon === 'neither' ? words : `Canon: ${words}`,
    });
    if (!logged.ok) return logged;
    const settled = setMember(docs, docs.ledger, CAMPAIGN, META_ID, 'settledConflicts', found.id, true);
    return settled.ok ? ok(undefined) : settled;
  });
