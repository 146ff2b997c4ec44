// Worker that draws pictures anew before they are stored. Receives a picture and the sizes that are wanted; posts them,
// or null where it cannot be read as a picture.
import { mayBeDecoded } from '../lib/device/picture-size.ts';
import {
  LARGEST_PICTURE_BYTES,
  type DrawnPicture,
  type RedrawAnswer,
  type RedrawJob,
} from '../lib/device/redraw-pictures.ts';

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<RedrawJob>) => void) | null;
  postMessage(message: RedrawAnswer): void;
}; // The DOM and worker typings cannot be loaded together.

const READABLE = /^image\/(?:png|jpeg|webp|gif|avif|bmp)$/;
/** Tried in turn until the picture has few enough bytes: of its side, and of the quality of WebP and JPEG. */
const TRIES = [
  [1, 0.85],
  [1, 0.7],
  [0.75, 0.7],
  [0.5, 0.7],
  [0.25, 0.6],
] as const;

/** WebP; where the browser cannot write that, PNG if it is small enough, and else JPEG. */
const encode = async (canvas: OffscreenCanvas, quality: number, limit: number): Promise<Blob> => {
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
  if (blob.type === 'image/webp' || blob.size <= limit) return blob;
  return canvas.convertToBlob({ type: 'image/jpeg', quality });
};

const drawTo = async (bitmap: ImageBitmap, side: number, limit: number): Promise<DrawnPicture | null> => {
  for (const [share, quality] of TRIES) {
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height)) * share;
    const width = Math.max(1, Math.round(bitmap.width * scale));
    const height = Math.max(1, Math.round(bitmap.height * scale));
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height);
    const blob = await encode(canvas, quality, limit);
    if (blob.size <= limit) return { blob, width, height };
  }
  return null;
};

const redraw = async ({ file, sides, limit }: RedrawJob): Promise<RedrawAnswer> => {
  if (file.size > LARGEST_PICTURE_BYTES || !READABLE.test(file.type)) return null;
  // All of it: a JPEG has its camera's data before its size, an AVIF may have its pixels.
  if (!mayBeDecoded(new Uint8Array(await file.arrayBuffer()))) return null;
  const bitmap = await createImageBitmap(file);
  const drawn: DrawnPicture[] = [];
  for (const side of sides) {
    const picture = await drawTo(bitmap, side, limit);
    if (!picture) return null;
    drawn.push(picture);
  }
  bitmap.close();
  return drawn;
};

scope.onmessage = ({ data }) =>
  void redraw(data)
    .catch(() => null) // reason: it is no picture, or one that this browser cannot decode
    .then((answer) => scope.postMessage(answer));
