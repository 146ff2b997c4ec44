// Loads the search model that ships with the app, once per page or worker. Without its files search goes on by words
// alone.
import { loadStaticModel, type StaticModel } from '@emberkeep/search';
import { MODEL_URL } from './index-meta.ts';

let loading: Promise<StaticModel | null> | null = null;

const fetchFile = async (path: string): Promise<Response> => {
  const response = await fetch(`${MODEL_URL}/${path}`);
  if (!response.ok) throw new Error(`the search model could not be fetched (${response.status})`);
  return response;
};

const load = async (): Promise<StaticModel> => {
  const [model, tokenizer, lexicon] = await Promise.all([
    fetchFile('onnx/model_int8.onnx').then((r) => r.arrayBuffer()),
    fetchFile('tokenizer.json').then((r) => r.text()),
    fetchFile('lexicon.json').then((r) => r.text()),
  ]);
  return loadStaticModel({ model: new Uint8Array(model), tokenizer, lexicon });
};

/** Null when its files cannot be fetched or read; the next call tries again. */
export const fetchModel = (): Promise<StaticModel | null> =>
  (loading ??= load().catch(() => {
    loading = null;
    return null;
  }));
