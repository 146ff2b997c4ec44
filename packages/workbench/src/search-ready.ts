// Waits until a page's search index is filled.
import type { Page } from '@playwright/test';

/** The progress bar appears with the page, and goes when the index is ready. */
export const waitUntilSearchReady = async (page: Page, timeoutMs = 300_000): Promise<void> => {
  const bar = page.getByRole('progressbar', { name: 'Getting search ready' });
  await bar.waitFor({ timeout: 5000 }).catch(() => undefined); // it may have gone already
  await bar.waitFor({ state: 'detached', timeout: timeoutMs });
};
