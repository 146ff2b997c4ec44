// `pnpm bench note`: a note of 250 kB, from the tap that opens its session to the painted editor, and from key to paint
// at its begin, in its middle and at its end. Of long paragraphs, and of what a vault holds; that one on a processor
// slowed to a quarter, too, as a tablet's.
import type { Page } from '@playwright/test';
import { profileWith, startBench, type Bench } from './bench-browser.ts';
import type { CampaignSize } from './generate-campaign.ts';
import { watchKeys, clearTimes, readTimes } from './key-times.ts';
import { p50AndP95 } from './quantile.ts';

const NOTE_BYTES = 250_000;
const KEYS = 100;

/** From the tap on the way to the session's Prep to the editor with its text, painted, ms; and the longest task, ms. */
const timeOpening = async (page: Page, path: string): Promise<{ openMs: number; longestMs: number }> => {
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(window, { longTasks: tasks });
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({
      type: 'longtask',
    });
  });
  const openMs = await page.evaluate(async (href) => {
    const link = Object.assign(document.createElement('a'), { href, textContent: 'open' });
    document.querySelector('main')?.append(link);
    const started = performance.now();
    link.click();
    const isOpen = (): boolean =>
      (document.querySelector('.note[contenteditable]')?.textContent?.length ?? 0) > 100_000;
    while (!isOpen()) await window.afterPaint();
    await window.afterPaint();
    return performance.now() - started;
  }, path);
  // reason: the page put it there, above
  const tasks = await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
  return { openMs, longestMs: Math.max(0, ...tasks) };
};

const PLACES = [
  ['begin', 'Control+Home', 0],
  ['middle', 'Control+Home', 400],
  ['end', 'Control+End', 0],
] as const;

interface Case {
  shape: NonNullable<CampaignSize['noteShape']>;
  /** How many times slower than this machine. */
  slowdown: number;
}

const CASES: readonly Case[] = [
  { shape: 'paragraphs', slowdown: 1 },
  { shape: 'vault', slowdown: 1 },
  { shape: 'vault', slowdown: 4 },
];

const typeInNote = async (page: Page): Promise<void> => {
  await page.locator('.note[contenteditable="true"]').click();
  for (const [place, key, lines] of PLACES) {
    await page.keyboard.press(key);
    for (let i = 0; i < lines; i++) await page.keyboard.press('ArrowDown');
    await clearTimes(page);
    for (let i = 0; i < KEYS; i++) await page.keyboard.press(i % 7 === 6 ? 'Space' : 'e', { delay: 5 });
    console.log(
      `  typing at the ${place}: ${p50AndP95(await readTimes(page), 1)} over ${KEYS} keys (aim: p95 under 50 ms)`,
    );
  }
};

const benchCase = async (bench: Bench, { shape, slowdown }: Case): Promise<void> => {
  console.log(`${shape}, ${slowdown === 1 ? 'full speed' : `${slowdown} times slower`}:`);
  const { context, path } = await profileWith(bench, 1, { noteBytes: NOTE_BYTES, noteShape: shape, entities: 300 });
  const page = await context.newPage();
  await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  const campaign = path.replace(/\/sessions\/.*/, '');
  for (const what of ['first', 'second']) {
    await page.goto(`${bench.url}${campaign}/sessions`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForTimeout(3000); // reason: what a fresh page does at rest is no part of the opening
    await watchKeys(page);
    const { openMs, longestMs } = await timeOpening(page, path);
    console.log(
      `  opened the ${what} time in ${Math.round(openMs)} ms (aim: under 500), longest task ${Math.round(longestMs)} ms`,
    );
  }
  await typeInNote(page);
  await context.close();
};

export const benchNote = async (): Promise<void> => {
  const bench = await startBench();
  for (const each of CASES) await benchCase(bench, each);
  await bench.close();
};
