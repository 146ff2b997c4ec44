// A worker that fails: the picture says why, and the next one is drawn by a new worker.
import { expect, it } from 'vitest';
import { RedrawTookTooLong, startRedrawing, type RedrawAnswer } from './redraw-pictures.ts';

/** Workers that answer a job as told, in the order in which they are started. */
const workers = (...acts: ((worker: Worker) => void)[]) => {
  let ended = 0;
  const start = (): Worker => {
    const act = acts.shift();
    const worker = {
      onmessage: null,
      onerror: null,
      postMessage: () => void queueMicrotask(() => act?.(worker)),
      terminate: () => (ended += 1),
    } as unknown as Worker; // reason: these are all that drawing uses
    return worker;
  };
  return { start, endedOf: () => ended, leftOf: () => acts.length };
};
/** An event without words tells of a script that could not be fetched. */
const fails =
  (message = '') =>
  (worker: Worker) =>
    worker.onerror?.call(worker, { message } as ErrorEvent);
const answers = (worker: Worker): void =>
  worker.onmessage?.call(worker, { data: [] as RedrawAnswer } as MessageEvent<RedrawAnswer>);
const failureOf = ({ message }: ErrorEvent): Error => new Error(message);
const job = { file: new Blob(), sides: [1], limit: 1 };

it('a worker whose script is not here says so, and the next picture gets a new worker', async () => {
  const { start, endedOf } = workers(fails(), fails('out of memory'), answers);
  const redrawing = startRedrawing(failureOf, start);
  const reasonOf = (): Promise<unknown> => redrawing.draw(job).catch((error: unknown) => (error as Error).message);
  expect(await reasonOf()).toBe('');
  expect(await reasonOf()).toBe('out of memory');
  expect(await redrawing.draw(job)).toEqual([]);
  expect(await redrawing.draw(job)).toEqual([]);
  redrawing.stop();
  expect(endedOf()).toBe(3);
});

it('a picture that takes too long is given up, and the next one is drawn', async () => {
  const { start, endedOf, leftOf } = workers(() => undefined, answers);
  const redrawing = startRedrawing(failureOf, start, 1);
  await expect(redrawing.draw(job)).rejects.toThrow(RedrawTookTooLong);
  expect([endedOf(), leftOf()]).toEqual([1, 1]);
});
