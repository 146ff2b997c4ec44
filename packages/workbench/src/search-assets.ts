// Builds what search ships with into web/static: the static model from the lexicon, the sentence model from the weights
// of its package, and the seed of the index from its schema; again only when a source changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LEXICON_MODEL, SHIPPED_MODEL } from '@emberkeep/search';
import { buildModel } from '@emberkeep/search/lexicon';
import { encoderFiles } from '@emberkeep/search/sentence-encoder';
import { dumpSeed, lexiconConcepts } from '@emberkeep/search/testing';
import { ROOT } from './run.ts';

const SEARCH = join(ROOT, 'packages', 'search');
const STATIC = join(ROOT, 'web', 'static');
const sources = (): string[] =>
  ['lexicon', 'schema', 'src/lexicon', 'src/sentence-encoder', 'src/index-db'].flatMap((folder) =>
    readdirSync(join(SEARCH, folder))
      .sort()
      .map((name) => join(SEARCH, folder, name)),
  );

/** Writes them where they are missing or outdated. */
export const buildSearchAssets = async (): Promise<void> => {
  const hash = createHash('sha256').update(readFileSync(join(SEARCH, 'package.json')));
  for (const file of sources()) hash.update(readFileSync(file));
  const id = hash.digest('hex').slice(0, 16);
  const stamp = join(STATIC, 'search', '.made');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === id) return;
  rmSync(join(STATIC, 'search'), { recursive: true, force: true });
  rmSync(join(STATIC, 'models'), { recursive: true, force: true });
  const write = (path: string, bytes: Uint8Array | string): void => {
    mkdirSync(dirname(join(STATIC, path)), { recursive: true });
    writeFileSync(join(STATIC, path), bytes);
  };
  for (const [path, bytes] of buildModel(lexiconConcepts(), LEXICON_MODEL).files)
    write(`models/${LEXICON_MODEL}/${path}`, bytes);
  for (const [path, bytes] of encoderFiles()) write(`models/${SHIPPED_MODEL.id}/${path}`, bytes);
  write('search/index-seed.bin', await dumpSeed());
  write('search/.made', id);
};
