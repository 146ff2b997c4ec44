// `pnpm bench typing`: from key to paint in a Prep note of the 300-session campaign, with and without 4× CPU
// throttling.
import { profileWith, startBench } from './bench-browser.ts';
import { clearTimes, readTimes, watchKeys } from './key-times.ts';
import { p50AndP95 } from './quantile.ts';

const KEYS = 150;

export const benchTyping = async (): Promise<void> => {
  const bench = await startBench();
  const { context, path } = await profileWith(bench, 300);
  const page = await context.newPage();
  await page.goto(bench.url + path);
  await page.locator('.note[contenteditable="true"]').click();
  const client = await context.newCDPSession(page);
  await watchKeys(page);
  for (const rate of [1, 4]) {
    await client.send('Emulation.setCPUThrottlingRate', { rate });
    await clearTimes(page);
    await page.keyboard.press('Control+End');
    for (let i = 0; i < KEYS; i++) await page.keyboard.press(i % 7 === 6 ? 'Space' : 'e', { delay: 5 });
    const times = await readTimes(page);
    const aim = rate === 1 ? ' (aim: p95 under 50 ms)' : '';
    console.log(`${rate}× CPU: ${p50AndP95(times, 1)} over ${times.length} keys${aim}`);
  }
  await bench.close();
};
