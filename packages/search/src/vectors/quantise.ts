// How the vector of a passage is stored: one byte a dimension for its cosine, and one bit a dimension to find the few
// whose cosine is worth computing.
import type { Row } from '../index-db/copy.ts';

/** The largest byte; the largest component of a vector becomes it or its negative. */
const LARGEST = 127;

/** One signed byte for each component, in proportion: a cosine needs the direction alone. */
export const bytesOf = (vector: Float32Array): Int8Array => {
  const largest = vector.reduce((most, component) => Math.max(most, Math.abs(component)), 0);
  return Int8Array.from(vector, (component) => Math.round((component / largest) * LARGEST));
};

/** One bit for each component, lowest bit first: whether it is above zero. */
export const signsOf = (vector: ArrayLike<number>): Uint8Array => {
  const signs = new Uint8Array(Math.ceil(vector.length / 8));
  for (let i = 0; i < vector.length; i++) if (vector[i]! > 0) signs[i >> 3]! |= 1 << (i & 7);
  return signs;
};

/** From −1 to 1; 0 where the stored vector has another number of components, or no direction. */
export const cosineOf = (query: Float32Array, stored: Int8Array): number => {
  if (query.length !== stored.length) return 0;
  let [product, ofQuery, ofStored] = [0, 0, 0];
  for (let i = 0; i < query.length; i++) {
    const [a, b] = [query[i]!, stored[i]!];
    product += a * b;
    ofQuery += a * a;
    ofStored += b * b;
  }
  const lengths = Math.sqrt(ofQuery * ofStored);
  return lengths > 0 ? product / lengths : 0;
};

/** A row of `passage_vectors` or `sentence_vectors`. `vector`: not all zero. */
export const vectorRow = (passageId: unknown, model: string, vector: Float32Array): Row => ({
  passage_id: passageId,
  model,
  embedding: new Uint8Array(bytesOf(vector).buffer),
  signs: signsOf(vector),
});
