// The session log. An event is stamped with its session, its time and the game time, and may tick a clock or move a
// goal in the same transaction.
import {
  byTime,
  CLOCK,
  err,
  eventDetails,
  eventType,
  GOAL,
  isPlainObject,
  type ParticipantRole,
  type RecordInput,
  type Result,
  TIMELINE_EVENT,
  type TimelineEvent,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { NotWritable, OpenDocument } from '../open-document.ts';
import { withPart } from '../record-parts.ts';
import { gameTimeNow } from './campaigns.ts';
import { writeTickOfEvent } from './clocks.ts';
import { writeTimeOfEvent } from './event-time.ts';
import { writeNewsOfEvent } from './goal-of-event.ts';
import { getRecord, getRecordToEdit, listRecords, type Listed } from './read-records.ts';
import type { RecordMissing, Refused } from './record-input.ts';
import { editRecord } from './records.ts';
import { writeNew } from './write-record.ts';

export type EventInput = Omit<RecordInput<typeof TIMELINE_EVENT>, 'sessionId'> & { eventType: string };

/** The document is not the body of a session. */
export type NoSuchBody = { type: 'NoSuchBody' };

/** A session's events by time, ties by id. */
export const listEvents = (body: OpenDocument): Listed<typeof TIMELINE_EVENT>[] =>
  [...listRecords(body, TIMELINE_EVENT)].sort(byTime);

/**
 * Logs an event in a session (M-083, M-084). Times are stamped unless given; the category follows from the type. Time
 * that passes moves the campaign's game time. `id` is given only when it follows from a cause, so that two devices log
 * one event.
 */
export const logEvent = (
  docs: CampaignDocs,
  body: OpenDocument,
  input: EventInput,
  id: string = docs.newId(),
): Result<string, NotWritable | NoSuchBody> => {
  if (body.ref.kind !== 'session') return err({ type: 'NoSuchBody' });
  const { sessionId } = body.ref;
  const clock = input.clockId ? getRecord(docs.ledger, CLOCK, input.clockId) : null;
  const goal = input.goalId ? getRecord(docs.ledger, GOAL, input.goalId) : null;
  const type = eventType(input.eventType);
  const isTime = input.eventType === 'time_passed';
  const touched = clock || goal || isTime ? [body, docs.ledger] : [body];
  return docs.edit(`Log ${type.label.toLowerCase()}`, touched, (edit) => {
    writeNew(
      { docs, edit, doc: body, spec: TIMELINE_EVENT, id },
      {
        category: type.category,
        at: docs.nowMs(),
        gameTime: gameTimeNow(docs),
        ...input,
        sessionId,
      },
    );
    if (isTime) writeTimeOfEvent(docs, id, input.details);
    if (clock) writeTickOfEvent(docs, clock, { eventId: id, note: input.name ?? type.label });
    if (goal)
      writeNewsOfEvent(docs, edit, goal, { eventId: id, eventType: type.type, sessionId, text: input.name ?? '' });
    return id;
  });
};

/** A change of one part of an event; empty text removes the part. With `typing`, changes join into one step of undo. */
export interface EventChange<K extends string> {
  id: string;
  key: K;
  value: string | number;
  typing?: boolean;
}

/** Corrects a figure of an event that is logged. Its other details stay, also those without a field (M-025). */
export const setEventDetail = (
  docs: CampaignDocs,
  body: OpenDocument,
  { id, key, value, typing = false }: EventChange<string>,
): Result<void, Refused | RecordMissing> => {
  const event = getRecordToEdit(body, TIMELINE_EVENT, id, typing);
  if (!event) return err({ type: 'RecordMissing', kind: 'event', id });
  const fields = { details: withPart(eventDetails(event), key, value === '' ? null : value) };
  return editRecord(docs, { doc: body, spec: TIMELINE_EVENT, id, fields, label: 'Edit event', typing });
};

/** Corrects who took part in an event that is logged: the id of an entity, or a name without a record. */
export const setParticipant = (
  docs: CampaignDocs,
  body: OpenDocument,
  { id, key, value, typing = false }: EventChange<ParticipantRole>,
): Result<void, Refused | RecordMissing> => {
  const event = getRecordToEdit(body, TIMELINE_EVENT, id, typing);
  if (!event) return err({ type: 'RecordMissing', kind: 'event', id });
  const before = isPlainObject(event.participants) ? event.participants : {};
  const fields = { participants: withPart(before, key, value === '' ? null : value) };
  return editRecord(docs, { doc: body, spec: TIMELINE_EVENT, id, fields, label: 'Edit event', typing });
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
