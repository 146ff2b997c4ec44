// Shows that the worker runs the shipped sentence model in a real browser: with the vectors of the weights' own runtime,
// with queries answered between the texts of a batch, and with a clear failure where it cannot run.
import { afterEach, expect, it } from 'vitest';
import { SHIPPED_MODEL } from '@emberkeep/search';
import { RUNTIME_FILES } from '@emberkeep/search/runtime-files';
import referenceText from '../../../../../packages/search/testing/reference-vectors.txt?raw';
import { cosine, readReferenceVectors } from '../../../../../packages/search/testing/reference-vectors.ts';
import { SentenceWorker } from './sentence-worker.ts';

const workers: SentenceWorker[] = [];
const newWorker = (onFailed: (detail: string) => void = () => undefined): SentenceWorker => {
  const worker = new SentenceWorker(onFailed);
  workers.push(worker);
  return worker;
};
afterEach(() => workers.splice(0).forEach((worker) => worker.stop()));

const shipped = { model: SHIPPED_MODEL, cache: null, runtime: RUNTIME_FILES };
const stored = [...readReferenceVectors(referenceText)];

it('the worker gives the vectors of the package’s own runtime, and none for a text without words', async () => {
  const worker = newWorker();
  await worker.load(shipped);
  const vectors = await worker.embed([...stored.map(([sentence]) => sentence), ' ']);
  stored.forEach(([sentence, reference], i) => expect(cosine(vectors[i]!, reference), sentence).toBeGreaterThan(0.998));
  expect(vectors.at(-1)).toBeNull();
});

it('a query is answered while a batch is being read', async () => {
  const worker = newWorker();
  await worker.load(shipped);
  const order: string[] = [];
  const batch = worker.embed(Array.from({ length: 40 }, (_, i) => `Passage ${i} of a long night at the ferry.`));
  const query = worker.embed(['who runs the ferry?'], true);
  await Promise.all([
    batch.then((vectors) => order.push(`batch of ${vectors.length}`)),
    query.then((vectors) => order.push(`query of ${vectors.length}`)),
  ]);
  expect(order).toEqual(['query of 1', 'batch of 40']);
});

it('a runtime that the browser cannot load is a failure, and so is a model whose files are not there', async () => {
  const noRuntime = newWorker();
  await expect(noRuntime.load({ ...shipped, runtime: ['/not-there.wasm', RUNTIME_FILES[1]] })).rejects.toThrow();
  const noModel = newWorker();
  await expect(noModel.load({ ...shipped, model: { ...SHIPPED_MODEL, id: 'not-there' } })).rejects.toThrow();
});

it('a worker that is stopped leaves no request waiting', async () => {
  const worker = newWorker();
  await worker.load(shipped);
  const reply = worker.embed(['The lamp went out.']);
  worker.stop();
  await expect(reply).rejects.toThrow('stopped');
});
