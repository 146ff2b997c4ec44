// The journey of a random table: pasted and rolled by touch with no network, kept through a reload, merged with the other
// GM's entries, rolled from the dock and the palette, and its result logged, noted and made into records.
import { axeViolations } from './axe.ts';
import {
  airplane,
  expect,
  installed,
  inviteLink,
  joinBy,
  sampleAtTable,
  savedHere,
  synced,
  test,
  watch,
} from './journey.ts';

test.use({
  ownServer: true,
  serviceWorkers: 'allow',
  hasTouch: true,
  viewport: { width: 1180, height: 820 },
  actionTimeout: 20_000,
});

const WCAG = { type: 'tag' as const, values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] };
const PASTED = '| dice: d4 | Rumour |\n|---|---|\n| 1-2 | A bell rings |\n| 3-4 | A bell rings twice |\n';

test('a random table is pasted and rolled offline, merges with the other GM’s entries, and its results are used', async ({
  page,
  browser,
  server,
  errors,
}) => {
  const table = await sampleAtTable(page, server);
  const base = table.replace(/\/sessions\/.*$/, '');
  const coGm = await inviteLink(page);
  await synced(page);
  await page.goto(`${base}/tables`);
  await installed(page);
  await airplane(page);

  const name = page.locator('[data-new="randomTable"]');
  await name.fill('Harbour rumours');
  await name.press('Enter');
  await page.getByLabel('New entries').fill(PASTED);
  await page.getByRole('button', { name: 'Add entries' }).tap();
  await expect(page.getByLabel('Entry 2', { exact: true })).toHaveValue('A bell rings twice');
  await expect(page.getByLabel('Dice', { exact: true })).toHaveValue('d4');
  await page.getByLabel('No repeats until reset').check();
  const roll = page.getByRole('group', { name: 'Random tables' }).getByRole('button', { name: 'Harbour rumours' });
  expect((await roll.boundingBox())!.height).toBeGreaterThanOrEqual(44);
  const result = page.getByRole('status').filter({ has: page.getByRole('button', { name: 'Roll again' }) });
  await roll.tap();
  await expect(result).toContainText('A bell rings');
  await savedHere(page);
  await page.reload();
  await expect(result).toContainText('A bell rings');
  await result.getByRole('button', { name: 'Roll again' }).tap();
  await result.getByRole('button', { name: 'Roll again' }).tap();
  await expect(result).toContainText('Every entry was drawn');
  await result.getByRole('button', { name: 'Reset (2 drawn)' }).tap();
  await expect(result.getByRole('button', { name: /^Reset/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo', exact: true }).last().tap();
  await expect(result.getByRole('button', { name: 'Reset (2 drawn)' })).toBeVisible();
  await result.getByRole('button', { name: 'Reset (2 drawn)' }).tap();
  // One that comes with the app, with a name from each of its columns.
  await page.getByText('Ready-made tables').tap();
  await page.getByRole('button', { name: 'Add Adventurers’ names' }).tap();
  await expect(page.getByRole('button', { name: 'Add Adventurers’ names' })).toBeDisabled();
  await page.getByRole('group', { name: 'Random tables' }).getByRole('button', { name: 'Adventurers’ names' }).tap();
  await expect(result).toContainText(/Given[\s\S]*By-name/);
  expect((await axeViolations(page, WCAG)).map(({ id }) => id)).toEqual([]);

  // A table in a table, from pasted text; the other GM adds an entry meanwhile.
  await page.context().setOffline(false);
  await synced(page);
  const ben = await browser.newContext({
    serviceWorkers: 'block',
    hasTouch: true,
    viewport: { width: 390, height: 844 },
  });
  watch(ben, errors);
  const other = await ben.newPage();
  await joinBy(other, coGm, 'Ben');
  await synced(other);
  await other.goto(`${base}/tables`);
  await airplane(page);
  const open = (on: typeof page) => on.getByRole('button', { name: /^Harbour rumours.*entries/ });
  await open(other).tap();
  await other.getByLabel('New entries').fill('A bell rings under water');
  await other.getByRole('button', { name: 'Add entries' }).tap();
  await other.getByLabel('Numbers of entry 2').fill('3');
  await other.getByLabel('Numbers of entry 2').blur();
  await synced(other);
  await open(page).tap();
  await page.getByLabel('Entry 2', { exact: true }).fill('A bell rings for [[Loot]]');
  await page.getByText('Import tables').tap();
  await page.getByLabel('Text of a table').fill(`# Loot\n\n- a ring worth 2d6 gp\n`);
  await page.getByRole('button', { name: 'Create table' }).tap();
  await expect(page.getByRole('button', { name: /^Loot.*1 entry/ })).toBeVisible();
  await page.context().setOffline(false);
  await synced(page);
  for (const each of [page, other]) {
    await expect(each.getByLabel('Entry 2', { exact: true })).toHaveValue('A bell rings for [[Loot]]');
    await expect(each.getByLabel('Entry 3', { exact: true })).toHaveValue('A bell rings under water');
    await expect(each.getByLabel('Numbers of entry 2')).toHaveValue('3');
  }
  expect((await axeViolations(other, WCAG)).map(({ id }) => id)).toEqual([]);

  // At the table, from the dock: to the log, the note, a scene and an NPC.
  await page.goto(table);
  const tools = page.getByRole('region', { name: 'Tools' });
  await tools.getByRole('button', { name: 'Dice', exact: true }).tap();
  await tools.getByRole('button', { name: 'Loot', exact: true }).tap();
  const card = tools.getByRole('status').filter({ has: page.getByRole('button', { name: 'Roll again' }) });
  await expect(card).toContainText(/a ring worth \d+ gp/);
  const rolled = /a ring worth \d+ gp/.exec(await card.innerText())![0];
  await card.getByRole('button', { name: 'Add to note' }).tap();
  await expect(page.locator('.note', { hasText: rolled })).toBeVisible();
  await card.getByRole('button', { name: 'Create NPC' }).tap();
  await expect(page.getByText(`Created ${rolled}`)).toBeVisible();
  await card.getByRole('button', { name: 'Create scene' }).tap();
  await card.getByRole('button', { name: 'Log', exact: true }).tap();
  await tools.getByRole('button', { name: 'Log', exact: true }).first().tap();
  await expect(tools.getByRole('list', { name: 'Recent events' })).toContainText(`Loot: ${rolled}`);
  await page.getByRole('button', { name: 'Undo', exact: true }).last().tap();
  await expect(tools.getByRole('list', { name: 'Recent events' })).not.toContainText('Loot:');

  // From the palette.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('roll on loot');
  await page.getByRole('option', { name: 'Roll on Loot', exact: true }).tap();
  const dialog = page.getByRole('dialog', { name: 'Random tables' });
  await expect(dialog).toContainText(/a ring worth \d+ gp/);
  await dialog.getByRole('button', { name: 'Loot', exact: true }).tap();
  await page.keyboard.press('Escape');
  await ben.close();
});
