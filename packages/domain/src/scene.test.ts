// Tests the types of scenes, their connections, and what became of the planned ones.
import { describe, expect, it } from 'vitest';
import {
  planOutcome,
  SCENE,
  SCENE_SOURCES,
  SCENE_STATUSES,
  SCENE_TYPE_LABELS,
  SCENE_TYPES,
  sceneConnections,
  type Scene,
} from './scene.ts';

describe('scenes', () => {
  it('M-280 M-281 M-282 M-288: there are exactly fourteen types with a label each, four statuses, and the sources', () => {
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
  it('M-290 M-293: connections from peers are read, and malformed ones are left out', () => {
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
  it('M-368: planned is what was there when play began, wherever it came from', () => {
    const scene = (
      status: Scene['status'],
      id: string,
      createdAt = 1,
    ): Pick<Scene, 'status' | 'createdAt'> & { id: string } => ({ status, id, createdAt });
    const all = [
      scene('completed', 'by hand'),
      scene('skipped', 'not reached'),
      scene('planned', 'pending'),
      scene('active', 'on now'),
      scene('completed', 'told'),
      scene('completed', 'at the table', 9),
      scene('planned', 'found in prep'),
    ];
    const sorted = (session: { startedAt: number | null; createdAt: number }, told = ['told']): number[][] => {
      const { completed, skipped, pending, unplanned } = planOutcome(all, session, new Set(told));
      return [completed, skipped, pending, unplanned].map((list) => list.map((s) => all.indexOf(s)));
    };
    // Number 4 was accepted from notes; 5 came up at the table.
    expect(sorted({ startedAt: 5, createdAt: 0 })).toEqual([[0, 4], [1], [2, 3, 6], [5]]);
    expect(sorted({ startedAt: null, createdAt: 0 })).toEqual([[0, 5], [1], [2, 3, 6], [4]]);
    // Played before it was recorded: an import, or the sample.
    expect(sorted({ startedAt: -5, createdAt: 0 })).toEqual([[0, 5], [1], [2, 3, 6], [4]]);
    // Accepted from the prep of a session that nobody started, and marked as played in its wrap-up.
    expect(sorted({ startedAt: null, createdAt: 0 }, [])).toEqual([[0, 4, 5], [1], [2, 3, 6], []]);
  });
});
