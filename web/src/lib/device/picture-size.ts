// The size that a picture file says it has: a file of a few kilobytes can claim to be so large that
// decoding it takes all memory.

export interface PictureSize {
  width: number;
  height: number;
}

const text = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

const sizeOfWebp = (bytes: Uint8Array, view: DataView): PictureSize | null => {
  const kind = text(bytes, 12, 4);
  if (kind === 'VP8X') {
    const three = (at: number): number => view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1;
    return { width: three(24), height: three(27) };
  }
  if (kind === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  if (kind === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  return null;
};

/** Behind the blocks of bytes that each say how long they are; an empty one is the last. */
const behindBlocks = (view: DataView, from: number): number => {
  let at = from;
  while (at < view.byteLength && view.getUint8(at) > 0) at += 1 + view.getUint8(at);
  return at + 1;
};

/** Bytes of the table of colours that the flags of a GIF or one of its pictures announce. */
const tableBytes = (flags: number): number => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);

/** Of a GIF: what its head says, or as much as its pictures need. Browsers make room for a picture that is larger. */
const sizeOfGif = (view: DataView): PictureSize => {
  let [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
  let at = 13 + tableBytes(view.getUint8(10));
  while (at + 10 <= view.byteLength) {
    const kind = view.getUint8(at);
    if (kind === 0x21) at = behindBlocks(view, at + 2);
    else if (kind === 0x2c) {
      width = Math.max(width, view.getUint16(at + 1, true) + view.getUint16(at + 5, true));
      height = Math.max(height, view.getUint16(at + 3, true) + view.getUint16(at + 7, true));
      at = behindBlocks(view, at + 11 + tableBytes(view.getUint8(at + 9)));
    } else break;
  }
  return { width, height };
};

/** Markers of a JPEG that no segment follows. */
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
/** Of the start, the end and the pixels. Behind these comes no first frame. */
const isLast = (marker: number): boolean => marker >= 0xd8 && marker <= 0xda;

/**
 * Of a JPEG: its first frame, behind segments that each say how long they are. Found as decoders find it: they skip
 * whatever is between two segments.
 */
const sizeOfJpeg = (view: DataView): PictureSize | null => {
  for (let at = 2; at + 9 < view.byteLength;) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff || marker === 0xff) at += 1;
    else if (marker === 0 || isBare(marker)) at += 2;
    else if (isLast(marker)) return null;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    else at += 2 + view.getUint16(at + 2);
  }
  return null;
};

const sizeOfBmp = (view: DataView): PictureSize => {
  const isOldest = view.getUint32(14, true) === 12;
  return isOldest
    ? { width: view.getUint16(18, true), height: view.getUint16(20, true) }
    : { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
};

/** The boxes of an AVIF between two positions: their names and contents. Ends where one has an impossible length. */
function* boxesOf(bytes: Uint8Array, view: DataView, from: number, to: number): Iterable<[string, number, number]> {
  for (let at = from; at + 8 <= to;) {
    const short = view.getUint32(at);
    const isLong = short === 1 && at + 16 <= to;
    const length = isLong ? Number(view.getBigUint64(at + 8)) : short === 0 ? to - at : short;
    const head = isLong ? 16 : 8;
    if (length < head || at + length > to) return;
    yield [text(bytes, at + 4, 4), at + head, at + length];
    at += length;
  }
}

/** Where the sizes of an AVIF's pictures are, from the outside in: the boxes' names and bytes before their contents. */
const SIZE_BOXES = [
  ['meta', 4],
  ['iprp', 0],
  ['ipco', 0],
  ['ispe', 4],
] as const;

/** Of an AVIF: the largest of its pictures, of which a grid is one. */
const sizeOfAvif = (bytes: Uint8Array, view: DataView): PictureSize | null => {
  let within: (readonly [number, number])[] = [[0, bytes.byteLength]];
  for (const [wanted, skipped] of SIZE_BOXES)
    within = within.flatMap(([from, to]) =>
      [...boxesOf(bytes, view, from, to)].flatMap(([name, start, end]) =>
        name === wanted ? [[start + skipped, end] as const] : [],
      ),
    );
  const sizes = within
    .filter(([start, end]) => start + 8 <= end)
    .map(([start]) => ({ width: view.getUint32(start), height: view.getUint32(start + 4) }));
  return sizes.sort((a, b) => b.width * b.height - a.width * a.height)[0] ?? null;
};

/** Null where the bytes do not say it: they are no picture that this app reads. `bytes`: the whole file. Never throws. */
export const claimedSize = (bytes: Uint8Array): PictureSize | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 32) return null;
  if (text(bytes, 1, 3) === 'PNG') return { width: view.getUint32(16), height: view.getUint32(20) };
  if (text(bytes, 0, 3) === 'GIF') return sizeOfGif(view);
  if (text(bytes, 0, 2) === 'BM') return sizeOfBmp(view);
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 4) === 'WEBP') return sizeOfWebp(bytes, view);
  if (text(bytes, 4, 4) === 'ftyp') return sizeOfAvif(bytes, view);
  return view.getUint16(0) === 0xffd8 ? sizeOfJpeg(view) : null;
};

/** Pixels of the largest picture that is decoded to be drawn anew: 400 MB of memory. */
const MOST_PIXELS = 100_000_000;
/** Longest side of a picture that the app stores, pixels: a map that can be read when it is enlarged. */
export const STORED_SIDE = 4096;

const claimsAtMost = (bytes: Uint8Array, pixels: number): boolean => {
  const claimed = claimedSize(bytes);
  return claimed !== null && claimed.width * claimed.height <= pixels;
};

/** False for a file that claims to be too large, or does not say how large it is: no browser is asked to decode that. */
export const mayBeDecoded = (bytes: Uint8Array): boolean => claimsAtMost(bytes, MOST_PIXELS);

/** False for a picture, perhaps from another device, that is larger than any that the app stores: it is not shown. */
export const mayBeShown = (bytes: Uint8Array): boolean => claimsAtMost(bytes, STORED_SIDE ** 2);
