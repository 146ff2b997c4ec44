// Owns bringing an operator's own model, for search or for the talk, to where the relay serves it from: checked, copied, listed. The files are
// those that the public hubs lay out: config.json, tokenizer.json, tokenizer_config.json, onnx/model….onnx.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { dtypeOf, isModelId, MODEL_FILES, readOffers } from '@emberkeep/search';

export interface AddModelOptions {
  id?: string;
  pooling?: 'mean' | 'cls';
  queryPrefix?: string;
}

/** Gives the sentence to show; `ok` false where nothing was copied. */
export const addModel = (
  from: string,
  modelsDir: string,
  options: AddModelOptions = {},
): { ok: boolean; words: string } => {
  const no = (words: string): { ok: false; words: string } => ({ ok: false, words });
  const folder = resolve(from);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return no(`There is no folder ${from}.`);
  const id = options.id ?? basename(folder);
  if (!isModelId(id))
    return no(`"${id}" cannot be the name of a model: use letters, digits, dots and dashes. Give another with --id.`);
  const missing = MODEL_FILES.filter((file) => !existsSync(join(folder, file)));
  if (missing.length > 0)
    return no(`This is not a model: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing in ${from}.`);
  for (const file of MODEL_FILES) {
    try {
      JSON.parse(readFileSync(join(folder, file), 'utf8'));
    } catch {
      return no(`${file} is damaged: it is not JSON.`);
    }
  }
  const onnx = existsSync(join(folder, 'onnx')) ? join(folder, 'onnx') : folder;
  // The smallest flavour that runs without a GPU: a tablet has to hold it.
  const weights = readdirSync(onnx)
    .filter((name) => dtypeOf(name) !== null && dtypeOf(name) !== 'fp16')
    .map((name) => ({ name, bytes: statSync(join(onnx, name)).size }))
    .sort((a, b) => a.bytes - b.bytes)[0];
  if (!weights)
    return no(`There are no weights in ${from}: an .onnx file such as onnx/model_quantized.onnx is needed.`);
  const files = [
    ...MODEL_FILES.map((path) => ({ path, source: join(folder, path) })),
    { path: `onnx/${weights.name}`, source: join(onnx, weights.name) },
  ];
  for (const { path, source } of files) {
    const to = join(modelsDir, id, path);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(source, to);
  }
  // A model that continues text says so by the name of its architecture.
  const architectures = (JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as { architectures?: unknown })
    .architectures;
  const task = JSON.stringify(architectures ?? '').includes('ForCausalLM') ? 'text' : 'sentence';
  const listFile = join(modelsDir, 'index.json');
  const before: unknown = existsSync(listFile) ? JSON.parse(readFileSync(listFile, 'utf8')) : [];
  const entry = {
    id,
    task,
    dtype: dtypeOf(weights.name),
    pooling: options.pooling ?? 'mean',
    queryPrefix: options.queryPrefix ?? '',
    files: files.map(({ path, source }) => ({ path, bytes: statSync(source).size })),
  };
  writeFileSync(
    listFile,
    JSON.stringify(
      [
        ...readOffers(before)
          .filter((m) => m.id !== id)
          .map(({ id: other, task: what, dtype, pooling, queryPrefix, files: list }) => ({
            id: other,
            task: what,
            dtype,
            pooling,
            queryPrefix,
            files: list,
          })),
        entry,
      ],
      null,
      1,
    ),
  );
  return {
    ok: true,
    words: `${id} (${(entry.files.reduce((n, f) => n + f.bytes, 0) / 1e6).toFixed(1)} MB) is offered to everyone on this server under Settings, ${task === 'text' ? 'Assistant' : 'Search by meaning'}.`,
  };
};
