// Shows how records are cut into passages, and that passages for players contain nothing the player view does not show.
import { describe, expect, it } from 'vitest';
import {
  ALL_RECORDS,
  CLOCK,
  ENTITY,
  HANDOUT,
  MAP,
  packFields,
  playerView,
  readFields,
  SESSION,
  storedKey,
  sourceLine,
  TIMELINE_EVENT,
  type AnySpec,
  type ReadRecord,
  type Session,
  type TimelineEvent,
} from '@emberkeep/domain';
import { BODIES, CAMPAIGN, id, LEDGER } from '../../testing/harbour-campaign.ts';
import { chunksOf } from './chunks.ts';
import { passagesOf } from './passages.ts';

describe('passages', () => {
  it('are cut at headings and paragraphs, long ones between sentences', () => {
    const paragraph = (words: string) => ({ type: 'paragraph', content: [{ type: 'text', text: words }] });
    const chunks = chunksOf([
      { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Docks' }] },
      paragraph('a. '.repeat(300)),
      paragraph('short'),
      { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Salon' }] },
      paragraph('b. '.repeat(1000)),
    ]);
    expect(chunks[0]).toMatchObject({ heading: 'Docks' });
    expect(chunks.filter((c) => c.heading === 'Salon').length).toBeGreaterThan(1);
    expect(chunks.every((c) => c.text.length <= 1400)).toBe(true);
  });
  it('have what was added to a note, without the line that says where it came from', () => {
    const paragraph = (words: string) => ({ type: 'paragraph', content: [{ type: 'text', text: words }] });
    const chunks = chunksOf([paragraph('The weir broke.'), ...sourceLine('night.md'), paragraph('Odo fled.')]);
    expect(chunks).toEqual([{ heading: '', text: 'The weir broke.\nOdo fled.' }]);
  });
  it('have one audience each: none for players contains what only the GM may see', () => {
    const all = [...LEDGER, ...BODIES.flat()].flatMap(passagesOf);
    const shared = all.filter((p) => p['audience'] === 'table').map((p) => String(p['body']));
    expect(shared.some((b) => b.includes('nightshade'))).toBe(false);
    expect(all.filter((p) => p['record_id'] === id(21)).every((p) => p['audience'] === 'gm')).toBe(true);
  });
});

describe('a map', () => {
  const read = (groups: Record<string, Record<string, unknown>>): ReadRecord => ({
    kind: 'map',
    id: id(140),
    room: `campaign/${CAMPAIGN}`,
    record: readFields(MAP, id(140), {
      fields: new Map([['title', 'The harbour']]),
      groups: new Map(Object.entries(groups).map(([key, group]) => [key, new Map(Object.entries(group))])),
    }) as unknown as Record<string, unknown>, // reason: an index reads fields by name
    texts: {},
  });
  const corners = [
    [0, 0],
    [1, 0],
    [1, 1],
  ];

  it('is found by each pin and zone that has words, which the hit names', () => {
    const passages = passagesOf(
      read({
        pins: { inn: [0.5, 0.5], bare: [0, 0], note: [1, 1] },
        zones: { docks: corners },
        labels: { inn: 'The drowned inn', docks: 'Salt docks', nowhere: 'No pin' },
        notes: { inn: 'Serves eel.', note: 'Smugglers meet.' },
        shows: { s: { at: 1, to: 'all', sessionId: '' } },
        forPlayers: { inn: true },
      }),
    );
    expect(passages.slice(1).map((p) => [p['sub'], p['title'], p['label'], p['body'], p['audience']])).toEqual([
      ['inn', 'The drowned inn', 'Pin · The harbour', 'Serves eel.', 'gm'],
      ['note', 'The harbour', 'Pin · The harbour', 'Smugglers meet.', 'gm'],
      ['docks', 'Salt docks', 'Zone · The harbour', '', 'gm'],
    ]);
    expect(new Set(passages.map((p) => p['id'])).size).toBe(passages.length);
  });

  it('of hostile values is read within limits', () => {
    const long = 'x'.repeat(100_000);
    const passages = passagesOf(
      read({ pins: { [long]: [0, 0], a: [0, 0], b: 'here' }, labels: { [long]: 'Long', a: long, b: 'B' } }),
    );
    expect(passages.slice(1).map((p) => [p['sub'], String(p['title']).length])).toEqual([['a', 200]]);
  });
});

describe('passages for players', () => {
  it('contain no word that the player view does not show, with every field of every record marked', () => {
    let n = 0;
    const token = (): string => `mark${(n += 1)}x`;
    const filled = (
      spec: AnySpec,
      recordId: number,
      more: Record<string, unknown> = {},
      entries: Record<string, Record<string, unknown>> = {},
    ): ReadRecord => {
      const fields: Record<string, unknown> = {};
      const groups: Record<string, Record<string, unknown>> = {};
      for (const [name, field] of Object.entries(spec.fields)) {
        const key = storedKey(name, field);
        if (
          field.form === 'value' &&
          (field.empty === '' || field.options === undefined) &&
          typeof field.empty !== 'number' &&
          typeof field.empty !== 'boolean'
        )
          fields[key] = token();
        if (field.form === 'members') groups[key] = { [token()]: true };
        if (field.form === 'items' || field.form === 'entries') groups[key] = { a: token() };
      }
      Object.assign(fields, packFields(spec, more));
      Object.assign(groups, entries);
      const record = readFields(spec, id(recordId), {
        fields: spec.isPacked ? new Map([['made', fields]]) : new Map(Object.entries(fields)),
        groups: new Map(Object.entries(groups).map(([k, v]) => [k, new Map(Object.entries(v))])),
      });
      return {
        kind: spec.kind as ReadRecord['kind'],
        id: id(recordId),
        room: spec.home === 'body' ? `campaign/${CAMPAIGN}/session/${id(101)}` : `campaign/${CAMPAIGN}`,
        // reason: an index reads fields by name
        record: record as unknown as Record<string, unknown>,
        texts: Object.fromEntries(
          Object.keys(spec.texts).map((name) => [
            name,
            [{ type: 'paragraph', content: [{ type: 'text', text: token() }] }],
          ]),
        ),
      };
    };
    const reads = [
      filled(SESSION, 101, { number: 1, isPublished: true, status: 'completed' }),
      filled(ENTITY, 102, { isKnown: true, entityType: 'npc' }),
      filled(ENTITY, 103, { isKnown: false, entityType: 'npc' }),
      filled(CLOCK, 104, { visibility: 'known', segments: 4 }),
      filled(CLOCK, 105, { visibility: 'hidden', segments: 4 }),
      filled(TIMELINE_EVENT, 106, {
        eventType: 'dialogue',
        category: 'social',
        visibility: 'shared',
        details: { quote: token(), foreign: token() },
      }),
      filled(TIMELINE_EVENT, 107, { eventType: 'OTHER', visibility: 'secret' }),
      filled(HANDOUT, 108, {}, { shows: { s: { at: 1, to: 'all', sessionId: '' } } }),
      filled(HANDOUT, 109, {}, { shows: { s: { at: 1, to: 'all', sessionId: '' } }, ends: { s: 2 } }),
      filled(HANDOUT, 110, {}, { shows: { s: { at: 1, to: ['one'], sessionId: '' } } }),
      filled(MAP, 111, {}, { shows: { s: { at: 1, to: 'all', sessionId: '' } } }),
      filled(MAP, 112, {}, { shows: { s: { at: 1, to: 'all', sessionId: '' } }, ends: { s: 2 } }),
      ...ALL_RECORDS.filter(
        (spec) =>
          ![
            'session',
            'entity',
            'clock',
            'event',
            'suggestion',
            'combatant',
            'relationType',
            'relationship',
            'gauge',
            'handout',
            'map',
          ].includes(spec.kind),
      ).map((spec, i) => filled(spec, 120 + i, spec.kind === 'goal' ? { status: 'active' } : {})),
    ];
    const of = <T>(kind: string): T[] => reads.filter((r) => r.kind === kind).map((r) => r.record as T);
    const view = playerView({
      campaign: { name: '', currency: '' },
      sessions: of<Session & { shownNumber: number }>('session').map((s) => ({ ...s, shownNumber: s.number })),
      entities: of('entity'),
      deletedEntities: [],
      clocks: of('clock'),
      goals: of('goal'),
      handouts: of('handout'),
      maps: of('map'),
      events: () => of<TimelineEvent>('event'),
      text: (recordId, name) => reads.find((r) => r.id === recordId)?.texts[name] ?? [],
      goalChangeIds: { ofEvent: (eventId) => eventId, ofObjective: () => [] },
    });
    const handedOut = JSON.stringify(view);
    const shown = reads
      .flatMap(passagesOf)
      .filter((p) => p['audience'] === 'table')
      .flatMap((p) => [p['title'], p['aliases'], p['heading'], p['body']].join(' ').match(/mark\d+x/g) ?? []);
    expect(shown.filter((mark) => !handedOut.includes(mark))).toEqual([]);
    expect(shown.length).toBeGreaterThan(5);
    expect(n).toBeGreaterThan(60);
  });
});
