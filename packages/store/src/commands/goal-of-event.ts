// The news that a logged event makes of a goal, and the goal's status with it. A status that somebody set stays; one that
// events led to follows from the news.
import type * as Y from 'yjs';
import { GOAL, GOAL_STATUSES, goalChangeOfEvent, isPlainObject, type GoalStatus } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';
import { hasOfEvents, isOfEvents, noteOfEvents, notesOf, readFollowNote } from '../followed.ts';
import { readValue } from '../typed-text.ts';
import type { EventEffect } from './event-effect.ts';
import { goalChangeIds } from './goal-change-ids.ts';
import { STATUS_AFTER } from './goals.ts';
import type { Listed } from './read-records.ts';

/** The status that news leads to; undefined for news that leaves it alone. */
const statusAfter = (kind: unknown): GoalStatus | undefined => STATUS_AFTER[kind as keyof typeof STATUS_AFTER]; // reason: looked up by whatever is stored

const readStatus = (value: unknown): GoalStatus | undefined => GOAL_STATUSES.find((each) => each === value);

interface News {
  id: string;
  at: number;
  /** The status that it leads to, or did before it was taken back; undefined where it leaves the status alone. */
  status: GoalStatus | undefined;
  stands: boolean;
  /** The status that somebody had set when the event was logged; null where nobody had, undefined by earlier versions. */
  over: GoalStatus | null | undefined;
  /** What an earlier version noted instead: the status before, whoever had set it. */
  before: GoalStatus | undefined;
}

const readNews = (id: string, value: unknown, stands: boolean): News | null => {
  if (!isPlainObject(value)) return null;
  const { at, kind, over, before } = value;
  return {
    id,
    at: typeof at === 'number' ? at : 0,
    status: statusAfter(kind),
    stands,
    over: over === null ? null : readStatus(over),
    before: readStatus(before),
  };
};

const byAge = (a: News, b: News): number => a.at - b.at || (a.id < b.id ? -1 : 1);

/** All news of a goal, oldest first, also what was taken back. Reads what this transaction wrote. */
const newsOf = (map: Y.Map<unknown>, goalId: string): News[] => {
  const members = (field: string): string[] => {
    const prefix = `${goalId}/${field}/`;
    return [...map.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  };
  const standing = members('news');
  const taken = members(notesOf('news')).filter((id) => !standing.includes(id));
  const takenValue = (id: string): unknown =>
    readFollowNote(readValue(map, `${goalId}/${notesOf('news')}/${id}`)).taken;
  return [
    ...standing.flatMap((id) => readNews(id, readValue(map, `${goalId}/news/${id}`), true) ?? []),
    ...taken.flatMap((id) => readNews(id, takenValue(id), false) ?? []),
  ].sort(byAge);
};

/** The status that the newest entry leads to, or that somebody had set before those that were taken back. */
const statusByNews = (news: readonly News[]): GoalStatus => {
  for (const { stands, status, over } of [...news].reverse()) {
    if (stands && status) return status;
    if (over) return over;
  }
  return news.find(({ before }) => before)?.before ?? 'active';
};

/** True when nobody set the status: events led to it, or it is as it was when the goal was made. */
const followsNews = (map: Y.Map<unknown>, goalId: string, news: readonly News[]): boolean => {
  const key = `${goalId}/status`;
  if (!map.has(key) || isOfEvents(map, key)) return true;
  // Earlier versions did not note it: there a status that agrees with the newest entry is taken for its.
  const newest = news.findLast(({ status }) => status);
  return newest?.over === undefined && newest?.status === readValue(map, key) && !hasOfEvents(map, key);
};

const settleStatus = (docs: CampaignDocs, goalId: string): void => {
  const map = docs.ledger.doc.getMap<unknown>(GOAL.root);
  const news = newsOf(map, goalId);
  if (!followsNews(map, goalId, news)) return;
  const status = statusByNews(news);
  const key = `${goalId}/status`;
  if (status === (readValue(map, key) ?? 'active')) return;
  map.set(key, status);
  noteOfEvents(map, key);
};

/** Moves a goal in the transaction that logs an event. */
export const writeNewsOfEvent = (
  docs: CampaignDocs,
  edit: Edit,
  goal: Listed<typeof GOAL>,
  { eventId, eventType, sessionId, text }: { eventId: string; eventType: string; sessionId: string; text: string },
): void => {
  const map = docs.ledger.doc.getMap<unknown>(GOAL.root);
  const kind = goalChangeOfEvent(eventType);
  const over = followsNews(map, goal.id, newsOf(map, goal.id)) ? null : goal.status;
  map.set(`${goal.id}/news/${goalChangeIds.ofEvent(eventId)}`, { kind, sessionId, at: docs.nowMs(), text, over });
  const status = statusAfter(kind);
  if (!status || status === goal.status) return;
  // Its undo is that of the event, which the status follows.
  edit.set(docs.ledger, 'goal', goal.id, { status }, { isFollowed: true });
  noteOfEvents(map, `${goal.id}/status`);
};

export const newsOfEvent: EventEffect = {
  kind: 'goal',
  field: 'news',
  recordOf: ({ goalId }) => goalId || null,
  memberOf: ({ id }) => goalChangeIds.ofEvent(id),
  countedIn: () => '',
  follow: (_docs, news, isThere, { event, stands }) => {
    const kind = goalChangeOfEvent(event.eventType);
    const isCurrent = news['kind'] === kind && news['text'] === event.name;
    if (stands === isThere && (!stands || isCurrent)) return null;
    return { value: stands ? { ...news, kind, text: event.name } : null };
  },
  settle: settleStatus,
};
