// Journeys of a campaign that moves in: its pictures, files that hold many things, folders of templates, links to mend
// among hundreds of entities, and events put right afterwards.
import type { Page } from '@playwright/test';
import { strToU8, zipSync } from 'fflate';
import { expect, newPrep, savedHere, test, watch } from './journey.ts';

const zip = (files: Readonly<Record<string, string | Uint8Array>>) =>
  Buffer.from(
    zipSync(
      Object.fromEntries(
        Object.entries(files).map(([path, content]) => [
          path,
          typeof content === 'string' ? strToU8(content) : content,
        ]),
      ),
    ),
  );
const base = (page: Page): string => /^.*\/campaigns\/[\w-]+/.exec(page.url())?.[0] ?? '';
const bring = async (page: Page, name: string, buffer: Buffer): Promise<void> => {
  await page.goto(`${base(page)}/files`);
  await page.getByRole('button', { name: 'Import…' }).click();
  const file = { name, mimeType: 'application/zip', buffer };
  await page.getByRole('dialog').locator('input[type=file]').first().setInputFiles(file);
};
const openEntity = async (page: Page, name: RegExp): Promise<void> => {
  await page.goto(`${base(page)}/entities`);
  await page.getByRole('link', { name }).first().click();
};
/** A picture of this size, in one colour. */
const png = async (page: Page, width: number, height: number, colour: string): Promise<Buffer> =>
  Buffer.from(
    await page.evaluate(
      ([w, h, fill]) => {
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [w, h];
        const context = canvas.getContext('2d');
        if (context) context.fillStyle = fill;
        context?.fillRect(0, 0, w, h);
        return canvas.toDataURL('image/png').split(',')[1] ?? '';
      },
      [width, height, colour] as const,
    ),
    'base64',
  );
const sizeOf = (page: Page, selector: string): Promise<number[]> =>
  page
    .locator(selector)
    .first()
    .evaluate((img: HTMLImageElement) => [img.naturalWidth, img.naturalHeight]);

test('the pictures of a vault arrive at full size with their entities, are in a backup, and go with one Undo', async ({
  page,
  server,
  browser,
  errors,
}) => {
  await newPrep(page, server, 'Ferrant Marches');
  const [face, map] = [await png(page, 1600, 900, 'teal'), await png(page, 2400, 1800, 'olive')];
  await bring(
    page,
    'Marches.zip',
    zip({
      'NPCs/Odile Farrow.md': 'Keeps the weir. ![[odile.png]]',
      'Places/Thornwater.md': 'Drowned twice. ![[Thornwater map.png]] ![[gone.webp]]',
      'Sessions/Session 1.md': 'They saw ![[handbill.png]].',
      'img/odile.png': face,
      'img/Thornwater map.png': map,
      'img/handbill.png': await png(page, 40, 40, 'red'),
      'img/broken.png': 'no picture at all',
      'Lore/Weirs.md': '![[broken.png]]',
    }),
  );
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/^4 pictures: .*3 attached to their entities, 4 in notes$/)).toBeVisible();
  await expect(dialog.getByText(/not among these files .*“gone\.webp” \(in Thornwater\)/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText(/1 picture could not be read or stored \(img\/broken\.png\)/)).toBeVisible();

  await openEntity(page, /Thornwater/);
  await expect(page.getByRole('button', { name: 'Choose picture of Thornwater' }).locator('img')).toHaveCount(0);
  const small = page.getByRole('button', { name: 'Show Thornwater map.png' });
  await expect(small.locator('img')).toBeVisible();
  expect(await small.locator('img').evaluate((img: HTMLImageElement) => [img.naturalWidth, img.naturalHeight])).toEqual(
    [512, 384],
  );
  await small.click();
  await expect(dialog.getByRole('img', { name: 'Thornwater map.png' })).toBeVisible();
  expect(await sizeOf(page, '[role=dialog] img')).toEqual([2400, 1800]);
  await dialog.getByRole('checkbox', { name: 'Show at full size' }).click();
  await expect(dialog.getByRole('img', { name: 'Thornwater map.png' })).toHaveJSProperty('width', 2400);
  await dialog.getByRole('button', { name: 'Remove picture' }).click();
  await expect(small).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(small).toBeVisible();
  await openEntity(page, /Odile Farrow/);
  await expect(page.getByRole('button', { name: 'Choose picture of Odile Farrow' }).locator('img')).toBeVisible();
  await savedHere(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('back up');
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  const context = await browser.newContext();
  watch(context, errors);
  const fresh = await context.newPage();
  await fresh.goto(server.url);
  await fresh
    .locator('input[type=file]')
    .first()
    .setInputFiles(await download.path());
  await fresh.getByRole('button', { name: 'Restore', exact: true }).click();
  await fresh.waitForURL(/\/campaigns\/[\w-]+$/);
  await openEntity(fresh, /Thornwater/);
  await fresh.getByRole('button', { name: 'Show Thornwater map.png' }).click();
  await expect(fresh.getByRole('dialog').getByRole('img')).toBeVisible();
  expect(await sizeOf(fresh, '[role=dialog] img')).toEqual([2400, 1800]);
  await context.close();
});

test('a file of many things is split at its headings, and templates are imported where they are chosen', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Ferrant Marches');
  await bring(
    page,
    'Marches.zip',
    zip({
      'Marches/NPCs.md':
        '# NPCs\n## Odile Farrow\nKeeps the weir.\n## Brother Tace\nOwes [[#Odile Farrow]].\n## Mim\nA child.',
      'Marches/Log.md': '## Session 2\nThey ran.\n## Session 1\nThey met [[NPCs#Mim]].\n## Session 3\nThey hid.',
      'Marches/z_Templates/NPC.md': '# {{title}}',
      'Marches/Places/Thornwater.md': 'Drowned.',
      'Marches/.obsidian/app.json': '{}',
    }),
  );
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('4 new')).toHaveCount(0);
  await expect(dialog.getByText('Odile Farrow, Brother Tace, Mim', { exact: true })).toBeVisible();
  const split = dialog.getByRole('combobox', { name: 'Split NPCs.md' });
  await expect(split).toHaveValue('');
  await split.selectOption({ label: 'Split at 3 headings: Odile Farrow, Brother Tace, Mim' });
  await expect(dialog.getByText('NPC · 3')).toBeVisible();
  await dialog.getByRole('combobox', { name: 'Split Log.md' }).selectOption({ index: 1 });
  await expect(dialog.getByText('Session · 3')).toBeVisible();
  await expect(dialog.getByText(/“Marches\/\.obsidian” \(1 file\)/)).toBeVisible();
  const templates = dialog.getByRole('checkbox', { name: 'Import “z_Templates”, 1 file' });
  await expect(templates).not.toBeChecked();
  await templates.click();
  await expect(dialog.getByText('Lore · 1')).toBeVisible();
  await dialog.getByRole('checkbox', { name: 'Import “z_Templates”, 1 file' }).click();
  await expect(dialog.getByText('Lore · 1')).toHaveCount(0);
  await dialog.getByText('What each file becomes').click();
  await expect(dialog.getByRole('row', { name: /Brother Tace.*NPCs\.md#Brother Tace/ })).toBeVisible();
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('Imported from Marches.zip: 7 new.')).toBeVisible();
  await openEntity(page, /Brother Tace/);
  await page.getByRole('textbox', { name: /^GM notes on/ }).waitFor();
  await expect(page.getByRole('textbox', { name: /^GM notes on/ })).toContainText('Owes [[Odile Farrow]].');
  await openEntity(page, /Mim/);
  await expect(page.getByText(/They met Mim/)).toBeVisible();
});

test('a broken link is led to one of 300 entities by its name, from the list of entities', async ({ page, server }) => {
  await newPrep(page, server, 'Ferrant Marches');
  const people = Object.fromEntries(
    Array.from({ length: 300 }, (_, i): [string, string] => [`NPCs/Reeve ${String(i + 1).padStart(3, '0')}.md`, 'x']),
  );
  await bring(
    page,
    'Marches.zip',
    zip({
      ...people,
      'NPCs/Øydis Farrow.md': '---\naliases: [The Weirkeeper]\n---\nKeeps the weir.',
      'Lore/Weirs.md': 'Ask [[the weir keeper]] or [[Reve 17]], at [[Low Weir]] or [[High Weir]].',
    }),
  );
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('Imported from Marches.zip: 302 new.')).toBeVisible();
  await page.goto(`${base(page)}/entities`);
  await page.getByRole('button', { name: 'Check links' }).click();
  const rows = dialog.getByRole('list', { name: 'Broken links' }).getByRole('listitem');
  await expect(rows).toHaveText([/^High Weir/, /^Low Weir/, /^Reve 17/, /^the weir keeper/]);
  // One type twice in a row; what is undone is in the list again.
  const createAs = dialog.getByRole('combobox', { name: 'Create as…' });
  await dialog.getByRole('checkbox', { name: /^High Weir/ }).click();
  await createAs.selectOption({ label: 'Location' });
  await expect(rows).toHaveText([/^Low Weir/, /^Reve 17/, /^the weir keeper/]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rows).toHaveText([/^High Weir/, /^Low Weir/, /^Reve 17/, /^the weir keeper/]);
  for (const name of [/^High Weir/, /^Low Weir/]) {
    await dialog.getByRole('checkbox', { name }).click();
    await createAs.selectOption({ label: 'Location' });
    await expect(rows.filter({ hasText: name })).toHaveCount(0);
  }
  await expect(rows).toHaveText([/^Reve 17/, /^the weir keeper/]);
  await dialog.getByRole('checkbox', { name: /^the weir keeper/ }).click();
  await dialog.getByRole('button', { name: 'Link to…' }).click();
  const field = dialog.getByRole('combobox', { name: 'Name of the entity to link to' });
  const options = dialog.getByRole('listbox', { name: 'Name of the entity to link to' }).getByRole('option');
  await expect(field).toBeFocused();
  await field.fill('nobody at all');
  await expect(dialog.getByText('No entity of this campaign fits.')).toBeVisible();
  await field.fill('the weirkeper');
  await expect(options).toHaveText([/Øydis Farrow \(The Weirkeeper\)/]);
  await field.fill('weirk');
  await expect(options.first()).toHaveText(/Øydis Farrow \(The Weirkeeper\)/);
  await field.press('Enter');
  await expect(rows).toHaveText([/^Reve 17/]);
  await dialog.getByRole('checkbox', { name: /^Reve 17/ }).click();
  await dialog.getByRole('button', { name: 'Link to…' }).click();
  await field.fill('reeve 01');
  await expect(options).toHaveCount(8);
  await field.press('ArrowDown');
  await expect(options.and(dialog.getByRole('option', { selected: true }))).toHaveText(/Reeve 011/);
  await options.filter({ hasText: 'Reeve 017' }).click();
  await expect(dialog.getByText('Every link leads to an entity or a session.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search and commands' }).fill('dead links');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('Every link leads to an entity or a session.')).toBeVisible();
});

test('an import that was undone is brought back by importing the file again, which says what is in Trash', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Ferrant Marches');
  const file = zip({
    'NPCs/Odile Farrow.md': 'Keeps the weir.',
    'Places/Thornwater.md': 'Drowned twice.',
    'Sessions/The flood.md': '---\ntype: session\n---\nThe weir broke.',
  });
  const dialog = page.getByRole('dialog');
  const importFile = () => dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await bring(page, 'Marches.zip', file);
  await expect(dialog.getByText('3 new, 0 to update, 0 unchanged.')).toBeVisible();
  await importFile();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByText('Undone')).toBeVisible();
  await savedHere(page);

  await bring(page, 'Marches.zip', file);
  await expect(dialog.getByText('0 new, 0 to update, 0 unchanged. 3 are in Trash.')).toBeVisible();
  const restore = dialog.getByRole('checkbox', { name: 'Restore the 3 records that are in Trash' });
  await expect(restore).toBeChecked();
  // Without it, nothing is written, and there is nothing to undo.
  await restore.uncheck();
  await importFile();
  await expect(page.getByText('Imported from Marches.zip: 3 left as they are.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toHaveCount(0);

  await bring(page, 'Marches.zip', file);
  await importFile();
  await expect(page.getByText('Imported from Marches.zip: 3 restored from Trash.')).toBeVisible();
  await page.goto(`${base(page)}/entities`);
  for (const name of [/Odile Farrow/, /Thornwater/]) await expect(page.getByRole('link', { name })).toBeVisible();
  await openEntity(page, /Odile Farrow/);
  await expect(page.getByText('Keeps the weir.')).toBeVisible();
});
