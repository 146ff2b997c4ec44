// Vectors by the runtime that the shipped model's weights come with, for tests that run where that runtime does not:
// one line `vector sentence`, with the vector as int8 in base64.

/** The stored vectors by sentence. */
export const readReferenceVectors = (text: string): Map<string, Int8Array> =>
  new Map(
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const space = line.indexOf(' ');
        const bytes = Uint8Array.from(atob(line.slice(0, space)), (char) => char.charCodeAt(0));
        return [JSON.parse(line.slice(space + 1)) as string, new Int8Array(bytes.buffer)] as const;
      }),
  );

export const writeReferenceVectors = (vectors: ReadonlyMap<string, readonly number[]>): string =>
  [...vectors]
    .map(([sentence, vector]) => {
      const largest = Math.max(...vector.map(Math.abs));
      const bytes = Int8Array.from(vector, (x) => Math.round((x / largest) * 127));
      return `${btoa(String.fromCharCode(...new Uint8Array(bytes.buffer)))} ${JSON.stringify(sentence)}\n`;
    })
    .join('');

/** The cosine of two vectors of any length; 0 where there is none. */
export const cosine = (a: ArrayLike<number> | null, b: ArrayLike<number>): number => {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; a && i < b.length; i++) {
    dot += a[i]! * b[i]!;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  return aa === 0 || bb === 0 ? 0 : dot / Math.sqrt(aa * bb);
};
