// What the browser benchmarks share: a served build, Chromium with the app's service worker ready, and a generated
// campaign written directly to the browser's disk.
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CampaignBackup } from '@emberkeep/files';
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

/** Builds the app when needed and serves it; exits where there is no browser or the build fails. */
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

/**
 * The sizes that aims are stated for: 10 kB of notes and 250 events a session, 150 words an entity, 6,000 log
 * entries.
 */
export const benchSize = (sessions: number): CampaignSize => ({
  sessions,
  entities: Math.round(Math.max(500, Math.min(5000, sessions * 5))),
  entityWords: [100, 50],
  noteBytes: 10_000,
  eventsPerSession: 250,
  logEntries: 6000,
});

/** Documents written in one transaction. */
const BATCH = 20;

const writeDocuments = async (page: Page, documents: CampaignBackup['documents']): Promise<void> => {
  const rows = documents.map(({ room, bytes }) => [room, Buffer.from(bytes).toString('base64')] as const);
  for (let i = 0; i < rows.length; i += BATCH)
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
      rows.slice(i, i + BATCH),
    );
};

const writeCampaign = (page: Page, { campaignId, name }: CampaignBackup): Promise<void> =>
  page.evaluate(
    async (campaign) => {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open('emberkeep');
        request.onsuccess = () => resolve(request.result);
      });
      const store = db.transaction('campaigns', 'readwrite').objectStore('campaigns');
      store.add(campaign);
      await new Promise((resolve) => (store.transaction.oncomplete = resolve));
      db.close();
    },
    {
      id: campaignId,
      name,
      addedAt: 0,
      openedAt: 0,
      role: 'owner',
      token: null,
      recoveryShown: false,
      refused: null,
    },
  );

const openSample = async (page: Page): Promise<string> => {
  await page.getByRole('button', { name: 'Open the sample campaign' }).click();
  await page.waitForURL(/\/play$/);
  return new URL(page.url()).pathname.replace(/play$/, 'prep');
};

const writeGenerated = async (page: Page, size: CampaignSize): Promise<string> => {
  const campaign = await generateCampaign(size);
  await writeDocuments(page, campaign.documents);
  await writeCampaign(page, campaign);
  const lastBody = campaign.documents.filter(({ room }) => room.includes('/session/')).at(-1);
  const sessionId = /session\/(.+)$/.exec(lastBody?.room ?? '')?.[1];
  return `/campaigns/${campaign.campaignId}/sessions/${sessionId}/prep`;
};

/**
 * A new profile with the app installed, and the sample or a generated campaign in it. `path` is that of a Prep page.
 */
export const profileWith = async (
  bench: Bench,
  sessions: number | 'sample',
  overrides: Partial<CampaignSize> = {},
): Promise<{ context: BrowserContext; path: string }> => {
  const context = await bench.browser.newContext({ viewport: { width: 1180, height: 820 } });
  const page = await context.newPage();
  await page.goto(bench.url);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const path =
    sessions === 'sample'
      ? await openSample(page)
      : await writeGenerated(page, { ...benchSize(sessions), ...overrides });
  await page.close();
  return { context, path };
};

/** JavaScript heap after garbage collection, MB. */
export const heapOf = async (page: Page): Promise<number> => {
  const client = await page.context().newCDPSession(page);
  await client.send('HeapProfiler.collectGarbage');
  await client.send('Performance.enable');
  const { metrics } = await client.send('Performance.getMetrics');
  return (metrics.find((metric) => metric.name === 'JSHeapUsedSize')?.value ?? 0) / 1e6;
};

/**
 * What the renderers of this browser have used: processor time in seconds, which other work on the machine does not
 * change, and the memory of the largest, MB, with WASM and the index's files.
 */
export const rendererUse = async (browser: Browser): Promise<{ cpuSeconds: number; mb: number }> => {
  const client = await browser.newBrowserCDPSession();
  const { processInfo } = await client.send('SystemInfo.getProcessInfo');
  await client.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const ids = renderers.map(({ id }) => id).join(',');
  const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', ids], { encoding: 'utf8' }).trim().split('\n').map(Number);
  return {
    cpuSeconds: renderers.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
    mb: Math.max(...kilobytes) / 1024,
  };
};
