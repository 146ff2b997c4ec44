// Shows that a GM decides alias by alias what players read.
import { expect, openSample, savedHere, test } from './journey.ts';

test.use({ ownServer: true, serviceWorkers: 'allow', installsAtOnce: true });

test('players read the one alias that the GM shows, offline and after a reload of the GM’s tablet (M-130)', async ({
  page,
  context,
  server,
}) => {
  await openSample(page, server);
  const base = page.url().replace(/\/sessions\/.*$/, '');
  await page.goto(`${base}/entities`);
  await page.getByRole('link', { name: 'Salt Street' }).first().click();
  const add = page.getByLabel('Add an alias');
  for (const alias of ['The Brine', 'Smugglers’ Row']) {
    await add.fill(alias);
    await add.press('Enter');
  }
  const aliases = page.getByRole('list', { name: 'Aliases' });
  const box = page.getByRole('checkbox', { name: 'Show The Brine to players' });
  await expect(aliases.getByRole('listitem').filter({ hasText: 'The Brine' })).toBeVisible();
  expect((await box.locator('..').boundingBox())!.height).toBeGreaterThanOrEqual(44);
  // A long one on a phone: its words break, and the box and the cross stay apart.
  await page.setViewportSize({ width: 390, height: 844 });
  const long = 'The street that nobody who drowned in it ever names';
  await add.fill(long);
  await add.press('Enter');
  const row = aliases.getByRole('listitem').filter({ hasText: long });
  const label = (await row.locator('label').boundingBox())!;
  const words = await row.locator('label').evaluate((element) => element.scrollWidth);
  const cross = (await row.getByRole('button').boundingBox())!;
  expect(words).toBeLessThanOrEqual(Math.ceil(label.width));
  expect(label.x + label.width).toBeLessThanOrEqual(cross.x + 1);
  await page.setViewportSize({ width: 1180, height: 820 });
  await context.setOffline(true);
  await box.check();
  await context.setOffline(false);
  await savedHere(page);
  await page.reload();
  await expect(page.getByRole('checkbox', { name: 'Show The Brine to players' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Show Smugglers’ Row to players' })).not.toBeChecked();

  await page.goto(`${base}/players`);
  const known = page.getByRole('region', { name: 'People & places you know' });
  await expect(known).toContainText('The Brine');
  await expect(known).not.toContainText('Smugglers');
});
