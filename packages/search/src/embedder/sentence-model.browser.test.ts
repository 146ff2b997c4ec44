// Shows that our table look-up and transformers.js give the same vectors for the static model, and that loading a model
// contacts no other host.
import { expect, it } from 'vitest';
import doings from '../../lexicon/doings.txt?raw';
import minds from '../../lexicon/minds.txt?raw';
import people from '../../lexicon/people.txt?raw';
import places from '../../lexicon/places.txt?raw';
import things from '../../lexicon/things.txt?raw';
import { buildModel, loadStaticModel, readLexicon } from '../lexicon/index.ts';
import { RUNTIME_FILES } from './runtime-files.ts';
import { loadSentenceModel } from './sentence-model.ts';

it('both loaders of the shipped model give equal vectors, and no other host is contacted', async () => {
  const { files } = buildModel([doings, minds, people, places, things].flatMap(readLexicon), 'test-lexicon');
  const text = (path: string): string => new TextDecoder().decode(files.get(path));
  const plain = loadStaticModel({
    model: files.get('onnx/model_int8.onnx')!,
    tokenizer: text('tokenizer.json'),
    lexicon: text('lexicon.json'),
  });
  const asked: string[] = [];
  const real = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    asked.push(new URL(input instanceof Request ? input.url : String(input), location.href).host);
    return real(input, init);
  };
  try {
    const model = await loadSentenceModel(
      { id: 'test-lexicon', dtype: 'int8', pooling: 'mean', queryPrefix: '' },
      async (path) => (files.has(path) ? new Response(files.get(path) as BlobPart) : undefined),
      RUNTIME_FILES,
    );
    for (const words of [
      'The innkeeper was murdered',
      'grave robbers stabbing in the catacombs, hiding silver coins',
      'who owes the landlady money?',
      'Forged letters; the duke’s poisoned wine',
      'xyzzy',
    ]) {
      const [theirs] = await model.embed([plain.prepare(words)]);
      const ours = plain.embed(words);
      if (ours === null) expect(theirs, words).toBeNull();
      else ours.forEach((x, i) => expect(theirs![i], `${words} at ${i}`).toBeCloseTo(x, 5));
    }
  } finally {
    globalThis.fetch = real;
  }
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((host) => host !== location.host)).toEqual([]);
});
