// Owns loading the shipped static model, on a page or in a worker; once in each. Null where its files cannot be had: search
// goes on by words alone.
import { loadStaticModel, type StaticModel } from '@emberkeep/search';
import { MODEL_URL } from './index-meta.ts';

let loading: Promise<StaticModel | null> | null = null;

const load = async (): Promise<StaticModel> => {
  const get = async (path: string): Promise<Response> => {
    const response = await fetch(`${MODEL_URL}/${path}`);
    if (!response.ok) throw new Error(`the lexicon is not here (${response.status})`);
    return response;
  };
  const [model, tokenizer, lexicon] = await Promise.all([
    get('onnx/model_int8.onnx').then((r) => r.arrayBuffer()),
    get('tokenizer.json').then((r) => r.text()),
    get('lexicon.json').then((r) => r.text()),
  ]);
  return loadStaticModel({ model: new Uint8Array(model), tokenizer, lexicon });
};

export const fetchModel = (): Promise<StaticModel | null> => (loading ??= load().catch(() => ((loading = null), null)));
