import { describe, expect, it } from 'vitest';
import {
  DEFAULT_RELATION_TYPES,
  planOutcome,
  SCENE,
  SCENE_SOURCES,
  SCENE_STATUSES,
  SCENE_TYPE_LABELS,
  SCENE_TYPES,
  sceneConnections,
  tonesAmong,
  noteOutline,
  type Scene,
  type Tone,
} from './index.ts';

describe('scenes', () => {
  it('M-280 M-281 M-282 M-288: exactly the fourteen types, each with words of its own; four statuses; where a scene came from', () => {
    expect([...SCENE_TYPES].sort()).toEqual([
      'chase',
      'combat',
      'downtime',
      'exploration',
      'free_play',
      'investigation',
      'montage',
      'other',
      'puzzle',
      'ritual',
      'score',
      'social',
      'stealth',
      'travel',
    ]);
    expect(new Set(Object.values(SCENE_TYPE_LABELS)).size).toBe(14);
    expect(SCENE_STATUSES).toEqual(['planned', 'active', 'completed', 'skipped']);
    expect(SCENE_SOURCES).toEqual(expect.arrayContaining(['manual', 'ai_suggested', 'ai_discovered']));
    const read = (source: unknown): unknown =>
      SCENE.fields.source.read({ fields: new Map([['source', source]]), groups: new Map() }, 'source');
    expect(['gm', 'analysis', 'chat', 'import', 'manual', 7].map(read)).toEqual([
      'manual',
      'ai_discovered',
      'ai_suggested',
      'import',
      'manual',
      'manual',
    ]);
  });
  it('M-290 M-293: connections read what peers wrote, and nothing else', () => {
    expect(
      sceneConnections({
        connections: {
          a: { toSceneId: '42', clueId: '17', description: 'Finding the ledger leads here' },
          b: 'junk',
          c: { toSceneId: 3 },
          d: { toSceneId: 'x', clueId: 1 },
        },
      }),
    ).toEqual([
      { id: 'a', toSceneId: '42', clueId: '17', description: 'Finding the ledger leads here' },
      { id: 'd', toSceneId: 'x', clueId: '', description: '' },
    ]);
  });
  it('M-368: what became of the plan; a scene made while playing, or found in the notes, was not in it', () => {
    const scene = (
      status: Scene['status'],
      source: Scene['source'] = 'manual',
      createdAt = 1,
    ): Pick<Scene, 'status' | 'source' | 'createdAt'> => ({ status, source, createdAt });
    const all = [
      scene('completed'),
      scene('skipped'),
      scene('planned'),
      scene('active'),
      scene('completed', 'ai_discovered'),
      scene('completed', 'manual', 9),
      scene('planned', 'ai_discovered'),
    ];
    const { completed, skipped, pending, unplanned } = planOutcome(all, 5);
    expect([completed, skipped, pending, unplanned].map((list) => list.map((s) => all.indexOf(s)))).toEqual([
      [0],
      [1],
      [2, 3, 6],
      [4, 5],
    ]);
  });
});

describe('tones among the named', () => {
  const tie = (fromId: string, toId: string, tone: Tone, relationType = 'x') => ({ fromId, toId, tone, relationType });
  it('M-417 M-421 M-423: who is named together carries the tie’s tone, negative before positive before neutral; a tie to somebody who is not named says nothing', () => {
    const tones = tonesAmong(
      ['a', 'b', 'c'],
      [
        tie('a', 'b', 'positive'),
        tie('b', 'a', 'negative', 'rival'),
        tie('a', 'c', 'neutral'),
        tie('c', 'z', 'negative'),
        tie('a', 'a', 'negative'),
      ],
    );
    expect([...tones].map(([id, { tone, withId }]) => [id, tone, withId])).toEqual([
      ['a', 'negative', 'b'],
      ['b', 'negative', 'a'],
      ['c', 'neutral', 'a'],
    ]);
    expect(tonesAmong(['a'], [tie('a', 'b', 'negative')]).size).toBe(0);
  });
  it('M-418 M-419 M-420: the nine named types have their tones', () => {
    const of = (tone: Tone): string[] => DEFAULT_RELATION_TYPES.filter((t) => t.tone === tone).map((t) => t.name);
    expect([of('positive'), of('negative'), of('neutral')]).toEqual([
      ['allied', 'friendly', 'employs'],
      ['enemy', 'rival', 'opposed'],
      ['knows', 'located_at', 'member_of'],
    ]);
  });
});

describe('a note as its writer would type it plain', () => {
  const text = (words: string) => ({ type: 'text', text: words });
  it('headings, lists in lists, links by their words, bold lines', () => {
    expect(
      noteOutline([
        { type: 'heading', attrs: { level: 2 }, content: [text('The mill')] },
        { type: 'paragraph', content: [text('Ask [[Madame Lefevre|the widow]] or [[Tam]].')] },
        {
          type: 'bulletList',
          content: [
            {
              type: 'listItem',
              content: [
                { type: 'paragraph', content: [text('one')] },
                {
                  type: 'bulletList',
                  content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [text('deep')] }] }],
                },
              ],
            },
          ],
        },
        {
          type: 'orderedList',
          attrs: { start: 3 },
          content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [text('three')] }] }],
        },
        { type: 'horizontalRule' },
        { type: 'paragraph', content: [{ ...text('Loud'), marks: [{ type: 'bold' }] }] },
      ]),
    ).toBe('## The mill\n\nAsk the widow or Tam.\n\n- one\n  - deep\n\n3. three\n\n---\n\n**Loud**');
  });
});
