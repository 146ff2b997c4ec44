// Shows that transformers.js gives the vectors of the weights' own runtime for the sentence model that we build. The
// test server builds it (`packages/workbench/src/serve-shipped-model.ts`).
import { expect, it } from 'vitest';
import referenceText from '../../testing/reference-vectors.txt?raw';
import { cosine, readReferenceVectors } from '../../testing/reference-vectors.ts';
import { RUNTIME_FILES } from '../embedder/runtime-files.ts';
import { loadSentenceModel } from '../embedder/sentence-model.ts';
import { SHIPPED_MODEL } from '../embedder/shipped-model.ts';

it('the shipped sentence model has the same vectors in the browser, alone and in a batch', async () => {
  const model = await loadSentenceModel(
    SHIPPED_MODEL,
    async (path) => {
      const response = await fetch(`/models/${SHIPPED_MODEL.id}/${path}`);
      return response.ok ? response : undefined;
    },
    RUNTIME_FILES,
  );
  const stored = [...readReferenceVectors(referenceText)];
  expect(stored.length).toBeGreaterThan(40);
  for (const [sentence, reference] of stored)
    expect(cosine(await model.embedQuery(sentence), reference), sentence).toBeGreaterThan(0.998);
  // Padded to the longest of a batch, a text has the vector that it has alone.
  const few = stored.slice(0, 8);
  const batch = await model.embed(few.map(([sentence]) => sentence));
  few.forEach(([sentence, reference], i) => expect(cosine(batch[i]!, reference), sentence).toBeGreaterThan(0.998));
  expect(model.dims).toBe(512);
  expect(await model.embed(['', '  '])).toEqual([null, null]);
});
