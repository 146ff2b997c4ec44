// Journeys of the device itself: the install sheet on iPads, storage told truthfully, deleting for everyone, recents.
import type { Locator } from '@playwright/test';
import {
  chip,
  expect,
  inviteLink,
  joinBy,
  newPrep,
  openSample,
  prepNote,
  savedHere,
  test,
  type,
  watch,
} from './journey.ts';

// One red pixel.
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

test('on an iPad the sheet first offers to move the campaigns, then shows the three steps; not now is remembered', async ({
  browser,
  server,
  errors,
}) => {
  const ipad = await browser.newContext({
    serviceWorkers: 'block',
    userAgent:
      'Mozilla/5.0 (iPad; CPU OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1',
    viewport: { width: 820, height: 1180 },
    hasTouch: true,
  });
  watch(ipad, errors);
  const page = await ipad.newPage();
  await openSample(page, server);
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Show me how' }).tap();
  await expect(page.getByText('Move your campaigns first.')).toBeVisible();
  await expect(page.getByText('Add to Home Screen', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Move my campaigns' }).tap();
  await expect(page.getByRole('heading', { name: 'Sharing & sync' })).toBeVisible();
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Not now' }).tap();
  await expect(page.getByRole('button', { name: 'Show me how' })).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('link', { name: /The Drowned Lantern/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Show me how' })).toHaveCount(0);
  await ipad.close();
});

test('storage: nothing is asked before the first own words; the page says used, quota and protection as the browser does', async ({
  page,
  server,
}) => {
  await page.addInitScript(() => {
    const asked: number[] = [];
    Object.assign(window, { asked });
    navigator.storage.persist = () => Promise.resolve(asked.push(1) < 0);
  });
  await page.goto(server.url);
  await page.getByRole('button', { name: 'New campaign' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Mine');
  await page.getByRole('button', { name: 'Create campaign' }).click();
  await prepNote(page).waitFor();
  await expect(page.getByRole('button', { name: 'Protect my notes' })).toHaveCount(0);
  await type(page, 'My own words.');
  // reason for the cast: the init script put it there
  const timesAsked = (): Promise<number> =>
    page.evaluate(() => (window as unknown as { asked: number[] }).asked.length);
  expect(await timesAsked()).toBe(0);
  await page.getByRole('button', { name: 'Protect my notes' }).click();
  await expect(page.getByText('The browser declined for now')).toBeVisible();
  expect(await timesAsked()).toBe(1);
  await savedHere(page);
  await page.goto(`${server.url}/settings`);
  await expect(page.getByText('Not protected.')).toBeVisible();
  const [shown, estimate] = [
    await page.getByLabel('Storage used').getAttribute('value'),
    await page.evaluate(() => navigator.storage.estimate()),
  ];
  expect(Math.abs(Number(shown) - (estimate.usage ?? 0) / (estimate.quota ?? 1))).toBeLessThan(0.01);
});

test('the owner deletes for everyone: the co-GM is told and keeps the copy (M-003)', async ({
  page,
  browser,
  server,
  errors,
}) => {
  await newPrep(page, server);
  await type(page, 'Soon gone.');
  const link = await inviteLink(page);
  const ben = await browser.newContext({ serviceWorkers: 'block' });
  watch(ben, errors);
  const other = await ben.newPage();
  await joinBy(other, link, 'Ben');
  await other.getByRole('link', { name: 'Continue prep' }).click();
  await expect(prepNote(other)).toContainText('Soon gone.');
  await page.getByRole('button', { name: 'Delete campaign…' }).click();
  await page.getByRole('dialog').getByRole('checkbox').check();
  await page.getByLabel(/^Type “/).fill('Ash and Salt');
  await page.getByRole('button', { name: 'Delete for everyone' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await expect(chip(other)).toContainText('Access denied');
  await expect(other.getByText('The owner has deleted this campaign.').first()).toBeVisible();
  await expect(prepNote(other)).toContainText('Soon gone.');
  await ben.close();
});

test('an empty palette lists recents: Down is not needed, Enter flips to the page before', async ({ page, server }) => {
  await openSample(page, server);
  await page.getByRole('link', { name: 'Entities' }).first().click();
  await page.getByRole('link', { name: /Baron Harkness/ }).click();
  await expect(page.getByRole('article', { name: 'Baron Harkness' })).toBeVisible();
  await page.getByRole('link', { name: 'Entities' }).first().click();
  await page.getByRole('link', { name: /Old Tam/ }).click();
  await expect(page.getByRole('article', { name: 'Old Tam' })).toBeVisible();
  await page.getByRole('button', { name: 'Search and commands (Ctrl+K)' }).tap();
  await expect(page.getByRole('listbox', { name: 'Results' }).getByRole('option').first()).toContainText(
    'Baron Harkness',
  );
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article', { name: 'Baron Harkness' })).toBeVisible();
});

test('the shelf of home: a cover for every campaign, and one tap to the session that is played next', async ({
  page,
  server,
}) => {
  await page.goto(server.url);
  await expect(page.getByText('in one place that needs no network')).toBeVisible();
  await newPrep(page, server, 'The Salt Road');
  await type(page, 'The caravan leaves before dawn.');
  await savedHere(page);
  await page.goto(server.url);
  await expect(page.getByText('in one place that needs no network')).toHaveCount(0);
  const card = page.getByRole('article').filter({ hasText: 'The Salt Road' });
  await expect(card.locator('svg')).toBeVisible();
  await card.getByRole('link', { name: 'Continue session 1' }).tap();
  await expect(prepNote(page)).toContainText('The caravan leaves before dawn.');
});

test('a campaign of one’s own: four taps and well under a minute from the first visit to a first written line and a linked name', async ({
  page,
  server,
}, info) => {
  let taps = 0;
  const tap = (target: Locator): Promise<void> => {
    taps += 1;
    return target.tap();
  };
  const start = Date.now();
  await page.goto(server.url);
  await tap(page.getByRole('button', { name: 'New campaign' }));
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await page.keyboard.type('The Salt Road');
  await page.getByLabel('Game system').selectOption('fitd');
  taps += 2; // the list and its entry
  await tap(page.getByRole('button', { name: 'Create campaign' }));
  await expect(prepNote(page)).toBeFocused();
  await page.keyboard.type('The ferry does not come back.');
  await savedHere(page);
  info.annotations.push({ type: 'first line', description: `${taps} taps, ${Date.now() - start} ms` });
  expect(taps).toBe(4);
  expect(Date.now() - start).toBeLessThan(60_000);

  // The hint of Prep leads to a first name, whose kind is chosen in the tap that creates it.
  const hint = page.getByRole('complementary', { name: 'Hint' });
  await expect(hint).toContainText('Type [[ and a name');
  await prepNote(page).press('Control+End');
  await page.keyboard.type(' Ask [[Nan Sowerby');
  await page.getByRole('option', { name: 'Create “Nan Sowerby” as NPC' }).tap();
  await expect(prepNote(page)).toContainText('[[Nan Sowerby]]');
  await expect(hint).toHaveCount(0);

  // The hints of the table are there for one's own campaign, too, and end without an offer to make it one's own.
  await page.goto(page.url().replace('/prep', '/play'));
  await expect(hint).toContainText('Tap any name');
  await hint.getByRole('button', { name: 'Next' }).tap();
  await hint.getByRole('button', { name: 'Next' }).tap();
  await hint.getByRole('button', { name: 'Show me' }).tap();
  await expect(page.getByRole('combobox', { name: 'Search and commands' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(hint).toHaveCount(0);
  await expect(page.getByRole('complementary', { name: 'Make it yours' })).toHaveCount(0);

  // Its cover: one of those drawn, then a picture of one's own, on the shelf too.
  await page.goto(page.url().replace(/\/sessions\/.*/, '/settings'));
  await page.getByRole('button', { name: 'Sea', exact: true }).tap();
  await expect(page.getByRole('button', { name: 'Sea', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Cover', exact: true }) })
    .locator('input[type=file]')
    .setInputFiles({ name: 'road.png', mimeType: 'image/png', buffer: PNG });
  await expect(page.getByRole('button', { name: 'Sea', exact: true })).toHaveAttribute('aria-pressed', 'false');
  await savedHere(page);
  await page.getByRole('link', { name: 'All campaigns' }).tap();
  await expect(page.getByRole('article').filter({ hasText: 'The Salt Road' }).locator('img')).toBeVisible();
});
