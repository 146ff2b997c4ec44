// Takes the pictures of the README and of the install dialog from the built app, with the sample campaign.
import { chromium, type Page } from '@playwright/test';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../../sync-server/src/config.ts';
import { startRelay } from '../../../sync-server/src/relay.ts';
import { APP_DIR, buildApp } from '../src/build-app.ts';
import { CHROMIUM_ARGS } from '../src/chromium.ts';
import { ensureChromium } from '../src/chromium-install.ts';
import { ROOT } from '../src/run.ts';

const executablePath = await ensureChromium();
if (!executablePath || !(await buildApp())) process.exit(1);
const read = readConfig({ PORT: '0', HOST: '127.0.0.1', DATA_DIR: mkdtempSync(join(tmpdir(), 'emberkeep-shots-')), APP_DIR });
if (!read.ok) throw new Error(read.problems.join());
const relay = await startRelay(read.config);
const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
const folder = join(ROOT, 'web/static/shots');
mkdirSync(folder, { recursive: true });

/** Chromium itself turns the picture into WebP: half the size of PNG in the repository. */
const save = async (page: Page, name: string): Promise<void> => {
  const png = (await page.screenshot()).toString('base64');
  const blank = await browser.newPage();
  const webp = await blank.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.85).split(',')[1] ?? '';
  }, png);
  await blank.close();
  writeFileSync(join(folder, `${name}.webp`), Buffer.from(webp, 'base64'));
  console.log(`${name}.webp`);
};

const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, hasTouch: true, serviceWorkers: 'block' });
const page = await context.newPage();
await page.goto(`http://localhost:${relay.port}`);
await page.getByRole('button', { name: 'Open the sample campaign' }).click();
await page.getByRole('link', { name: 'Continue prep' }).waitFor();
await save(page, 'overview-wide');
await page.getByRole('link', { name: 'Continue prep' }).click();
const note = page.getByRole('textbox', { name: 'Prep notes' });
await note.getByRole('link', { name: 'Old Tam' }).first().click();
await page.getByRole('article', { name: 'Old Tam' }).waitFor();
await page.mouse.move(5, 795);
await save(page, 'prep-wide');
await page.keyboard.press('Control+k');
await page.keyboard.type('har');
await page.getByRole('option', { name: /Harkness/ }).first().waitFor();
await save(page, 'find-wide');
await page.keyboard.press('Escape');
const prep = page.url();
await page.getByRole('link', { name: 'Log', exact: true }).click();
await page.getByRole('button', { name: 'Dice roll', exact: true }).click();
await page.getByRole('button', { name: '6', exact: true }).click();
await page.getByRole('button', { name: 'Log dice roll' }).click();
await page.getByRole('group', { name: 'What happened' }).getByRole('button', { name: 'Item', exact: true }).click();
await page.getByLabel('Item', { exact: true }).fill('Lamp oil, a full flask');
await page.getByRole('button', { name: 'Log item' }).click();
await page.getByRole('button', { name: 'Dismiss' }).first().click();
await page.getByRole('button', { name: 'Dismiss' }).first().click();
await page.mouse.move(5, 795);
await save(page, 'log-wide');
const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true, serviceWorkers: 'block', storageState: await context.storageState({ indexedDB: true }) });
const small = await phone.newPage();
await small.goto(prep);
await small.getByRole('textbox', { name: 'Prep notes' }).waitFor();
await small.evaluate(() => void (document.documentElement.dataset['theme'] = 'table'));
await save(small, 'prep-narrow');
await browser.close();
await relay.stop();
process.exit(0);
