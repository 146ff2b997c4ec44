// `pnpm bench play`: from a tap to paint on the Play screen of the 300-session campaign, for switching scenes and for
// opening an entity in the drawer, with and without 4× CPU throttling.
import type { Page } from '@playwright/test';
import { profileWith, startBench } from './bench-browser.ts';
import { addAfterPaint } from './painted.ts';
import { p50AndP95 } from './quantile.ts';

const TAPS = 60;
/** What a tap may take at 4× throttling, p95, ms. */
const AIM_MS = 50;

/** Taps the matching elements in turn; resolves with the time of each tap until paint, ms. */
const timeTaps = (page: Page, selector: string): Promise<number[]> =>
  page.evaluate(
    async ({ selector: cssSelector, count }) => {
      const times: number[] = [];
      for (let i = 0; i < count; i++) {
        const elements = [...document.querySelectorAll<HTMLElement>(cssSelector)];
        const started = performance.now();
        elements[i % elements.length]?.click();
        await window.afterPaint();
        times.push(performance.now() - started);
        await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 100 }));
      }
      return times;
    },
    { selector, count: TAPS },
  );

export const benchPlay = async (): Promise<void> => {
  const bench = await startBench();
  const { context, path } = await profileWith(bench, 300, { scenesPerSession: 12 });
  const page = await context.newPage();
  await page.goto(bench.url + path.replace(/prep$/, 'play'));
  await page.getByRole('region', { name: 'Scene', exact: true }).getByRole('heading', { level: 2 }).waitFor();
  await addAfterPaint(page);
  const client = await context.newCDPSession(page);
  for (const rate of [1, 4]) {
    await client.send('Emulation.setCPUThrottlingRate', { rate });
    const scenes = await timeTaps(page, 'ol[aria-label="Scene cards"] .card');
    const drawer = await timeTaps(page, 'section[aria-label="Scene"] .chip');
    const aim = rate === 4 ? ` (aim: p95 under ${AIM_MS} ms)` : '';
    console.log(
      `${rate}× CPU: scene switch ${p50AndP95(scenes, 1)}; drawer ${p50AndP95(drawer, 1)}; ${TAPS} taps each${aim}`,
    );
  }
  await bench.close();
};
