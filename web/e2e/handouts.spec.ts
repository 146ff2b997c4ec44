// The journey of a handout: made and shown by touch with no network, on a player's phone within two seconds once there is
// one, taken back by the other GM, forgotten by the phone, and listed with its session.
import type { Browser, Page } from '@playwright/test';
import { axeViolations } from './axe.ts';
import {
  airplane,
  chip,
  expect,
  installed,
  inviteLink,
  joinBy,
  openRecord,
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

/** How long players may wait, ms. */
const AT_ONCE_MS = 2000;
const WCAG = { type: 'tag' as const, values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] };

// Two pixels of blue and one of sand, wide enough to be seen.
const MAP = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

const tools = (page: Page) => page.getByRole('region', { name: 'Tools' });
const showButton = (page: Page, title: string) => page.getByRole('button', { name: `Show to players ${title}` });
const takeBack = (page: Page, title: string) => page.getByRole('button', { name: `Take back ${title}` });
const shown = (player: Page) => player.getByRole('region', { name: 'Shown to you now' });

/** Everything that the player's device keeps of the campaign, as text: the document and the hashes of pictures. */
const kept = (player: Page): Promise<string> =>
  player.evaluate(async () => {
    const [info] = (await indexedDB.databases()).filter(({ name }) => name?.startsWith('emberkeep-table-'));
    if (!info?.name) return '';
    const request = indexedDB.open(info.name);
    const db = await new Promise<IDBDatabase>((resolve) => (request.onsuccess = () => resolve(request.result)));
    const read = (store: string, keys: boolean) =>
      new Promise<unknown[]>((resolve) => {
        const all = db.transaction(store).objectStore(store);
        const asked = keys ? all.getAllKeys() : all.getAll();
        asked.onsuccess = () => resolve(asked.result as unknown[]);
      });
    const updates = (await read('updates', false)) as Uint8Array[];
    const pictures = await read('custom', true);
    db.close();
    return [...updates.map((bytes) => new TextDecoder('latin1').decode(bytes)), ...pictures].join('\n');
  });

/** A player's phone on the campaign's page. */
const phoneOf = async (browser: Browser, link: string, errors: string[]): Promise<Page> => {
  const phone = await browser.newContext({
    serviceWorkers: 'allow',
    hasTouch: true,
    viewport: { width: 390, height: 844 },
  });
  watch(phone, errors);
  const player = await phone.newPage();
  await player.goto(link);
  await player.getByLabel('Your name').fill('Jo');
  await player.getByRole('button', { name: 'Open', exact: true }).tap();
  await expect(player.getByRole('heading', { level: 1 })).toHaveText('The Drowned Lantern');
  return player;
};

/** Shares the campaign with players and gives their link. */
const playerLink = async (page: Page, base: string): Promise<string> => {
  await page.goto(`${base}/players`);
  await page.getByRole('checkbox', { name: 'Share with players' }).check();
  await page.goto(`${base}/settings`);
  await page.getByRole('button', { name: 'Get player link' }).click();
  const link = await page.getByLabel('Link', { exact: true }).inputValue();
  await page.keyboard.press('Escape');
  return link;
};

test('a handout is shown and taken back by one tap each, on a player’s phone within 2 s (M-130)', async ({
  page,
  browser,
  server,
  errors,
}) => {
  const table = await sampleAtTable(page, server);
  const base = table.replace(/\/sessions\/.*$/, '');
  const coGm = await inviteLink(page);
  const link = await playerLink(page, base);
  await synced(page);
  const player = await phoneOf(browser, link, errors);

  // Made without a network: a letter that names whom players do not know.
  await page.goto(`${base}/handouts`);
  await installed(page);
  await airplane(page);
  const title = page.locator('[data-new="handout"]');
  await title.fill('A wet letter');
  await title.press('Enter');
  await page.getByRole('textbox', { name: 'Text', exact: true }).click();
  await page.keyboard.type('Burn this. [[Madame Lefevre|A friend]]');
  await page
    .locator('.edit input[type=file]')
    .first()
    .setInputFiles({ name: 'vane-secret.png', mimeType: 'image/png', buffer: MAP });
  await expect(page.locator('.edit > img')).toBeVisible();
  await page.getByLabel(/^Caption/).fill('The seal');
  await page.getByLabel('For you only').fill('From the Duke');
  await expect(page.getByText(/^Offline: players get what you show/)).toBeVisible();
  await savedHere(page);
  await page.reload();
  await expect(page.getByText('From the Duke').first()).toBeVisible();
  await page.context().setOffline(false);
  await synced(page);

  // At the table.
  await page.goto(table);
  await tools(page).getByRole('button', { name: 'Players', exact: true }).tap();
  await expect(showButton(page, 'A wet letter')).toBeVisible();
  expect((await showButton(page, 'A wet letter').boundingBox())!.height).toBeGreaterThanOrEqual(44);
  await synced(page);
  await expect(shown(player)).toHaveCount(0);
  await showButton(page, 'A wet letter').tap();
  await expect(shown(player).getByRole('heading', { name: 'A wet letter' })).toBeVisible({ timeout: AT_ONCE_MS });
  await expect(shown(player)).toContainText('Burn this. A friend');
  const picture = shown(player).getByRole('img', { name: 'A wet letter' });
  await expect(shown(player)).toContainText('The seal');
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  for (const secret of ['From the Duke', 'Lefevre', 'vane-secret']) expect(await kept(player)).not.toContain(secret);
  expect((await axeViolations(player, WCAG)).map(({ id }) => id)).toEqual([]);
  expect((await axeViolations(page, WCAG)).map(({ id }) => id)).toEqual([]);

  // The phone keeps it without a network while it is shown.
  await installed(player);
  await player.context().setOffline(true);
  await player.reload();
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  await player.context().setOffline(false);

  // The other GM takes it back.
  const ben = await browser.newContext({ serviceWorkers: 'block', hasTouch: true });
  watch(ben, errors);
  const other = await ben.newPage();
  await joinBy(other, coGm, 'Ben');
  await synced(other);
  await other.goto(`${base}/handouts`);
  await expect(player.getByText(/^Offline/)).toHaveCount(0);
  await takeBack(other, 'A wet letter').tap();
  await expect(shown(player)).toHaveCount(0, { timeout: AT_ONCE_MS });
  await expect.poll(() => kept(player)).not.toContain('A wet letter');
  await expect.poll(() => kept(player)).not.toMatch(/[0-9a-f]{64}/);
  await player.reload();
  await expect(player.getByRole('region', { name: 'Sessions' })).toBeVisible();
  await expect(shown(player)).toHaveCount(0);
  await expect(showButton(page, 'A wet letter')).toBeVisible();

  // Undo of a showing takes it back, too.
  await showButton(page, 'A wet letter').tap();
  await expect(shown(player)).toBeVisible({ timeout: AT_ONCE_MS });
  await page.getByRole('button', { name: 'Undo', exact: true }).last().tap();
  await expect(shown(player)).toHaveCount(0, { timeout: AT_ONCE_MS });

  // What was shown, in the session's review and on the page.
  await openRecord(page, 'Review');
  await expect(page.getByRole('region', { name: 'Shown to players' })).toContainText('A wet letter');
  await page.goto(`${base}/handouts`);
  await expect(page.getByRole('region', { name: 'Shown to players' })).toContainText(
    /A wet letter.*All players.*Session/,
  );
  await ben.close();
  await player.context().close();
});

test('a portrait is shown from the drawer at the table, at every size of screen', async ({
  page,
  browser,
  server,
  errors,
}) => {
  const table = await sampleAtTable(page, server);
  const base = table.replace(/\/sessions\/.*$/, '');
  await inviteLink(page);
  const link = await playerLink(page, base);
  await page.goto(`${base}/entities`);
  await page
    .getByRole('link', { name: /Madame Lefevre/ })
    .first()
    .tap();
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'lefevre.png', mimeType: 'image/png', buffer: MAP });
  const portrait = page.getByRole('button', { name: 'Show portrait to players' });
  await expect(portrait).toBeVisible();
  await synced(page);
  const player = await phoneOf(browser, link, errors);
  await portrait.tap();
  await expect(shown(player).getByRole('img')).toBeVisible({ timeout: 10_000 });
  await portrait.tap();
  await expect(page.getByText('Players have it already')).toBeVisible();
  await page.goto(`${base}/handouts`);
  await takeBack(page, 'Madame Lefevre').tap();
  await expect(shown(player)).toHaveCount(0);
  for (const [width, height] of [
    [1180, 820],
    [820, 1180],
    [390, 844],
    [1180, 430],
  ] as const) {
    await page.setViewportSize({ width, height });
    await expect(showButton(page, 'Madame Lefevre')).toBeVisible();
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(sideways, `${width} × ${height}`).toBeLessThanOrEqual(0);
    expect((await axeViolations(page, WCAG)).map(({ id }) => id)).toEqual([]);
  }

  // A picture of a note, whose caption and file are the GM's.
  await page.setViewportSize({ width: 1180, height: 820 });
  await page.goto(table.replace(/\/play$/, '/prep'));
  await page
    .locator('.note-frame input[type=file]')
    .first()
    .setInputFiles({ name: 'vane-secret.png', mimeType: 'image/png', buffer: MAP });
  await page.locator('.note figure .picture').first().tap();
  await page.getByRole('dialog').getByRole('button', { name: 'Show to players' }).tap();
  await expect(shown(player).getByRole('img', { name: 'Picture' })).toBeVisible();
  expect(await kept(player)).not.toContain('vane-secret');
  await expect(chip(page)).toBeVisible();
  await player.context().close();
});
