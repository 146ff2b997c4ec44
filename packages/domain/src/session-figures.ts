// The numbers that charts show (M-149), by session or summed by chapter. The search index computes the same numbers in SQL.
import type { Session } from './session.ts';
import { sessionPlayers } from './session-players.ts';
import { shownStats } from './session-stats.ts';
import { minutesSoFar } from './session-time.ts';
import { isPlayed } from './stage.ts';
import { sumOf } from './values.ts';

export const CHART_STATS = [
  'minutes',
  'attended',
  'eventCount',
  'combatEncounters',
  'totalDamageDealt',
  'totalDamageReceived',
  'xpEarned',
  'treasureGained',
] as const;
export type ChartStat = (typeof CHART_STATS)[number];
export const CHART_STAT_LABELS: Record<ChartStat, string> = {
  minutes: 'Minutes played',
  attended: 'Players present',
  eventCount: 'Events',
  combatEncounters: 'Combats',
  totalDamageDealt: 'Damage dealt',
  totalDamageReceived: 'Damage taken',
  xpEarned: 'XP',
  treasureGained: 'Treasure',
};

/** One group of bars: a session, or a chapter with the sums of its sessions. */
export interface ChartRow {
  id: string;
  label: string;
  figures: Record<ChartStat, number>;
}

type NumberedSession = Session & { shownNumber: number };

const figuresOf = (session: NumberedSession, now: number): Record<ChartStat, number> => {
  const { eventCount, combatEncounters, totalDamageDealt, totalDamageReceived, xpEarned, treasureGained } =
    shownStats(session);
  return {
    minutes: minutesSoFar(session, now) ?? 0,
    attended: sessionPlayers(session).filter((p) => p.attended).length,
    eventCount,
    combatEncounters,
    totalDamageDealt,
    totalDamageReceived,
    xpEarned,
    treasureGained,
  };
};

const sumsOf = (rows: readonly ChartRow[]): Record<ChartStat, number> =>
  Object.fromEntries(CHART_STATS.map((figure) => [figure, sumOf(rows.map((row) => row.figures[figure]))])) as Record<
    ChartStat,
    number
  >;

/**
 * One row for each played session, by number. An unknown duration counts as zero; a session that is being played has
 * come as far as `now`, Unix ms.
 */
export const statsBySession = (sessions: Iterable<NumberedSession>, now: number): ChartRow[] =>
  [...sessions]
    .filter(isPlayed)
    .sort((a, b) => a.shownNumber - b.shownNumber)
    .map((session) => ({ id: session.id, label: String(session.shownNumber), figures: figuresOf(session, now) }));

/** The sums by chapter, in the order of the chapters; sessions without a chapter come last. */
export const statsByChapter = (
  sessions: Iterable<NumberedSession>,
  chapters: readonly { id: string; title: string }[],
  now: number,
): ChartRow[] => {
  const all = [...sessions];
  const known = new Set(chapters.map((chapter) => chapter.id));
  return [...chapters, { id: '', title: 'No chapter' }].flatMap(({ id, title }): ChartRow[] => {
    const rows = statsBySession(
      all.filter((s) => (known.has(s.chapterId) ? s.chapterId : '') === id),
      now,
    );
    return rows.length === 0 ? [] : [{ id: id || 'none', label: title, figures: sumsOf(rows) }];
  });
};
