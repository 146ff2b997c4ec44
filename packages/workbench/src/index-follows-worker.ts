// Worker of the browser test of the index: runs seeds of the property and posts the rows of both indexes after each.
import { createEmptyIndex } from '@emberkeep/search/empty-index';
import { modelOfConcepts } from '@emberkeep/search/lexicon';
import { indexesAfterRandomCommands, type IndexesAfter } from './index-follows.ts';
import records from '@emberkeep/search/records.sql?raw';
import passages from '@emberkeep/search/passages.sql?raw';

export type WorkerAnswer = { seed: number; after: IndexesAfter } | { seed: number; error: string };

const CONCEPTS = [
  { name: 'boat', family: 'things', forms: ['ferry', 'boat', 'ship'] },
  { name: 'light', family: 'things', forms: ['lantern', 'lamp', 'torch'] },
];

self.onmessage = async ({ data: seeds }: MessageEvent<number[]>) => {
  const [updated, fresh] = [
    await createEmptyIndex(`${records}\n${passages}`),
    await createEmptyIndex(`${records}\n${passages}`),
  ];
  const model = modelOfConcepts(CONCEPTS);
  for (const seed of seeds) {
    const answer: WorkerAnswer = await indexesAfterRandomCommands(seed, { updated, fresh, model }).then(
      (after) => ({ seed, after }),
      (error: unknown) => ({ seed, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
    self.postMessage(answer);
  }
};
