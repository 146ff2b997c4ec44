// Tests what the events of a session tell afterwards.
import { describe, expect, it } from 'vitest';
import { testEvent } from '../testing/test-records.ts';
import { reviewEvents } from './session-review.ts';

describe('the review of a session', () => {
  const names: Record<string, string> = { n: 'Sister Wen', p: 'St. Brannoc' };
  const review = reviewEvents(
    [
      testEvent('combat_end', 9, { details: { rounds: 3, outcome: 'They fled' } }),
      testEvent('combat_start', 5, { name: 'In the tower' }),
      testEvent('damage', 6, { details: { amount: 11, to: 'enemies' } }),
      testEvent('damage', 7, { details: { amount: 4, to: 'party' } }),
      testEvent('location_discovered', 1, { participants: { location: 'p' }, name: 'The loft' }),
      testEvent('rooms_explored', 2, { details: { explored: 15, total: 20 } }),
      testEvent('npc_introduced', 3, { npcId: 'n' }),
      testEvent('npc_introduced', 4, { npcId: 'n' }),
      testEvent('dialogue', 10, { npcId: 'n', details: { quote: 'It holds its tongue.' } }),
      testEvent('treasure', 11, { name: 'A purse', details: { amount: 60 } }),
      testEvent('xp', 12, { name: 'For mercy', details: { amount: '300' } }),
      testEvent('combat_start', 13, { name: 'On the stair' }),
    ],
    (id) => names[id] ?? '',
  );
  it('lists events in order (M-132), and combats with rounds, damage and outcome (M-133)', () => {
    expect(review.timeline.map((t) => t.at)).toEqual([1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13]);
    expect(review.combats).toEqual([
      { name: 'In the tower', rounds: 3, outcome: 'They fled', dealt: 11, taken: 4, isOpen: false },
      { name: 'On the stair', rounds: null, outcome: '', dealt: 0, taken: 0, isOpen: true },
    ]);
  });
  it('keeps what was logged without words in the timeline, and tells treasure in its currency (M-132)', () => {
    const logged = [testEvent('combat_start', 1, {}), testEvent('treasure', 2, { details: { amount: 75 } })];
    const told = reviewEvents(logged, () => '', 'coin').timeline.map(({ type, line }) => [type, line]);
    expect(told).toEqual([
      ['combat_start', ''],
      ['treasure', '75 coin'],
    ]);
  });
  it('lists exploration (M-134), people (M-135) and gains (M-136)', () => {
    expect(review.places).toEqual(['St. Brannoc']);
    expect(review.rooms).toEqual(['15/20 rooms']);
    expect(review.met).toEqual(['Sister Wen']);
    expect(review.quotes).toEqual([{ who: 'Sister Wen', words: 'It holds its tongue.' }]);
    expect(review.treasure).toEqual([{ line: 'A purse', amount: 60 }]);
    expect(review.xp).toEqual([{ line: 'For mercy', amount: 300 }]);
  });
});
