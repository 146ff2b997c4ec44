// Bytes as Base64 text, which JSON and QR codes can carry. Made of `btoa` and `atob` alone, which pages, workers and
// Node all have: lib0's pair takes Node's `Buffer` wherever there is no `window`, so it throws in every worker.

// The domain is compiled without the types of the DOM and of Node.
declare const btoa: (binary: string) => string;
declare const atob: (base64: string) => string;

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
