// The static model of the lexicon, built in memory and loaded from its files as the app loads them.
import { buildModel } from '../src/lexicon/build-model.ts';
import { lexiconConcepts } from '../src/lexicon/lexicon-files.ts';
import { loadStaticModel, type StaticModel } from '../src/lexicon/static-model.ts';

export const lexiconModel = (): StaticModel => {
  const { files } = buildModel(lexiconConcepts(), 'test');
  const text = (path: string): string => new TextDecoder().decode(files.get(path));
  return loadStaticModel({
    model: files.get('onnx/model_int8.onnx')!,
    tokenizer: text('tokenizer.json'),
    lexicon: text('lexicon.json'),
  });
};
