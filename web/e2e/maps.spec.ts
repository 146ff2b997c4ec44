// The journey of a map: its picture and pins placed by touch with no network, kept over a reload, worked on by two GMs
// apart, shown to players without what they do not know, and used by keyboard alone.
import type { Browser, Page } from '@playwright/test';
import { crc32, deflateSync } from 'node:zlib';
import { axeViolations } from './axe.ts';
import {
  airplane,
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

const WCAG = { type: 'tag' as const, values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] };

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
};
/** A PNG of a sea with an island, 800 × 600. */
const pictureOfMap = (): Buffer => {
  const [width, height] = [800, 600];
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const isLand = ((x - 400) / 300) ** 2 + ((y - 300) / 220) ** 2 < 1;
      rows.set(isLand ? [196, 178, 128] : [86, 132, 158], y * (width * 3 + 1) + 1 + x * 3);
    }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

const tools = (page: Page) => page.getByRole('region', { name: 'Tools' });
const board = (page: Page) => page.getByRole('application', { name: /^Map of/ });
const pins = (page: Page) => board(page).locator('[data-pin]');
const inList = (page: Page, name: string | RegExp) =>
  page.getByRole('region', { name: 'Pins', exact: true }).getByRole('button', { name });
/** Taps the board at these shares of its width and height. */
const tapBoard = async (page: Page, [x, y]: readonly [number, number]): Promise<void> => {
  const box = (await board(page).boundingBox())!;
  await page.touchscreen.tap(box.x + box.width * x, box.y + box.height * y);
};
const addPin = async (page: Page, at: readonly [number, number], label: string): Promise<void> => {
  await page.getByRole('button', { name: 'Add pin' }).tap();
  await tapBoard(page, at);
  await page.getByRole('textbox', { name: 'Label' }).fill(label);
};
const newMap = async (page: Page, base: string, title: string): Promise<void> => {
  await page.goto(`${base}/maps`);
  const field = page.locator('[data-new="map"]');
  await field.fill(title);
  await field.press('Enter');
  await page
    .locator('.edit input[type=file]')
    .first()
    .setInputFiles({ name: 'vane-secret.png', mimeType: 'image/png', buffer: pictureOfMap() });
  await expect(page.locator('.edit > img')).toBeVisible();
};
const openMap = (page: Page, title: string) => page.getByRole('link', { name: `Open ${title}` }).tap();

/** Where the tip of a pin is, px from the corner of the board. */
const placeOf = async (page: Page, label: string): Promise<{ x: number; y: number }> => {
  const pin = board(page).getByRole('button', { name: new RegExp(`^${label}`) });
  const [box, frame] = [(await pin.boundingBox())!, (await board(page).boundingBox())!];
  return { x: box.x + box.width / 2 - frame.x, y: box.y + box.height - frame.y };
};

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

test('a map is made offline by touch, kept, worked on by two GMs apart, and shown to players', async ({
  page,
  browser,
  server,
  errors,
}) => {
  const table = await sampleAtTable(page, server);
  const base = table.replace(/\/sessions\/.*$/, '');
  const coGm = await inviteLink(page);
  await page.goto(`${base}/players`);
  await page.getByRole('checkbox', { name: 'Share with players' }).check();
  await page.goto(`${base}/settings`);
  await page.getByRole('button', { name: 'Get player link' }).click();
  const link = await page.getByLabel('Link', { exact: true }).inputValue();
  await page.keyboard.press('Escape');
  await page.goto(`${base}/maps`);
  await installed(page);
  await synced(page);
  await airplane(page);

  await newMap(page, base, 'The harbour');
  await openMap(page, 'The harbour');
  await expect(board(page)).toBeVisible();
  await addPin(page, [0.4, 0.4], 'The pier');
  await page.getByRole('checkbox', { name: 'Show to players with the map' }).check();
  await addPin(page, [0.6, 0.6], 'Cult cellar');
  await page.getByRole('combobox', { name: 'Opens' }).selectOption({ label: 'Madame Lefevre' });
  await expect(page.getByRole('link', { name: 'Open Madame Lefevre' })).toBeVisible();
  await expect(pins(page)).toHaveCount(2);

  // A zone, and the way between two points once the map has a scale.
  await page.getByRole('button', { name: 'Draw zone' }).tap();
  for (const at of [
    [0.3, 0.3],
    [0.5, 0.3],
    [0.5, 0.5],
  ] as const)
    await tapBoard(page, at);
  await page.getByRole('button', { name: 'Finish zone' }).tap();
  await page.getByRole('textbox', { name: 'Label' }).tap();
  // Key by key: the form stays where it is while its name moves the list.
  await page.keyboard.type('The docks');
  await expect(page.getByRole('textbox', { name: 'Label' })).toHaveValue('The docks');
  await page.getByText('Title and scale').tap();
  await page.getByLabel('Width of the picture').fill('80');
  await page.getByLabel('Unit of length').fill('km');
  await page.getByLabel('Unit of length').blur();
  await page.getByRole('button', { name: 'Measure' }).tap();
  // One of the two points is in the zone, where a tap means the tool, too.
  await tapBoard(page, [0.45, 0.35]);
  await tapBoard(page, [0.6, 0.5]);
  await expect(page.getByRole('status').filter({ hasText: /^[\d.]+ km$/ })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).tap();

  // The open one is dragged, with Undo, and moved by the arrow keys from the list.
  await inList(page, /^The pier/).tap();
  const before = await placeOf(page, 'The pier');
  const frame = (await board(page).boundingBox())!;
  await page.mouse.move(frame.x + before.x, frame.y + before.y - 14);
  await page.mouse.down();
  await page.mouse.move(frame.x + before.x + 60, frame.y + before.y + 30, { steps: 8 });
  await page.mouse.up();
  await expect.poll(async () => (await placeOf(page, 'The pier')).x).toBeGreaterThan(before.x + 40);
  await expect(page.getByText('Moved the pin', { exact: true })).toBeVisible();
  const dragged = await placeOf(page, 'The pier');
  await inList(page, /^The pier/).focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await placeOf(page, 'The pier')).x).toBeGreaterThan(dragged.x + 10);
  expect((await axeViolations(page, WCAG)).map(({ id }) => id)).toEqual([]);

  await savedHere(page);
  await page.reload();
  await expect(pins(page)).toHaveCount(2);
  await expect(inList(page, /^Cult cellar/)).toBeVisible();
  await page.context().setOffline(false);
  await synced(page);

  // Two GMs work on it apart.
  const ben = await browser.newContext({ serviceWorkers: 'allow', hasTouch: true });
  watch(ben, errors);
  const other = await ben.newPage();
  await joinBy(other, coGm, 'Ben');
  await synced(other);
  await other.goto(page.url());
  await expect(pins(other)).toHaveCount(2);
  await installed(other);
  await airplane(other);
  await airplane(page);
  await addPin(page, [0.3, 0.7], 'Ada’s pin');
  await inList(page, /^The pier/).focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowUp');
  await addPin(other, [0.7, 0.7], 'Ben’s pin');
  await inList(other, /^The pier/).tap();
  await other.getByRole('textbox', { name: 'Label' }).fill('The long pier');
  const moved = await placeOf(page, 'The pier');
  await page.context().setOffline(false);
  await ben.setOffline(false);
  for (const each of [page, other]) {
    await expect(pins(each)).toHaveCount(4);
    await expect(inList(each, /^The long pier/)).toBeVisible();
    await expect(inList(each, /^Ada’s pin/)).toBeVisible();
    await expect(inList(each, /^Ben’s pin/)).toBeVisible();
  }
  expect((await placeOf(page, 'The long pier')).y).toBeCloseTo(moved.y, 0);

  // Shown to players: the pin that was chosen for them, and no other.
  const player = await phoneOf(browser, link, errors);
  await page.getByRole('button', { name: 'Show to players The harbour' }).tap();
  const shown = player.getByRole('region', { name: 'Shown to you now' });
  await expect(shown.getByRole('heading', { name: 'The harbour' })).toBeVisible();
  await expect(shown.getByRole('list', { name: 'On this map' })).toHaveText(/^\s*The long pier\s*$/);
  await expect
    .poll(() => shown.getByRole('img').evaluate((img: HTMLImageElement) => img.naturalWidth))
    .toBeGreaterThan(0);
  expect((await axeViolations(player, WCAG)).map(({ id }) => id)).toEqual([]);
  await expect(player.locator('body')).not.toContainText(/Cult|Ada’s|docks/);
  await page.getByRole('button', { name: 'Take back The harbour' }).tap();
  await expect(shown).toHaveCount(0);

  // Shown at the table, and told of in the session's review and the list of what was shown.
  const map = page.url();
  await page.goto(table);
  await tools(page).getByRole('button', { name: 'Players', exact: true }).tap();
  await page.getByRole('button', { name: 'Show to players The harbour' }).tap();
  await expect(shown.getByRole('heading', { name: 'The harbour' })).toBeVisible();
  expect((await axeViolations(page, WCAG)).map(({ id }) => id)).toEqual([]);
  await page.getByRole('button', { name: 'Take back The harbour' }).tap();
  await expect(shown).toHaveCount(0);
  await openRecord(page, 'Review');
  await expect(page.getByRole('region', { name: 'Shown to players' })).toContainText('The harbour');
  await page.goto(`${base}/handouts`);
  await expect(page.getByRole('region', { name: 'Shown to players' })).toContainText(/The harbour.*Session/);
  await page.goto(map);

  // Found on the page of what a pin opens.
  await inList(page, /^Cult cellar/).tap();
  await page.getByRole('link', { name: 'Open Madame Lefevre' }).tap();
  await page.getByRole('link', { name: 'The harbour' }).tap();
  await expect(board(page)).toBeVisible();
  for (const [width, height] of [
    [1180, 820],
    [820, 1180],
    [390, 844],
    [1180, 430],
  ] as const) {
    await page.setViewportSize({ width, height });
    await expect(board(page)).toBeVisible();
    await expect(inList(page, /^Cult cellar/)).toBeVisible();
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(sideways, `${width} × ${height}`).toBeLessThanOrEqual(0);
    expect((await axeViolations(page, WCAG)).map(({ id }) => id)).toEqual([]);
  }
  await ben.close();
  await player.context().close();
});

test('words of a pin are found with no network, and the hit opens the map at it', async ({ page, server }) => {
  const table = await sampleAtTable(page, server);
  const base = table.replace(/\/sessions\/.*$/, '');
  await page.goto(`${base}/maps`);
  await installed(page);
  await airplane(page);
  await newMap(page, base, 'The harbour');
  await openMap(page, 'The harbour');
  await addPin(page, [0.3, 0.3], 'The pier');
  await addPin(page, [0.6, 0.6], 'Eel house');
  await page.getByRole('textbox', { name: 'Note' }).fill('Where the quicklime is hidden.');
  await page.getByRole('textbox', { name: 'Note' }).blur();
  await savedHere(page);

  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${base}/search?q=quicklime`);
  await page.getByRole('link', { name: /Eel house.*Pin · The harbour/ }).tap();
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('Where the quicklime is hidden.');
  await expect(inList(page, /^Eel house/)).toHaveAttribute('aria-expanded', 'true');
  await expect(board(page).getByRole('button', { name: /^Eel house/ })).toBeInViewport();
});

test('on a phone, a zone is drawn without the map moving, and the form of a pin is on screen', async ({
  page,
  server,
}) => {
  const table = await sampleAtTable(page, server);
  const base = table.replace(/\/sessions\/.*$/, '');
  await page.setViewportSize({ width: 390, height: 844 });
  await newMap(page, base, 'The harbour');
  await openMap(page, 'The harbour');
  await page.getByRole('button', { name: 'Draw zone' }).tap();
  const placeOfBoard = async (): Promise<number> => (await board(page).boundingBox())!.y;
  const top = await placeOfBoard();
  for (const at of [
    [0.3, 0.45],
    [0.7, 0.45],
    [0.7, 0.55],
    [0.3, 0.55],
  ] as const) {
    await tapBoard(page, at);
    expect(await placeOfBoard()).toBe(top);
  }
  expect((await axeViolations(page, WCAG)).map(({ id }) => id)).toEqual([]);
  await page.getByRole('button', { name: 'Finish zone' }).tap();
  const form = page.getByRole('textbox', { name: 'Label' });
  await expect(form).toBeInViewport();
  await expect(board(page).locator('.map-handle').first()).toBeInViewport();
  for (const handle of await board(page).locator('.map-handle').all()) {
    const { width, height } = (await handle.boundingBox())!;
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
  }
  await page.getByRole('button', { name: 'Add pin' }).tap();
  await tapBoard(page, [0.5, 0.8]);
  await expect(pins(page)).toHaveCount(1);
  await expect(form).toBeInViewport();
  await expect(pins(page)).toBeInViewport();
  // What players will read of it is told at the tick.
  await form.fill('The pier');
  await page.getByRole('checkbox', { name: 'Show to players with the map' }).check();
  await expect(page.getByText('players see it as “The pier”')).toBeVisible();
  expect((await axeViolations(page, WCAG)).map(({ id }) => id)).toEqual([]);
});
