// What the shipped model's file is. Vectors are kept under the model's name (`shipped-model.ts`): a change of these
// bytes that changes vectors needs another name.
export const SHIPPED_BYTES = {
  length: 7084441,
  sha256: '06e47b3cce7ac3b330921feafc209edd5a38f70b2780d40475374fa3478224af',
};
