// Where a session is on the one ladder of its life: what every list and header shows of its status, its stage, and
// whether it is the live one.
import { localDay } from './local-day.ts';
import type { SessionProgress } from './stage.ts';

/** In the order in which a session goes through them; a cancelled session left that order. */
export const STANDINGS = ['planned', 'live', 'in_progress', 'played', 'completed', 'cancelled'] as const;
export type Standing = (typeof STANDINGS)[number];

/** A session in progress that is not the live one is one of several that were started. */
export const STANDING_LABELS: Record<Standing, string> = {
  planned: 'Planned',
  live: 'Live',
  in_progress: 'In progress',
  played: 'Played',
  completed: 'Completed',
  cancelled: 'Cancelled',
};

/**
 * A played session needs its wrap-up; that it was completed once and reopened does not matter. Only a session that was
 * started can be live, whatever the campaign's pointer says.
 */
export const standingOf = ({ status, stage }: SessionProgress, isLive: boolean): Standing => {
  if (status === 'cancelled') return 'cancelled';
  if (stage === 'completed') return 'completed';
  if (status === 'in_progress') return isLive ? 'live' : 'in_progress';
  return status === 'completed' || stage === 'wrap_up' ? 'played' : 'planned';
};

/**
 * The session to play next: the live one, else one that was started, else the one that the campaign points at, else the
 * first planned one behind those that were played. `sessions` are in their order.
 */
export const nextToPlay = <S extends SessionProgress & { id: string }>(
  sessions: readonly S[],
  pointedAt: string | null,
): S | undefined => {
  const standings = sessions.map((session) => standingOf(session, session.id === pointedAt));
  const first = (standing: Standing, from = 0): S | undefined =>
    sessions.find((_, i) => i >= from && standings[i] === standing);
  const pointed = sessions.find((session, i) => session.id === pointedAt && standings[i] === 'planned');
  const lastPlayed = standings.findLastIndex((standing) => standing === 'played' || standing === 'completed');
  return first('live') ?? first('in_progress') ?? pointed ?? first('planned', lastPlayed + 1) ?? first('planned');
};

/** What tells when a session was played; `date` is an ISO day or empty, `startedAt` Unix ms. */
export interface PlayedWhen extends SessionProgress {
  id: string;
  date: string;
  startedAt: number | null;
  zone?: string;
}

/** The ISO day on which a session was played, or is to be; empty where neither is known. */
export const dayPlayed = ({ date, startedAt, zone }: PlayedWhen): string => {
  if (/^\d{4}-\d{2}-\d{2}$/.test(date)) return date;
  return startedAt === null || Number.isNaN(new Date(startedAt).getTime()) ? '' : localDay(startedAt, zone);
};

/**
 * The sessions that were played or are, in the order in which they were: by day, then by number, because the numbers of
 * imported ones need not follow the days. One without a day comes after the one before it in number. `sessions` are in
 * order of number.
 */
export const inOrderOfPlay = <S extends PlayedWhen>(sessions: readonly S[]): S[] => {
  let day = '';
  return sessions
    .filter((session) => !['planned', 'cancelled'].includes(standingOf(session, false)))
    .map((session) => ({ session, day: (day = dayPlayed(session) || day) }))
    .sort((a, b) => (a.day === b.day ? 0 : a.day < b.day ? -1 : 1))
    .map(({ session }) => session);
};

/**
 * The session before this one: of those that were played, the one played before it. One that was not played yet follows
 * the planned one just before it in number, else the last that was played. `sessions` are in order of number.
 */
export const sessionBefore = <S extends PlayedWhen>(sessions: readonly S[], id: string): S | undefined => {
  const played = inOrderOfPlay(sessions);
  const own = played.findIndex((session) => session.id === id);
  if (own !== -1) return played[own - 1];
  const before = sessions[sessions.findIndex((session) => session.id === id) - 1];
  return before && standingOf(before, false) === 'planned' ? before : played.at(-1);
};

/** A live session that was started longer ago than this was played on an earlier day and never ended, ms. */
const TONIGHT_MS = 12 * 60 * 60_000;

/**
 * The session that a recap tells of: the last one that was played before tonight's; tonight's own where there is none
 * before it. Undefined before the first. `sessions` are in order of number.
 */
export const lastPlayed = <S extends PlayedWhen>(
  sessions: readonly S[],
  liveId: string | null,
  now: number,
): S | undefined => {
  const played = inOrderOfPlay(sessions);
  const isTonight = ({ id, status, startedAt }: S): boolean =>
    id === liveId && status === 'in_progress' && now - (startedAt ?? now) < TONIGHT_MS;
  return played.findLast((session) => !isTonight(session)) ?? played.at(-1);
};
