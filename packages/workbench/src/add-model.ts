// Adds an operator's own model, for search or for the assistant, to the folder that the relay serves: checks it,
// copies it and lists it. Its files are laid out as on the public hubs: config.json, tokenizer.json,
// tokenizer_config.json, onnx/model….onnx.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { dtypeOf, isModelId, MODEL_FILES, readOffers, type OfferedModel } from '@emberkeep/search';

export interface AddModelOptions {
  id?: string;
  pooling?: 'mean' | 'cls';
  queryPrefix?: string;
}

/** A file of the model: its path below the model's folder, and where it is now. */
interface ModelFile {
  path: string;
  source: string;
}

/** An entry of models/index.json; the rest of an offer follows from where it is read. */
type ListedModel = Omit<OfferedModel, 'from' | 'source'>;

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

const isJson = (file: string): boolean => {
  try {
    readJson(file);
    return true;
  } catch {
    return false; // not JSON, which is what the caller asks
  }
};

/** The problem with a folder as a sentence; null where it can be a model named `id`. */
const problemOf = (from: string, folder: string, id: string): string | null => {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return `There is no folder ${from}.`;
  if (!isModelId(id))
    return `"${id}" cannot be the name of a model: use letters, digits, dots and dashes. Give another with --id.`;
  const missing = MODEL_FILES.filter((file) => !existsSync(join(folder, file)));
  if (missing.length > 0)
    return `This is not a model: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing in ${from}.`;
  const damaged = MODEL_FILES.find((file) => !isJson(join(folder, file)));
  return damaged ? `${damaged} is damaged: it is not JSON.` : null;
};

/** The smallest weights that run without a GPU, because a tablet has to hold them. */
const findWeights = (folder: string): ModelFile | null => {
  const onnx = existsSync(join(folder, 'onnx')) ? join(folder, 'onnx') : folder;
  const [smallest] = readdirSync(onnx)
    .filter((name) => dtypeOf(name) !== null && dtypeOf(name) !== 'fp16')
    .map((name) => ({ name, bytes: statSync(join(onnx, name)).size }))
    .sort((a, b) => a.bytes - b.bytes);
  return smallest ? { path: `onnx/${smallest.name}`, source: join(onnx, smallest.name) } : null;
};

/** A model that continues text says so in the name of its architecture. */
const taskOf = (folder: string): OfferedModel['task'] => {
  const { architectures } = readJson(join(folder, 'config.json')) as { architectures?: unknown };
  return JSON.stringify(architectures ?? '').includes('ForCausalLM') ? 'text' : 'sentence';
};

const copyFiles = (files: readonly ModelFile[], target: string): void => {
  for (const { path, source } of files) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    cpSync(source, join(target, path));
  }
};

const listedModel = ({ id, task, dtype, pooling, queryPrefix, files }: ListedModel): ListedModel => ({
  id,
  task,
  dtype,
  pooling,
  queryPrefix,
  files,
});

/** Adds a model to the list, or replaces its entry. */
const listModel = (modelsDir: string, model: ListedModel): void => {
  const listFile = join(modelsDir, 'index.json');
  const others = readOffers(existsSync(listFile) ? readJson(listFile) : []).filter((other) => other.id !== model.id);
  writeFileSync(listFile, JSON.stringify([...others, model].map(listedModel), null, 1));
};

const refused = (words: string): { ok: false; words: string } => ({ ok: false, words });

/** Adds the model in the folder `from`. `words`: the sentence to show; nothing was copied where `ok` is false. */
export const addModel = (
  from: string,
  modelsDir: string,
  options: AddModelOptions = {},
): { ok: boolean; words: string } => {
  const folder = resolve(from);
  const id = options.id ?? basename(folder);
  const problem = problemOf(from, folder, id);
  if (problem) return refused(problem);
  const weights = findWeights(folder);
  const dtype = weights ? dtypeOf(weights.path) : null;
  if (!weights || !dtype)
    return refused(`There are no weights in ${from}: an .onnx file such as onnx/model_quantized.onnx is needed.`);
  const sources = [...MODEL_FILES.map((path) => ({ path, source: join(folder, path) })), weights];
  copyFiles(sources, join(modelsDir, id));
  const files = sources.map(({ path, source }) => ({ path, bytes: statSync(source).size }));
  const task = taskOf(folder);
  listModel(modelsDir, {
    id,
    task,
    dtype,
    pooling: options.pooling ?? 'mean',
    queryPrefix: options.queryPrefix ?? '',
    files,
  });
  const megabytes = (files.reduce((sum, file) => sum + file.bytes, 0) / 1e6).toFixed(1);
  const place = task === 'text' ? 'Assistant' : 'Search by meaning';
  return { ok: true, words: `${id} (${megabytes} MB) is offered to everyone on this server under Settings, ${place}.` };
};
