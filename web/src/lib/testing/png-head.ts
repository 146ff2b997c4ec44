// The head of a PNG file, for tests of what reads the size that a picture claims.

/** The head of a PNG that claims this size, in pixels, and zeros. */
export const pngHead = (width: number, height: number): Uint8Array => {
  const bytes = new Uint8Array(64);
  bytes.set([...'\x89PNG\r\n\x1a\n'].map((letter) => letter.charCodeAt(0)));
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
};
