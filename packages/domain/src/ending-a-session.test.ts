// Tests the phrases that end a session, the events after which it is offered, and the text that closes it.
import { describe, expect, it } from 'vitest';
import { DECISION, CONSEQUENCE, HOOK } from './campaign-state.ts';
import { farewell, nextTimeHook } from './closing-words.ts';
import { consequenceReport } from './consequence-report.ts';
import type { DelayedConsequence } from './campaign-state.ts';
import { dueConsequences } from './due-consequences.ts';
import { isEndPhrase, isNaturalPause } from './ending-a-session.ts';
import { readFields, type RecordOf, type RecordSpec } from './record-spec.ts';

const made = <S extends RecordSpec>(spec: S, id: string, fields: Record<string, unknown>): RecordOf<S> =>
  readFields(spec, id, { fields: new Map(Object.entries(fields)), groups: new Map() })!;

describe('the end of a session', () => {
  it('a phrase that ends a session counts only when it is typed by itself (M-208, M-209)', () => {
    for (const words of [
      'Let’s stop here',
      "let's stop here!",
      'save game',
      'End session',
      'I need to go',
      'until next time',
      'Save and quit.',
    ])
      expect(isEndPhrase(words), words).toBe(true);
    for (const words of ['', 'end', 'I need to go to the tower', 'save game rules', 'session'])
      expect(isEndPhrase(words), words).toBe(false);
  });

  it('such a phrase need not be exact, and a sentence about something else is none', () => {
    for (const words of [
      'OK let’s stop here for tonight',
      "okay, let's stop here.",
      'Alright everyone, end session now please',
      'So, I need to go now. Thank you!',
      'I think we should save and quit for today',
      'ok guys, let’s call it a night',
      'Right, we’ll stop here for today. Thanks everyone!',
      'sorry folks I gotta go',
      'that’s it for tonight everyone',
    ])
      expect(isEndPhrase(words), words).toBe(true);
    for (const words of [
      'OK',
      'now',
      'stop here and look at the door',
      'they need to go now',
      'ok save the game rules',
      'they call it a night market',
      'that’s it',
    ])
      expect(isEndPhrase(words), words).toBe(false);
  });

  it('a consequence is due in its session and stays so until it happened (M-202)', () => {
    const consequence = (id: string, sessionNumber: number | null, isDone = false): DelayedConsequence =>
      ({ id, sessionNumber, isDone, trigger: id, effect: '' }) as DelayedConsequence; // reason: no other field is read
    const all = [
      consequence('8', 8),
      consequence('7', 7),
      consequence('9', 9),
      consequence('any', null),
      consequence('done', 6, true),
    ];
    expect(dueConsequences(all, 8).map(({ id }) => id)).toEqual(['7', '8']);
    expect(dueConsequences(all, 6)).toEqual([]);
  });

  it('is offered after a story beat, a rest, or reaching safety (M-210, M-212)', () => {
    const event = (eventType: string, name = '') => isNaturalPause({ eventType, name });
    expect([
      event('chapter_end'),
      event('boss_defeated'),
      event('betrayal_revealed'),
      event('rest'),
      event('OTHER', 'Pell betrays them'),
      event('LOCATION_CHANGE', 'They reach safety'),
      event('OTHER', 'Night falls over the quay'),
    ]).not.toContain(false);
    for (const words of [
      'the chapter closes here',
      'End of the chapter',
      'The boss is beaten',
      'betrayed',
      'a short rest',
      'they made camp',
      'They sleep',
      'a safe house',
      'reached safety',
    ])
      expect(event('OTHER', words), words).toBe(true);
    expect([
      event('damage', 'An arrow'),
      event('OTHER', 'They argue'),
      event('dialogue', 'The rest is silence'),
    ]).not.toContain(true);
  });

  const decisions = [
    made(DECISION, 'd1', { decision: 'Let Dob go', delayedEffect: 'Dob is asked who fed him' }),
    made(DECISION, 'd2', { decision: 'Paid the toll' }),
    made(DECISION, 'd3', { decision: 'Lied', delayedEffect: 'found out', isSettled: true }),
  ];
  const consequences = [
    made(CONSEQUENCE, 'c1', {
      trigger: 'Rook finds the doctor gone',
      effect: 'The marsh is searched',
      sessionNumber: 9,
    }),
    made(CONSEQUENCE, 'c2', { trigger: 'the ring is lost', effect: 'The Salon closes', sessionNumber: 4 }),
    made(CONSEQUENCE, 'c3', { effect: 'over', isDone: true }),
  ];

  it('lists every unresolved choice with its pending effect, what is due first; empty if none is open (M-202, M-213)', () => {
    expect(consequenceReport(decisions, consequences, [], 5).map((r) => [r.choice, r.pending, r.isDue])).toEqual([
      ['the ring is lost', 'The Salon closes', true],
      ['Rook finds the doctor gone', 'The marsh is searched', false],
      ['Let Dob go', 'Dob is asked who fed him', false],
    ]);
    expect(consequenceReport([decisions[1]!], [], [], 5)).toEqual([]);
  });

  it('hints at next time, and says goodbye by name (M-215, M-216)', () => {
    const hooks = [
      made(HOOK, 'h1', { text: 'a door stands open', hookKind: 'opportunity' }),
      made(HOOK, 'h2', { text: 'Pell knows!', hookKind: 'threat' }),
      made(HOOK, 'h3', { text: 'used', isDone: true }),
    ];
    expect(nextTimeHook(hooks, [])).toBe('Pell knows. A door stands open.');
    expect(nextTimeHook([], consequenceReport([], consequences, [], 5))).toBe(
      'If the ring is lost, something answers.',
    );
    expect(nextTimeHook([], [])).toBe('');
    expect(farewell(['Mirabel Thorne'])).toBe('Campaign saved. See you next time, Mirabel Thorne.');
    expect(farewell(['Ana', 'Jo', 'Sam'])).toBe('Campaign saved. See you next time, Ana, Jo and Sam.');
    expect(farewell([])).toBe('Campaign saved. See you next time.');
  });
});
