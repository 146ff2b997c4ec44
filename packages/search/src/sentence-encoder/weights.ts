// Reads the weights of a TensorFlow.js graph model by the ends of their names.

/** A tensor of weights, row by row. */
export interface Weight {
  dims: readonly number[];
  values: Float32Array;
}

/** The part of a TensorFlow.js `model.json` that lists the weights. */
export interface WeightsManifest {
  weightsManifest: { paths: string[]; weights: { name: string; shape: number[]; dtype: string }[] }[];
}

const BYTES = 4;

/** Gives the weight whose name ends in `/end`; throws where not exactly one does. */
export type FindWeight = (end: string) => Weight;

/** `shard` gives a file of the manifest by its path. Throws where a weight is not stored in 4 bytes a number. */
export const readWeights = (manifest: WeightsManifest, shard: (path: string) => Uint8Array): FindWeight => {
  const weights = new Map<string, Weight>();
  for (const group of manifest.weightsManifest) {
    const shards = group.paths.map(shard);
    const bytes = new Uint8Array(shards.reduce((sum, each) => sum + each.length, 0));
    let at = 0;
    for (const each of shards) {
      bytes.set(each, at);
      at += each.length;
    }
    at = 0;
    for (const { name, shape, dtype } of group.weights) {
      if (dtype !== 'float32' && dtype !== 'int32') throw new Error(`${name} is stored as ${dtype}`);
      const count = shape.reduce((product, n) => product * n, 1);
      if (dtype === 'float32') weights.set(name, { dims: shape, values: new Float32Array(bytes.buffer, at, count) });
      at += count * BYTES;
    }
  }
  return (end) => {
    const found = [...weights].filter(([name]) => `/${name}`.endsWith(`/${end}`));
    if (found.length !== 1) throw new Error(`${found.length} weights are called ${end}`);
    return found[0]![1];
  };
};
