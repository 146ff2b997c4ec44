// Seeded randomness for tests: xoshiro128** (Blackman and Vigna, 2018; 128 bits of state). A printed seed repeats a run
// exactly.

export interface Random {
  readonly seed: number;
  /** A float in [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  int(below: number): number;
  pick<T>(items: readonly T[]): T;
  chance(probability: number): boolean;
  bytes(count: number): Uint8Array;
}

/** A generator that gives the same numbers for the same seed on every machine. `seed` is taken modulo 2^32. */
export const createRandom = (seed: number): Random => {
  let z = seed >>> 0;
  const splitmix = (): number => {
    z = (z + 0x9e3779b9) >>> 0;
    let t = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    t = Math.imul(t ^ (t >>> 13), 0xc2b2ae35);
    return (t ^ (t >>> 16)) >>> 0;
  };
  const s = new Uint32Array([splitmix(), splitmix(), splitmix(), splitmix()]);
  const rotl = (x: number, k: number): number => (x << k) | (x >>> (32 - k));
  const next32 = (): number => {
    const [s0, s1, s2, s3] = s as unknown as [number, number, number, number]; // reason: fixed length of four
    const result = Math.imul(rotl(Math.imul(s1, 5), 7), 9) >>> 0;
    const n2 = s2 ^ s0;
    const n3 = s3 ^ s1;
    s[1] = s1 ^ n2;
    s[0] = s0 ^ n3;
    s[2] = n2 ^ (s1 << 9);
    s[3] = rotl(n3, 11);
    return result;
  };
  const random: Random = {
    seed,
    next: () => next32() / 2 ** 32,
    int: (below) => Math.floor((next32() / 2 ** 32) * below),
    pick: (items) => {
      if (items.length === 0) throw new Error('pick from nothing');
      return items[random.int(items.length)] as (typeof items)[number];
    },
    chance: (p) => random.next() < p,
    bytes: (count) => Uint8Array.from({ length: count }, () => next32() & 255),
  };
  return random;
};
