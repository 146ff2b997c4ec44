// Sessions, entities and chapters on paper; the players' copy holds nothing meant for the GM.
import { describe, expect, it } from 'vitest';
import {
  dayWords,
  playerWords,
  RECORDS,
  storedKey,
  type NoteNode,
  type RecordSpec,
  type StoredRecord,
} from '@emberkeep/domain';
import { paperMarkdown, paperOf, type PaperSource } from './paper.ts';

const p = (text: string): NoteNode[] => [{ type: 'paragraph', content: [{ type: 'text', text }] }];
const record = (
  kind: StoredRecord['kind'],
  id: string,
  keys: Record<string, unknown>,
  texts: StoredRecord['texts'] = {},
): StoredRecord => ({ kind, id, sessionId: null, keys, texts });
const RECORDS_HERE: StoredRecord[] = [
  record(
    'session',
    's',
    { number: 4, title: 'Rain', date: '2026-03-01', objective: 'Close the gate' },
    { summary: p('It rained.'), next: p('More rain.') },
  ),
  record('note', 's', {}, { prep_notes: p('Bring [[Pell]].'), actual_notes: p('They came.') }),
  record('scene', 'b', { title: 'Second', order: 'W', sceneType: 'travel' }),
  record(
    'scene',
    'a',
    { title: 'First', order: 'V', sceneType: 'social', 'entityIds/e': true },
    { description: p('A door.'), gm_notes: p('A trap.') },
  ),
  record('event', 'v', { made: { name: 'A bell rang', eventType: 'OTHER', at: 5 } }),
  record(
    'entity',
    'e',
    {
      name: 'Pell',
      entityType: 'npc',
      'alias/Pell': true,
      'alias/The heron': true,
      agenda: 'Hidden',
      isCompanion: true,
      'tags/wet': true,
      'attributes/Eyes': 'grey',
    },
    { description: p('Tall.'), gm_notes: p('Lies.') },
  ),
  record('player', 'p1', { name: 'Ada' }),
  record('player', 'p2', { name: 'Ben' }),
  record('player', 'p3', { name: 'Cleo' }),
  record('relationship', 't', { fromId: 'e', toId: 'f', relationType: 'member_of', note: 'since spring' }),
  record('entityLog', 'l', { made: { entityId: 'e', text: 'Drowned nearly' } }),
  record('chapter', 'c', { title: 'Act one' }, { overview: p('The start.') }),
];
const source = (forPlayers: boolean): PaperSource => ({
  records: RECORDS_HERE,
  nameOf: (id) => ({ e: 'Pell', f: 'Watch' })[id] ?? '',
  shownNumber: 5,
  players: forPlayers ? playerWords([], []) : null,
});

describe('a record on paper', () => {
  it('names the players who were present; to the GM also their characters, and who was late', () => {
    const present = {
      ...Object.fromEntries(['p1', 'p2', 'p3'].map((id) => [`roster/${id}`, true])),
      ...Object.fromEntries(['p2', 'p1'].map((id) => [`attended/${id}`, true])),
      'arrivedLate/p2': true,
      'played/p1:e': true,
    };
    const records = RECORDS_HERE.map((r) => (r.kind === 'session' ? { ...r, keys: { ...r.keys, ...present } } : r));
    const glance = (forPlayers: boolean): string =>
      JSON.stringify(paperOf('session', 's', { ...source(forPlayers), records })!.cards[0]);
    expect(glance(false)).toContain('Players:');
    expect(glance(false)).toContain('Ada ([[Pell]]), Ben (late)');
    expect(glance(true)).toContain('Ada, Ben');
    for (const players of [true, false]) expect(glance(players)).not.toContain('Cleo');
    expect(JSON.stringify(paperOf('session', 's', source(false))!.cards[0])).not.toContain('Players:');
  });

  it('a scene that calls itself one is not called so twice', () => {
    const records = RECORDS_HERE.map((r) =>
      r.kind === 'scene' ? { ...r, keys: { ...r.keys, title: 'Scene 1: The bus' } } : r,
    );
    const headings = paperOf('session', 's', { ...source(false), records })!.cards.map((c) => c.heading);
    expect(headings.filter((heading) => heading.includes('Scene'))).toEqual(['Scene 1: The bus', 'Scene 1: The bus']);
  });

  it('a session has its notes, a card for each scene in order, and its log', () => {
    const paper = paperOf('session', 's', source(false))!;
    expect([paper.title, paper.subtitle]).toEqual(['Rain', `Session 5 · ${dayWords('2026-03-01')}`]);
    expect(paper.cards.map((c) => c.heading)).toEqual([
      'At a glance',
      'Player summary',
      'Prep notes',
      'Scene: First',
      'Scene: Second',
      'What happened',
      'Log',
      'Planned for next session',
    ]);
    expect(paperMarkdown(paper)).toBe(
      [
        '# Rain',
        '',
        `*Session 5 · ${dayWords('2026-03-01')}*`,
        '',
        '## At a glance',
        '',
        '**Main objective:** Close the gate',
        '',
        '## Player summary',
        '',
        'It rained.',
        '',
        '## Prep notes',
        '',
        'Bring [[Pell]].',
        '',
        '## Scene: First',
        '',
        '**Type:** Social',
        '',
        '**With:** [[Pell]]',
        '',
        'A door.',
        '',
        '**GM notes**',
        '',
        'A trap.',
        '',
        '## Scene: Second',
        '',
        '**Type:** Travel',
        '',
        '## What happened',
        '',
        'They came.',
        '',
        '## Log',
        '',
        '- A bell rang',
        '',
        '## Planned for next session',
        '',
        'More rain.',
        '',
      ].join('\n'),
    );
  });

  it('an entity has facts, texts, relationships and log; a chapter has its overview', () => {
    const markdown = paperMarkdown(paperOf('entity', 'e', source(false))!);
    for (const words of [
      '# Pell',
      '*NPC · also The heron*',
      '**Hidden agenda:** Hidden',
      '**Travels with the party:** yes',
      '**Tags:** wet',
      '**Eyes:** grey',
      'Tall.',
      'Lies.',
      '- Pell – member of – Watch: since spring',
      '- Drowned nearly',
    ])
      expect(markdown).toContain(words);
    expect(paperMarkdown(paperOf('chapter', 'c', source(false))!)).toContain('The start.');
    expect(paperOf('entity', 'nobody', source(false))).toBeNull();
  });

  it('the players’ copy has no field or text whose audience is the GM', () => {
    for (const kind of ['session', 'entity', 'chapter'] as const) {
      const spec: RecordSpec = RECORDS[kind];
      const marked: Record<string, unknown> = {};
      for (const [name, field] of Object.entries(spec.fields)) {
        const key = storedKey(name, field);
        const secret = field.audience === 'table' ? 'open' : `SECRET-${name}`;
        if (field.form === 'value' && !['whole', 'number', 'flag', 'choice'].includes(field.input))
          marked[key] = secret;
        else if (field.form === 'members' || field.form === 'entries')
          marked[`${key}/${secret}`] = field.form === 'members' ? true : secret;
        else if (field.form === 'items') marked[`${key}/i`] = secret;
      }
      const texts = Object.fromEntries(
        Object.entries(spec.texts).map(([name, { audience }]) => [
          name,
          p(audience === 'table' ? 'open' : `SECRET-${name}`),
        ]),
      );
      const records = [
        ...RECORDS_HERE.filter((r) => r.kind !== kind),
        record(kind, 'x', { ...marked, [spec.title]: kind === 'session' ? 1 : 'Name' }, texts),
        record('note', 'x', {}, { prep_notes: p('SECRET'), play_notes: p('SECRET'), actual_notes: p('SECRET') }),
      ];
      const out = (forPlayers: boolean): string =>
        paperMarkdown(paperOf(kind, 'x', { ...source(forPlayers), records, nameOf: (id) => id })!);
      expect(out(false), kind).toContain('SECRET');
      expect(out(true), kind).not.toContain('SECRET');
    }
  });
});
