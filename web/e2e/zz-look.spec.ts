import { test } from './journey.ts';
import { mkdirSync } from 'node:fs';
test('look', async ({ page, server }) => {
  test.setTimeout(200_000);
  mkdirSync('/tmp/look', { recursive: true });
  await page.setViewportSize({ width: 1180, height: 820 });
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Open the sample campaign' }).click();
  await page.waitForURL(/play$/);
  const base = page.url().replace('/play', '');
  const camp = base.replace(/\/sessions.*/, '');
  const shot = async (n: string) => { await page.waitForTimeout(700); await page.screenshot({ path: `/tmp/look/${n}.png` }); };
  await shot('first');
  await page.keyboard.press('r');
  await page.keyboard.type('2d6+1'); await page.keyboard.press('Enter');
  await page.locator('.tracker summary').click();
  await page.getByLabel('Who joins').fill('Old Tam'); await page.getByLabel('Initiative', { exact: true }).fill('14'); await page.getByRole('textbox', { name: 'Hit points' }).fill('9'); await page.locator('form.add').getByRole('button', { name: 'Add' }).click();
  await page.getByRole('button', { name: 'Unfold the entity list' }).click();
  await shot('play-busy');
  await page.getByRole('button', { name: 'Skip hints' }).click();
  await page.keyboard.press('Escape');
  await page.goto(`${camp}/map`); await page.getByRole('button', { name: 'Draw as a graph' }).click(); await page.waitForTimeout(1200); await shot('map');
  await page.goto(`${camp}/chapters`); await page.getByRole('button', { name: /^Edit|The/ }).first().click().catch(() => undefined); await page.goto(await page.locator('a[href*="/chapters/"]').first().getAttribute('href').then((h) => new URL(h ?? '', page.url()).href).catch(() => `${camp}/chapters`)); await shot('chapter');
  for (const [w, h, n] of [[1180, 820, 'land'], [820, 1180, 'port'], [390, 844, 'phone']] as const) {
    await page.setViewportSize({ width: w, height: h });
    for (const d of ['prep', 'play', 'wrapup']) { await page.goto(`${base}/${d}`); await page.waitForTimeout(900); await shot(`${d}-${n}`); }
    await page.goto(`${camp}/map`); await shot(`map-${n}`);
  }
});
