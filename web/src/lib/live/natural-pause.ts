// Owns noticing that something was just written after which a table could stop: a beat or a rest in the log, or a choice whose
// consequence is still to come. In: a change. Only records that this device made count.
import {
  DECISION,
  isNaturalPause,
  isOpenChoice,
  readRoom,
  type RecordChange,
  type TimelineEvent,
} from '@emberkeep/domain';
import { getRecord, type CampaignDocs } from '@emberkeep/store';

export const isPause = (docs: CampaignDocs, change: RecordChange): boolean => {
  if (change.kind === 'decision') {
    const decision = change.fields.includes('delayedEffect') ? getRecord(docs.ledger, DECISION, change.id) : null;
    return decision !== null && isOpenChoice(decision);
  }
  if (change.kind !== 'event' || !change.fields.includes('made')) return false;
  const ref = readRoom(change.room);
  const event = ref && (docs.peek(ref)?.table('event').record(change.id) as TimelineEvent | null | undefined);
  return event ? isNaturalPause(event) : false;
};
