// Where the scenes of an investigation are drawn.
import { describe, expect, it } from 'vitest';
import { createRandom } from '@emberkeep/domain/testing';
import { LEAST_ZOOM, NODE_HEIGHT, NODE_WIDTH, placeScenes, START_ZOOM } from './investigation-layout.ts';

const scenes = (count: number): string[] => Array.from({ length: count }, (_, i) => `s${i}`);

describe('[M-442] the layout of an investigation', () => {
  it('twelve scenes without connections fit the width of a tablet and of a phone, in rows', () => {
    for (const [width, rows] of [
      [920, 3],
      [350, 12],
    ] as const) {
      const places = [...placeScenes(scenes(12), [], width).values()];
      expect(new Set(places.map(({ y }) => y)).size).toBe(rows);
      expect((Math.max(...places.map(({ x }) => x)) + NODE_WIDTH) * START_ZOOM).toBeLessThanOrEqual(width);
    }
    expect(placeScenes([], [], 920).size).toBe(0);
  });
  it('no two scenes overlap, whatever is connected, and the rest is below', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const random = createRandom(seed);
      const ids = scenes(1 + random.int(14));
      const connections = Array.from({ length: random.int(12) }, (_, i) => ({
        id: `c${i}`,
        fromId: random.pick(ids),
        toSceneId: random.pick(ids),
      }));
      const places = placeScenes(ids, connections, 350 + random.int(800));
      expect([...places.keys()].sort(), `seed ${seed}`).toEqual([...ids].sort());
      const all = [...places.values()];
      const overlaps = all.flatMap((a, i) =>
        all
          .slice(i + 1)
          .filter((b) => Math.abs(a.x - b.x) < NODE_WIDTH - 0.01 && Math.abs(a.y - b.y) < NODE_HEIGHT - 0.01),
      );
      expect(overlaps, `seed ${seed}`).toEqual([]);
      const connected = new Set(connections.flatMap((c) => [c.fromId, c.toSceneId]));
      const lowest = Math.max(...ids.filter((id) => connected.has(id)).map((id) => places.get(id)!.y));
      for (const id of ids) if (!connected.has(id)) expect(places.get(id)!.y, `seed ${seed}`).toBeGreaterThan(lowest);
    }
  });
  it('the buttons of a scene stay large enough for a finger at the least zoom', () => {
    expect(NODE_HEIGHT * LEAST_ZOOM).toBeGreaterThanOrEqual(44);
  });
});
