// Owns running an operator's sentence model in Node, for evaluations: the same files as the browser's, by the same runtime's
// WASM and the same tokenizer, pooled by hand. Null where no such model was added.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import * as ort from 'onnxruntime-web';
import { isModelId, readOffers } from '@emberkeep/search';
import type { SentenceEmbedder } from './eval-search.ts';
import { ROOT } from './run.ts';

/** Tokens read of a text; sentence models were trained on no more. */
const LONGEST = 256;

export const sentenceModelInNode = async (
  id: string,
  modelsDir = join(process.env['DATA_DIR'] ?? join(ROOT, 'data'), 'models'),
): Promise<SentenceEmbedder | null> => {
  const list = join(modelsDir, 'index.json');
  const model =
    isModelId(id) && existsSync(list)
      ? readOffers(JSON.parse(readFileSync(list, 'utf8'))).find((m) => m.id === id)
      : undefined;
  const weights = model?.files.find((f) => f.path.endsWith('.onnx'));
  if (!model || !weights) return null;
  const json = (path: string): object => JSON.parse(readFileSync(join(modelsDir, id, path), 'utf8')) as object;
  const tokenizer = new Tokenizer(json('tokenizer.json'), json('tokenizer_config.json'));
  const session = await ort.InferenceSession.create(readFileSync(join(modelsDir, id, weights.path)));
  const one = async (text: string): Promise<Float32Array | null> => {
    const { ids } = tokenizer.encode(text);
    const tokens = BigInt64Array.from(ids.slice(0, LONGEST), BigInt);
    if (tokens.length === 0) return null;
    const tensor = (data: BigInt64Array): ort.Tensor => new ort.Tensor('int64', data, [1, data.length]);
    const feeds: Record<string, ort.Tensor> = {
      input_ids: tensor(tokens),
      attention_mask: tensor(tokens.map(() => 1n)),
      token_type_ids: tensor(tokens.map(() => 0n)),
    };
    const output = await session.run(
      Object.fromEntries(session.inputNames.flatMap((name) => (feeds[name] ? [[name, feeds[name]]] : []))),
    );
    const hidden = output[session.outputNames[0]!]!;
    const dims = hidden.dims.at(-1)!;
    const data = hidden.data as Float32Array;
    const sum = new Float32Array(dims);
    const count = model.pooling === 'cls' ? 1 : tokens.length;
    for (let t = 0; t < count; t++) for (let i = 0; i < dims; i++) sum[i]! += data[t * dims + i]!;
    const norm = Math.sqrt(sum.reduce((n, x) => n + x * x, 0));
    return norm > 0 && Number.isFinite(norm) ? sum.map((x) => x / norm) : null;
  };
  return { id, embed: (texts) => Promise.all(texts.map(one)), embedQuery: (text) => one(model.queryPrefix + text) };
};
