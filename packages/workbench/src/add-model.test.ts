// Shows that an operator's model is checked before it is offered, and that problems are reported in a sentence.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { modelBytes, readOffers } from '@emberkeep/search';
import { addModel } from './add-model.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'emberkeep-add-model-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const put = (path: string, text: string): void => {
  mkdirSync(join(folder, 'model', path, '..'), { recursive: true });
  writeFileSync(join(folder, 'model', path), text);
};
const models = (): string => join(folder, 'data', 'models');

it('copies a model with the smallest weights that a tablet can run, and lists it with its sizes', () => {
  for (const file of ['config.json', 'tokenizer.json', 'tokenizer_config.json']) put(file, '{}');
  put('onnx/model.onnx', 'x'.repeat(900));
  put('onnx/model_quantized.onnx', 'x'.repeat(100));
  put('onnx/model_fp16.onnx', 'x');
  expect(addModel(join(folder, 'model'), models(), { id: 'mini', queryPrefix: 'query: ' })).toMatchObject({ ok: true });
  expect(addModel(join(folder, 'model'), models(), { id: 'other', pooling: 'cls' })).toMatchObject({ ok: true });
  const offers = readOffers(JSON.parse(readFileSync(join(models(), 'index.json'), 'utf8')));
  expect(offers.map((m) => [m.id, m.dtype, m.pooling, m.queryPrefix, m.from, modelBytes(m)])).toEqual([
    ['mini', 'q8', 'mean', 'query: ', '/models/mini/', 106],
    ['other', 'q8', 'cls', '', '/models/other/', 106],
  ]);
  expect(readFileSync(join(models(), 'mini/onnx/model_quantized.onnx'), 'utf8')).toHaveLength(100);
});

it('reports what is missing or damaged, and offers nothing', () => {
  expect(addModel(join(folder, 'nowhere'), models()).words).toContain('There is no folder');
  put('config.json', '{}');
  expect(addModel(join(folder, 'model'), models()).words).toContain(
    'tokenizer.json, tokenizer_config.json are missing',
  );
  put('tokenizer.json', '{');
  put('tokenizer_config.json', '{}');
  expect(addModel(join(folder, 'model'), models()).words).toContain('tokenizer.json is damaged');
  put('tokenizer.json', '{}');
  expect(addModel(join(folder, 'model'), models()).words).toContain('no weights');
  expect(addModel(join(folder, 'model'), models(), { id: '../up' }).words).toContain('cannot be the name');
});

it('ignores entries of the list that are not valid models', () => {
  expect(
    readOffers([
      { id: '../x', dtype: 'q8', files: [] },
      { id: 'a', dtype: 'q8', files: [{ path: '../../etc/passwd', bytes: 3 }] },
      { id: 'b', dtype: 'evil', files: [{ path: 'onnx/model.onnx', bytes: 3 }] },
      null,
      'x',
    ]),
  ).toEqual([]);
  expect(readOffers({})).toEqual([]);
});
