// Contact sheets of every route for a person to look at: three themes side by side, one set of sheets a size.
// Only when EMBERKEEP_SHEETS names a folder: `EMBERKEEP_SHEETS=/tmp/sheets npx playwright test looks`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './journey.ts';
import { ROUTES, sampleIds } from './routes.ts';

const folder = process.env['EMBERKEEP_SHEETS'];
const THEMES = ['day', 'dusk', 'table'] as const;
/** Routes on one sheet, so that the words stay legible at half size. */
const SIZES = {
  landscape: { width: 1180, height: 820, routes: 4 },
  portrait: { width: 820, height: 1180, routes: 4 },
  phone: { width: 390, height: 844, routes: 6 },
  low: { width: 1180, height: 430, routes: 6 },
} as const;

test.skip(!folder, 'EMBERKEEP_SHEETS names no folder');
test.describe.configure({ timeout: 600_000 });

for (const [size, { width, height, routes }] of Object.entries(SIZES))
  test(`every route in three themes at ${size} size fits its width`, async ({ page, server }) => {
    const sheets = folder ?? '';
    mkdirSync(sheets, { recursive: true });
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const ids = await sampleIds(page, server);
    const sheet = await page.context().newPage();
    const wide: string[] = [];
    let shots: { label: string; data: string }[] = [];
    const write = async (number: number): Promise<void> => {
      const figures = shots.map(
        ({ label, data }) =>
          `<figure style="margin:0"><figcaption>${label}</figcaption><img width="${width / 2}" src="data:image/jpeg;base64,${data}"></figure>`,
      );
      const columns = THEMES.length * (width < height ? 2 : 1);
      await sheet.setViewportSize({ width: columns * (width / 2 + 8), height: 400 });
      await sheet.setContent(
        `<body style="margin:0;font:12px sans-serif;display:grid;gap:4px;grid-template-columns:repeat(${columns},max-content)">${figures.join('')}</body>`,
      );
      await sheet.screenshot({ path: join(sheets, `${size}-${number}.png`), fullPage: true });
      shots = [];
    };
    for (const [at, route] of ROUTES.entries()) {
      await page.goto(`${server.url}${route.path(ids)}`);
      await route.ready(page);
      for (const theme of THEMES) {
        await page.evaluate((t) => void (document.documentElement.dataset['theme'] = t), theme);
        const data = (await page.screenshot({ type: 'jpeg', quality: 80 })).toString('base64');
        shots.push({ label: `${route.name} · ${theme}`, data });
      }
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (over > 0) wide.push(`${route.name}: ${over} px`);
      if (shots.length === routes * THEMES.length || at === ROUTES.length - 1)
        await write(Math.ceil((at + 1) / routes));
    }
    expect(wide).toEqual([]);
  });
