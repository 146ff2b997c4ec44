// Runs an operator's sentence model in Node, for evaluations: the same files, runtime and tokenizer as in the
// browser, with the pooling done here.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import * as ort from 'onnxruntime-web';
import { isModelId, readOffers, type OfferedModel } from '@emberkeep/search';
import type { SentenceEmbedder } from './eval-search.ts';
import { ROOT } from './run.ts';

/** Tokens of a text that are read: sentence models are trained on no more. */
const LONGEST = 256;

const DEFAULT_MODELS_DIR = join(process.env['DATA_DIR'] ?? join(ROOT, 'data'), 'models');

const findModel = (id: string, modelsDir: string): OfferedModel | null => {
  const list = join(modelsDir, 'index.json');
  if (!isModelId(id) || !existsSync(list)) return null;
  return readOffers(JSON.parse(readFileSync(list, 'utf8'))).find((model) => model.id === id) ?? null;
};

/** The mean of the first `count` rows, at length 1; null where it has no direction. */
const pooled = (rows: Float32Array, dims: number, count: number): Float32Array | null => {
  const sum = new Float32Array(dims);
  for (let row = 0; row < count; row++) for (let i = 0; i < dims; i++) sum[i]! += rows[row * dims + i]!;
  const norm = Math.sqrt(sum.reduce((n, x) => n + x * x, 0));
  return norm > 0 && Number.isFinite(norm) ? sum.map((x) => x / norm) : null;
};

const tensorOf = (data: BigInt64Array): ort.Tensor => new ort.Tensor('int64', data, [1, data.length]);

/** The inputs that a model of this kind may have. */
const inputsOf = (tokens: BigInt64Array): Readonly<Record<string, ort.Tensor>> => ({
  input_ids: tensorOf(tokens),
  attention_mask: tensorOf(tokens.map(() => 1n)),
  token_type_ids: tensorOf(tokens.map(() => 0n)),
});

/** Null where no such model was added. */
export const sentenceModelInNode = async (
  id: string,
  modelsDir = DEFAULT_MODELS_DIR,
): Promise<SentenceEmbedder | null> => {
  const model = findModel(id, modelsDir);
  const weights = model?.files.find((file) => file.path.endsWith('.onnx'));
  if (!model || !weights) return null;
  const json = (path: string): object => JSON.parse(readFileSync(join(modelsDir, id, path), 'utf8')) as object;
  const tokenizer = new Tokenizer(json('tokenizer.json'), json('tokenizer_config.json'));
  const session = await ort.InferenceSession.create(readFileSync(join(modelsDir, id, weights.path)));
  const embedOne = async (text: string): Promise<Float32Array | null> => {
    const tokens = BigInt64Array.from(tokenizer.encode(text).ids.slice(0, LONGEST), BigInt);
    if (tokens.length === 0) return null;
    const inputs = inputsOf(tokens);
    const output = await session.run(
      Object.fromEntries(session.inputNames.flatMap((name) => (inputs[name] ? [[name, inputs[name]]] : []))),
    );
    const hidden = output[session.outputNames[0]!]!;
    const count = model.pooling === 'cls' ? 1 : tokens.length;
    return pooled(hidden.data as Float32Array, hidden.dims.at(-1)!, count);
  };
  return {
    id,
    embed: (texts) => Promise.all(texts.map(embedOne)),
    embedQuery: (text) => embedOne(model.queryPrefix + text),
  };
};
