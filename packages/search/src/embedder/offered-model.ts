// Owns what a larger model is before it is here: its name, its files with their sizes, how its vectors are read. The list
// that an operator's server gives is data from outside and is checked.
import type { SentenceModel } from './sentence-model.ts';

export interface OfferedModel extends SentenceModel {
  /** What it is for: vectors for search, or text in the talk at the table. */
  task: 'sentence' | 'text';
  /** Where its files are fetched from; ends in a slash. */
  from: string;
  /** By path below its folder; bytes each. */
  files: readonly { path: string; bytes: number }[];
  /** Where it comes from, for the person who is asked. */
  source: 'operator' | 'hub';
}

/** Files that every model needs beside its weights. */
export const MODEL_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json'] as const;
const DTYPES: Readonly<Record<string, SentenceModel['dtype']>> = {
  'model.onnx': 'fp32',
  'model_fp16.onnx': 'fp16',
  'model_quantized.onnx': 'q8',
  'model_int8.onnx': 'int8',
  'model_uint8.onnx': 'uint8',
  'model_q4.onnx': 'q4',
};

/** The flavour of a weights file by its name; null for one that is not known. */
export const dtypeOf = (path: string): SentenceModel['dtype'] | null => DTYPES[path.replace(/^onnx\//, '')] ?? null;

/** A model's id is a folder's name and part of addresses. */
export const isModelId = (id: unknown): id is string =>
  typeof id === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,80}$/.test(id);

const isPath = (path: unknown): path is string =>
  typeof path === 'string' && /^(?:onnx\/)?[A-Za-z0-9][A-Za-z0-9._-]*$/.test(path);

/** Reads an operator's list; what is not a model is left out. */
export const readOffers = (value: unknown): OfferedModel[] => {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each): OfferedModel[] => {
    if (typeof each !== 'object' || each === null) return [];
    const { id, task, dtype, pooling, queryPrefix, files } = each as Record<string, unknown>;
    if (!isModelId(id) || !Object.values(DTYPES).includes(dtype as SentenceModel['dtype']) || !Array.isArray(files))
      return [];
    const listed = files.flatMap((file: unknown) => {
      const { path, bytes } = (file ?? {}) as Record<string, unknown>;
      return isPath(path) && typeof bytes === 'number' && bytes > 0 && Number.isSafeInteger(bytes)
        ? [{ path, bytes }]
        : [];
    });
    if (!listed.some((f) => f.path.endsWith('.onnx'))) return [];
    return [
      {
        id,
        task: task === 'text' ? 'text' : 'sentence',
        dtype: dtype as SentenceModel['dtype'],
        pooling: pooling === 'cls' ? 'cls' : 'mean',
        queryPrefix: typeof queryPrefix === 'string' ? queryPrefix.slice(0, 200) : '',
        files: listed,
        from: `/models/${id}/`,
        source: 'operator',
      },
    ];
  });
};

/** What is offered from the public hub of models, to a person who says yes to the size and to the other host. Sizes are rounded up: the hub says them only when asked. */
export const HUB_MODELS: readonly OfferedModel[] = [
  {
    id: 'all-MiniLM-L6-v2',
    task: 'sentence',
    dtype: 'q8',
    pooling: 'mean',
    queryPrefix: '',
    source: 'hub',
    from: 'https://huggingface.co/Xenova/all-MiniLM-L6-v2/resolve/main/',
    files: [
      { path: 'config.json', bytes: 1_000 },
      { path: 'tokenizer.json', bytes: 712_000 },
      { path: 'tokenizer_config.json', bytes: 1_000 },
      { path: 'onnx/model_quantized.onnx', bytes: 23_000_000 },
    ],
  },
  {
    id: 'SmolLM2-135M-Instruct',
    task: 'text',
    dtype: 'q8',
    pooling: 'mean',
    queryPrefix: '',
    source: 'hub',
    from: 'https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct/resolve/main/',
    files: [
      { path: 'config.json', bytes: 1_000 },
      { path: 'generation_config.json', bytes: 1_000 },
      { path: 'tokenizer.json', bytes: 2_200_000 },
      { path: 'tokenizer_config.json', bytes: 4_000 },
      { path: 'onnx/model_quantized.onnx', bytes: 140_000_000 },
    ],
  },
];

export const modelBytes = (model: Pick<OfferedModel, 'files'>): number =>
  model.files.reduce((sum, f) => sum + f.bytes, 0);
