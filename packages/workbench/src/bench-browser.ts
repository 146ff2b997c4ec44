// Owns what the browser benchmarks share: a served build, a Chromium with its service worker ready, and a generated campaign
// written straight onto its disk.
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../../sync-server/src/config.ts';
import { startRelay, type Relay } from '../../../sync-server/src/relay.ts';
import { APP_DIR, buildApp } from './build-app.ts';
import { CHROMIUM_ARGS } from './chromium.ts';
import { ensureChromium } from './chromium-install.ts';
import { generateCampaign, type CampaignSize } from './generate-campaign.ts';

export interface Bench {
  relay: Relay;
  browser: Browser;
  url: string;
  close(): Promise<void>;
}

export const startBench = async (): Promise<Bench> => {
  const executablePath = await ensureChromium();
  if (!executablePath || !(await buildApp())) process.exit(1);
  const read = readConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: mkdtempSync(join(tmpdir(), 'emberkeep-bench-')),
    APP_DIR,
  });
  if (!read.ok) throw new Error(read.problems.join());
  const relay = await startRelay(read.config);
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_ARGS, '--enable-precise-memory-info'] });
  return {
    relay,
    browser,
    url: `http://localhost:${relay.port}`,
    close: async () => {
      await browser.close();
      await relay.stop();
    },
  };
};

/** The sizes that the aims are stated for: 10 kB of notes and 250 events each, 100 + 50 words an entity, 6,000 log entries. */
export const benchSize = (sessions: number): CampaignSize => ({
  sessions,
  entities: Math.round(Math.max(500, Math.min(5000, sessions * 5))),
  entityWords: [100, 50],
  noteBytes: 10_000,
  eventsPerSession: 250,
  logEntries: 6000,
});

/** A fresh profile with the app installed and the sample in it, or a generated campaign. Gives the path of a Prep page. */
export const profileWith = async (
  bench: Bench,
  sessions: number | 'sample',
  more: Partial<CampaignSize> = {},
): Promise<{ context: BrowserContext; path: string }> => {
  const context = await bench.browser.newContext({ viewport: { width: 1180, height: 820 } });
  const page = await context.newPage();
  await page.goto(bench.url);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  let path: string;
  if (sessions === 'sample') {
    await page.getByRole('button', { name: 'Open the sample campaign' }).click();
    await page.waitForURL(/\/play$/);
    path = new URL(page.url()).pathname.replace(/play$/, 'prep');
  } else {
    const campaign = await generateCampaign({ ...benchSize(sessions), ...more });
    const rows = campaign.documents.map(({ room, bytes }) => [room, Buffer.from(bytes).toString('base64')] as const);
    for (let i = 0; i < rows.length; i += 20) {
      await page.evaluate(
        async (batch) => {
          const db = await new Promise<IDBDatabase>((resolve) => {
            const request = indexedDB.open('emberkeep');
            request.onsuccess = () => resolve(request.result);
          });
          const store = db.transaction('updates', 'readwrite').objectStore('updates');
          for (const [room, base64] of batch)
            store.add({ room, bytes: Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)), sent: 1 });
          await new Promise((resolve) => (store.transaction.oncomplete = resolve));
          db.close();
        },
        rows.slice(i, i + 20),
      );
    }
    await page.evaluate(
      async ({ id, name }) => {
        const db = await new Promise<IDBDatabase>((resolve) => {
          const request = indexedDB.open('emberkeep');
          request.onsuccess = () => resolve(request.result);
        });
        const store = db.transaction('campaigns', 'readwrite').objectStore('campaigns');
        store.add({
          id,
          name,
          addedAt: 0,
          openedAt: 0,
          role: 'owner',
          token: null,
          recoveryShown: false,
          refused: null,
        });
        await new Promise((resolve) => (store.transaction.oncomplete = resolve));
        db.close();
      },
      { id: campaign.campaignId, name: campaign.name },
    );
    const last = campaign.documents.filter((d) => d.room.includes('/session/')).at(-1);
    path = `/campaigns/${campaign.campaignId}/sessions/${/session\/(.+)$/.exec(last?.room ?? '')?.[1]}/prep`;
  }
  await page.close();
  return { context, path };
};

/** JS heap after garbage collection, MB. */
export const heapOf = async (page: Page): Promise<number> => {
  const client = await page.context().newCDPSession(page);
  await client.send('HeapProfiler.collectGarbage');
  await client.send('Performance.enable');
  const { metrics } = await client.send('Performance.getMetrics');
  return (metrics.find((m) => m.name === 'JSHeapUsedSize')?.value ?? 0) / 1e6;
};

export const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0;
