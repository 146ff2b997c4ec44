// Campaign JSON (the examples of the source documents) and Fantasy-Calendar (real exports, if present) are read in
// full.
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOfDay, dayOfDate, READY_CALENDARS } from '@emberkeep/domain';
import { readCampaignJson, readFantasyCalendar, writeFantasyCalendar, type ImportedCampaign } from './index.ts';

const read = (value: unknown): ImportedCampaign => {
  const result = readCampaignJson(JSON.stringify(value));
  if (!result.ok) throw new Error(result.error.type);
  return result.value;
};

describe('campaign JSON', () => {
  it('reads a planned session of the source documents (M-080, M-036, M-046, M-073, M-074, M-075, M-076, M-077)', () => {
    const [session] = read({
      id: 'session-015',
      campaignId: 'campaign-001',
      number: 15,
      status: 'planned',
      realTime: { startTime: '2025-01-20T18:00:00Z' },
      participants: {
        gm: 'user-gm-1',
        players: [
          { userId: 'user-player-1', characterIds: ['fighter-pc', 'familiar'], attended: false },
          { userId: 'user-player-2', characterIds: ['wizard-pc'], attended: true, arrivedLate: true, leftEarly: true },
        ],
      },
      plannedObjectives: ['Explore the abandoned temple', 'Find the lost artifact'],
      tags: ['dungeon-crawl'],
      createdAt: '2025-01-18T10:00:00Z',
    }).sessions;
    expect(session).toMatchObject({
      externalId: 'session-015',
      fields: {
        number: 15,
        status: 'planned',
        stage: 'prep',
        scheduledAt: Date.parse('2025-01-20T18:00:00Z'),
        gm: 'user-gm-1',
        tags: ['dungeon-crawl'],
        createdAt: Date.parse('2025-01-18T10:00:00Z'),
      },
      lists: { plannedObjectives: ['Explore the abandoned temple', 'Find the lost artifact'] },
      players: [
        { externalId: 'user-player-1', characterIds: ['fighter-pc', 'familiar'], attended: false, arrivedLate: null },
        { attended: true, arrivedLate: true, leftEarly: true },
      ],
    });
    expect(session!.fields.startedAt).toBeUndefined();
  });
  it('reads loose events and a log of any shape, one event each (M-019, M-025, M-084, M-085)', () => {
    const loose = read({
      id: 'event-001',
      sessionId: 'session-015',
      timestamp: {
        realTime: '2025-01-20T18:30:00Z',
        gameTime: { days: 15, hours: 10, total: 1_299_600, formatted: 'Day 15, 10:00 AM' },
      },
      event: { type: 'combat_start', name: 'Ambushed by cultists' },
    });
    expect(loose.sessions[0]).toMatchObject({
      externalId: 'session-015',
      events: [
        {
          externalId: 'event-001',
          eventType: 'combat_start',
          category: 'combat',
          name: 'Ambushed by cultists',
          at: Date.parse('2025-01-20T18:30:00Z'),
          gameTime: 1_299_600,
          gameTimeText: 'Day 15, 10:00 AM',
        },
      ],
    });
    const log = [
      'plain words',
      7,
      {
        event_type: 'DICE_ROLL',
        details: { position: 'controlled', effect: 'great', result: 6, odd: [1] },
        character: 'Cutter',
        colour: 'red',
      },
      { type: 'unheard_of' },
      null,
    ];
    const [session] = read({ number: 1, log: JSON.stringify(log) }).sessions;
    expect(session!.events).toHaveLength(5);
    expect(session!.events[2]).toMatchObject({
      eventType: 'DICE_ROLL',
      character: 'Cutter',
      details: { position: 'controlled', effect: 'great', result: 6, odd: [1], colour: 'red' },
    });
    expect(session!.events.map((e) => e.eventType)).toEqual(['OTHER', 'OTHER', 'DICE_ROLL', 'unheard_of', 'OTHER']);
  });
  it('makes scenes and suggestions of retired fields, keeps unknown ones (M-304, M-305, M-306, M-307, M-431)', () => {
    const [session] = read({
      number: 2,
      planned_scenes: ['The ford', { title: 'Ambush', type: 'combat', description: 'by night' }],
      discoveries: ['Green flame', { from: 'Rook', to: 'Pell', type: 'suspects' }],
      player_decisions: ['Let Dob go'],
      consequences: [{ consequence: 'The Wick know' }],
      mood: 'grim',
    }).sessions;
    expect(session!.scenes).toMatchObject([
      { title: 'The ford', sceneType: 'other', brief: '' },
      { title: 'Ambush', sceneType: 'combat', brief: 'by night' },
    ]);
    expect(session!.suggestions.map((s) => [s.suggestionType, s.title])).toEqual([
      ['entity_suggestion', 'Green flame'],
      ['relationship_suggestion', 'Rook – Pell'],
      ['log_entry', 'Let Dob go'],
      ['log_entry', 'The Wick know'],
    ]);
    expect(session!.fields.imported).toEqual({ mood: 'grim' });
  });
  it('puts what has no text of its own in words, never in JSON', () => {
    const deep = JSON.parse(`${'['.repeat(3000)}${']'.repeat(3000)}`) as unknown;
    const [session] = read({
      number: 4,
      discoveries: [
        { name: 'Gatekeeper Olwen', type: 'npc' },
        { seen_by: ['Brom', 'Sable'], is_true: true },
      ],
      consequences: [{ what: 'The oath binds', who: { name: 'Brom' } }],
      plannedObjectives: [{ why: 'The wall', until: 3 }, deep],
    }).sessions;
    expect(session!.suggestions.map(({ title, quote }) => [title, quote])).toEqual([
      ['Gatekeeper Olwen', 'name: Gatekeeper Olwen · type: npc'],
      ['seen by: Brom, Sable · is true: true', 'seen by: Brom, Sable · is true: true'],
      ['what: The oath binds · who: name: Brom', 'what: The oath binds · who: name: Brom'],
    ]);
    expect(session!.lists.plannedObjectives).toEqual(['why: The wall · until: 3', '…']);
  });
  it('keeps words that are keys without a value, but no empty field', () => {
    const objectivesOf = (plannedObjectives: unknown): readonly string[] =>
      read({ number: 4, plannedObjectives }).sessions[0]!.lists.plannedObjectives ?? [];
    expect(objectivesOf({ 'Find the mill': '', 'Burn it': null })).toEqual(['Find the mill · Burn it']);
    expect(objectivesOf([{ 'Find the mill': [] }, { mill: {}, Burn: 'at dawn' }])).toEqual([
      'Find the mill',
      'mill · Burn: at dawn',
    ]);
    expect(objectivesOf([{ name: '', description: null }])).toEqual([]);
  });
  it('reads factions as objects, names or JSON text; unknown types become OTHER (M-001, M-004)', () => {
    const { factions, remarks } = read({
      factions: JSON.stringify([
        'Bluecoats',
        { name: 'Lampblacks', faction_type: 'criminal', hold: 2, reputation: -1, goal: 'burn it' },
        { name: 'Sparkwrights', type: 'guild' },
      ]),
    });
    expect(factions.map((f) => [f.name, f.factionType, f.hold, f.reputation, f.originalType])).toEqual([
      ['Bluecoats', 'OTHER', 'weak', 0, ''],
      ['Lampblacks', 'CRIMINAL', 'strong', -1, ''],
      ['Sparkwrights', 'OTHER', 'weak', 0, 'guild'],
    ]);
    expect(factions[1]!.notes).toContain('burn it');
    expect(remarks).toEqual(['“Sparkwrights” had the unknown type “guild”, which became Other.']);
  });
  it('reads yes and no, times and players in every spelling, and says what it cannot read', () => {
    const { sessions, remarks } = read({
      id: 's',
      number: 4,
      status: 'archived',
      realTime: { startTime: 1_737_396_000, endTime: '1737410400000', breaks: [{ minutes: 10 }] },
      createdAt: 'a while ago',
      participants: {
        characters: ['Cutter'],
        guests: ['Ann'],
        players: [
          { name: 'Jo', attended: 'true', seat: 2 },
          { name: 'Kim', attended: 1 },
          { name: 'Lee', attended: 'maybe' },
          'Max',
        ],
      },
      stats: { eventCount: 3, bossKills: 1, xpEarned: 'lots' },
      summary: { highlights: ['A fire', 7, true], mood: 'grim' },
    });
    const [session] = sessions;
    expect(session!.players.map((p) => [p.name, p.attended])).toEqual([
      ['Jo', true],
      ['Kim', true],
      ['Lee', null],
      ['Max', null],
    ]);
    expect(session!.characterIds).toEqual(['Cutter']);
    expect(session!.fields).toMatchObject({
      status: 'planned',
      scheduledAt: 1_737_396_000_000,
      endedAt: 1_737_410_400_000,
      imported: {
        realTime: { breaks: [{ minutes: 10 }] },
        participants: { guests: ['Ann'] },
        players: { Jo: { seat: 2 } },
        stats: { bossKills: 1, xpEarned: 'lots' },
        summary: { mood: 'grim' },
      },
    });
    expect(session!.fields.startedAt).toBeUndefined();
    expect(session!.lists.highlights).toEqual(['A fire', '7', 'true']);
    for (const word of [
      'archived',
      'a while ago',
      'maybe',
      'realTime.breaks',
      'participants.guests',
      'stats.bossKills',
    ])
      expect(remarks.join(' ')).toContain(word);
  });
  it.each([
    [{ days: 8, hours: 9 }, 8 * 86_400 + 9 * 3600, ''],
    [{ days: 3, hours: 4, minutes: 30, rounds: 2 }, 3 * 86_400 + 4 * 3600 + 30 * 60 + 12, ''],
    [{ formatted: 'Day 3, 4:30 PM' }, 3 * 86_400 + 16.5 * 3600, ''],
    ['Day 12, 12:05 AM', 12 * 86_400 + 300, ''],
    ['Day 7', 7 * 86_400, ''],
    [777_600, 777_600, ''],
    [{ days: 15, hours: 9, total: 1_296_000, formatted: 'Day 15, 9:00 AM' }, 1_296_000, '“Day 15, 9:00 AM” disagrees'],
    [{ days: 8, hours: 9, total: 0 }, 0, '“Day 8, 9:00 AM” disagrees with its total, Day 0, 12:00 AM'],
    ['midwinter', undefined, '“midwinter” is not a readable game time'],
    [{ moon: 'full' }, undefined, '“{"moon":"full"}” is not a readable game time'],
  ])('the game time %j of a session is read, or the import says that it is not', (endTime, total, remark) => {
    const { sessions, remarks } = read({ sessions: [{ id: 's', number: 4, gameTime: { endTime } }] });
    expect(sessions[0]?.fields.gameEnd).toBe(total);
    expect(remarks.join('\n')).toContain(remark);
    expect(remarks).toHaveLength(remark === '' ? 0 : 1);
  });
  it('an event’s game time is read from days and hours, and kept in its details where it cannot be', () => {
    const log = [
      { event_type: 'OTHER', name: 'Bell', gameTime: { days: 2, hours: 1 } },
      { event_type: 'OTHER', name: 'Fog', gameTime: 'at dusk' },
    ];
    const [bell, fog] = read({ sessions: [{ id: 's', number: 4, log }] }).sessions[0]!.events;
    expect(bell).toMatchObject({ gameTime: 2 * 86_400 + 3600, details: {} });
    expect(fog).toMatchObject({ gameTime: null, gameTimeText: 'at dusk', details: { gameTime: 'at dusk' } });
  });
  it('a session number that leaves none for later sessions is not taken', () => {
    const { sessions, remarks } = read({
      sessions: [{ id: 'a', number: 1e308 }, { id: 'b', number: -3 }, { number: 7 }],
    });
    expect(sessions.map(({ fields }) => fields.number)).toEqual([undefined, undefined, 7]);
    expect(remarks).toHaveLength(2);
    expect(remarks[0]).toContain('gets the next free one');
  });
  it('says which values of factions, scenes and events it had to change, and keeps them', () => {
    const { factions, sessions, remarks } = read({
      name: 'Ash',
      factions: [{ name: 'Crows', hold: 'medium', reputation: 1.7, power: 12, attitude: 'wary' }],
      sessions: [
        {
          number: 1,
          scenes: [{ title: 'Job', scene_type: 'heist', description: 'in', notes: 'out', clues: ['a key'] }],
          events: [
            { name: 'Hit', category: 'odd', participants: { actor: 'Rook', targets: ['A', 'B'] }, timestamp: 'dusk' },
          ],
        },
        'a session as a word',
      ],
    });
    const said = remarks.join(' ');
    for (const word of ['medium', '1.7', '12', 'wary', 'heist', 'name', '1.']) expect(said).toContain(word);
    for (const word of ['medium', '1.7', '12', 'wary']) expect(factions[0]!.notes).toContain(word);
    const [scene, event] = [sessions[0]!.scenes[0]!, sessions[0]!.events[0]!];
    expect(scene).toMatchObject({ brief: 'in', systemData: { scene_type: 'heist', notes: 'out', clues: ['a key'] } });
    expect(event).toMatchObject({
      participants: { actor: 'Rook' },
      details: { category: 'odd', participants: { targets: ['A', 'B'] }, timestamp: 'dusk' },
    });
  });
  it('never throws on any JSON, and refuses what is not a campaign', () => {
    fc.assert(
      fc.property(fc.json(), (text) => void readCampaignJson(text)),
      { seed: 21, numRuns: 500 },
    );
    const key = fc.constantFrom(
      'number',
      'log',
      'events',
      'participants',
      'players',
      'factions',
      'sessions',
      'stats',
      'summary',
      'discoveries',
      'planned_scenes',
      'gameTime',
      'realTime',
      'details',
      'timestamp',
    );
    fc.assert(
      fc.property(
        fc.letrec((tie) => ({
          node: fc.oneof(
            { depthSize: 'small' },
            fc.constantFrom<unknown>(null, 0, '', 'x', true, [], {}),
            fc.array(tie('node'), { maxLength: 3 }),
            fc.dictionary(key, tie('node'), { maxKeys: 5 }),
          ),
        })).node,
        (value) => void readCampaignJson(JSON.stringify(value)),
      ),
      { seed: 22, numRuns: 1500 },
    );
    expect(readCampaignJson('{')).toMatchObject({ error: { type: 'NotJson' } });
    expect(readCampaignJson('[]')).toMatchObject({ error: { type: 'NotACampaign' } });
  });
});

const folder = new URL('../../../../shared/data/calendars/', import.meta.url);
const real = ['gregorian-export.json', 'harptos-custom-export.json', 'imperial-export.json'].filter((file) =>
  existsSync(new URL(file, folder)),
);

describe('Fantasy-Calendar JSON', () => {
  it.skipIf(real.length === 0).each(real)(
    '%s: its current day is right, and every day survives the round trip through the file',
    (file) => {
      const text = readFileSync(new URL(file, folder), 'utf8');
      const source = JSON.parse(text) as {
        dynamic_data: { year: number; timespan: number; day: number; epoch: number };
        static_data: { seasons: unknown };
        events: unknown[];
      };
      const result = readFantasyCalendar(text);
      if (!result.ok) throw new Error(result.error.type);
      const { calendar, today } = result.value;
      expect(today.day).toBe(source.dynamic_data.epoch);
      expect(dateOfDay(calendar, source.dynamic_data.epoch)).toEqual({
        year: source.dynamic_data.year,
        month: source.dynamic_data.timespan,
        day: source.dynamic_data.day,
      });
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 2_000_000 }), (day) => {
          const total = (day - calendar.startDay) * calendar.hoursPerDay * calendar.minutesPerHour * 60;
          const written = JSON.parse(writeFantasyCalendar(calendar, total, result.value.source)) as typeof source;
          expect(written.dynamic_data).toMatchObject({
            epoch: day,
            ...(({ year, month, day: d }) => ({ year, timespan: month, day: d }))(dateOfDay(calendar, day)!),
          });
        }),
        { seed: 31, numRuns: 100 },
      );
      const again = readFantasyCalendar(writeFantasyCalendar(calendar, 0, result.value.source));
      expect(again).toMatchObject({ ok: true, value: { calendar } });
      const rewritten = JSON.parse(writeFantasyCalendar(calendar, 0, result.value.source)) as typeof source;
      expect([rewritten.static_data.seasons, rewritten.events]).toEqual([source.static_data.seasons, source.events]);
    },
  );
  it('our own calendars survive the round trip, every date exact', () => {
    for (const calendar of READY_CALENDARS.filter((c) => c.months.length > 0)) {
      fc.assert(
        fc.property(fc.integer({ min: -500_000, max: 1_000_000 }), (day) => {
          const back = readFantasyCalendar(
            writeFantasyCalendar(calendar, (day - calendar.startDay) * calendar.hoursPerDay * 3600),
          );
          if (!back.ok) throw new Error(back.error.type);
          expect(back.value.today.day).toBe(day);
          expect(dayOfDate(back.value.calendar, dateOfDay(calendar, day)!)).toBe(day);
        }),
        { seed: 32, numRuns: 100 },
      );
    }
  });
  it('refuses what is not a calendar with a typed error', () => {
    expect(readFantasyCalendar('nope')).toMatchObject({ error: { type: 'NotJson' } });
    expect(readFantasyCalendar('{}')).toMatchObject({ error: { type: 'NotACalendar' } });
    fc.assert(
      fc.property(fc.json(), (text) => void readFantasyCalendar(text)),
      { seed: 33 },
    );
  });
});
