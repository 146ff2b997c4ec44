// Shows what goes with a campaign from one GM to the other: pictures, and the campaign itself when it is handed over.
import { expect, inviteLink, joinBy, openSample, synced, test, watch } from './journey.ts';

test.use({ serviceWorkers: 'block' });

// One red pixel.
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');

test('a picture chosen on one tablet is on the other, and stays there without a network', async ({ page, browser, server, errors }) => {
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
  const theirs = other.getByRole('button', { name: 'Picture of Madame Lefevre: choose' });
  await expect(theirs).toBeVisible();
  await expect(theirs.locator('img')).toHaveCount(0);

  await page.goto(`${base}/entities`);
  await page.getByRole('link', { name: /Madame Lefevre/ }).click();
  const mine = page.getByRole('button', { name: 'Picture of Madame Lefevre: choose' });
  await expect(mine).toBeVisible();
  await page.locator('input[type=file]').first().setInputFiles({ name: 'lefevre.png', mimeType: 'image/png', buffer: PNG });
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

test('a campaign is handed over to a co-GM; a new recovery code takes the old one’s power and every open invitation’s', async ({ page, browser, server, errors }) => {
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
  await page.getByRole('button', { name: 'Make a new code' }).click();
  await expect(page.getByLabel('Recovery code', { exact: true })).toContainText('.');
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await page.reload();
  await synced(page);
  const late = await browser.newContext({ serviceWorkers: 'block' });
  watch(late, errors);
  const third = await late.newPage();
  await third.goto(link);
  await third.getByLabel('Your name').fill('Cal');
  await third.getByRole('button', { name: 'Join' }).click();
  await expect(third.getByRole('alert')).toContainText('taken back');
  await late.close();

  await page.getByRole('button', { name: 'Make owner… Ben' }).click();
  await page.getByRole('button', { name: 'Hand over' }).click();
  await expect(page.getByText('You are a co-GM here. The owner invites others.')).toBeVisible();
  await synced(page);
  // The other device learns of it when it asks: its settings invite now.
  await other.goto(`${base}/settings`);
  await expect(other.getByRole('button', { name: 'Invite a co-GM' })).toBeVisible();
  await expect(other.getByRole('listitem').filter({ hasText: 'The first owner' })).toContainText('device, co-GM');
  await ben.close();
});
