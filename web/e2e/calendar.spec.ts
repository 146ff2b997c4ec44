// The journey of the calendar: turned by touch and keyboard with no network, planned on at tablet and phone size, and
// merged with what the other GM planned meanwhile.
import type { Page } from '@playwright/test';
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
const SIZES = [
  { width: 1180, height: 820 },
  { width: 820, height: 1180 },
  { width: 390, height: 844 },
  { width: 1180, height: 430 },
];

const grid = (page: Page) => page.getByRole('grid');
const selected = (page: Page) => grid(page).locator('[aria-selected="true"] button');
const plan = async (page: Page, kind: string, name: string): Promise<void> => {
  await page.getByRole('group', { name: 'What to add' }).getByRole('button', { name: kind }).tap();
  await page.getByLabel('Add to this day').fill(name);
  await page.getByRole('button', { name: 'Add', exact: true }).first().tap();
  await expect(selected(page)).toHaveAccessibleName(new RegExp(name));
};
/** A finger from the right to the left. */
const swipe = (page: Page): Promise<void> =>
  grid(page).evaluate((table) => {
    const at = (clientX: number): Touch => new Touch({ identifier: 1, target: table, clientX, clientY: 200 });
    const tell = (type: string, touches: Touch[], changedTouches: Touch[]): boolean =>
      table.dispatchEvent(new TouchEvent(type, { touches, changedTouches, bubbles: true }));
    tell('touchstart', [at(300)], [at(300)]);
    tell('touchend', [], [at(100)]);
  });

test('the calendar is turned and planned on offline, and merges with the other GM’s festivals and moons', async ({
  page,
  browser,
  server,
  errors,
}) => {
  const table = await sampleAtTable(page, server);
  const base = table.replace(/\/sessions\/.*$/, '');
  const coGm = await inviteLink(page);
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
  await other.goto(`${base}/calendar`);
  await page.goto(`${base}/calendar`);
  await installed(page);
  await airplane(page);

  // Today is marked and chosen; months turn by button, swipe and key.
  const title = page.getByRole('heading', { level: 2 }).first();
  const here = await title.innerText();
  await expect(selected(page)).toHaveAttribute('aria-current', 'date');
  await page.getByRole('button', { name: 'Next month' }).tap();
  await expect(title).not.toHaveText(here);
  await page.getByRole('button', { name: 'Today', exact: true }).tap();
  await expect(title).toHaveText(here);
  await swipe(page);
  await expect(title).not.toHaveText(here);
  await selected(page).focus();
  await page.keyboard.press('PageUp');
  await expect(title).toHaveText(here);
  const before = await selected(page).innerText();
  await page.keyboard.press('ArrowDown');
  await expect(selected(page)).toBeFocused();
  expect(await selected(page).innerText()).not.toBe(before);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Home');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'Today', exact: true }).tap();

  // Planned with no network, and undone.
  await plan(page, 'Festival', 'Night of lamps');
  await plan(page, 'Deadline', 'Pay the ferryman');
  await plan(page, 'Consequence', 'The tide turns');
  await plan(page, 'Event', 'Bells were rung');
  await plan(page, 'Note', 'Ask about the key');
  await page.getByRole('button', { name: 'Undo', exact: true }).last().tap();
  await expect(selected(page)).not.toHaveAccessibleName(/Ask about the key/);
  await expect(selected(page)).toHaveAccessibleName(/Night of lamps.*Pay the ferryman/);
  for (const viewport of SIZES) {
    await page.setViewportSize(viewport);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    const day = (await selected(page).boundingBox())!;
    expect(Math.min(day.width, day.height)).toBeGreaterThanOrEqual(44);
    expect((await axeViolations(page, WCAG)).map(({ id }) => id)).toEqual([]);
  }
  await page.setViewportSize(SIZES[0]!);

  // The other GM adds a festival that day and a moon; both are on both.
  await plan(other, 'Festival', 'Feast of nets');
  await other.getByLabel('New moon').fill('Vell');
  await other.getByLabel('New moon').press('Enter');
  await synced(other);
  await page.getByLabel('New moon').fill('Second Lantern');
  await page.getByLabel('New moon').press('Enter');
  await savedHere(page);
  await page.reload();
  await expect(selected(page)).toHaveAccessibleName(/Night of lamps/);
  await page.context().setOffline(false);
  await synced(page);
  for (const each of [page, other]) {
    for (const name of [
      'Night of lamps',
      'Feast of nets',
      'New moon: Vell',
      'New moon: Second Lantern',
      'Bells were rung',
    ])
      await expect(selected(each)).toHaveAccessibleName(new RegExp(name));
  }
  expect((await axeViolations(other, WCAG)).map(({ id }) => id)).toEqual([]);

  // To a day by its number; a festival moved by a date; a session planned on a real day.
  await page.getByLabel('Go to a day').fill('200');
  await page.getByRole('button', { name: 'Go to day' }).tap();
  await expect(title).not.toHaveText(here);
  await page.getByRole('tab', { name: 'Real days' }).tap();
  await page.getByRole('button', { name: 'Plan a session on this day' }).tap();
  await expect(selected(page)).toHaveAccessibleName(/Planned: Session/);
  await ben.close();
});
