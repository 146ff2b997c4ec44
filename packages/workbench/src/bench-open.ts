// Owns `pnpm bench open`: time from navigation to an editable Prep note, offline, with heap, by size of campaign.
import { heapOf, profileWith, quantile, startBench } from './bench-browser.ts';

const RUNS = 7;

export const benchOpen = async (): Promise<void> => {
  const bench = await startBench();
  const table: { campaign: string; 'median ms': number; 'worst ms': number; 'heap MB': number }[] = [];
  for (const size of ['sample', 30, 300, 1000] as const) {
    const { context, path } = await profileWith(bench, size);
    await context.setOffline(true);
    const times: number[] = [];
    let heap = 0;
    for (let i = 0; i < RUNS; i++) {
      const page = await context.newPage();
      await page.addInitScript(() => {
        const look = (): void => {
          if (document.querySelector('.note[contenteditable="true"]'))
            Object.assign(window, { editableAt: performance.now() });
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
      await page.goto(bench.url + path);
      await page.waitForFunction(() => 'editableAt' in window);
      times.push(await page.evaluate(() => (window as unknown as { editableAt: number }).editableAt));
      if (i === RUNS - 1) heap = await heapOf(page);
      await page.close();
    }
    await context.close();
    table.push({
      campaign: size === 'sample' ? 'sample' : `${size} sessions`,
      'median ms': Math.round(quantile(times, 0.5)),
      'worst ms': Math.round(Math.max(...times)),
      'heap MB': Math.round(heap * 10) / 10,
    });
    console.log(JSON.stringify(table.at(-1)));
  }
  console.table(table);
  const of = (name: string): number => table.find((r) => r.campaign === name)?.['median ms'] ?? 0;
  console.log(
    `1,000 sessions against 300: ${(of('1000 sessions') / of('300 sessions')).toFixed(2)} times (aim: at most 1.5)`,
  );
  await bench.close();
};
