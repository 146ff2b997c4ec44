// The news that a logged event makes of a goal, and the goal's status with it.
import { GOAL, GOAL_STATUSES, goalChangeOfEvent, isPlainObject, type GoalStatus } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { derivedId } from '../derived-id.ts';
import type { Edit } from '../edit.ts';
import { readValue } from '../typed-text.ts';
import { followStanding, type EventEffect } from './event-effect.ts';
import { STATUS_AFTER } from './goals.ts';
import { isStanding, type Listed } from './read-records.ts';

/** The news's id is derived from the event, so two devices that merge one event hold one entry. */
const newsId = (eventId: string): string => derivedId('news', eventId);

/** The status that news leads to; undefined for news that leaves it alone. */
const statusAfter = (kind: unknown): GoalStatus | undefined => STATUS_AFTER[kind as keyof typeof STATUS_AFTER]; // reason: looked up by whatever is stored

/** Moves a goal in the transaction that logs an event. */
export const writeNewsOfEvent = (
  docs: CampaignDocs,
  edit: Edit,
  goal: Listed<typeof GOAL>,
  { eventId, eventType, sessionId, text }: { eventId: string; eventType: string; sessionId: string; text: string },
): void => {
  const kind = goalChangeOfEvent(eventType);
  const news = { kind, sessionId, at: docs.nowMs(), text, before: goal.status };
  docs.ledger.doc.getMap<unknown>(GOAL.root).set(`${goal.id}/news/${newsId(eventId)}`, news);
  const status = statusAfter(kind);
  // Its undo is that of the event, which the status follows.
  if (status) edit.set(docs.ledger, 'goal', goal.id, { status }, { isFollowed: true });
};

interface News {
  id: string;
  at: number;
  /** What it does to the status, or did before it was taken back. */
  status: GoalStatus | undefined;
  stands: boolean;
  /** The status before it; undefined where that was not noted. */
  before: GoalStatus | undefined;
}

const readNews = (id: string, value: unknown, stands: boolean): News | null => {
  if (!isPlainObject(value)) return null;
  const { at, kind, before } = value;
  return {
    id,
    at: typeof at === 'number' ? at : 0,
    status: statusAfter(kind),
    stands,
    before: GOAL_STATUSES.find((each) => each === before),
  };
};

const byAge = (a: News, b: News): number => a.at - b.at || (a.id < b.id ? -1 : 1);

/** All news of a goal, oldest first, also what was taken back. */
const newsOf = (docs: CampaignDocs, goalId: string): News[] => {
  const map = docs.ledger.doc.getMap<unknown>(GOAL.root);
  const members = (field: string): string[] => {
    const prefix = `${goalId}/${field}/`;
    return [...map.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  };
  const standing = members('news');
  const taken = members('news.event').filter((id) => !standing.includes(id));
  const takenValue = (id: string): unknown => {
    const note = readValue(map, `${goalId}/news.event/${id}`);
    return isPlainObject(note) ? note['taken'] : undefined;
  };
  return [
    ...standing.flatMap((id) => readNews(id, readValue(map, `${goalId}/news/${id}`), true) ?? []),
    ...taken.flatMap((id) => readNews(id, takenValue(id), false) ?? []),
  ].sort(byAge);
};

/** The status before an entry, without what was taken back; `earlier` is what is older than it, oldest first. */
const statusBefore = (entry: News, earlier: readonly News[]): GoalStatus => {
  let { before } = entry;
  for (const each of [...earlier].reverse()) {
    if (!each.status) continue;
    if (each.stands) return before ?? each.status;
    if (each.status === before) ({ before } = each);
  }
  return before ?? 'active';
};

const setStatus = (docs: CampaignDocs, goalId: string, id: string, stands: boolean): void => {
  const map = docs.ledger.doc.getMap<unknown>(GOAL.root);
  const all = newsOf(docs, goalId);
  const at = all.findIndex((each) => each.id === id);
  const entry = all[at];
  // What was said of the goal later goes before.
  if (!entry?.status || all.slice(at + 1).some((each) => each.stands && each.status)) return;
  const status = readValue(map, `${goalId}/status`) ?? 'active';
  if (!stands && status !== entry.status) return;
  const next = stands ? entry.status : statusBefore(entry, all.slice(0, at));
  if (status !== next) map.set(`${goalId}/status`, next);
};

export const newsOfEvent: EventEffect = {
  kind: 'goal',
  field: 'news',
  recordOf: ({ goalId }) => goalId || null,
  memberOf: ({ id }) => newsId(id),
  countedIn: () => '',
  follow: followStanding((docs, { goalId }) => isStanding(docs.ledger, GOAL, goalId)),
  also: (docs, _news, { event, stands }) => setStatus(docs, event.goalId, newsId(event.id), stands),
};
