// Shows that the index follows the documents where the app keeps it: in a worker of a browser, where a library's branch
// for Node must not be taken. Deleted and restored records are among the random commands.
import { expect, it } from 'vitest';
import { INDEX_TABLES } from './index-follows.ts';
import type { WorkerAnswer } from './index-follows-worker.ts';

const SEEDS = [1, 2, 3, 4];

it('[M-140] [M-145] in a worker, an updated index equals one filled from scratch', async () => {
  const worker = new Worker(new URL('./index-follows-worker.ts', import.meta.url), { type: 'module' });
  const answers = await new Promise<WorkerAnswer[]>((resolve, reject) => {
    const received: WorkerAnswer[] = [];
    worker.onerror = (event) => reject(new Error(`the worker failed: ${event.message}`));
    worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
      received.push(data);
      if (received.length === SEEDS.length) resolve(received);
    };
    worker.postMessage(SEEDS);
  });
  worker.terminate();
  for (const answer of answers) {
    if ('error' in answer) throw new Error(`seed ${answer.seed}: ${answer.error}`);
    for (const table of INDEX_TABLES)
      expect(answer.after.updated[table], `seed ${answer.seed}, ${table}`).toEqual(answer.after.fresh[table]);
    expect(answer.after.fresh['passages']!.length).toBeGreaterThan(5);
  }
});
