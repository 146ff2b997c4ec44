// `npm run models:add -- <folder> [--id name] [--pooling mean|cls] [--query-prefix words]`: offers a model to everyone on
// this server.
import { join } from 'node:path';
import { addModel } from '../src/add-model.ts';
import { ROOT } from '../src/run.ts';

const args = process.argv.slice(2);
const option = (name: string): string | undefined =>
  args.includes(`--${name}`) ? args[args.indexOf(`--${name}`) + 1] : undefined;
const [folder] = args;
if (!folder || folder.startsWith('--')) {
  console.error(
    'Usage: npm run models:add -- <folder with config.json, tokenizer.json, onnx/…>\n' +
      '         [--id name] [--pooling mean|cls] [--query-prefix "words"]',
  );
  process.exit(2);
}
const id = option('id');
const queryPrefix = option('query-prefix');
const { ok, words } = addModel(folder, join(process.env['DATA_DIR'] ?? join(ROOT, 'data'), 'models'), {
  ...(id ? { id } : {}),
  ...(queryPrefix ? { queryPrefix } : {}),
  pooling: option('pooling') === 'cls' ? 'cls' : 'mean',
});
console[ok ? 'log' : 'error'](words);
process.exit(ok ? 0 : 1);
