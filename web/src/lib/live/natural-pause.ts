// Tells whether a change is a natural pause in play, at which the group could stop: a beat or a rest in the log, or a
// decision whose consequence is still to come.
import {
  DECISION,
  isNaturalPause,
  isOpenChoice,
  readRoom,
  type RecordChange,
  type TimelineEvent,
} from '@emberkeep/domain';
import { getRecord, type CampaignDocs } from '@emberkeep/store';

/** Whether the change that was just made is a natural pause. A change of an old event is not. */
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
