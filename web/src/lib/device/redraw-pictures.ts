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
  draw(job: RedrawJob): Promise<RedrawAnswer>;
  stop(): void;
}

export const startRedrawing = (): Redrawing => {
  const worker = new Worker(new URL('../../workers/pictures.ts', import.meta.url), { type: 'module' });
  return {
    draw: (job) =>
      new Promise((resolve) => {
        worker.onmessage = ({ data }: MessageEvent<RedrawAnswer>) => resolve(data);
        // A worker that ran out of memory has read no picture.
        worker.onerror = () => resolve(null);
        worker.postMessage(job);
      }),
    stop: () => worker.terminate(),
  };
};
