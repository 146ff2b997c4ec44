// The sessions of a campaign in game time (M-144 to M-148): their order, the gaps between them, and where two overlap.
import type { Session } from './session.ts';
import { sessionsDuring } from './session-time.ts';

type ChronologySession = Pick<Session, 'id' | 'gameStart' | 'gameEnd' | 'status' | 'chapterId'> & {
  shownNumber: number;
};

export type ChronologyStep<S> =
  | { type: 'session'; session: S }
  /** Game seconds since the session that ended last, which tells their units. */
  | { type: 'gap'; seconds: number; after: S }
  /** Game seconds that two sessions share: the party was split, or a date is wrong. */
  | { type: 'overlap'; seconds: number; with: S }
  /** The session before goes back to a moment of another one: a flashback. */
  | { type: 'flashback'; with: S };

/**
 * Sessions in the order of their game time, with the gaps and overlaps between neighbors; sessions without a game
 * time come last, by number. Cancelled sessions are left out, and so are gaps of no length.
 */
export const gameChronology = <S extends ChronologySession>(sessions: Iterable<S>): ChronologyStep<S>[] => {
  const all = [...sessions].filter((s) => s.status !== 'cancelled');
  const dated = all
    .filter((s) => s.gameStart !== null)
    .sort((a, b) => a.gameStart! - b.gameStart! || a.shownNumber - b.shownNumber);
  /** The earlier sessions in whose time a session ends that ends before it starts. */
  const wentBackTo = (session: S): S[] =>
    session.gameEnd === null || session.gameEnd >= session.gameStart!
      ? []
      : sessionsDuring(dated, { from: session.gameEnd, to: session.gameEnd }, session.gameStart!).filter(
          // How far one in progress has come says the campaign, and no session before it.
          (other) => other !== session && (other.gameEnd !== null || other.status !== 'in_progress'),
        );
  const undated = all.filter((s) => s.gameStart === null).sort((a, b) => a.shownNumber - b.shownNumber);
  const steps: ChronologyStep<S>[] = [];
  // The session that ends last so far: a short session within a long one overlaps the long one.
  let latest: { end: number; session: S } | null = null;
  for (const session of dated) {
    const start = session.gameStart!;
    const end = Math.max(start, session.gameEnd ?? start);
    if (latest && start > latest.end) steps.push({ type: 'gap', seconds: start - latest.end, after: latest.session });
    else if (latest && start < latest.end) {
      const seconds = Math.min(end, latest.end) - start || latest.end - start;
      steps.push({ type: 'overlap', seconds, with: latest.session });
    }
    steps.push({ type: 'session', session });
    for (const other of wentBackTo(session)) steps.push({ type: 'flashback', with: other });
    if (!latest || end > latest.end) latest = { end, session };
  }
  return [...steps, ...undated.map((session): ChronologyStep<S> => ({ type: 'session', session }))];
};
