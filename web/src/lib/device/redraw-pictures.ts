// Pictures as they are stored: drawn anew in a worker, so that the page goes on and nothing else in the file survives:
// no script, no location, no camera data.

/** Larger files are not decoded, bytes. */
export const LARGEST_PICTURE_BYTES = 40_000_000;

/** A picture to draw at some sizes: the longest sides, pixels. Each gets at most `limit` bytes. */
export interface RedrawJob {
  file: Blob;
  sides: readonly number[];
  limit: number;
}

export interface DrawnPicture {
  blob: Blob;
  width: number;
  height: number;
}

/** One for each of the sides; null where this browser cannot read the file as a picture. */
export type RedrawAnswer = DrawnPicture[] | null;

/** Draws one picture after the other. Call `stop` when there are no more. */
export interface Redrawing {
  /** Rejects where the worker fails: its script is not on this device yet, its memory is full, or it takes too long. */
  draw(job: RedrawJob): Promise<RedrawAnswer>;
  stop(): void;
}

/** How long drawing one picture may take, ms: 100 megapixels at two sizes on a slow tablet. */
const TIME_LIMIT_MS = 120_000;

/** The picture was given up. */
export class RedrawTookTooLong extends Error {}

const startWorker = (): Worker => new Worker(new URL('../../workers/pictures.ts', import.meta.url), { type: 'module' });

/** `failureOf`: what a worker's `error` event tells of. */
export const startRedrawing = (
  failureOf: (event: ErrorEvent) => Error,
  start = startWorker,
  limitMs = TIME_LIMIT_MS,
): Redrawing => {
  let worker: Worker | null = null;
  /** After an error a worker answers no more: the next picture gets a new one. */
  const drop = (): void => {
    worker?.terminate();
    worker = null;
  };
  return {
    draw: async (job) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      try {
        return await new Promise<RedrawAnswer>((resolve, reject) => {
          worker ??= start();
          worker.onmessage = ({ data }: MessageEvent<RedrawAnswer>) => resolve(data);
          worker.onerror = (event) => reject(failureOf(event));
          timer = setTimeout(() => reject(new RedrawTookTooLong()), limitMs);
          worker.postMessage(job);
        });
      } catch (error) {
        drop();
        throw error;
      } finally {
        clearTimeout(timer);
      }
    },
    stop: drop,
  };
};
