// Shows what goes with a campaign from one GM to the other: pictures, and the campaign itself when it is handed over.
import { chip, expect, inviteLink, joinBy, openSample, savedHere, Server, synced, test, watch } from './journey.ts';

test.use({ ownServer: true, serviceWorkers: 'block' });

// One red pixel.
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

test('a picture chosen on one tablet is on the other, and stays there without a network', async ({
  page,
  browser,
  server,
  errors,
}) => {
  await openSample(page, server);
  const base = page.url();
  const link = await inviteLink(page);
  const ben = await browser.newContext({ serviceWorkers: 'block' });
  watch(ben, errors);
  const other = await ben.newPage();
  await joinBy(other, link, 'Ben');
  await synced(other);
  await other.goto(`${base}/entities`);
  await other.getByRole('link', { name: /Madame Lefevre/ }).click();
  const theirs = other.getByRole('button', { name: 'Choose picture of Madame Lefevre' });
  await expect(theirs).toBeVisible();
  await expect(theirs.locator('img')).toHaveCount(0);

  await page.goto(`${base}/entities`);
  await page.getByRole('link', { name: /Madame Lefevre/ }).click();
  const mine = page.getByRole('button', { name: 'Choose picture of Madame Lefevre' });
  await expect(mine).toBeVisible();
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'lefevre.png', mimeType: 'image/png', buffer: PNG });
  await expect(mine.locator('img')).toBeVisible();
  await expect(async () => {
    await synced(other);
    await expect(theirs.locator('img')).toBeVisible({ timeout: 3000 });
  }).toPass({ timeout: 60_000 });
  await server.kill();
  await expect(theirs.locator('img')).toBeVisible();
  await server.start();
  await ben.close();
});

test('a campaign is handed over to a co-GM; a new recovery code takes the old one’s power and every open invitation’s', async ({
  page,
  browser,
  server,
  errors,
}) => {
  await openSample(page, server);
  const base = page.url();
  const link = await inviteLink(page);
  const ben = await browser.newContext({ serviceWorkers: 'block' });
  watch(ben, errors);
  const other = await ben.newPage();
  await joinBy(other, link, 'Ben');
  await synced(other);

  await page.reload();
  await page.getByRole('button', { name: 'New recovery code…' }).click();
  await page.getByRole('button', { name: 'Create new code' }).click();
  const code = page.getByLabel('Recovery code', { exact: true });
  await expect(code).toContainText('.');
  // It is shown this one time, so neither Escape nor Back closes it.
  await page.keyboard.press('Escape');
  // The dialog has its entry in the history again after each Back.
  const dialogs = (): Promise<unknown> => page.evaluate(() => history.state?.['emberkeep:dialogs']);
  for (let i = 0; i < 2; i++) {
    await page.goBack();
    await expect.poll(dialogs).toBe(1);
  }
  await expect(code).toContainText('.');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Close' })).toHaveCount(0);
  await page.getByRole('button', { name: 'I’ve saved it' }).click();
  await expect(code).toHaveCount(0);
  await page.reload();
  await synced(page);
  const late = await browser.newContext({ serviceWorkers: 'block' });
  watch(late, errors);
  const third = await late.newPage();
  await third.goto(link);
  await third.getByLabel('Your name').fill('Cal');
  await third.getByRole('button', { name: 'Join' }).click();
  await expect(third.getByRole('alert')).toContainText('revoked your access');
  await late.close();

  await page.getByRole('button', { name: 'Make owner… Ben' }).click();
  await page.getByRole('button', { name: 'Transfer ownership' }).click();
  await expect(page.getByText('You are a co-GM here. The owner invites others.')).toBeVisible();
  await synced(page);
  // The other device learns of it when it asks: its settings invite now.
  await other.goto(`${base}/settings`);
  await expect(other.getByRole('button', { name: 'Invite a co-GM' })).toBeVisible();
  await expect(other.getByRole('listitem').filter({ hasText: 'The first owner' })).toContainText('device, co-GM');
  await ben.close();
});

test('what was deleted is brought back from how the campaign was, as an edit or as a campaign of its own', async ({
  page,
  server,
}) => {
  await openSample(page, server);
  const base = page.url();
  await inviteLink(page);
  await synced(page);
  await server.says('keep');

  await page.goto(`${base}/entities`);
  await page.getByRole('link', { name: /Madame Lefevre/ }).click();
  await page.getByRole('button', { name: 'Delete Madame Lefevre' }).click();
  await expect(page.getByRole('heading', { name: 'Entities', level: 1 })).toBeVisible();
  await expect(page.getByRole('link', { name: /Madame Lefevre/ })).toHaveCount(0);

  await page.goto(`${base}/settings`);
  await page.getByRole('button', { name: 'Browse versions…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Version history' });
  await dialog.getByRole('listitem').first().getByRole('button').click();
  await expect(dialog).toContainText(/\d+ entities/);
  await dialog.getByRole('button', { name: 'Restore…' }).click();
  const back = page.getByRole('dialog', { name: 'Restore' });
  await back.getByRole('checkbox', { name: 'Restore the 1 record that is in Trash' }).check();
  await back.getByRole('button', { name: 'Restore' }).click();
  await expect(back).toHaveCount(0);
  await page.goto(`${base}/entities`);
  await expect(page.getByRole('link', { name: /Madame Lefevre/ })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('link', { name: /Madame Lefevre/ })).toBeVisible();

  await page.goto(`${base}/settings`);
  await page.getByRole('button', { name: 'Browse versions…' }).click();
  await dialog.getByRole('listitem').first().getByRole('button').click();
  await dialog.getByRole('button', { name: 'Open as a separate campaign' }).click();
  await page.waitForURL((url) => /\/campaigns\/[\w-]+$/.test(url.pathname) && !base.endsWith(url.pathname));
  await expect(page.getByText(/^The Drowned Lantern \(/).first()).toBeVisible();
});

test('a campaign is synced with another server, moved, taken off and put back on; the servers never get each other’s words', async ({
  page,
  browser,
  server,
  errors,
}) => {
  const other = new Server();
  await other.start();
  try {
    await openSample(page, server);
    const base = page.url();
    await page.goto(`${base}/settings`);
    const address = page.getByLabel(/Server address/);
    const panel = page.locator('#move');
    const attachTo = async (text: string): Promise<void> => {
      await panel.getByRole('button', { name: /Use another server…|Move to another server…/ }).click();
      await address.fill(text);
      await address.press('Enter');
    };
    // Nobody there; somebody there who does not let this app in.
    await attachTo('http://localhost:1');
    await expect(panel.getByRole('alert')).toContainText('No Emberkeep server answers at this address');
    await attachTo(other.url);
    await expect(panel.getByRole('alert')).toContainText('ALLOWED_ORIGINS');
    await other.kill();
    other.env = { ALLOWED_ORIGINS: server.url };
    await other.start();
    await attachTo(other.url);
    await page.getByRole('button', { name: 'I’ve saved it' }).click();
    await expect(panel).toContainText(`Synced with ${new URL(other.url).host}`);
    await synced(page);
    await page.reload();
    await synced(page);
    expect(await server.says('rooms')).toContain('0 rooms');
    expect(await other.says('rooms')).toMatch(/^campaign\/.*[1-9]\d* rooms/s);

    // A co-GM whose app came from the first server joins by the other one's link.
    const link = await inviteLink(page);
    expect(link).toContain(other.url);
    const ben = await browser.newContext({ serviceWorkers: 'block' });
    watch(ben, errors);
    const theirs = await ben.newPage();
    await theirs.goto(`${server.url}/join`);
    await theirs.getByLabel('Invitation link or code').fill(link);
    await theirs.getByLabel('Your name').fill('Ben');
    await theirs.getByRole('button', { name: 'Join' }).click();
    await theirs.waitForURL(/\/campaigns\//);
    await synced(theirs);
    await expect(theirs.getByText('The Drowned Lantern').first()).toBeVisible();

    // Moved to the first server; the copy that stays behind is deleted once everything has arrived.
    await page.goto(`${base}/settings`);
    await attachTo('');
    await page.getByRole('button', { name: 'I’ve saved it' }).click();
    await synced(page);
    const moved = await inviteLink(page);
    expect(moved).toContain(server.url);
    await panel.getByRole('button', { name: new RegExp(`Delete it from ${new URL(other.url).host}`) }).click();
    await expect(panel.getByText('still has a copy')).toHaveCount(0);
    expect(await other.says('rooms')).toContain('0 rooms');

    // The co-GM hears of it, keeps everything, and is asked before what they have goes to another server.
    await theirs.goto(`${server.url}/join`);
    await theirs.getByLabel('Invitation link or code').fill(moved);
    await theirs.getByRole('button', { name: 'Join' }).click();
    await expect(theirs.getByRole('alert')).toContainText(`synced with ${new URL(other.url).host}`);
    await theirs.getByRole('button', { name: /^Move to localhost/ }).click();
    await theirs.waitForURL(/\/campaigns\//);
    await synced(theirs);

    // Taken off: everything stays, nothing is sent; put back on, both sides are merged.
    await page.goto(`${base}/settings`);
    await panel.getByRole('button', { name: 'Disconnect this device…' }).click();
    await page.getByRole('button', { name: 'Disconnect', exact: true }).click();
    await expect(panel.getByRole('button', { name: /again$/ })).toBeVisible();
    await page.reload();
    await page.getByLabel('Name', { exact: true }).fill('The Lantern, apart');
    await page.getByLabel('Name', { exact: true }).blur();
    // Written on this device, and still not there.
    await savedHere(page);
    await expect(theirs.getByText('The Lantern, apart')).toHaveCount(0);
    await panel.getByRole('button', { name: /^Sync with localhost.*again$/ }).click();
    await synced(page);
    await expect(theirs.getByText('The Lantern, apart').first()).toBeVisible();
    await ben.close();
  } finally {
    await other.dispose();
  }
});

test('a server that lost its data is filled again by one tap of the owner, and the co-GM is let in without an invitation', async ({
  page,
  browser,
  server,
  errors,
}) => {
  await openSample(page, server);
  const link = await inviteLink(page);
  const ben = await browser.newContext({ serviceWorkers: 'block' });
  watch(ben, errors);
  const other = await ben.newPage();
  // The owner's page stays open: it hears of the newcomer, lists them and keeps the roster with them.
  const bensRoster = page.waitForResponse(
    async (answer) => answer.url().endsWith('/roster') && (await answer.text()).includes('"Ben"'),
  );
  await joinBy(other, link, 'Ben');
  await synced(other);
  await bensRoster;
  await expect(page.getByRole('button', { name: 'Make owner… Ben' })).toBeVisible();

  await server.loseData();
  const host = new URL(server.url).host;
  await expect(other.getByText(`If ${host} has lost the campaign`)).toBeVisible({ timeout: 20_000 });
  await page.getByRole('button', { name: `Upload to ${host}` }).click({ timeout: 20_000 });
  await synced(page);
  expect(await server.says('rooms')).toMatch(/^campaign\/.*[1-9]\d* rooms/s);
  // The co-GM's page finds out by itself.
  await expect(chip(other)).toContainText('Synced', { timeout: 40_000 });
  await ben.close();
});

test('a co-GM who was away is told that the owner moved the campaign, and one tap moves them', async ({
  page,
  browser,
  server,
  errors,
}) => {
  const second = new Server();
  second.env = { ALLOWED_ORIGINS: server.url };
  await second.start();
  try {
    await openSample(page, server);
    const base = page.url();
    const link = await inviteLink(page);
    const ben = await browser.newContext({ serviceWorkers: 'block' });
    watch(ben, errors);
    const other = await ben.newPage();
    await joinBy(other, link, 'Ben');
    await synced(other);
    await ben.setOffline(true);

    await page.goto(`${base}/settings`);
    const panel = page.locator('#move');
    await panel.getByRole('button', { name: 'Move to another server…' }).click();
    await page.getByLabel(/Server address/).fill(second.url);
    await page.getByLabel(/Server address/).press('Enter');
    await page.getByRole('button', { name: 'I’ve saved it' }).click();
    await expect(panel).toContainText('Co-GMs who sync there are asked to move too.');
    await page.getByLabel('Name', { exact: true }).fill('The Lantern, moved');
    await page.getByLabel('Name', { exact: true }).blur();
    await synced(page);

    await ben.setOffline(false);
    const host = new URL(second.url).host;
    await expect(other.getByText('says that the owner moved this campaign to')).toBeVisible({ timeout: 20_000 });
    await expect(other.getByText('The Lantern, moved')).toHaveCount(0);
    await other.getByRole('button', { name: `Move to ${host}` }).click();
    await synced(other);
    await expect(other.getByText('The Lantern, moved').first()).toBeVisible();
    await ben.close();
  } finally {
    await second.dispose();
  }
});

test('an owner shows the operator the campaign’s name, which follows a renaming and goes when it is taken back', async ({
  page,
  server,
}) => {
  await openSample(page, server);
  const base = page.url();
  await inviteLink(page);
  await synced(page);
  const isShown = page.getByRole('checkbox', { name: 'Show the campaign’s name to the server’s operator' });
  await expect(isShown).not.toBeChecked();
  expect(await server.says('rooms')).not.toContain('Drowned Lantern');

  await isShown.tap();
  await expect(isShown).toBeChecked();
  await expect.poll(() => server.says('rooms')).toContain('“The Drowned Lantern”');
  await page.getByLabel('Name', { exact: true }).fill('The Lit Lantern');
  await page.getByLabel('Name', { exact: true }).blur();
  await expect.poll(() => server.says('tokens'), { timeout: 30_000 }).toContain('“The Lit Lantern”');

  await page.goto(`${base}/settings`);
  await expect(isShown).toBeChecked();
  await isShown.tap();
  await expect(isShown).not.toBeChecked();
  await expect.poll(() => server.says('rooms')).not.toContain('Lantern');
});
