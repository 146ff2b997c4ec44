// Worker of the browser test of the index: runs seeds of the property and posts the rows of both indexes after each.
import { createEmptyIndex } from '@emberkeep/search/empty-index';
import { indexesAfterRandomCommands, type IndexesAfter } from './index-follows.ts';
import records from '@emberkeep/search/records.sql?raw';
import passages from '@emberkeep/search/passages.sql?raw';

export type WorkerAnswer = { seed: number; after: IndexesAfter } | { seed: number; error: string };

self.onmessage = async ({ data: seeds }: MessageEvent<number[]>) => {
  const [updated, fresh] = [
    await createEmptyIndex(`${records}\n${passages}`),
    await createEmptyIndex(`${records}\n${passages}`),
  ];
  for (const seed of seeds) {
    const answer: WorkerAnswer = await indexesAfterRandomCommands(seed, { updated, fresh }).then(
      (after) => ({ seed, after }),
      (error: unknown) => ({ seed, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
    self.postMessage(answer);
  }
};
