// Takes the screenshots for the README and the install dialog from the built app, with the sample campaign.
import { chromium, type Page } from '@playwright/test';
import { strToU8, zipSync } from 'fflate';
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
const read = readConfig({
  PORT: '0',
  HOST: '127.0.0.1',
  DATA_DIR: mkdtempSync(join(tmpdir(), 'emberkeep-shots-')),
  APP_DIR,
});
if (!read.ok) throw new Error(read.problems.join());
const relay = await startRelay(read.config);
const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
const folder = join(ROOT, 'web/static/shots');
mkdirSync(folder, { recursive: true });

/** Chromium converts the screenshot to WebP, which takes half the space of PNG in the repository. */
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

const context = await browser.newContext({
  viewport: { width: 1280, height: 800 },
  hasTouch: true,
  serviceWorkers: 'block',
});
const page = await context.newPage();
await page.goto(`http://localhost:${relay.port}`);
await page.getByRole('button', { name: 'Open the sample campaign' }).click();
await page.waitForURL(/\/play$/);
await page.getByRole('button', { name: 'Skip hints' }).click();
await save(page, 'play-wide');
await page.getByRole('button', { name: 'Ask', exact: true }).click();
for (const text of ['I need a bartender at the Salt Salon', 'How do Madame Lefevre and Corin Vale get along?']) {
  await page.getByRole('textbox', { name: 'Question or note' }).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('textbox', { name: 'Question or note' }).and(page.locator(':placeholder-shown')).waitFor();
  await page.getByRole('log').getByRole('status').waitFor({ state: 'detached' });
}
await page.waitForFunction(() => document.querySelectorAll('.toast').length === 0);
await page.mouse.move(5, 5);
await save(page, 'ask-wide');
await page.getByRole('button', { name: 'Ask', exact: true }).click();
await page.getByRole('link', { name: 'The Drowned Lantern', exact: true }).click();
await page.getByRole('link', { name: 'Continue prep' }).waitFor();
await save(page, 'overview-wide');
await page.getByRole('link', { name: 'Continue prep' }).click();
await page.getByRole('textbox', { name: 'Prep notes' }).waitFor();
await page.getByRole('button', { name: 'Save & Analyse' }).click();
const found = page.getByRole('complementary', { name: 'Suggestions' }).getByRole('listitem');
await found.first().focus();
const later = page.getByRole('button', { name: 'Not now' });
if (await later.isVisible()) await later.click();
await found.first().focus();
await page.mouse.move(5, 795);
await save(page, 'prep-wide');
await page.getByRole('link', { name: 'Wrap-up', exact: true }).click();
await page.getByRole('button', { name: 'Move session here' }).click();
await page.getByRole('textbox', { name: 'Actual notes' }).click();
for (const line of [
  'Old Tam rowed us to the sea gate at slack water. Mirabel Thorne said the name of Joss, and the brass door opened.',
  'On the stair a lamplighter named Hesper Quill was waiting. ' +
    'She hates Baron Harkness and gave Kestrel the missing page.',
  'The drowned attacked below the lamp room. Kestrel was wounded and Brother Oswin swore never to speak of it.',
]) {
  await page.keyboard.insertText(line);
  await page.keyboard.press('Enter');
}
await page.getByRole('button', { name: 'Save, Analyse & Enrich' }).click();
await page.getByRole('region', { name: 'Triage' }).getByRole('listitem').first().waitFor();
await page.getByText('Runs on this device, offline', { exact: false }).waitFor();
await page.waitForFunction(() => document.querySelectorAll('.toast').length === 0);
await page.mouse.move(5, 795);
await save(page, 'wrapup-wide');
await page.keyboard.press('Control+k');
await page.keyboard.type('har');
await page
  .getByRole('option', { name: /Harkness/ })
  .first()
  .waitFor();
await save(page, 'find-wide');
await page.keyboard.press('Escape');
const prep = page.url().replace(/wrapup$/, 'prep');
await page.getByRole('button', { name: 'Review, log and details' }).click();
await page.getByRole('menuitem', { name: 'Log', exact: true }).click();
await page.getByRole('button', { name: 'Dice roll', exact: true }).click();
await page.getByRole('button', { name: 'success', exact: true }).click();
await page.getByRole('group', { name: 'What happened' }).getByRole('button', { name: 'Item', exact: true }).click();
await page.getByLabel('Item', { exact: true }).fill('Lamp oil, a full flask');
await page.getByRole('button', { name: 'Log item' }).click();
await page.waitForFunction(() => document.querySelectorAll('.toast').length === 0);
await page.mouse.move(5, 795);
await save(page, 'log-wide');
await page.goto(
  `${prep.replace(/\/sessions\/.*$/, '')}/search?q=${encodeURIComponent('someone who died in a dry lane')}`,
);
await page.getByRole('list', { name: 'Answers' }).getByRole('listitem').first().waitFor();
await page.getByRole('progressbar', { name: 'Getting search ready' }).waitFor({ state: 'detached' });
await page.getByText('means the same', { exact: false }).first().waitFor();
await save(page, 'search-wide');
await page.goto(prep.replace(/\/sessions\/.*$/, '/previously'));
await page.getByRole('region', { name: 'Previously...' }).getByRole('link').nth(1).click();
await save(page, 'previously-wide');
// A vault from another app, previewed before it is imported.
const notes = Object.fromEntries(
  Object.entries({
    'NPCs/Quartermaster Ilse.md':
      '---\nfaction: "[[Rope Guild]]"\nage: 51\n---\nKeeps the [[Rope Guild#Ledger|ledger]].',
    'NPCs/Blind Arlo.md': 'Rings the fog bell.',
    'NPCs/Old Tam.md': 'Other words on Tam.',
    'Factions/Rope Guild.md': 'Ropes for everyone.',
    'Places/The Loft.md': 'Above the rope walk.',
    'Sessions/Session 9 - The loft.md': 'They climbed.',
    'board.canvas': '{}',
  }).map(([path, text]) => [`Vault/${path}`, strToU8(text)]),
);
await page.goto(prep.replace(/\/sessions\/.*$/, '/files'));
await page.getByRole('button', { name: 'Import…' }).click();
await page
  .getByRole('dialog')
  .locator('input[type=file]')
  .first()
  .setInputFiles({ name: 'Vault.zip', mimeType: 'application/zip', buffer: Buffer.from(zipSync(notes)) });
await page.getByText('Contents').waitFor();
await save(page, 'bring-in-wide');
const phone = await browser.newContext({
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  serviceWorkers: 'block',
  storageState: await context.storageState({ indexedDB: true }),
});
const small = await phone.newPage();
await small.goto(prep);
await small.getByRole('textbox', { name: 'Prep notes' }).waitFor();
await small.evaluate(() => void (document.documentElement.dataset['theme'] = 'table'));
await save(small, 'prep-narrow');
await small.goto(prep.replace(/prep$/, 'play'));
await small.getByRole('region', { name: 'Scene', exact: true }).getByRole('heading').first().waitFor();
await small.evaluate(() => void (document.documentElement.dataset['theme'] = 'table'));
await save(small, 'play-narrow');
await browser.close();
await relay.stop();
process.exit(0);
