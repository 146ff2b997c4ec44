// Shows in a browser, with its real database, that an index whose worker is killed while it is kept comes back as it was
// kept before or after that, never in between.
import { expect, it } from 'vitest';
import { createRandom } from '@emberkeep/domain/testing';
import type { WorkerNews, WorkerOrder } from './kept-index-worker.ts';

const SEED = 21;
const POINTS = 8;

/** Runs a worker until it asks to be killed or has kept the index; gives what it held at its start. */
const runWorker = (order: WorkerOrder): Promise<{ players: string[]; isKept: boolean }> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./kept-index-worker.ts', import.meta.url), { type: 'module' });
    let players: string[] = [];
    const end = (isKept: boolean): void => {
      worker.terminate();
      resolve({ players, isKept });
    };
    worker.onerror = (event) => reject(new Error(`the worker failed: ${event.message}`));
    worker.onmessage = ({ data }: MessageEvent<WorkerNews>) => {
      if (data.type === 'started') players = data.players;
      else if (data.type === 'failed') reject(new Error(data.detail));
      else end(data.type === 'kept');
    };
    worker.postMessage(order);
  });

it(`an index whose worker is killed while it is kept is the earlier or the later one (${POINTS} points, seed ${SEED})`, async () => {
  const random = createRandom(SEED);
  const database = `kept-${SEED}-${performance.now()}`;
  let [before, after]: [string[], string[]] = [[], []];
  /** How the workers ended: killed, or with the index kept where it has fewer writes. */
  const ends = new Set<boolean>();
  for (let point = 0; point <= POINTS; point++) {
    const player = `P${String(point).padStart(2, '0')}`;
    // The first is kept whole, so that the later ones have an index to lose.
    const { players, isKept } = await runWorker({ database, player, killAt: point === 0 ? 1e9 : random.int(4) });
    expect([before, after], `point ${point}`).toContainEqual(players);
    ends.add(isKept);
    before = isKept ? [...players, player] : players;
    after = [...players, player];
  }
  expect(ends).toEqual(new Set([true, false]));
}, 600_000);
