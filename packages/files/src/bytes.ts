// Bytes as Base64 text, which JSON and QR codes can carry, and joining chunks of bytes.

/** `String.fromCharCode` takes bytes as arguments, whose number engines limit. */
const BYTES_PER_CALL = 0x8000;

export const toBase64 = (bytes: Uint8Array): string => {
  let binary = '';
  for (let i = 0; i < bytes.length; i += BYTES_PER_CALL)
    binary += String.fromCharCode(...bytes.subarray(i, i + BYTES_PER_CALL));
  return btoa(binary);
};

/** Throws if the text is not Base64. */
export const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

export const concatBytes = (chunks: readonly Uint8Array[]): Uint8Array => {
  const joined = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
};
