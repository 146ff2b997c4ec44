// Times from a key to the paint that shows it.
import type { Page } from '@playwright/test';
import { addAfterPaint } from './painted.ts';

/** Records for each key the time until paint, ms, in `window.keyTimes`. */
export const watchKeys = async (page: Page): Promise<void> => {
  await addAfterPaint(page);
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { keyTimes: times });
    window.addEventListener(
      'keydown',
      (event) => void window.afterPaint().then(() => times.push(performance.now() - event.timeStamp)),
      true,
    );
  });
};

export const clearTimes = (page: Page): Promise<void> =>
  // reason: watchKeys put it there
  page.evaluate(() => void ((window as unknown as { keyTimes: number[] }).keyTimes.length = 0));

export const readTimes = (page: Page): Promise<number[]> =>
  // reason: watchKeys put it there
  page.evaluate(() => [...(window as unknown as { keyTimes: number[] }).keyTimes]);
