// A static model straight from concepts, loaded from its files as the app loads them.
import { buildModel } from './build-model.ts';
import type { Concept } from './read-lexicon.ts';
import { loadStaticModel, type StaticModel } from './static-model.ts';

export const modelOfConcepts = (concepts: readonly Concept[], id = 'emberkeep-lexicon'): StaticModel => {
  const { files } = buildModel(concepts, id);
  const text = (name: string): string => new TextDecoder().decode(files.get(name));
  return loadStaticModel({
    model: files.get('onnx/model_int8.onnx')!,
    tokenizer: text('tokenizer.json'),
    lexicon: text('lexicon.json'),
  });
};
