// Loads an operator's sentence model in Node, for evaluations: the same files as in the browser.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isModelId, readOffers, type OfferedModel } from '@emberkeep/search';
import { embedderInNode, type SentenceEmbedder } from '@emberkeep/search/testing';
import { ROOT } from './run.ts';

const DEFAULT_MODELS_DIR = join(process.env['DATA_DIR'] ?? join(ROOT, 'data'), 'models');

const findModel = (id: string, modelsDir: string): OfferedModel | null => {
  const list = join(modelsDir, 'index.json');
  if (!isModelId(id) || !existsSync(list)) return null;
  return readOffers(JSON.parse(readFileSync(list, 'utf8'))).find((model) => model.id === id) ?? null;
};

/** Null where no such model was added. */
export const sentenceModelInNode = async (
  id: string,
  modelsDir = DEFAULT_MODELS_DIR,
): Promise<SentenceEmbedder | null> => {
  const model = findModel(id, modelsDir);
  const weights = model?.files.find((file) => file.path.endsWith('.onnx'));
  if (!model || !weights) return null;
  return embedderInNode(model, weights.path, (path) => readFileSync(join(modelsDir, id, path)));
};
