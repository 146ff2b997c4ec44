// Runs a sentence model on this device through transformers.js. The caller provides the model's files; no other host
// is ever contacted.
import { pipeline, type FeatureExtractionPipeline } from '@huggingface/transformers';
import type { Embedder } from '@emberkeep/domain';
import { openRuntime, type ModelFile, type RuntimeFiles } from './runtime.ts';

export interface SentenceModel {
  id: string;
  /** How the weights are stored, as transformers.js names it: `q8` for model_quantized.onnx, `int8`, `fp32` … */
  dtype: 'fp32' | 'fp16' | 'q8' | 'int8' | 'uint8' | 'q4';
  pooling: 'mean' | 'cls';
  /** What this model expects in front of a query; passages get no prefix. */
  queryPrefix: string;
}

/**
 * Loads a model. Comparing its vectors with another model's still computes and gives nonsense, so callers store
 * vectors under the model's `id`.
 */
export const loadSentenceModel = async (
  model: SentenceModel,
  file: ModelFile,
  runtime: RuntimeFiles,
): Promise<Embedder & { embedQuery(text: string): Promise<Float32Array | null> }> => {
  openRuntime(model.id, file, runtime);
  const extract = (await pipeline('feature-extraction', model.id, {
    dtype: model.dtype,
    device: 'wasm',
    session_options: { enableCpuMemArena: false, enableMemPattern: false },
  })) as FeatureExtractionPipeline;
  let dims = 0;
  const embedWords = async (texts: readonly string[]): Promise<(Float32Array | null)[]> => {
    if (texts.length === 0) return [];
    const output = await extract([...texts], { pooling: model.pooling, normalize: true });
    dims = output.dims.at(-1) ?? 0;
    const data = output.data as Float32Array;
    return texts.map((_, i) => {
      const vector = data.slice(i * dims, (i + 1) * dims);
      // A zero vector has no direction: the model knows no word of the text.
      return vector.every(Number.isFinite) && vector.some((x) => x !== 0) ? vector : null;
    });
  };
  const embed = async (texts: readonly string[]): Promise<(Float32Array | null)[]> => {
    // The runtime cannot run a text of no tokens.
    const isBlank = (text: string): boolean => text.trim() === '';
    const vectors = await embedWords(texts.filter((text) => !isBlank(text)));
    return texts.map((text) => (isBlank(text) ? null : (vectors.shift() ?? null)));
  };
  return {
    id: model.id,
    get dims() {
      return dims;
    },
    embed,
    embedQuery: async (text) => (await embed([model.queryPrefix + text]))[0] ?? null,
  };
};
