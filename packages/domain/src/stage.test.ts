// Tests how the status and the stage of a session change.
import { describe, expect, it } from 'vitest';
import { isReadOnly, readStatus, progressRules } from './stage.ts';

describe('status and stage (R-1)', () => {
  it('status and stage change together only where a rule says so', () => {
    expect(progressRules.end()).toEqual({ status: 'completed' });
    expect(progressRules.cancel()).toEqual({ status: 'cancelled' });
    expect(progressRules.markCompleted()).toEqual({ status: 'completed', stage: 'completed' });
    expect(progressRules.reopen()).toEqual({ stage: 'wrap_up' });
    expect([isReadOnly({ stage: 'completed' }), isReadOnly({ stage: 'wrap_up' })]).toEqual([true, false]);
    expect([readStatus('ACTIVE'), readStatus('In Progress'), readStatus('planned'), readStatus('nope')]).toEqual([
      'in_progress',
      'in_progress',
      'planned',
      null,
    ]);
  });
});
