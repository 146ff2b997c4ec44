// Tests the summary that is written from the records of a session.
import { describe, expect, it } from 'vitest';
import { testSession } from '../testing/test-records.ts';
import { autoSummary } from './auto-summary.ts';

describe('the automatic summary', () => {
  it('follows the template and is the same every time (M-123 to M-129, T-2)', () => {
    const full = testSession(
      { number: 15, title: 'The Temple of Shadows' },
      {
        locationsVisited: ['The Temple', 'The Crypt', 'The Well', 'The Stair'],
        npcsIntroduced: ['Elena', 'Marcus'],
        actualObjectives: ['Found the door', 'Freed Elena'],
      },
      { combatEncounters: 3, totalDamageDealt: 385, totalDamageReceived: 120, xpEarned: 4000, treasureGained: 1500 },
    );
    const words = autoSummary(full, 'gp');
    expect(words.split('\n\n')).toEqual([
      'Session 15: The Temple of Shadows',
      'The party continued their adventure, exploring 4 new locations including The Temple, The Crypt, The Well.',
      'They encountered 2 NPCs: Elena, Marcus.',
      'The session featured 3 combat encounters, ' +
        'with the party dealing 385 total damage and taking 120 damage in return.',
      'Notable achievements:\n- Found the door\n- Freed Elena',
      'The party earned 4000 XP and 1500 gp in treasure.',
    ]);
    expect(autoSummary(full, 'gp')).toBe(words);
    expect(autoSummary(full, 'marks')).toContain('1500 marks in treasure');
  });
  it('reads well for none, one and two (M-124 to M-129)', () => {
    const none = autoSummary(testSession({ number: 3 }), '');
    expect(none.split('\n')[0]).toBe('Session 3');
    expect(none).not.toMatch(/undefined|null|NaN|: \.|including \./);
    expect(none).toContain('They encountered no new NPCs.');
    expect(none).toContain('no combat encounters.');
    expect(none).toContain('The party earned no XP and no treasure.');
    const one = autoSummary(
      testSession(
        {},
        { locationsVisited: ['Docks'], npcsIntroduced: ['Pell'] },
        { combatEncounters: 1, totalDamageDealt: 7, xpEarned: 50 },
      ),
      '',
    );
    expect(one).toContain('exploring 1 new location: Docks.');
    expect(one).toContain('They encountered 1 NPC: Pell.');
    expect(one).toContain('1 combat encounter, with the party dealing 7 total damage and taking 0 damage in return.');
    expect(autoSummary(testSession({}, { locationsVisited: ['Docks', 'Salon'] }), '')).toContain(
      'exploring 2 new locations: Docks and Salon.',
    );
    // Damage outside of combat counts too.
    expect(autoSummary(testSession({}, {}, { totalDamageReceived: 4 }), '')).toContain(
      'no combat encounters, with the party dealing 0 total damage and taking 4 damage in return.',
    );
  });
});
