// A larger model that can be downloaded: its id, its files with their sizes, how its vectors are read. Only the server
// that serves the app offers models: whoever runs it serves the app's code as well. Its list is checked.
import type { SentenceModel } from './sentence-model.ts';

/** Characters of a query prefix that are kept. */
const LONGEST_PREFIX = 200;

export interface OfferedModel extends SentenceModel {
  /** What it is for: vectors for search, or text for the assistant. */
  task: 'sentence' | 'text';
  /** The URL its files are fetched from; ends in a slash. */
  from: string;
  /** Its files by path below its folder, with their sizes in bytes. */
  files: readonly { path: string; bytes: number }[];
}

/** Files that every model needs besides its weights. */
export const MODEL_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json'] as const;

/** How weights are stored, by the name of their file. */
const DTYPES: Readonly<Record<string, SentenceModel['dtype']>> = {
  'model.onnx': 'fp32',
  'model_fp16.onnx': 'fp16',
  'model_quantized.onnx': 'q8',
  'model_int8.onnx': 'int8',
  'model_uint8.onnx': 'uint8',
  'model_q4.onnx': 'q4',
};

/** How the weights of a file are stored, by its name; null where the name is not known. */
export const dtypeOf = (path: string): SentenceModel['dtype'] | null => DTYPES[path.replace(/^onnx\//, '')] ?? null;

/** True for a name that is safe as a folder's name and in URLs. */
export const isModelId = (id: unknown): id is string =>
  typeof id === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,80}$/.test(id);

const isPath = (path: unknown): path is string =>
  typeof path === 'string' && /^(?:onnx\/)?[A-Za-z0-9][A-Za-z0-9._-]*$/.test(path);

const isDtype = (dtype: unknown): dtype is SentenceModel['dtype'] =>
  Object.values(DTYPES).includes(dtype as SentenceModel['dtype']);

const readFiles = (files: readonly unknown[]): OfferedModel['files'] =>
  files.flatMap((file) => {
    const { path, bytes } = (file ?? {}) as Record<string, unknown>;
    const isValid = isPath(path) && typeof bytes === 'number' && bytes > 0 && Number.isSafeInteger(bytes);
    return isValid ? [{ path, bytes }] : [];
  });

const readOffer = (value: unknown): OfferedModel | null => {
  if (typeof value !== 'object' || value === null) return null;
  const { id, task, dtype, pooling, queryPrefix, files } = value as Record<string, unknown>;
  if (!isModelId(id) || !isDtype(dtype) || !Array.isArray(files)) return null;
  const readable = readFiles(files);
  if (!readable.some((file) => file.path.endsWith('.onnx'))) return null;
  return {
    id,
    task: task === 'text' ? 'text' : 'sentence',
    dtype,
    pooling: pooling === 'cls' ? 'cls' : 'mean',
    queryPrefix: typeof queryPrefix === 'string' ? queryPrefix.slice(0, LONGEST_PREFIX) : '',
    files: readable,
    from: `/models/${id}/`,
  };
};

/** Reads an operator's list, and leaves out entries that are not models. */
export const readOffers = (value: unknown): OfferedModel[] =>
  Array.isArray(value) ? value.flatMap((each) => readOffer(each) ?? []) : [];

/** False for a model that an earlier version chose from another company's server: its files may change there. */
export const isFromOwnServer = ({ id, from }: Pick<OfferedModel, 'id' | 'from'>): boolean => from === `/models/${id}/`;

export const modelBytes = (model: Pick<OfferedModel, 'files'>): number =>
  model.files.reduce((sum, f) => sum + f.bytes, 0);
