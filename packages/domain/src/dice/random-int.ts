// Owns fair whole numbers from random bytes: what is left over at the top is thrown away, so that no face comes up oftener.

/** A whole number in [0, below). */
export type RandomSource = (below: number) => number;

/** Wraps a source of unpredictable bytes. */
export const randomIntFrom =
  (randomBytes: (count: number) => Uint8Array): RandomSource =>
  (below) => {
    const limit = Math.floor(2 ** 32 / below) * below;
    for (;;) {
      const [a = 0, b = 0, c = 0, d = 0] = randomBytes(4);
      const value = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
      if (value < limit) return value % below;
    }
  };
