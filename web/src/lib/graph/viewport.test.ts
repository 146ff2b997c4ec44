// What of a graph is shown: all of it where it fits, else what matters, and never an empty edge.
import { describe, expect, it } from 'vitest';
import { createRandom } from '@emberkeep/domain/testing';
import { boundsOf, viewportFor, type Rect } from './viewport.ts';

const frame = { width: 360, height: 480 };

describe('the part of a graph that is shown', () => {
  it('a graph that fits is centred at its natural size or the zoom that fits', () => {
    expect(viewportFor({ x: 10, y: 20, width: 100, height: 50 }, frame, 0.7, null)).toEqual({
      x: 120,
      y: 195,
      zoom: 1,
    });
    const wide = viewportFor({ x: 0, y: 0, width: 400, height: 50 }, frame, 0.7, null);
    expect(wide.zoom).toBeCloseTo(312 / 400);
    expect(wide.x).toBeCloseTo(24);
  });
  it('a large graph shows the node that matters, whatever its place', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const random = createRandom(seed);
      const rects = Array.from({ length: 1 + random.int(20) }, (): Rect => ({
        x: random.int(4000) - 2000,
        y: random.int(3000) - 1500,
        width: 208,
        height: 72,
      }));
      const graph = boundsOf(rects)!;
      const focus = random.pick(rects);
      const { x, y, zoom } = viewportFor(graph, frame, 0.75, focus);
      expect(zoom, `seed ${seed}`).toBeGreaterThanOrEqual(0.75);
      const [left, top] = [focus.x * zoom + x, focus.y * zoom + y];
      expect(
        [left, top, frame.width - left - 208 * zoom, frame.height - top - 72 * zoom].every((gap) => gap >= 0),
        `seed ${seed}`,
      ).toBe(true);
      for (const [start, end, length, size] of [
        [graph.x * zoom + x, (graph.x + graph.width) * zoom + x, graph.width * zoom, frame.width],
        [graph.y * zoom + y, (graph.y + graph.height) * zoom + y, graph.height * zoom, frame.height],
      ] as const)
        if (length > size)
          expect(
            [start, size - end].every((gap) => gap <= 24.001),
            `seed ${seed}`,
          ).toBe(true);
    }
  });
});
