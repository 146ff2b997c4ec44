// Measures in a page until the browser has painted.
import type { Page } from '@playwright/test';

declare global {
  interface Window {
    /** Resolves in the task after the next frame, when that frame has been painted. */
    afterPaint(): Promise<void>;
  }
}

/** Adds `window.afterPaint` to a page that is open. */
export const addAfterPaint = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.afterPaint = () =>
      new Promise((resolve) =>
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve();
          port2.postMessage(0);
        }),
      );
  });
