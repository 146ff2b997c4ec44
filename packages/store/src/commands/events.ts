// The session log. An event is stamped with its session, its time and the game time, and may tick a clock or move a
// goal in the same transaction.
import {
  byTime,
  CLOCK,
  err,
  eventDetails,
  eventType,
  GOAL,
  goalChangeOfEvent,
  secondsPassed,
  type RecordInput,
  type Result,
  TIMELINE_EVENT,
  type TimelineEvent,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { derivedId } from '../derived-id.ts';
import type { NotWritable, OpenDocument } from '../open-document.ts';
import { calendarOf, gameTimeNow, writeTimeStep } from './campaigns.ts';
import { writeTickOfEvent } from './clocks.ts';
import { writeGoalNews } from './goals.ts';
import { getRecord, listRecords, type Listed } from './read-records.ts';
import { writeNew } from './write-record.ts';

export type EventInput = Omit<RecordInput<typeof TIMELINE_EVENT>, 'sessionId'> & { eventType: string };

/** The document is not the body of a session. */
export type NoSuchBody = { type: 'NoSuchBody' };

/** A session's events by time, ties by id. */
export const listEvents = (body: OpenDocument): Listed<typeof TIMELINE_EVENT>[] =>
  [...listRecords(body, TIMELINE_EVENT)].sort(byTime);

/** Game seconds that logging an event lets pass; 0 for an event of another type. */
const passedBy = (docs: CampaignDocs, { eventType: type, details = null }: EventInput): number =>
  type === 'time_passed' ? (secondsPassed(eventDetails({ details }), calendarOf(docs)) ?? 0) : 0;

/**
 * Logs an event in a session (M-083, M-084). Times are stamped unless given; the category follows from the type. Time
 * that passes moves the campaign's game time.
 */
export const logEvent = (
  docs: CampaignDocs,
  body: OpenDocument,
  input: EventInput,
): Result<string, NotWritable | NoSuchBody> => {
  if (body.ref.kind !== 'session') return err({ type: 'NoSuchBody' });
  const { sessionId } = body.ref;
  const id = docs.newId();
  const clock = input.clockId ? getRecord(docs.ledger, CLOCK, input.clockId) : null;
  const goal = input.goalId ? getRecord(docs.ledger, GOAL, input.goalId) : null;
  const type = eventType(input.eventType);
  const seconds = passedBy(docs, input);
  const touched = clock || goal || seconds ? [body, docs.ledger] : [body];
  return docs.edit(`Log ${type.label.toLowerCase()}`, touched, (edit) => {
    writeNew(docs, edit, body, TIMELINE_EVENT, id, {
      category: type.category,
      at: docs.nowMs(),
      gameTime: gameTimeNow(docs),
      ...input,
      sessionId,
    });
    if (seconds) writeTimeStep(docs, edit, { id: derivedId('time', id), by: seconds });
    if (clock) writeTickOfEvent(docs, edit, clock, { eventId: id, note: input.name ?? type.label });
    if (goal) {
      const kind = goalChangeOfEvent(type.type);
      writeGoalNews(docs, edit, goal.id, { kind, sessionId, text: input.name ?? '', id: derivedId('news', id) });
      if (kind !== 'progress') edit.set(docs.ledger, 'goal', goal.id, { status: kind });
    }
    return id;
  });
};

/** What a log is narrowed to; a missing part lets everything through. */
export interface EventFilter {
  types?: readonly string[];
  entityId?: string;
  category?: string;
}

export const matchesFilter = (event: TimelineEvent, entityIds: readonly string[], filter: EventFilter): boolean =>
  (!filter.types?.length || filter.types.includes(event.eventType)) &&
  (!filter.entityId || entityIds.includes(filter.entityId)) &&
  (!filter.category || event.category === filter.category);
