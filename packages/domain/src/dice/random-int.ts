// Fair whole numbers from random bytes, by rejection: values above the last full multiple are discarded, so that no
// face comes up more often than another.

/** Returns a whole number in [0, below). */
export type RandomSource = (below: number) => number;

/** A source of whole numbers from one of unpredictable bytes. */
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
