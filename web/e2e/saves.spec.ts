// Journeys of the save file: the end of an evening, the file opened again, a damaged one, a save that fails, a folder.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { airplane, expect, newPrep, openSample, savedHere, test, openRecord } from './journey.ts';

// Ending, opening again and recovering are done in airplane mode.
test.use({ serviceWorkers: 'allow' });

const saveNow = async (page: Page): Promise<string> => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('let’s stop here');
  await page.keyboard.press('Enter');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export campaign file' }).click();
  return readFileSync(await (await download).path(), 'utf8');
};
const paste = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('button', { name: 'Open a campaign file…' }).click();
  await page.getByLabel('Or paste its text').fill(text);
  await page.getByRole('button', { name: 'Read text' }).click();
};

test('the words of the table end the evening: consequence report, save, next time and goodbye, and the file is the whole campaign (M-208, M-209, M-213 to M-216, M-153)', async ({
  page,
  server,
}) => {
  await openSample(page, server);
  await airplane(page);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('save and quit');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Rook finds the doctor gone')).toBeVisible();
  await expect(dialog.getByText('The ring turns up on the wrong hand')).toBeVisible();
  await dialog
    .getByRole('button', { name: 'Keep playing' })
    .or(dialog.getByRole('button', { name: 'Close', exact: true }).last())
    .first()
    .click();
  const text = await saveNow(page);
  await expect(page.getByText('Campaign saved. See you next time, Mirabel Thorne.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Next session' })).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();
  expect(text).toContain('# The Drowned Lantern - Session Summary');
  expect(text).toContain('- **Harbour Watch** | Power: 5/10');
  await page.goto(server.url);
  await paste(page, text);
  await expect(page.getByText('“The Drowned Lantern” is on this device')).toBeVisible();
  await expect(page.getByText(/This adds 0, completes 0/)).toBeVisible();
  await page.getByRole('button', { name: 'As a new campaign' }).click();
  await page.waitForURL(/\/campaigns\/[\w-]+$/);
  await savedHere(page);
  await page.reload();
  await page.getByRole('link', { name: 'Sessions' }).first().click();
  await page.getByRole('link', { name: /Nine Pages/ }).click();
  await expect(page.getByRole('button', { name: 'Reopen' })).toBeVisible();
  await openRecord(page, 'Review');
  await expect(page.getByRole('list', { name: 'Timeline of the session' }).getByRole('listitem')).toHaveCount(10);
  await page.goto(page.url().replace(/\/[a-z]+$/, '/wrapup'));
  await expect(page.getByRole('region', { name: 'Actual notes' }).last()).toContainText(/bell/i);
});

test('a damaged file shows what was recovered, asks for the rest, and keeps a list (M-246 to M-251)', async ({
  page,
  server,
}) => {
  await openSample(page, server);
  await airplane(page);
  const whole = await saveNow(page);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.goto(server.url);
  const damaged = whole
    .slice(0, whole.indexOf('## Pending Consequences'))
    .replace('## Companions', 'The dog ate this line.\n\n## Companions')
    .replace(/campaign_id: .*\n/, '');
  await paste(page, damaged);
  await expect(
    page.getByText('[META PAUSE] The campaign file appears corrupted. Let me try to recover:'),
  ).toBeVisible();
  await expect(
    page.getByRole('heading', {
      name: /What do you remember about pending consequences; lines and veils; hooks for the next session\?/,
    }),
  ).toBeVisible();
  await expect(
    page.getByText('Madame Lefevre and Corin Vale').or(page.getByText('Harbour Watch, ')).first(),
  ).toBeVisible();
  await page.getByLabel('Lines and veils', { exact: true }).fill('Lines: spiders');
  await page.getByRole('button', { name: 'Open recovered campaign' }).click();
  await page.waitForURL(/\/campaigns\/[\w-]+$/);
  await page.goto(`${page.url()}/notebook`);
  await expect(page.getByText('spiders').first()).toBeVisible();
  const list = page.getByRole('region', { name: 'Missing information' });
  await expect(list.getByText('The dog ate this line.')).toBeVisible();
  await expect(list.getByText('Pending consequences').first()).toBeVisible();
  await expect(list.getByText('Lines and veils')).toHaveCount(0);
});

test('a campaign file copied from a rendered chat opens whole, and what is due stands in Prep and Play (M-202)', async ({
  page,
  server,
}) => {
  await page.goto(server.url);
  await paste(
    page,
    `Brine - Session Summary

Character: Ilse Brandt
Session: 7

Current Situation
The bridge is out.

Player Character
Name: Ilse Brandt
Origin: A keeper’s daughter

Companions
• Bram | Trust: 4/10 | Status: Alive
◦ Fear: rats

Pending Consequences
• Session 8: they light the lamp → the Wick comes
• Session 9: they sleep → the bell rings

Safety Settings
Lines: spiders

Next Session Hooks
• Who cut the ropes?
`,
  );
  await page.getByRole('button', { name: 'Open recovered campaign' }).tap();
  await page.waitForURL(/\/campaigns\/[\w-]+$/);
  const base = page.url();
  await page.goto(`${base}/entities`);
  await expect(page.getByRole('link', { name: /Bram/ })).toBeVisible();
  await expect(page.getByRole('link', { name: /Fear/ })).toHaveCount(0);
  await page.goto(`${base}/sessions`);
  await page.getByRole('button', { name: 'New session' }).tap();
  await page.getByRole('textbox', { name: 'Prep notes' }).waitFor();
  await expect(page.getByText('1 consequence is due in this session')).toBeVisible();
  const due = page.getByText('they light the lamp → the Wick comes');
  await expect(due).toBeVisible();
  await expect(page.getByText('the bell rings')).toHaveCount(0);
  await page.goto(page.url().replace(/\/prep.*$/, '/play'));
  await page.getByText('1 consequence is due in this session').tap();
  await expect(due).toBeVisible();
  await page.getByRole('button', { name: 'Mark as happened' }).tap();
  await expect(due).toHaveCount(0);
});

test('text that is no save is refused in words, and nothing is made', async ({ page, server }) => {
  await page.goto(server.url);
  await paste(page, 'Milk, eggs, lamp oil.');
  await expect(page.getByRole('alert')).toContainText('This text is not a campaign file.');
});

test('a save that fails shows the whole text with a copy button, and pasted back it restores everything (M-217)', async ({
  page,
  server,
}) => {
  await openSample(page, server);
  await page.evaluate(() => {
    URL.createObjectURL = () => {
      throw new Error('no room');
    };
  });
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('save game');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Export campaign file' }).click();
  await expect(page.getByRole('alert')).toContainText('couldn’t be written');
  await expect(page.getByText('See you next time')).toHaveCount(0);
  const text = await page.getByLabel('The campaign as text').inputValue();
  await expect(page.getByRole('button', { name: 'Copy text' })).toBeVisible();
  await page.goto(server.url);
  await paste(page, text);
  await page.getByRole('button', { name: 'As a new campaign' }).click();
  await page.waitForURL(/\/campaigns\/[\w-]+$/);
  await page.getByRole('link', { name: 'Sessions' }).first().click();
  await expect(page.getByRole('link', { name: /Nine Pages/ })).toBeVisible();
});

test('a folder that was chosen once gets the file, and never another campaign’s (M-153, M-154, T-6)', async ({
  page,
  server,
}) => {
  await page.addInitScript(() => {
    Object.assign(globalThis, {
      showDirectoryPicker: async () =>
        (await navigator.storage.getDirectory()).getDirectoryHandle('saves', { create: true }),
    });
    for (const name of ['queryPermission', 'requestPermission'])
      if (!(name in FileSystemHandle.prototype))
        Object.assign(FileSystemHandle.prototype, { [name]: async () => 'granted' });
  });
  const files = (): Promise<string[]> =>
    page.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('saves');
      const names: string[] = [];
      // reason: TypeScript's library does not list a folder's keys
      for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
      return names.sort();
    });
  await openSample(page, server);
  const first = page.url();
  const save = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Export campaign file' }).click();
    await expect(page.getByText(/Saved as “The Drowned Lantern/)).toBeVisible();
  };
  await page.goto(`${first}/settings`);
  await page.getByRole('button', { name: 'Choose a folder…' }).click();
  await expect(page.getByText('Saved to the folder “saves”.')).toBeVisible();
  await save();
  await save();
  // The second saving may still be writing beside the file: the words on screen are the first's.
  await expect.poll(files).toEqual(['The Drowned Lantern.md']);
  await newPrep(page, server, 'The Drowned Lantern');
  await page.goto(page.url().replace(/\/sessions\/.*$/, '/settings'));
  await save();
  await expect.poll(files).toEqual(['The Drowned Lantern (2).md', 'The Drowned Lantern.md']);
});

test('a rest in the log offers a save point and forces nothing (M-210 to M-212)', async ({ page, server }) => {
  await openSample(page, server);
  const overview = page.url();
  await page.goto(`${overview}/notebook`);
  await page.getByRole('link', { name: 'The Drowned Lantern', exact: true }).first().click();
  await page.getByRole('link', { name: 'Continue prep' }).click();
  await openRecord(page, 'Log');
  await page.getByLabel('More event types').selectOption('rest');
  await page.getByLabel('Note').fill('Below the light');
  await page.getByRole('button', { name: 'Log rest' }).click();
  const offer = page.getByText('Good time to save a checkpoint.');
  await expect(offer).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await offer.locator('..').getByRole('button', { name: 'Save or end session…' }).click();
  await expect(page.getByRole('heading', { name: 'Pending consequences' })).toBeVisible();
});

test('everything leaves as JSON too', async ({ page, server }) => {
  await openSample(page, server);
  await page.goto(`${page.url()}/settings`);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export as JSON' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('The Drowned Lantern.json');
  const json = JSON.parse(readFileSync(await file.path(), 'utf8')) as { format: string; records: { kind: string }[] };
  expect(json.format).toBe('emberkeep-campaign');
  expect(json.records.filter((r) => r.kind === 'session')).toHaveLength(6);
});
