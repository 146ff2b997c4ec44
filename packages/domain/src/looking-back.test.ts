// Shows what an evening says when it is looked back on: the summary that writes itself, combats, places, people,
// gains; how evenings lie in game time; their figures beside each other.
import { describe, expect, it } from 'vitest';
import {
  autoSummary,
  campaignArc,
  figuresByChapter,
  figuresBySession,
  readFields,
  reviewEvents,
  SESSION,
  TIMELINE_EVENT,
  type Session,
  type TimelineEvent,
} from './index.ts';

const session = (
  fields: Record<string, unknown>,
  lists: Record<string, readonly string[]> = {},
  stats: Record<string, number> = {},
): Session & { shownNumber: number } => {
  const groups = new Map<string, Map<string, unknown>>();
  for (const [name, words] of Object.entries(lists)) {
    groups.set(name, new Map(words.map((w, i) => [`i${i}`, w])));
    groups.set(`${name}.order`, new Map(words.map((_, i) => [`i${i}`, `V${i}`])));
  }
  groups.set('computedStats', new Map(Object.entries(stats)));
  if (fields['attended']) groups.set('attended', new Map((fields['attended'] as string[]).map((p) => [p, true])));
  const read = readFields(SESSION, String(fields['id'] ?? 's'), {
    fields: new Map(Object.entries({ number: 1, ...fields })),
    groups,
  })!;
  return { ...read, shownNumber: read.number };
};
const event = (eventType: string, at: number, fields: Record<string, unknown> = {}): TimelineEvent =>
  readFields(TIMELINE_EVENT, `e${at}`, {
    fields: new Map([['made', { eventType, at, ...fields }]]),
    groups: new Map(),
  })!;

describe('the summary that writes itself', () => {
  it('reads as the template does, the same every time (M-123 to M-129, T-2)', () => {
    const full = session(
      { number: 15, title: 'The Temple of Shadows' },
      {
        locationsVisited: ['The Temple', 'The Crypt', 'The Well', 'The Stair'],
        npcsIntroduced: ['Elena', 'Marcus'],
        actualObjectives: ['Found the door', 'Freed Elena'],
      },
      { combatEncounters: 3, totalDamageDealt: 385, totalDamageReceived: 120, xpEarned: 4000, treasureGained: 1500 },
    );
    const words = autoSummary(full, 'gp');
    expect(words).toBe(
      'Session 15: The Temple of Shadows\n\nThe party continued their adventure, exploring 4 new locations including The Temple, The Crypt, The Well.\n\nThey encountered 2 NPCs: Elena, Marcus.\n\n' +
        'The session featured 3 combat encounters, with the party dealing 385 total damage and taking 120 damage in return.\n\nNotable achievements:\n- Found the door\n- Freed Elena\n\nThe party earned 4000 XP and 1500 gp in treasure.',
    );
    expect(autoSummary(full, 'gp')).toBe(words);
    expect(autoSummary(full, 'marks')).toContain('1500 marks in treasure');
  });
  it('reads well for none, one and two (M-124 to M-129)', () => {
    const none = autoSummary(session({ number: 3 }), '');
    expect(none.split('\n')[0]).toBe('Session 3');
    expect(none).not.toMatch(/undefined|null|NaN|: \.|including \./);
    expect(none).toContain('They encountered no new NPCs.');
    expect(none).toContain('no combat encounters.');
    expect(none).toContain('The party earned no XP and no treasure.');
    const one = autoSummary(
      session(
        {},
        { locationsVisited: ['Docks'], npcsIntroduced: ['Pell'] },
        { combatEncounters: 1, totalDamageDealt: 7, xpEarned: 50 },
      ),
      '',
    );
    expect(one).toContain('exploring 1 new location: Docks.');
    expect(one).toContain('They encountered 1 NPC: Pell.');
    expect(one).toContain('1 combat encounter, with the party dealing 7 total damage and taking 0 damage in return.');
    expect(autoSummary(session({}, { locationsVisited: ['Docks', 'Salon'] }), '')).toContain(
      'exploring 2 new locations: Docks and Salon.',
    );
    // Damage outside of any combat is told too.
    expect(autoSummary(session({}, {}, { totalDamageReceived: 4 }), '')).toContain(
      'no combat encounters, with the party dealing 0 total damage and taking 4 damage in return.',
    );
  });
});

describe('looking back on events', () => {
  const names: Record<string, string> = { n: 'Sister Wen', p: 'St. Brannoc' };
  const review = reviewEvents(
    [
      event('combat_end', 9, { details: { rounds: 3, outcome: 'They fled' } }),
      event('combat_start', 5, { name: 'In the tower' }),
      event('damage', 6, { details: { amount: 11, to: 'enemies' } }),
      event('damage', 7, { details: { amount: 4, to: 'party' } }),
      event('location_discovered', 1, { participants: { location: 'p' }, name: 'The loft' }),
      event('rooms_explored', 2, { details: { explored: 15, total: 20 } }),
      event('npc_introduced', 3, { npcId: 'n' }),
      event('npc_introduced', 4, { npcId: 'n' }),
      event('dialogue', 10, { npcId: 'n', details: { quote: 'It holds its tongue.' } }),
      event('treasure', 11, { name: 'A purse', details: { amount: 60 } }),
      event('xp', 12, { name: 'For mercy', details: { amount: '300' } }),
      event('combat_start', 13, { name: 'On the stair' }),
    ],
    (id) => names[id] ?? '',
  );
  it('tells events in order (M-132) and combats with rounds, damage and outcome (M-133)', () => {
    expect(review.timeline.map((t) => t.at)).toEqual([1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13]);
    expect(review.combats).toEqual([
      { name: 'In the tower', rounds: 3, outcome: 'They fled', dealt: 11, taken: 4, isOpen: false },
      { name: 'On the stair', rounds: null, outcome: '', dealt: 0, taken: 0, isOpen: true },
    ]);
  });
  it('tells exploration (M-134), people (M-135) and gains (M-136)', () => {
    expect(review.places).toEqual(['St. Brannoc']);
    expect(review.rooms).toEqual(['15/20 rooms']);
    expect(review.met).toEqual(['Sister Wen']);
    expect(review.quotes).toEqual([{ who: 'Sister Wen', words: 'It holds its tongue.' }]);
    expect(review.treasure).toEqual([{ line: 'A purse', amount: 60 }]);
    expect(review.xp).toEqual([{ line: 'For mercy', amount: 300 }]);
  });
});

describe('the campaign in its own time', () => {
  const evening = (
    number: number,
    gameStart: number | null,
    gameEnd: number | null,
    more: Record<string, unknown> = {},
  ) => session({ id: `s${number}`, number, gameStart, gameEnd, status: 'completed', ...more });
  it('draws boundaries, gaps with their length, and flags overlaps (M-144, M-146)', () => {
    const steps = campaignArc([
      evening(3, 500, 900),
      evening(1, 0, 100),
      evening(2, 350, 600),
      evening(4, 900, 1000),
      evening(5, null, null),
      evening(6, 0, 50, { status: 'cancelled' }),
    ]);
    expect(
      steps.map((s) =>
        s.type === 'session'
          ? s.session.shownNumber
          : s.type === 'gap'
            ? `gap ${s.seconds}`
            : `overlap ${s.seconds} with ${s.with.shownNumber}`,
      ),
    ).toEqual([1, 'gap 250', 2, 'overlap 100 with 2', 3, 4, 5]);
  });
  it('sees a short evening inside a long one', () => {
    const steps = campaignArc([evening(1, 0, 1000), evening(2, 100, 200), evening(3, 400, 500)]);
    expect(
      steps
        .filter((s) => s.type === 'overlap')
        .map((s) => (s.type === 'overlap' ? [s.seconds, s.with.shownNumber] : [])),
    ).toEqual([
      [100, 1],
      [100, 1],
    ]);
  });
});

it('figures stand by session and are summed by chapter (M-147 to M-149)', () => {
  const sessions = [
    session(
      { id: 'a', number: 1, status: 'completed', chapterId: 'c', correctedMinutes: 60, attended: ['p', 'q'] },
      {},
      { xpEarned: 100, combatEncounters: 1 },
    ),
    session({ id: 'b', number: 2, status: 'completed', chapterId: 'c', correctedMinutes: 90 }, {}, { xpEarned: 50 }),
    session({ id: 'd', number: 3, status: 'planned' }),
  ];
  expect(
    figuresBySession(sessions).map((r) => [r.label, r.figures.minutes, r.figures.attended, r.figures.xpEarned]),
  ).toEqual([
    ['1', 60, 2, 100],
    ['2', 90, 0, 50],
  ]);
  expect(
    figuresByChapter(sessions, [{ id: 'c', title: 'Dark' }]).map((r) => [
      r.label,
      r.figures.minutes,
      r.figures.xpEarned,
    ]),
  ).toEqual([['Dark', 150, 150]]);
});
