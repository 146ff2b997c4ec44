// Tests the ladder of a session's life: every status, stage and pointer.
import { describe, expect, it } from 'vitest';
import {
  inOrderOfPlay,
  lastPlayed,
  nextToPlay,
  sessionBefore,
  STANDING_LABELS,
  standingOf,
} from './session-standing.ts';
import { progressRules, STAGES, STATUSES, type SessionProgress } from './stage.ts';

describe('the standing of a session', () => {
  it('R-1: is one word for every status and stage', () => {
    const words = Object.fromEntries(
      STATUSES.map((status) => [
        status,
        STAGES.map((stage) => [false, true].map((isLive) => STANDING_LABELS[standingOf({ status, stage }, isLive)])),
      ]),
    );
    const both = (word: string): string[] => [word, word];
    expect(words).toEqual({
      planned: [both('Planned'), both('Planned'), both('Played'), both('Completed')],
      in_progress: [...Array.from({ length: 3 }, () => ['In progress', 'Live']), both('Completed')],
      completed: [both('Played'), both('Played'), both('Played'), both('Completed')],
      cancelled: Array.from({ length: 4 }, () => both('Cancelled')),
    });
  });
  it('goes up the ladder by the commands, and down again by reopening', () => {
    let session: SessionProgress = { status: 'planned', stage: 'prep' };
    const after = (change: Partial<SessionProgress>): string => standingOf((session = { ...session, ...change }), true);
    expect(after({})).toBe('planned');
    expect(after(progressRules.start())).toBe('live');
    expect(after(progressRules.end())).toBe('played');
    expect(after(progressRules.enterStage('wrap_up'))).toBe('played');
    expect(after(progressRules.markCompleted())).toBe('completed');
    expect(after(progressRules.reopen())).toBe('played');
  });
  it('the next to play is live, else started, else planned, and never one that was played', () => {
    const session = (id: string, progress: Partial<SessionProgress>) => ({
      id,
      status: 'planned' as const,
      stage: 'prep' as const,
      ...progress,
    });
    const played = session('1', { status: 'completed', stage: 'play' });
    const done = session('2', { status: 'completed', stage: 'completed' });
    const dropped = session('3', { status: 'cancelled' });
    const [first, second] = [session('4', {}), session('5', {})];
    const [started, other] = [session('6', progressRules.start()), session('7', progressRules.start())];
    const all = [played, done, dropped, first, second];
    for (const pointedAt of [null, '1', '2', '3']) expect(nextToPlay(all, pointedAt)?.id).toBe('4');
    expect(nextToPlay(all, '5')?.id).toBe('5');
    expect(nextToPlay([...all, started, other], null)?.id).toBe('6');
    expect(nextToPlay([...all, started, other], '7')?.id).toBe('7');
    expect(nextToPlay([played, done, dropped], '1')).toBeUndefined();
    // One that was planned and passed over comes after those that are ahead.
    expect(nextToPlay([first, done, second], null)?.id).toBe('5');
    expect(nextToPlay([first, done], null)?.id).toBe('4');
  });
  it('a recap tells of the session before tonight’s, of one that never ended, else of tonight’s', () => {
    const hour = 3_600_000;
    const now = 100 * hour;
    const session = (id: string, progress: Partial<SessionProgress>, startedAt: number | null = null) => ({
      id,
      status: 'planned' as const,
      stage: 'prep' as const,
      startedAt,
      date: '',
      ...progress,
    });
    const imported = session('1', { status: 'completed', stage: 'wrap_up' });
    const dropped = session('2', { status: 'cancelled' });
    const tonight = session('3', progressRules.start(), now - 2 * hour);
    const lastWeek = session('3', progressRules.start(), now - 13 * hour);
    const next = session('4', {});
    expect(lastPlayed([imported, dropped, tonight, next], '3', now)?.id).toBe('1');
    expect(lastPlayed([imported, dropped, session('3', progressRules.start()), next], '3', now)?.id).toBe('1');
    expect(lastPlayed([imported, dropped, lastWeek, next], '3', now)?.id).toBe('3');
    expect(lastPlayed([imported, dropped, tonight, next], null, now)?.id).toBe('3');
    expect(lastPlayed([imported, { ...tonight, ...progressRules.end() }, next], '3', now)?.id).toBe('3');
    expect(lastPlayed([dropped, tonight, next], '3', now)?.id).toBe('3');
    expect(lastPlayed([dropped, next], '4', now)).toBeUndefined();
  });

  it('the last session is the one played last by its day, also where an import gave earlier ones higher numbers', () => {
    const played = (id: string, date: string, startedAt: number | null = null) => ({
      id,
      status: 'completed' as const,
      stage: 'completed' as const,
      date,
      startedAt,
      zone: 'Europe/London',
    });
    const planned = { ...played('next', '2026-12-01'), status: 'planned' as const, stage: 'prep' as const };
    const own = played('own', '', Date.UTC(2026, 10, 28, 20));
    const year = Array.from({ length: 12 }, (_, i) => played(`y${i + 2}`, `2025-${String(i + 1).padStart(2, '0')}-03`));
    // The file's own first session found its number taken, and has no day.
    const moved = played('moved', '');
    const all = [own, ...year, moved, planned];
    expect(inOrderOfPlay(all).map(({ id }) => id)).toEqual([...year.map(({ id }) => id), 'moved', 'own']);
    expect(lastPlayed(all, null, Date.UTC(2026, 10, 30))?.id).toBe('own');
    expect(sessionBefore(all, 'next')?.id).toBe('own');
    expect(sessionBefore(all, 'own')?.id).toBe('moved');
    expect(sessionBefore(all, 'y2')).toBeUndefined();
    // What was planned in a session that was not started yet is for the one after it.
    const afterNext = { ...planned, id: 'after next' };
    expect(sessionBefore([...all, afterNext], 'after next')?.id).toBe('next');
    expect(sessionBefore([...all, { ...planned, id: 'x', status: 'cancelled' }, afterNext], 'after next')?.id).toBe(
      'own',
    );
    expect(sessionBefore([planned], 'next')).toBeUndefined();
    // Two of one day are by number, and without any day all are.
    const [a, b] = [played('a', '2026-01-01'), played('b', '2026-01-01')];
    expect(lastPlayed([a, b], null, 0)?.id).toBe('b');
    expect(lastPlayed([moved, { ...moved, id: 'later' }], null, 0)?.id).toBe('later');
    // What is no day, as a peer may write it, is none.
    expect(lastPlayed([a, played('c', 'tomorrow', 1e300)], null, 0)?.id).toBe('c');
  });
});
