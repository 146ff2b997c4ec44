// Tests the order, gaps and overlaps of sessions in game time.
import { describe, expect, it } from 'vitest';
import { testSession } from '../testing/test-records.ts';
import { gameChronology, type ChronologyStep } from './game-chronology.ts';

const told = (step: ChronologyStep<ReturnType<typeof testSession>>): number | string => {
  switch (step.type) {
    case 'session':
      return step.session.shownNumber;
    case 'gap':
      return `gap ${step.seconds} after ${step.after.shownNumber}`;
    case 'overlap':
      return `overlap ${step.seconds} with ${step.with.shownNumber}`;
    case 'flashback':
      return `back to ${step.with.shownNumber}`;
  }
};

describe('the sessions of a campaign in game time', () => {
  const at = (number: number, gameStart: number | null, gameEnd: number | null, more: Record<string, unknown> = {}) =>
    testSession({ id: `s${number}`, number, gameStart, gameEnd, status: 'completed', ...more });
  it('have gaps and overlaps with their lengths (M-144, M-146)', () => {
    const steps = gameChronology([
      at(3, 500, 900),
      at(1, 0, 100),
      at(2, 350, 600),
      at(4, 900, 1000),
      at(5, null, null),
      at(6, 0, 50, { status: 'cancelled' }),
    ]);
    expect(steps.map(told)).toEqual([1, 'gap 250 after 1', 2, 'overlap 100 with 2', 3, 4, 5]);
  });
  it('a gap is measured from the session that ended last, in whose units of time it is told', () => {
    const steps = gameChronology([at(1, 0, 1000), at(2, 100, 200), at(3, 1500, 1600)]);
    expect(steps.map(told)).toEqual([1, 'overlap 100 with 1', 2, 'gap 500 after 1', 3]);
  });
  it('a short session within a long one overlaps it', () => {
    const steps = gameChronology([at(1, 0, 1000), at(2, 100, 200), at(3, 400, 500)]);
    expect(
      steps
        .filter((s) => s.type === 'overlap')
        .map((s) => (s.type === 'overlap' ? [s.seconds, s.with.shownNumber] : [])),
    ).toEqual([
      [100, 1],
      [100, 1],
    ]);
  });
  it('a flashback is flagged at every session to whose time it goes back, and leaves no gap of days', () => {
    const steps = gameChronology([at(1, 100, 300), at(2, 300, 800), at(3, 800, 250), at(4, 800, 900)]);
    expect(steps.map(told)).toEqual([1, 2, 3, 'back to 1', 4]);
  });
  it('a flashback does not go back to the time of a session that is still played', () => {
    const steps = gameChronology([
      at(1, 100, 300),
      at(2, 300, 800),
      at(3, 800, 250),
      at(4, 0, null, { status: 'in_progress' }),
    ]);
    expect(steps.map(told)).toEqual([4, 'gap 100 after 4', 1, 2, 3, 'back to 1']);
  });
});
