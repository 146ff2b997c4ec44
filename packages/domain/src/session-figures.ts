// Owns the figures of evenings beside each other (M-149): what charts draw, by session or summed by chapter. Pure; the
// index gives the same in SQL.
import { durationMinutes, sessionPlayers, type Session } from './session.ts';
import { shownStats } from './session-stats.ts';

export const FIGURES = [
  'minutes',
  'attended',
  'eventCount',
  'combatEncounters',
  'totalDamageDealt',
  'totalDamageReceived',
  'xpEarned',
  'treasureGained',
] as const;
export type Figure = (typeof FIGURES)[number];
export const FIGURE_LABELS: Record<Figure, string> = {
  minutes: 'Minutes at the table',
  attended: 'Players there',
  eventCount: 'Events',
  combatEncounters: 'Combats',
  totalDamageDealt: 'Damage dealt',
  totalDamageReceived: 'Damage taken',
  xpEarned: 'XP',
  treasureGained: 'Treasure',
};

/** One bar group: an evening, or a chapter with the sums of its evenings. */
export interface FigureRow {
  id: string;
  label: string;
  figures: Record<Figure, number>;
}

type Evening = Session & { shownNumber: number };

/** Evenings that were played, in order of number. A duration that nobody knows counts as zero. */
export const figuresBySession = (sessions: Iterable<Evening>): FigureRow[] =>
  [...sessions]
    .filter((s) => s.status === 'in_progress' || s.status === 'completed')
    .sort((a, b) => a.shownNumber - b.shownNumber)
    .map((session) => {
      const { eventCount, combatEncounters, totalDamageDealt, totalDamageReceived, xpEarned, treasureGained } =
        shownStats(session);
      return {
        id: session.id,
        label: String(session.shownNumber),
        figures: {
          minutes: durationMinutes(session) ?? 0,
          attended: sessionPlayers(session).filter((p) => p.attended).length,
          eventCount,
          combatEncounters,
          totalDamageDealt,
          totalDamageReceived,
          xpEarned,
          treasureGained,
        },
      };
    });

/** The same summed by chapter, in the order of the chapters; evenings of none come last. */
export const figuresByChapter = (
  sessions: Iterable<Evening>,
  chapters: readonly { id: string; title: string }[],
): FigureRow[] => {
  const all = [...sessions];
  return [...chapters, { id: '', title: 'No chapter' }].flatMap(({ id, title }): FigureRow[] => {
    const rows = figuresBySession(
      all.filter((s) => (chapters.some((c) => c.id === s.chapterId) ? s.chapterId : '') === id),
    );
    if (rows.length === 0) return [];
    return [
      {
        id: id || 'none',
        label: title,
        figures: Object.fromEntries(FIGURES.map((f) => [f, rows.reduce((sum, r) => sum + r.figures[f], 0)])) as Record<
          Figure,
          number
        >,
      },
    ];
  });
};
