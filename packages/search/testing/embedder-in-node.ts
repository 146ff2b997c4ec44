// Runs a sentence model in Node, for evaluations and tests: the same files, runtime and tokenizer as in the browser, with
// the pooling done here.
import { Tokenizer } from '@huggingface/tokenizers';
import * as ort from 'onnxruntime-web';
import type { Embedder } from '@emberkeep/domain';
import { encoderFiles } from '../src/sentence-encoder/encoder-files.ts';
import { SHIPPED_MODEL } from '../src/embedder/shipped-model.ts';
import type { SentenceModel } from '../src/embedder/sentence-model.ts';

export type SentenceEmbedder = Pick<Embedder, 'id' | 'embed'> & {
  embedQuery(text: string): Promise<Float32Array | null>;
};

/** Tokens of a text that are read where the model does not say: sentence models are trained on no more. */
const MOST_TOKENS = 256;

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

/** `file` gives a file of the model by its path; `weights` is the path of the largest. */
export const embedderInNode = async (
  model: Pick<SentenceModel, 'id' | 'pooling' | 'queryPrefix'>,
  weights: string,
  file: (path: string) => Uint8Array,
): Promise<SentenceEmbedder> => {
  const json = (path: string): object => JSON.parse(new TextDecoder().decode(file(path))) as object;
  const config = json('tokenizer_config.json') as { model_max_length?: number };
  const tokenizer = new Tokenizer(json('tokenizer.json'), config);
  const most = Math.min(MOST_TOKENS, config.model_max_length ?? MOST_TOKENS);
  const session = await ort.InferenceSession.create(file(weights));
  const embedOne = async (text: string): Promise<Float32Array | null> => {
    const tokens = BigInt64Array.from(tokenizer.encode(text).ids.slice(0, most), BigInt);
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
    id: model.id,
    embed: (texts) => Promise.all(texts.map(embedOne)),
    embedQuery: (text) => embedOne(model.queryPrefix + text),
  };
};

/** The sentence model that ships with the app. */
export const shippedEmbedder = (): Promise<SentenceEmbedder> => {
  const files = encoderFiles();
  return embedderInNode(SHIPPED_MODEL, 'onnx/model_int8.onnx', (path) => files.get(path)!);
};
