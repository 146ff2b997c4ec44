// Owns making a picture small before it is kept: decoded and drawn anew, so that nothing of the file itself (scripts,
// places, camera) survives, at most so many pixels.

/** Longest side, pixels: sharp on a tablet at the size it is shown, about 30 kB. */
const LONGEST = 512;
/** Larger files are not even decoded. */
const LARGEST_BYTES = 40_000_000;

/** A WebP (PNG where the browser cannot write it); null where the file is no picture this browser can read. */
export const shrinkImage = async (file: Blob): Promise<Blob | null> => {
  if (file.size > LARGEST_BYTES || !/^image\/(?:png|jpeg|webp|gif|avif|bmp)$/.test(file.type)) return null;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/webp', 0.85));
  } catch {
    return null;
  }
};
