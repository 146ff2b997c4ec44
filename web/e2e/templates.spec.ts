// The journey of templates: a ready one is added and used with no network, an NPC is saved as one and made from it, and a
// template that both GMs change while apart has the changes of both.
import { axeViolations } from './axe.ts';
import { airplane, expect, inviteLink, joinBy, openSample, savedHere, synced, test, watch } from './journey.ts';

test.use({
  ownServer: true,
  serviceWorkers: 'allow',
  hasTouch: true,
  viewport: { width: 1180, height: 820 },
  actionTimeout: 20_000,
});

const WCAG = { type: 'tag' as const, values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] };

test('templates are added, saved and used offline, and merge with the other GM’s changes', async ({
  page,
  browser,
  server,
  errors,
}) => {
  const campaignId = await openSample(page, server);
  const base = `${new URL(page.url()).origin}/campaigns/${campaignId}`;
  const coGm = await inviteLink(page);
  await synced(page);
  await page.goto(`${base}/templates`);
  await airplane(page);

  // A one-shot that comes with the app becomes the next session, with its notes and scenes.
  await page.getByText('Ready-made templates').tap();
  await page.getByRole('button', { name: 'Add One-shot' }).tap();
  await expect(page.getByRole('button', { name: 'Add One-shot' })).toBeDisabled();
  await page.getByRole('button', { name: /^One-shot.*Session/ }).tap();
  await expect(page.getByRole('textbox', { name: 'Prep notes' })).toContainText('In one sentence');
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 820, height: 1180 },
    { width: 1180, height: 430 },
    { width: 1180, height: 820 },
  ]) {
    await page.setViewportSize(viewport);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect((await axeViolations(page, WCAG)).map(({ id }) => id)).toEqual([]);
  }
  await page.getByLabel('Name of the new one').fill('The night ferry');
  await page.getByRole('button', { name: 'Create from template' }).tap();
  await page.waitForURL(/\/prep$/);
  await expect(page.getByRole('textbox', { name: 'Prep notes' })).toContainText('In one sentence');
  await expect(page.getByRole('button', { name: /^Scenes \d/ })).toHaveText('Scenes 4');

  // An NPC saved as a template, and another one from it.
  await page.goto(`${base}/entities`);
  await page.getByRole('link', { name: /Rook/ }).first().tap();
  await page.getByRole('button', { name: 'Save as template' }).tap();
  await page.goto(`${base}/templates`);
  const rook = page.getByRole('button', { name: /Rook.*(NPC|Player character)/ }).first();
  await rook.tap();
  await page.getByLabel('Name of the new one').fill('Rook’s brother');
  await page.getByRole('button', { name: 'Create from template' }).tap();
  await page.waitForURL(/\/entities\/[\w-]+$/);
  await expect(page.getByRole('heading', { name: 'Rook’s brother' }).first()).toBeAttached();
  await savedHere(page);
  await page.context().setOffline(false);
  await synced(page);

  // Both change one while apart.
  const ben = await browser.newContext({
    serviceWorkers: 'block',
    hasTouch: true,
    viewport: { width: 390, height: 844 },
  });
  watch(ben, errors);
  const other = await ben.newPage();
  await joinBy(other, coGm, 'Ben');
  await synced(other);
  await other.goto(`${base}/templates`);
  await page.goto(`${base}/templates`);
  await airplane(page);
  for (const each of [page, other]) await each.getByRole('button', { name: /^One-shot.*Session/ }).tap();
  await other.getByLabel('About', { exact: true }).fill('For a rainy evening');
  await page.getByLabel('Name', { exact: true }).fill('One evening');
  await page.getByLabel('Name', { exact: true }).blur();
  await synced(other);
  await page.context().setOffline(false);
  await synced(page);
  for (const each of [page, other]) {
    await expect(each.getByLabel('About', { exact: true })).toHaveValue('For a rainy evening');
    await expect(each.getByLabel('Name', { exact: true })).toHaveValue('One evening');
  }
  expect((await axeViolations(other, WCAG)).map(({ id }) => id)).toEqual([]);
  await ben.close();
});
