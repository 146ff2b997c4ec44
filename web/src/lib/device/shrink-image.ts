// Shrinks a picture before it is stored. It is decoded and redrawn, so that nothing else in the file survives: no
// script, no location, no camera data.

import { mayBeDecoded } from './picture-size.ts';

/** Longest side, pixels: sharp on a tablet at the size it is shown, about 30 kB. */
const LONGEST_SIDE = 512;
/** Larger files are not decoded. */
const LARGEST_BYTES = 40_000_000;

/** A WebP, or a PNG where the browser cannot write WebP; null where this browser cannot read the file as a picture. */
export const shrinkImage = async (file: Blob): Promise<Blob | null> => {
  if (file.size > LARGEST_BYTES || !/^image\/(?:png|jpeg|webp|gif|avif|bmp)$/.test(file.type)) return null;
  try {
    if (!mayBeDecoded(new Uint8Array(await file.arrayBuffer()))) return null;
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/webp', 0.85));
  } catch {
    return null; // Not a picture, or one that this browser cannot decode.
  }
};
