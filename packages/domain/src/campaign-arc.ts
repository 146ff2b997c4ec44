// Owns how evenings lie in the campaign's own time (M-144 to M-148): their boundaries, the gaps between them, where two
// overlap, and which chapter they belong to. Pure.
import type { Session } from './session.ts';

type Evening = Pick<Session, 'id' | 'gameStart' | 'gameEnd' | 'status' | 'chapterId'> & { shownNumber: number };

export type ArcStep<S> =
  | { type: 'session'; session: S }
  /** Game seconds that passed between two evenings. */
  | { type: 'gap'; seconds: number }
  /** Game seconds that two evenings share: one of the two is dated wrongly, or the party was split. */
  | { type: 'overlap'; seconds: number; with: S };

/**
 * Evenings in the order of their game time, those without one at the end by number; between two neighbours what lies there.
 * Cancelled ones are left out. A gap of no length is none.
 */
export const campaignArc = <S extends Evening>(sessions: Iterable<S>): ArcStep<S>[] => {
  const all = [...sessions].filter((s) => s.status !== 'cancelled');
  const dated = all
    .filter((s) => s.gameStart !== null)
    .sort((a, b) => a.gameStart! - b.gameStart! || a.shownNumber - b.shownNumber);
  const steps: ArcStep<S>[] = [];
  // The evening that reaches furthest so far: a short one inside a long one overlaps the long one.
  let furthest: { end: number; session: S } | null = null;
  for (const session of dated) {
    const start = session.gameStart!;
    const end = Math.max(start, session.gameEnd ?? start);
    if (furthest && start > furthest.end) steps.push({ type: 'gap', seconds: start - furthest.end });
    else if (furthest && start < furthest.end)
      steps.push({
        type: 'overlap',
        seconds: Math.min(end, furthest.end) - start || furthest.end - start,
        with: furthest.session,
      });
    steps.push({ type: 'session', session });
    if (!furthest || end > furthest.end) furthest = { end, session };
  }
  for (const session of all.filter((s) => s.gameStart === null).sort((a, b) => a.shownNumber - b.shownNumber))
    steps.push({ type: 'session', session });
  return steps;
};
