// Journeys of two GMs: joining by a link, one note, one of them offline, a relay that dies, an access that is taken back.
import type { Page } from '@playwright/test';
import {
  chip,
  expect,
  inviteLink,
  joinBy,
  newPrep,
  noteText,
  prepNote,
  synced,
  test,
  type,
  watch,
  openRecord,
} from './journey.ts';

test.use({ ownServer: true });

test('a co-GM joins by link on a fresh profile, both edit one note, one of them offline, and everything merges; Redo brings back what Undo took (T-4)', async ({
  page,
  browser,
  server,
  errors,
}) => {
  await newPrep(page, server);
  const prep = page.url();
  await type(page, 'Rook waits at the quay.');
  const link = await inviteLink(page);
  expect(link).toMatch(/\/join#[\w-]+\.[\w-]+&c=Ash\+and\+Salt&r=co_gm$/);
  const ben = await browser.newContext({ serviceWorkers: 'block' });
  watch(ben, errors);
  const other = await ben.newPage();
  // 20.2 Before the tap that joins: which campaign, and what one will be able to do.
  await other.goto(link);
  await expect(other.getByText('Ash and Salt', { exact: true })).toBeVisible();
  await expect(other.getByText(/^You join as a co-GM: you can read and edit everything/)).toBeVisible();
  await joinBy(other, link, 'Ben');
  expect(other.url()).not.toContain('#');
  await other.getByRole('link', { name: 'Continue prep' }).click();
  await expect(prepNote(other)).toContainText('Rook waits at the quay.');
  await page.goto(prep);
  await expect(page.getByRole('list', { name: 'Here now' })).toContainText('Ben');
  await synced(page);
  await synced(other);

  await ben.setOffline(true);
  await type(other, ' Ben wrote this with no network.');
  await expect(chip(other)).toContainText('Offline · 1 to send');
  await type(page, ' Meanwhile the tide turned.');
  await ben.setOffline(false);
  for (const each of [page, other]) {
    await expect(prepNote(each)).toContainText('Ben wrote this with no network.');
    await expect(prepNote(each)).toContainText('Meanwhile the tide turned.');
    await synced(each);
  }
  await expect.poll(async () => (await noteText(page)) === (await noteText(other))).toBe(true);
  expect(await noteText(page)).toContain('Rook waits at the quay.');

  // Undo takes back this author's words only, and Redo brings them back. Keys that a busy machine takes far apart are
  // steps of their own, so it is tapped until the words are gone, and until they are back.
  await expect(async () => {
    await prepNote(page).press('Control+z');
    await expect(prepNote(page)).not.toContainText('Meanwhile', { timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await expect(prepNote(page)).toContainText('Ben wrote this with no network.');
  await expect(async () => {
    await page.getByRole('button', { name: 'Redo', exact: true }).tap();
    await expect(prepNote(page)).toContainText('Meanwhile the tide turned.', { timeout: 500 });
  }).toPass({ timeout: 20_000 });
  for (const each of [page, other]) {
    await expect(prepNote(each)).toContainText('Meanwhile the tide turned.');
    await expect(prepNote(each)).toContainText('Ben wrote this with no network.');
  }
  await ben.close();
});

test('a scene that the co-GM deletes while it is written stays with every key, of a field and of its notes', async ({
  page,
  browser,
  server,
  errors,
}) => {
  const openScenes = (each: Page): Promise<void> => each.getByRole('button', { name: /^Scenes/ }).tap();
  const ferry = (each: Page) => each.getByRole('button', { name: /^Other: ?Ferry/ });
  const remove = async (each: Page): Promise<void> => {
    await each.getByRole('button', { name: 'More for Ferry' }).tap();
    await each.getByRole('menuitem', { name: 'Delete scene' }).tap();
    await expect(ferry(each)).toHaveCount(0);
  };
  await newPrep(page, server, 'Nine Ferries');
  const prep = page.url();
  await openScenes(page);
  await page.getByRole('textbox', { name: 'New scene' }).fill('Ferry');
  await page.getByRole('textbox', { name: 'New scene' }).press('Enter');
  const link = await inviteLink(page);
  const ben = await browser.newContext({ serviceWorkers: 'block', hasTouch: true });
  watch(ben, errors);
  const other = await ben.newPage();
  await joinBy(other, link, 'Ben');
  await other.getByRole('link', { name: 'Continue prep' }).tap();
  await openScenes(other);
  await page.goto(prep);
  await openScenes(page);
  await ferry(page).tap();

  const objective = page.getByRole('textbox', { name: 'Objective' });
  await objective.tap();
  await page.keyboard.type('Cross');
  for (const each of [page, other]) await synced(each);
  await remove(other);
  await expect(page.getByText('A co-GM deleted “Ferry”. Keep typing to restore it.')).toBeVisible();
  await page.keyboard.type(' before dawn');
  await expect(objective).toHaveValue('Cross before dawn');
  await expect(page.getByText('“Ferry” was restored because you typed in it')).toBeVisible();
  await expect(ferry(other)).toBeVisible();

  await page.getByRole('textbox', { name: 'GM notes of Ferry' }).tap();
  await remove(other);
  await expect(page.getByText('A co-GM deleted “Ferry”. Keep typing to restore it.').last()).toBeVisible();
  await page.keyboard.type('The toll is two coins.');
  await ferry(other).tap();
  await expect(other.getByRole('textbox', { name: 'GM notes of Ferry' })).toContainText('The toll is two coins.');
  await expect(other.getByRole('textbox', { name: 'Objective' })).toHaveValue('Cross before dawn');
  await ben.close();
});

test('[M-113] [T-4] two GMs make session 2 apart: both stay, one is renumbered once and for all; a taken number is refused', async ({
  page,
  browser,
  server,
  errors,
}) => {
  await newPrep(page, server, 'Salt Road');
  const overview = page.url().replace(/\/sessions\/.*$/, '');
  const link = await inviteLink(page);
  const ben = await browser.newContext({ serviceWorkers: 'block' });
  watch(ben, errors);
  const other = await ben.newPage();
  await joinBy(other, link, 'Ben');
  await synced(other);
  const sessions = (on: Page) => on.getByRole('list', { name: 'Sessions' }).getByRole('listitem');
  const create = async (on: Page, title: string): Promise<void> => {
    await on.getByRole('link', { name: 'Sessions', exact: true }).first().click();
    await on.getByRole('button', { name: 'New session' }).click();
    await on.getByLabel('Session title').fill(title);
    await on.getByLabel('Session title').press('Enter');
    await expect(on.getByRole('heading', { level: 1 })).toContainText(title);
  };

  // The code of both pages is here before the network goes.
  await other.getByRole('link', { name: 'Continue prep' }).click();
  await prepNote(other).waitFor();
  await other.getByRole('link', { name: 'Sessions', exact: true }).first().click();
  await other.getByRole('button', { name: 'New session' }).waitFor();
  await ben.setOffline(true);
  await create(other, 'The salt pans');
  await page.goto(overview);
  await create(page, 'The toll');
  await expect(other.getByRole('heading', { level: 1 })).toHaveText(/^Session 2\b/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Session 2\b/);
  await ben.setOffline(false);
  await synced(other);
  // Two more, one on each tablet: nobody's number moves.
  await expect(async () => {
    const shown = [page, other].map((each) => each.getByRole('heading', { level: 1 }).innerText());
    expect((await Promise.all(shown)).map((text) => text.slice(0, 9)).sort()).toEqual(['Session 2', 'Session 3']);
  }).toPass({ timeout: 20_000 });
  const numbered = async (on: Page): Promise<string[]> => {
    await on.getByRole('link', { name: 'Sessions', exact: true }).first().click();
    const rows = sessions(on).filter({ hasText: /The (?:toll|salt pans)/ });
    await expect(rows).toHaveCount(2);
    return (await rows.allInnerTexts()).map((row) => row.replace(/\s+/g, ' ').trim().slice(0, 8));
  };
  const before = await numbered(page);
  expect(before.map((row) => row.slice(0, 5))).toEqual(['3 The', '2 The']);
  await expect(sessions(page).filter({ hasText: 'renumbered: 2 was taken' })).toHaveCount(1);
  await create(page, 'Rain');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Session 4\b/);
  await create(other, 'Fog');
  await expect(other.getByRole('heading', { level: 1 })).toHaveText(/^Session 5\b/);
  for (const each of [page, other]) {
    await synced(each);
    await expect.poll(() => numbered(each)).toEqual(before);
    // Written down by the next session that was made: nothing is taken any more.
    await expect(sessions(each).filter({ hasText: 'was taken' })).toHaveCount(0);
  }
  // A number that another session has.
  await sessions(page).filter({ hasText: 'Rain' }).getByRole('link').click();
  await openRecord(page, 'Details');
  const number = page.getByLabel('Number', { exact: true });
  await number.fill('2');
  await number.press('Enter');
  await expect(page.getByText('already has this number')).toBeVisible();
  await expect(number).toHaveValue('4');
  await ben.close();
});

test('the relay is killed with -9 in the middle of typing and restarted: nothing acknowledged is missing', async ({
  page,
  browser,
  server,
  errors,
}) => {
  await newPrep(page, server);
  const prep = page.url();
  const link = await inviteLink(page);
  await page.goto(prep);
  await synced(page);
  await type(page, 'Before the crash.');
  await expect(chip(page)).toContainText('Synced');
  await type(page, ' In the middle');
  await server.kill();
  await page.keyboard.type(' of a sentence.');
  await expect(chip(page)).toContainText(/Reconnecting|to send/);
  await server.start();
  await synced(page);
  const ben = await browser.newContext({ serviceWorkers: 'block' });
  watch(ben, errors);
  const other = await ben.newPage();
  await joinBy(other, link, 'Ben');
  await other.getByRole('link', { name: 'Continue prep' }).click();
  await expect(prepNote(other)).toContainText('Before the crash. In the middle of a sentence.');
  await ben.close();
});

test('a revoked device is refused in a plain sentence and keeps its copy; a wrong link is refused too', async ({
  page,
  browser,
  server,
  errors,
}) => {
  await newPrep(page, server);
  await type(page, 'A secret plan.');
  const link = await inviteLink(page);
  const ben = await browser.newContext({ serviceWorkers: 'block' });
  watch(ben, errors);
  const other = await ben.newPage();
  await other.goto(link.replace(/\.[\w-]{4}(?=[\w-]+&)/, '.AAAA'));
  await other.getByLabel('Your name').fill('Ben');
  await other.getByRole('button', { name: 'Join' }).click();
  await expect(other.getByRole('alert')).toContainText('doesn’t know this invitation');
  await other.goto(server.url);
  await joinBy(other, link, 'Ben');
  await other.getByRole('link', { name: 'Continue prep' }).click();
  await expect(prepNote(other)).toContainText('A secret plan.');
  await synced(other);
  await page.reload();
  await page.getByRole('listitem').filter({ hasText: 'Ben' }).getByRole('button', { name: 'Remove' }).click();
  await expect(chip(other)).toContainText('Access denied');
  await expect(other.getByText('The owner revoked this device’s access.').first()).toBeVisible();
  await expect(prepNote(other)).toContainText('A secret plan.');
  await ben.close();
});

test('joining by a typed code', async ({ page, browser, server, errors }) => {
  await newPrep(page, server);
  await inviteLink(page);
  await page.getByRole('button', { name: 'Get a co-GM code' }).click();
  const code = await page.getByLabel('Code', { exact: true }).innerText();
  const ben = await browser.newContext({ serviceWorkers: 'block' });
  watch(ben, errors);
  const other = await ben.newPage();
  await other.goto(`${server.url}/join`);
  await other.getByLabel('Invitation link or code').fill(code.toLowerCase());
  await other.getByLabel('Your name').fill('Ben');
  await other.getByRole('button', { name: 'Join' }).click();
  await expect(other.getByRole('heading', { name: 'Ash and Salt' })).toBeVisible();
  await ben.close();
});
