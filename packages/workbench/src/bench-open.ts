// `pnpm bench open`: time from navigation to an editable Prep note, offline, with heap, by size of campaign.
import type { BrowserContext, Page } from '@playwright/test';
import { heapOf, profileWith, startBench } from './bench-browser.ts';
import { quantile } from './quantile.ts';

const RUNS = 7;
const SIZES = ['sample', 30, 300, 1000] as const;

interface Row {
  campaign: string;
  'median ms': number;
  'worst ms': number;
  'heap MB': number;
}

/** Opens a Prep page; resolves with the time until its note is editable, ms. */
const timeUntilEditable = async (page: Page, url: string): Promise<number> => {
  await page.addInitScript(() => {
    const look = (): void => {
      if (document.querySelector('.note[contenteditable="true"]'))
        Object.assign(window, { editableAt: performance.now() });
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(url);
  await page.waitForFunction(() => 'editableAt' in window);
  // reason: the init script above put it there
  return page.evaluate(() => (window as unknown as { editableAt: number }).editableAt);
};

const measure = async (context: BrowserContext, url: string): Promise<{ times: number[]; heapMb: number }> => {
  const times: number[] = [];
  let heapMb = 0;
  for (let run = 0; run < RUNS; run++) {
    const page = await context.newPage();
    times.push(await timeUntilEditable(page, url));
    if (run === RUNS - 1) heapMb = await heapOf(page);
    await page.close();
  }
  return { times, heapMb };
};

export const benchOpen = async (): Promise<void> => {
  const bench = await startBench();
  const rows: Row[] = [];
  for (const size of SIZES) {
    const { context, path } = await profileWith(bench, size);
    await context.setOffline(true);
    const { times, heapMb } = await measure(context, bench.url + path);
    await context.close();
    const row = {
      campaign: size === 'sample' ? 'sample' : `${size} sessions`,
      'median ms': Math.round(quantile(times, 0.5)),
      'worst ms': Math.round(Math.max(...times)),
      'heap MB': Math.round(heapMb * 10) / 10,
    };
    rows.push(row);
    console.log(JSON.stringify(row));
  }
  console.table(rows);
  const medianOf = (campaign: string): number => rows.find((row) => row.campaign === campaign)?.['median ms'] ?? 0;
  const ratio = medianOf('1000 sessions') / medianOf('300 sessions');
  console.log(`1,000 sessions against 300: ${ratio.toFixed(2)} times (aim: at most 1.5)`);
  await bench.close();
};
