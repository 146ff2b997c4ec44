// Owns the name of a picture: what its bytes are.

/** SHA-256 as hex: the name of a picture. */
export const hashOf = async (bytes: Uint8Array): Promise<string> =>
  Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as BufferSource)), (b) =>
    b.toString(16).padStart(2, '0'),
  ).join('');
