// Owns `pnpm bench play`: from a tap to paint on the Play screen of the 300-session campaign, for switching scenes and for
// opening somebody in the drawer, plain and at 4× CPU throttle.
import { profileWith, quantile, startBench } from './bench-browser.ts';

const TAPS = 60;
/** What a tap may take at 4× throttle, p95, ms. */
const AIM_MS = 50;

export const benchPlay = async (): Promise<void> => {
  const bench = await startBench();
  const { context, path } = await profileWith(bench, 300, { scenesPerSession: 12 });
  const page = await context.newPage();
  await page.goto(bench.url + path.replace(/prep$/, 'play'));
  await page.getByRole('region', { name: 'Scene', exact: true }).getByRole('heading', { level: 2 }).waitFor();
  const client = await context.newCDPSession(page);
  const taps = (selector: string): Promise<number[]> =>
    page.evaluate(
      async ({ selector: what, count }) => {
        const times: number[] = [];
        for (let i = 0; i < count; i++) {
          const all = [...document.querySelectorAll<HTMLElement>(what)];
          const started = performance.now();
          all[i % all.length]?.click();
          // The task after the frame: it has been painted.
          await new Promise<void>((resolve) =>
            requestAnimationFrame(() => {
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => resolve();
              port2.postMessage(0);
            }),
          );
          times.push(performance.now() - started);
          await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 100 }));
        }
        return times;
      },
      { selector, count: TAPS },
    );
  for (const rate of [1, 4]) {
    await client.send('Emulation.setCPUThrottlingRate', { rate });
    const switched = await taps('ol[aria-label="Scene cards"] .card');
    const opened = await taps('section[aria-label="Scene"] .chip');
    const said = (times: readonly number[]): string =>
      `p50 ${quantile(times, 0.5).toFixed(1)} ms, p95 ${quantile(times, 0.95).toFixed(1)} ms`;
    console.log(
      `${rate}× CPU: scene switch ${said(switched)}; drawer ${said(opened)} over ${TAPS} taps each${rate === 4 ? ` (aim: p95 under ${AIM_MS} ms)` : ''}`,
    );
  }
  await bench.close();
};
