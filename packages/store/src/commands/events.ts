// Owns the verbs of the event log. An event stamps itself with its session, real time and game time, and may tick a clock
// or move a goal in the same transaction.
import {
  byTime,
  CLOCK,
  eventType,
  GOAL,
  type RecordInput,
  type Result,
  TIMELINE_EVENT,
  type TimelineEvent,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { NotWritable, OpenDocument } from '../open-document.ts';
import { derivedId } from '../derived-id.ts';
import { gameTimeNow } from './campaigns.ts';
import { writeGoalNews } from './goals.ts';
import { getRecord, listRecords, type Listed } from './read-records.ts';
import { writeNew } from './write-record.ts';

export type EventInput = Omit<RecordInput<typeof TIMELINE_EVENT>, 'sessionId'> & { eventType: string };

/** `NoSuchBody`: the document is no evening's. */
export type NoSuchBody = { type: 'NoSuchBody' };

/** An evening's events in the order of their time, ties by id. */
export const listEvents = (body: OpenDocument): Listed<typeof TIMELINE_EVENT>[] =>
  [...listRecords(body, TIMELINE_EVENT)].sort(byTime);

/** Logs an event in an evening (M-083, M-084): times are stamped unless given, the category follows from the type. */
export const logEvent = (
  docs: CampaignDocs,
  body: OpenDocument,
  input: EventInput,
): Result<string, NotWritable | NoSuchBody> => {
  if (body.ref.kind !== 'session') return { ok: false, error: { type: 'NoSuchBody' } };
  const { sessionId } = body.ref;
  const id = docs.newId();
  const clock = input.clockId ? getRecord(docs.ledger, CLOCK, input.clockId) : null;
  const goal = input.goalId ? getRecord(docs.ledger, GOAL, input.goalId) : null;
  const type = eventType(input.eventType);
  return docs.edit(`Log ${type.label.toLowerCase()}`, clock || goal ? [body, docs.ledger] : [body], (edit) => {
    writeNew(docs, edit, body, TIMELINE_EVENT, id, {
      category: type.category,
      at: docs.nowMs(),
      gameTime: gameTimeNow(docs),
      ...input,
      sessionId,
    });
    // Ids are derived from the event: two devices that merge one event hold one tick of it.
    if (clock && clock.ticks.value < clock.segments)
      edit.setEntry(docs.ledger, 'clock', clock.id, 'ticks', derivedId('tick', id), {
        n: Math.max(0, ...clock.ticks.steps.map((s) => s.n)) + 1,
        by: 1,
        at: docs.nowMs(),
        who: docs.author(),
        note: input.name ?? type.label,
      });
    if (goal) {
      const ended = type.type === 'quest_completed' ? 'complete' : type.type === 'quest_failed' ? 'failed' : null;
      writeGoalNews(docs, edit, goal.id, ended ?? 'progress', sessionId, input.name ?? '', derivedId('news', id));
      if (ended) edit.set(docs.ledger, 'goal', goal.id, { status: ended });
    }
    return id;
  });
};

/** What a log may be narrowed to; an absent part lets everything through. */
export interface EventFilter {
  types?: readonly string[];
  entityId?: string;
  category?: string;
}

export const matchesFilter = (event: TimelineEvent, entityIds: readonly string[], filter: EventFilter): boolean =>
  (!filter.types?.length || filter.types.includes(event.eventType)) &&
  (!filter.entityId || entityIds.includes(filter.entityId)) &&
  (!filter.category || event.category === filter.category);
