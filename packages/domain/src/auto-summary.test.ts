// Tests the summary that is written from the records of a session.
import fc from 'fast-check';
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
    expect(none).toBe('Session 3');
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
      'The party dealt 0 total damage and took 4 damage.',
    );
  });
  it('says nothing of what was not recorded, whatever else was', () => {
    const lists = fc.array(fc.constantFrom('Docks', 'Salon', 'Pell', 'Crypt'), { maxLength: 4 });
    const count = fc.constantFrom(0, 0, 1, 40);
    const stats = fc.record({
      combatEncounters: count,
      totalDamageDealt: count,
      xpEarned: count,
      treasureGained: count,
    });
    fc.assert(
      fc.property(lists, lists, lists, stats, (locationsVisited, npcsIntroduced, actualObjectives, counted) => {
        const words = autoSummary(
          testSession({}, { locationsVisited, npcsIntroduced, actualObjectives }, counted),
          'gp',
        );
        expect(words).not.toMatch(/\bno\b|\bnone\b|without|undefined|: \.|including \.|\n{3}|\n$/i);
        expect(/location/.test(words)).toBe(locationsVisited.length > 0);
        expect(/NPC/.test(words)).toBe(npcsIntroduced.length > 0);
        expect(/achievements/.test(words)).toBe(actualObjectives.length > 0);
        expect(/combat/.test(words)).toBe(counted.combatEncounters > 0);
        expect(/damage/.test(words)).toBe(counted.totalDamageDealt > 0);
        expect(/XP/.test(words)).toBe(counted.xpEarned > 0);
        expect(/treasure/.test(words)).toBe(counted.treasureGained > 0);
      }),
    );
  });
});
