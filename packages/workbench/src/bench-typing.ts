// Owns `pnpm bench typing`: from key to paint in a Prep note of the 300-session campaign, plain and at 4× CPU throttle.
import { profileWith, quantile, startBench } from './bench-browser.ts';

const KEYS = 150;

export const benchTyping = async (): Promise<void> => {
  const bench = await startBench();
  const { context, path } = await profileWith(bench, 300);
  const page = await context.newPage();
  await page.goto(bench.url + path);
  await page.locator('.note[contenteditable="true"]').click();
  const client = await context.newCDPSession(page);
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { keyTimes: times });
    window.addEventListener(
      'keydown',
      (event) => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel(); // the task after the frame: it has been painted
          port1.onmessage = () => times.push(performance.now() - event.timeStamp);
          port2.postMessage(0);
        });
      },
      true,
    );
  });
  for (const rate of [1, 4]) {
    await client.send('Emulation.setCPUThrottlingRate', { rate });
    await page.evaluate(() => void ((window as unknown as { keyTimes: number[] }).keyTimes.length = 0));
    await page.keyboard.press('Control+End');
    for (let i = 0; i < KEYS; i++) await page.keyboard.press(i % 7 === 6 ? 'Space' : 'e', { delay: 5 });
    const times = await page.evaluate(() => [...(window as unknown as { keyTimes: number[] }).keyTimes]);
    console.log(
      `${rate}× CPU: p50 ${quantile(times, 0.5).toFixed(1)} ms, p95 ${quantile(times, 0.95).toFixed(1)} ms over ${times.length} keys${rate === 1 ? ' (aim: p95 under 50 ms)' : ''}`,
    );
  }
  await bench.close();
};
