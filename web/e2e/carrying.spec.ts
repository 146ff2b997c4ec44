// The journey of carrying over: scenes that were not played come to the next session by one tap with no network, once
// although two GMs carry them; and duplicates of an entity, a scene, a handout and a session.
import type { Page } from '@playwright/test';
import { axeViolations } from './axe.ts';
import {
  airplane,
  expect,
  installed,
  inSessionMenu,
  inviteLink,
  joinBy,
  sampleAtTable,
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

const carry = (page: Page) => page.getByRole('button', { name: 'Carry over', exact: true });

test('unplayed scenes are carried over offline, once for both GMs, and records are duplicated', async ({
  page,
  browser,
  server,
  errors,
}) => {
  const table = await sampleAtTable(page, server);
  const base = table.replace(/\/sessions\/.*$/, '');
  await page.getByRole('button', { name: 'Start session…' }).tap();
  await page.getByRole('button', { name: 'Start now' }).tap();
  await expect(page.getByText('Session started')).toBeVisible();
  const coGm = await inviteLink(page);
  // The session at the table is left with open scenes, and the next one is planned.
  await page.goto(`${base}/sessions`);
  await page.getByRole('link', { name: /What Pell Saw/ }).tap();
  await page.waitForURL(/\/prep$/);
  const next = page.url();
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
  await other.goto(next);
  await expect(carry(other)).toBeVisible();
  await installed(page);
  await airplane(page);
  await expect(carry(page)).toBeVisible();
  expect((await carry(page).boundingBox())!.height).toBeGreaterThanOrEqual(44);
  expect((await axeViolations(page, WCAG)).map(({ id }) => id)).toEqual([]);
  const scenes = (on: Page) => on.getByRole('button', { name: /^Scenes \d/ });
  const none = await scenes(page).innerText();

  // By one tap, with Undo, on both devices.
  await carry(page).tap();
  await expect(carry(page)).toHaveCount(0);
  await expect(scenes(page)).not.toHaveText(none);
  const count = await scenes(page).innerText();
  await page.getByRole('button', { name: 'Undo', exact: true }).last().tap();
  await expect(scenes(page)).toHaveText(none);
  await carry(page).tap();
  await expect(scenes(page)).toHaveText(count);
  await carry(other).tap();
  await expect(scenes(other)).toHaveText(count);
  await synced(other);
  await page.context().setOffline(false);
  await synced(page);
  for (const each of [page, other]) await expect(scenes(each)).toHaveText(count);
  expect((await axeViolations(other, WCAG)).map(({ id }) => id)).toEqual([]);

  // Duplicates: an entity, a handout and the session's plan.
  await airplane(page);
  await page.goto(`${base}/entities`);
  await page.getByRole('link', { name: /Rook/ }).first().tap();
  await page.getByRole('button', { name: 'Duplicate', exact: true }).tap();
  await expect(page.getByRole('heading', { name: /\(copy\)/ }).first()).toBeAttached();
  await page.goto(`${base}/handouts`);
  await page.locator('[data-new="handout"]').fill('A letter');
  await page.locator('[data-new="handout"]').press('Enter');
  await page.getByRole('button', { name: 'Duplicate', exact: true }).tap();
  await expect(page.getByRole('button', { name: /^A letter \(copy\)/ })).toBeVisible();
  await page.goto(next);
  await inSessionMenu(page, 'Duplicate session');
  await page.waitForURL((url) => url.pathname !== new URL(next).pathname);
  await expect(scenes(page)).toHaveText(count);
  await ben.close();
});
