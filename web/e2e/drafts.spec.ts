// Half-typed words stay, whatever the GM taps in between, and the browser's Back closes what is open instead of leaving
// the page below it.
import { chromium, type Locator, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumPath, CHROMIUM_ARGS } from '../../packages/workbench/src/chromium.ts';
import {
  airplane,
  expect,
  newPrep,
  openRecord,
  openSample,
  prepNote,
  sampleAtTable,
  savedHere,
  test,
} from './journey.ts';

test.use({ serviceWorkers: 'allow' });

const dock = (page: Page) => page.getByRole('region', { name: 'Tools' });
const dockTab = (page: Page, name: string) => dock(page).getByRole('button', { name, exact: true }).click();
const eventButton = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Quick log' }).getByRole('button', { name, exact: true });
const words = (page: Page) => page.getByRole('textbox', { name: /^(Note|What happened)$/ });
const who = (page: Page) =>
  page.getByRole('form', { name: /^Log / }).getByRole('combobox', { name: /^(?:Wh|Also involved)/ });
const dialogs = (page: Page) => page.getByRole('dialog');

/** Presses the browser's Back and sees that the dialog closed and the page stayed. */
const backCloses = async (page: Page, dialog: Locator): Promise<void> => {
  const address = page.url();
  await expect(dialog).toBeVisible();
  await expect.poll(() => page.evaluate(() => history.state['emberkeep:dialogs'] as number)).toBeGreaterThan(0);
  await page.evaluate(() => history.back());
  await expect(dialog).toHaveCount(0);
  expect(page.url()).toBe(address);
};

test('half a log entry stays through another type, a look at Dice, a reload and a killed tab; all offline', async ({
  page,
  server,
}) => {
  await sampleAtTable(page, server);
  await airplane(page);
  await dockTab(page, 'Log');
  await eventButton(page, 'Item').click();
  await words(page).fill('The ferryman hides the led');
  await eventButton(page, 'Dice roll').click();
  await expect(words(page)).toHaveValue('The ferryman hides the led');
  await page.getByLabel('More event types').selectOption('npc_introduced');
  await expect(words(page)).toHaveValue('The ferryman hides the led');
  await who(page).fill('Old Ma');
  await dockTab(page, 'Dice');
  await page.getByLabel('Dice', { exact: true }).fill('2d6+');
  await dockTab(page, 'Log');
  await expect(words(page)).toHaveValue('The ferryman hides the led');
  await page.reload();
  await expect(words(page)).toHaveValue('The ferryman hides the led');
  await expect(who(page)).toHaveValue('Old Ma');
  await words(page).press('End');
  await page.keyboard.type('ger');
  const address = page.url();
  await page.close({ runBeforeUnload: false });
  const next = await page.context().newPage();
  await next.goto(address);
  await expect(words(next)).toHaveValue('The ferryman hides the ledger');
  await dockTab(next, 'Dice');
  await expect(next.getByLabel('Dice', { exact: true })).toHaveValue('2d6+');
  await dockTab(next, 'Log');
  await eventButton(next, 'Note').click();
  await expect(who(next)).toHaveValue('Old Ma');
  await next.getByRole('button', { name: 'Log note' }).click();
  await expect(next.getByRole('list', { name: 'Recent events' })).toContainText('The ferryman hides the ledger');
  await expect(next.getByRole('list', { name: 'Recent events' })).toContainText('Old Ma');
  await eventButton(next, 'Item').click();
  await expect(words(next)).toHaveValue('');
  await words(next).fill('no');
  await next.getByRole('button', { name: 'Discard' }).click();
  await expect(words(next)).toHaveValue('');
  await next.reload();
  await expect(words(next)).toHaveValue('');
  // A paste that does not fit is cut off by the browser, but not without a word.
  await next.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await next.evaluate((text) => navigator.clipboard.writeText(text), 'ledger '.repeat(80));
  await words(next).press('Control+v');
  await expect(next.getByText('Only 500 characters fit here. The end of the pasted text was left out.')).toBeVisible();
});

test('an entry that is logged in the moment the page is closed is in the log, or its words are back in the field', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Iron Tide');
  const address = page.url().replace(/prep$/, 'play');
  await page.goto(address);
  await dockTab(page, 'Log');
  await eventButton(page, 'Note').click();
  await words(page).fill('Wen pays the ferryman');
  await page.getByRole('button', { name: 'Log note' }).tap();
  await page.close({ runBeforeUnload: false });
  const next = await page.context().newPage();
  await next.goto(address);
  const logged = next.getByRole('list', { name: 'Recent events' }).getByText('Wen pays the ferryman');
  const typed = (): Promise<number> =>
    words(next).evaluateAll(
      (fields) => fields.filter((field) => (field as HTMLInputElement).value === 'Wen pays the ferryman').length,
    );
  await expect.poll(async () => (await logged.count()) + (await typed())).toBeGreaterThan(0);
});

test('half-typed words are there after the browser itself was closed', async ({ server }) => {
  const folder = mkdtempSync(join(tmpdir(), 'emberkeep-drafts-'));
  const launch = () =>
    chromium.launchPersistentContext(folder, { executablePath: chromiumPath() ?? '', args: CHROMIUM_ARGS });
  let context = await launch();
  try {
    let page = context.pages()[0]!;
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Open the sample campaign' }).click();
    await page.waitForURL(/\/play$/);
    const address = page.url();
    await dockTab(page, 'Clocks & goals');
    await page.getByLabel('New progress clock').fill('The tide ri');
    await context.close();
    context = await launch();
    page = context.pages()[0]!;
    await page.goto(address);
    await expect(page.getByLabel('New progress clock')).toHaveValue('The tide ri');
  } finally {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('two tabs show the same half-typed words, and a sent one is gone in both', async ({ page, server }) => {
  const address = await sampleAtTable(page, server);
  await dockTab(page, 'Clocks & goals');
  const field = (each: Page) => each.getByLabel('New progress clock');
  await field(page).fill('The tide');
  const other = await page.context().newPage();
  await other.goto(address);
  await expect(field(other)).toHaveValue('The tide');
  await field(other).press('End');
  await other.keyboard.type(' rises');
  await expect(field(page)).toHaveValue('The tide rises');
  await dock(page).getByRole('region', { name: 'Clocks' }).getByRole('button', { name: 'Add', exact: true }).click();
  await expect(field(page)).toHaveValue('');
  await expect(field(other)).toHaveValue('');
});

test('Back closes each dialog, keeps its words and its page, and leaves no entry behind', async ({ page, server }) => {
  const id = await openSample(page, server);
  const base = `${server.url}/campaigns/${id}`;
  await page.goto(`${base}/entities`);
  const newEntity = page.getByRole('dialog', { name: 'New entity' });
  await page.getByRole('button', { name: 'New entity' }).first().click();
  await newEntity.getByLabel('Name').fill('Captain Ro');
  await backCloses(page, newEntity);
  await page.goForward();
  await expect.poll(() => page.evaluate(() => history.state['emberkeep:dialogs'] as unknown)).toBeUndefined();
  await expect(dialogs(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'New entity' }).first().click();
  await expect(newEntity.getByLabel('Name')).toHaveValue('Captain Ro');

  // A reload under the dialog: its words are there, and Back has nothing left to close.
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect.poll(() => page.evaluate(() => history.state['emberkeep:dialogs'] as unknown)).toBeUndefined();
  await page.getByRole('button', { name: 'New entity' }).first().click();
  await expect(newEntity.getByLabel('Name')).toHaveValue('Captain Ro');
  await newEntity.getByLabel('Name').press('End');
  await page.keyboard.type('we');
  await newEntity.getByRole('button', { name: 'Create' }).click();
  await page.waitForURL(/\/entities\/[\w-]+$/);
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Captain Rowe');
  // Straight back to the list: the dialog that led here is no step of its own.
  await page.goBack();
  await page.waitForURL(/\/entities$/);
  await page.goBack();
  await page.waitForURL(base);
});

test('Back closes the palette, a menu and the sync panel; what closes otherwise leaves no entry', async ({
  page,
  server,
}) => {
  const address = await sampleAtTable(page, server);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('har');
  await backCloses(page, dialogs(page));
  // A choice that leaves the page leaves the palette's entry too.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('timeline');
  await page
    .getByRole('option', { name: /Timeline/ })
    .first()
    .click();
  await page.waitForURL(/\/timeline$/);
  await page.goBack();
  await page.waitForURL(address);
  await expect(dialogs(page)).toHaveCount(0);

  await page.getByTestId('sync-chip').click();
  await backCloses(page, page.locator('.chip-panel'));
  await page.getByRole('button', { name: 'More for this session' }).click();
  await backCloses(page, page.getByRole('menu'));

  const before = await page.evaluate(() => history.length);
  for (let i = 0; i < 3; i++) {
    await page.keyboard.press('Control+k');
    await expect(dialogs(page)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialogs(page)).toHaveCount(0);
    await expect.poll(() => page.evaluate(() => history.state['emberkeep:dialogs'] as unknown)).toBeUndefined();
  }
  expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(before + 1);
});

test('Back closes the list of links, Escape and Back the panel of Prep, Back what Play opened; a dialog begins in its first field', async ({
  page,
  server,
}) => {
  await page.goto(server.url);
  await page.getByRole('button', { name: 'New campaign' }).tap();
  await expect(dialogs(page).getByLabel('Name', { exact: true })).toBeFocused();
  await page.keyboard.type('Iron Tide');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/prep$/);
  await expect(prepNote(page)).toBeFocused();
  const address = page.url();

  const list = page.getByRole('listbox', { name: 'Link to' });
  await prepNote(page).tap();
  await page.keyboard.type('The toll is kept by [[Sergeant');
  await backCloses(page, list);
  await page.keyboard.type(' Vale');
  await expect(prepNote(page)).toContainText('[[Sergeant Vale');
  await expect(list).toHaveCount(0);
  await page.keyboard.type(', who fears [[Mother Sump');
  await list.getByRole('option', { name: 'Create “Mother Sump” as Faction' }).tap();
  await expect(prepNote(page)).toContainText('who fears [[Mother Sump]]');
  await expect(list).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => history.state['emberkeep:dialogs'] as unknown)).toBeUndefined();

  // Cancelled before a name is begun, nothing of the link stays.
  await page.keyboard.type(' for good. [[');
  await backCloses(page, list);
  await expect(prepNote(page)).toContainText(/for good\. ?$/);

  const panel = page.getByRole('complementary', { name: 'Entity details' });
  await prepNote(page).getByRole('link', { name: 'Mother Sump' }).tap();
  await expect(panel.getByRole('combobox', { name: 'Type', exact: true })).toHaveValue('faction');
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await prepNote(page).getByRole('link', { name: 'Mother Sump' }).tap();
  await backCloses(page, panel);
  expect(page.url()).toBe(address);

  // Three panes: Back closes the entity that was opened, and one that is open stays through another page.
  await page.getByRole('link', { name: 'Play', exact: true }).tap();
  const pad = page.getByRole('textbox', { name: 'Scratchpad' });
  const details = page.getByRole('region', { name: 'Entity details' });
  await pad.tap();
  await page.keyboard.type('[[Mother Sump]] pays.');
  await pad.getByRole('link', { name: 'Mother Sump' }).tap();
  await expect(details).toContainText('Faction');
  await backCloses(page, details.getByRole('button', { name: 'Close entity details' }));
  await expect(pad).toContainText('[[Mother Sump]] pays.');
  await pad.getByRole('link', { name: 'Mother Sump' }).tap();
  await expect(details).toContainText('Mother Sump');
  await page.getByRole('link', { name: 'Prep', exact: true }).tap();
  await prepNote(page).waitFor();
  await page.getByRole('link', { name: 'Play', exact: true }).tap();
  await expect(details).toContainText('Mother Sump');
});

test('Back closes what is written or opened in Play, the log and Files, keeps the words and never leaves', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Iron Tide');
  const session = page.url().replace(/\/prep$/, '');
  await page.getByRole('link', { name: 'Play', exact: true }).tap();
  await page.getByRole('button', { name: 'Dice', exact: true }).tap();
  await backCloses(page, page.getByRole('button', { name: 'Roll', exact: true }));
  const title = page.getByRole('textbox', { name: 'Title of the new scene' });
  await page.getByRole('button', { name: 'New scene' }).tap();
  await title.fill('The toll gate');
  await backCloses(page, title);
  await page.getByRole('button', { name: 'New scene' }).tap();
  await expect(title).toHaveValue('The toll gate');
  await title.press('Enter');
  const scene = page.getByRole('region', { name: 'Scene', exact: true });
  const done = scene.getByRole('button', { name: 'Done The toll gate' });
  await backCloses(page, done);
  await scene.getByRole('button', { name: 'Edit The toll gate' }).tap();
  await backCloses(page, done);

  await openRecord(page, 'Log');
  const amount = page.getByLabel('Amount', { exact: true });
  await page.getByRole('button', { name: 'XP', exact: true }).tap();
  await amount.fill('40');
  await backCloses(page, amount);
  await page.getByRole('button', { name: 'XP', exact: true }).tap();
  await expect(amount).toHaveValue('40');
  await page.getByRole('button', { name: 'Log xp' }).tap();
  const event = page.getByRole('list', { name: 'Events' }).getByRole('button', { expanded: false });
  await event.tap();
  await backCloses(page, page.getByRole('button', { name: 'Delete', exact: true }));
  await expect(event).toHaveAttribute('aria-expanded', 'false');
  await savedHere(page);

  await page.goto(`${session.replace(/\/sessions\/.*$/, '')}/files`);
  await page.getByRole('button', { name: 'Show QR codes' }).tap();
  await backCloses(page, page.getByRole('img', { name: /^Code 1 of/ }));
});

test('pasted notes stay in the import dialog through Back and a reload, and go once they are imported', async ({
  page,
  server,
}) => {
  const address = (await sampleAtTable(page, server)).replace(/play$/, 'prep');
  await page.goto(address);
  const open = async (): Promise<Locator> => {
    await page.getByRole('button', { name: 'More for this session' }).click();
    await page.getByRole('menuitem', { name: /Import/ }).click();
    return page.getByRole('dialog', { name: /Import/ });
  };
  let dialog = await open();
  await dialog.getByLabel('Paste the notes here').fill('The lamp is out.');
  await backCloses(page, dialog);
  await page.reload();
  dialog = await open();
  await expect(dialog.getByLabel('Paste the notes here')).toHaveValue('The lamp is out.');
  await expect(dialog.getByRole('region', { name: 'Preview' })).toContainText('The lamp is out.');
  await dialog.getByRole('button', { name: 'Add to note' }).click();
  await expect(dialogs(page)).toHaveCount(0);
  dialog = await open();
  await expect(dialog.getByLabel('Paste the notes here')).toHaveValue('');
  await expect(dialog.getByRole('button', { name: 'Discard text' })).toHaveCount(0);
});

test('on a phone, Back uncovers the scene below an entity', async ({ page, server }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const address = await sampleAtTable(page, server);
  await page
    .getByRole('region', { name: 'Scene', exact: true })
    .getByRole('button', { name: 'the lighthouse' })
    .click();
  await backCloses(page, page.getByRole('region', { name: 'Entity details' }));
  await expect(page.getByRole('region', { name: 'Scene', exact: true })).toBeVisible();
  expect(page.url()).toBe(address);
});

test('a half-typed entry of a character who is deleted meanwhile is logged for the party, and nobody reads an id', async ({
  page,
  server,
}) => {
  await newPrep(page, server);
  const play = page.url().replace(/prep$/, 'play');
  await page.goto(play.replace(/sessions.*$/, 'entities'));
  await page.getByRole('button', { name: 'New entity' }).first().click();
  await dialogs(page).getByLabel('Name').fill('Ōkami');
  await dialogs(page).getByLabel('Type').selectOption('pc');
  await dialogs(page).getByRole('button', { name: 'Create' }).click();
  await page.waitForURL(/\/entities\/[\w-]+$/);
  const character = page.url();
  await page.goto(play);
  await dockTab(page, 'Log');
  const log = async (text: string): Promise<void> => {
    await words(page).fill(text);
    await page.getByRole('button', { name: 'Log item' }).click();
    await expect(page.getByRole('list', { name: 'Recent events' })).toContainText(text);
  };
  await eventButton(page, 'Item').click();
  await page.getByLabel('Character').selectOption({ label: 'Ōkami' });
  await log('A silver key');
  await eventButton(page, 'Item').click();
  await page.getByLabel('Character').selectOption({ label: 'Ōkami' });
  await page.goto(character);
  await page.getByRole('button', { name: 'Delete Ōkami' }).click();
  await expect(page.getByRole('button', { name: 'Delete Ōkami' })).toHaveCount(0);
  await page.goto(play);
  await expect(page.getByLabel('Character')).toHaveValue('');
  await log('A rusty key');
  const events = page.getByRole('list', { name: 'Recent events' });
  await expect(events).toContainText('Item: A silver key · gone');
  await expect(events).not.toContainText(/[0-9a-f]{8}-[0-9a-f]{4}/);
  await expect(events.getByRole('listitem').filter({ hasText: 'A rusty key' })).not.toContainText('deleted');
});

test('a title, an entity’s name and a campaign’s name that were being typed when the page was reloaded are written', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Iron Tide');
  const session = page.url().replace(/\/prep$/, '');
  const base = session.replace(/\/sessions\/.*$/, '');
  await prepNote(page).click();
  await page.keyboard.type('[[Mother Sump');
  await page.keyboard.press('Enter');
  await savedHere(page);
  const retype = async (field: Locator, name: string): Promise<void> => {
    await field.click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(name);
    await page.reload();
    await expect(field).toHaveValue(name);
    await savedHere(page);
  };
  await retype(page.getByRole('textbox', { name: 'Session title' }), 'The toll gate');
  await page.goto(`${base}/sessions`);
  await expect(page.getByRole('link', { name: /The toll gate/ })).toBeVisible();

  await page.goto(`${base}/entities`);
  await page.getByRole('link', { name: /Mother Sump/ }).click();
  await retype(page.getByRole('textbox', { name: 'Name', exact: true }), 'Mother Sump the Elder');
  await page.goto(`${base}/entities`);
  await expect(page.getByRole('link', { name: /Mother Sump the Elder/ })).toBeVisible();

  await page.goto(`${base}/settings`);
  await retype(page.getByRole('textbox', { name: 'Name', exact: true }), 'Iron Tide II');
  await page.goto(base);
  await expect(page.getByRole('heading', { level: 1, name: 'Iron Tide II' })).toBeVisible();
});

test('a campaign that is renamed in another tab keeps that name, whatever tab of its settings is left', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Iron Tide');
  const base = page.url().replace(/\/sessions\/.*$/, '');
  const field = (each: Page): Locator => each.getByRole('textbox', { name: 'Name', exact: true });
  await page.goto(`${base}/settings`);
  await expect(field(page)).toHaveValue('Iron Tide');
  const other = await page.context().newPage();
  await other.goto(`${base}/settings`);
  await field(other).fill('Iron Ebb');
  await field(other).press('Tab');
  await expect(field(page)).toHaveValue('Iron Ebb');
  // A tab that goes into the background writes what was typed in it, and nothing was.
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await savedHere(page);
  await other.goto(base);
  await expect(other.getByRole('heading', { level: 1, name: 'Iron Ebb' })).toBeVisible();
});

test('a figure that is being typed survives a closed tab, and letters in its place stay and say why', async ({
  page,
  server,
}) => {
  const play = await sampleAtTable(page, server);
  await savedHere(page);
  const session = play.replace(/\/play$/, '');
  const campaign = session.replace(/\/sessions\/.*$/, '');
  const fields: readonly [address: string, find: (page: Page) => Locator][] = [
    [`${session}/record`, (p) => p.getByRole('spinbutton', { name: 'Number', exact: true })],
    [`${session}/record?tab=stats`, (p) => p.getByRole('spinbutton', { name: /^Duration/ })],
    [`${session}/record?tab=stats`, (p) => p.getByLabel('Game time at start: day')],
    [`${session}/record?tab=stats`, (p) => p.getByRole('definition').getByRole('textbox').first()],
    [`${campaign}/calendar`, (p) => p.getByLabel('Day', { exact: true })],
    [`${campaign}/calendar`, (p) => p.getByLabel('Seconds in a round')],
    [`${campaign}/calendar`, (p) => p.getByLabel('Hours in a day')],
  ];
  let figure = 20;
  let tab = page;
  const reopen = async (address: string): Promise<void> => {
    const context = tab.context();
    await tab.close({ runBeforeUnload: false });
    tab = await context.newPage();
    await tab.goto(address);
  };
  for (const [address, find] of fields) {
    figure += 1;
    await reopen(address);
    await find(tab).click();
    await tab.keyboard.press('Control+a');
    await tab.keyboard.type(String(figure));
    await expect(find(tab)).toHaveValue(String(figure));
    await reopen(address);
    await expect.soft(find(tab), `${address} ${figure}`).toHaveValue(String(figure));
  }
  // It is in the record now, not only in the field.
  await expect(tab.getByRole('spinbutton', { name: 'Hours in a day' })).toHaveValue('27');
  await savedHere(tab);
  await tab.evaluate(() => localStorage.clear());
  await tab.reload();
  await expect(tab.getByRole('spinbutton', { name: 'Hours in a day' })).toHaveValue('27');

  const stats = `${session}/record?tab=stats`;
  const stat = () => tab.getByRole('definition').getByRole('textbox').first();
  await reopen(stats);
  await stat().fill('a dozen');
  await stat().press('Tab');
  await expect(tab.getByRole('alert')).toHaveText('This is not a number, so it is not stored.');
  await reopen(stats);
  await expect(stat()).toHaveValue('a dozen');
  await expect(tab.getByRole('alert')).toHaveText('This is not a number, so it is not stored.');
  await stat().fill('12');
  await stat().press('Tab');
  await expect(tab.getByRole('alert')).toHaveCount(0);
  await reopen(stats);
  await expect(stat()).toHaveValue('12');
});

test('toasts in a dialog are one readable line above its buttons, which stay on the screen', async ({
  page,
  server,
}) => {
  const id = await openSample(page, server);
  await page.goto(`${server.url}/campaigns/${id}/entities`);
  await page.getByRole('button', { name: 'New entity' }).first().waitFor(); // Keys reach the page from here on.
  const dialog = page.getByRole('dialog', { name: 'New entity' });
  for (const name of ['Captain Rowe', 'Deputy Constable Ignatius Farthingale', 'The Lamplighters of Gallows Reach']) {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(name);
    await page.getByRole('option', { name: `Create “${name}” as NPC` }).click();
    await expect(page.getByText(`Created ${name}`)).toBeVisible();
  }
  await page.getByRole('link', { name: 'Entities', exact: true }).first().click();
  await page.getByRole('button', { name: 'New entity' }).first().click();
  const toast = dialog.getByRole('status').locator('.toast:visible');
  for (const size of [
    { width: 1180, height: 820 },
    { width: 820, height: 1180 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size);
    await expect(toast).toHaveCount(1);
    expect((await toast.locator('.text').boundingBox())?.width).toBeGreaterThan(120);
    await expect(dialog.getByRole('button', { name: 'Create' })).toBeInViewport({ ratio: 1 });
    await page.screenshot({ path: test.info().outputPath(`toast-${size.width}.png`) });
  }
});
