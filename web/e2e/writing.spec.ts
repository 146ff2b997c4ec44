// Journeys of writing: keyboard only from home to a link, importing a file, what a tap on a name does, restoring a backup.
import { writeFileSync } from 'node:fs';
import { airplane, expect, newPrep, noteText, openSample, prepNote, test, type } from './journey.ts';

test('keyboard only, from home to a link (M-331)', async ({ page, server }) => {
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Open the sample campaign' }).waitFor();
  const press = async (key: string, until: () => Promise<boolean>, most = 40): Promise<void> => {
    for (let i = 0; i < most && !(await until()); i++) await page.keyboard.press(key);
    expect(await until()).toBe(true);
  };
  const focused = (name: RegExp) => async (): Promise<boolean> =>
    page.evaluate((source) => new RegExp(source).test(document.activeElement?.textContent ?? ''), name.source);
  await press('Tab', focused(/^Open the sample campaign$/));
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/play$/);
  await page.getByRole('textbox', { name: 'Scratchpad' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('go to prep');
  await expect(page.getByRole('option', { name: 'Go to Prep', exact: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await prepNote(page).waitFor();
  await press('F6', async () => prepNote(page).evaluate((e) => e === document.activeElement));
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' Meet [[Mad');
  await expect(page.getByRole('option', { name: /Madame Lefevre/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.type(' at nine.');
  await expect(prepNote(page)).toContainText('Meet [[Madame Lefevre]] at nine.');
  for (let i = 0; i < 15; i++) await page.keyboard.press('ArrowLeft');
  await expect.poll(() => page.evaluate(() => getSelection()?.anchorNode?.textContent)).toBe('Madame Lefevre');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('article', { name: 'Madame Lefevre' })).toBeVisible();
  await expect(page.getByRole('listbox', { name: 'Link to' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('lefev');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/entities\//);
  await expect(page.getByText('Meet [[Madame Lefevre]] at nine.')).toBeVisible();
});

test('a real Markdown file is imported into Prep; Undo takes it back, also from another page (17.14)', async ({
  page,
  server,
}, info) => {
  await newPrep(page, server);
  await type(page, 'Mine.');
  const file = info.outputPath('Session notes.md');
  writeFileSync(
    file,
    '# The mill\n\n- [ ] flour\n- [x] rats\n\nAsk [[Old Miller|the miller]] about **the cellar**.\n\n| who | wants |\n| --- | --- |\n| Ada | the key |\n',
  );
  await page.getByRole('button', { name: 'More for this session' }).click();
  await page.getByRole('menuitem', { name: 'Import notes…' }).click();
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('The mill');
  await page.getByRole('button', { name: 'Add to the note' }).click();
  await expect(prepNote(page)).toContainText('Imported from Session notes.md');
  await expect(prepNote(page).getByRole('heading', { name: 'The mill' })).toBeVisible();
  await expect(prepNote(page).getByRole('cell', { name: 'the key' })).toBeVisible();
  expect(await noteText(page)).toMatch(/^Mine\./);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(prepNote(page)).not.toContainText('The mill');
  await expect.poll(() => noteText(page)).toBe('Mine.');

  const prep = page.url();
  await page.getByRole('button', { name: 'More for this session' }).click();
  await page.getByRole('menuitem', { name: 'Import notes…' }).click();
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByLabel('Replace what is there').check();
  await page.getByRole('button', { name: 'Replace the note…' }).click();
  await page.getByRole('button', { name: 'Yes, replace the note' }).click();
  await expect(prepNote(page)).not.toContainText('Mine.');
  await page.getByRole('link', { name: 'Sessions' }).first().click();
  await prepNote(page).waitFor({ state: 'detached' });
  const replaced = page.getByText('Replaced by Session notes.md');
  await replaced.locator('..').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Undone', { exact: true }).last()).toBeVisible();
  await page.goto(prep);
  await expect.poll(() => noteText(page)).toBe('Mine.');
});

test('a file that is no note is refused in a sentence', async ({ page, server }, info) => {
  await newPrep(page, server);
  const file = info.outputPath('map.png');
  writeFileSync(file, 'x');
  await page.getByRole('button', { name: 'More for this session' }).click();
  await page.getByRole('menuitem', { name: 'Import notes…' }).click();
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(page.getByRole('alert')).toContainText('.md, .txt and .html');
});

test('a name that does not exist is made while writing; a tap on it opens it beside the note; a rename keeps every link', async ({
  page,
  server,
}) => {
  await newPrep(page, server);
  await type(page, 'They owe [[Old Miller');
  await page.getByRole('option', { name: 'Create “Old Miller”' }).tap();
  await page.keyboard.type(' a favour.');
  await expect(prepNote(page)).toContainText('They owe [[Old Miller]] a favour.');
  await prepNote(page).getByRole('link', { name: 'Old Miller' }).tap();
  const card = page.getByRole('article', { name: 'Old Miller' });
  await expect(card).toBeVisible();
  await expect(card.getByText('They owe [[Old Miller]] a favour.')).toBeVisible();
  await card.getByLabel('Name', { exact: true }).fill('Josef Miller');
  await card.getByLabel('Name', { exact: true }).press('Enter');
  await expect(prepNote(page).getByRole('link', { name: 'Josef Miller' })).toBeVisible();
  await page.getByRole('button', { name: /Update 1 link/ }).click();
  await expect(prepNote(page)).toContainText('They owe [[Josef Miller]] a favour.');
});

test('create on a miss in the palette; one undo takes it back', async ({ page, server }) => {
  await newPrep(page, server);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Old Tam the ferryman');
  await page.getByRole('option', { name: 'Create “Old Tam the ferryman”' }).click();
  await page.waitForURL(/\/entities\//);
  await expect(page.getByRole('article', { name: 'Old Tam the ferryman' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(page.getByText('This entity is gone')).toBeVisible();
});

test('a backup restores everything into an empty browser; deleting asks for the name first (M-003)', async ({
  page,
  browser,
  server,
}, info) => {
  await openSample(page, server);
  await page.getByRole('link', { name: 'Settings' }).first().click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download my campaign' }).click();
  const file = info.outputPath('backup.json');
  await (await download).saveAs(file);
  await page.getByRole('button', { name: 'Delete campaign…' }).click();
  await expect(page.getByRole('button', { name: 'Delete from this device' })).toBeDisabled();
  await page.getByLabel(/Type “The Drowned Lantern”/).fill('The Drowned Lantern');
  await page.getByRole('button', { name: 'Delete from this device' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await page.getByRole('button', { name: 'Start my own' }).waitFor();
  await expect(page.getByText('Your campaigns')).toHaveCount(0);
  // An empty profile that has the app and no network.
  const fresh = await browser.newContext({ serviceWorkers: 'allow' });
  const other = await fresh.newPage();
  await other.goto(server.url);
  await airplane(other);
  await other.locator('input[type=file]').setInputFiles(file);
  await expect(other.getByText('This backup opens, all of it.')).toBeVisible();
  await other.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(other.getByRole('heading', { name: 'The Drowned Lantern' })).toBeVisible();
  await other.getByRole('link', { name: 'Continue prep' }).click();
  await expect(prepNote(other)).toContainText('One step too many');
  await fresh.close();
});

test('Sessions is a destination of its own in the navigation, at every size (M-152)', async ({ page, server }) => {
  await openSample(page, server);
  for (const viewport of [
    { width: 1180, height: 820 },
    { width: 820, height: 1180 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(viewport);
    await page.getByRole('navigation', { name: 'Campaign' }).getByRole('link', { name: 'Entities' }).click();
    await expect(page.getByRole('heading', { name: 'Entities', level: 1 })).toBeVisible();
    await page.getByRole('navigation', { name: 'Campaign' }).getByRole('link', { name: 'Sessions' }).click();
    await expect(page.getByRole('heading', { name: 'Sessions', level: 1 })).toBeVisible();
    await expect(page.getByRole('link', { name: /Slack Water/ })).toBeVisible();
  }
});
