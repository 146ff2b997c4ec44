// Shows what players get: a link, their own page, read offline and after a reload, with nothing of the GM's in it, and gone when it is taken back.
import type { Page } from '@playwright/test';
import { expect, installed, openSample, test, watch } from './journey.ts';

test.use({ ownServer: true, serviceWorkers: 'allow', installsAtOnce: true });

/** Every byte that the page's device stores of tables that it reads, as text. */
const storedText = (player: Page): Promise<string> =>
  player.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error as Error);
      });
    const names = (await indexedDB.databases()).flatMap(({ name }) => name?.match(/^emberkeep-table-.*/)?.[0] ?? []);
    const parts = await Promise.all(
      names.map(async (name) => {
        const db = await done(indexedDB.open(name));
        const updates = await done(db.transaction('updates').objectStore('updates').getAll());
        db.close();
        return (updates as Uint8Array[]).map((update) => new TextDecoder('latin1').decode(update)).join('\n');
      }),
    );
    return parts.join('\n');
  });

test('players read the evenings that are shown: list, review, people and clocks, offline too, until the GM takes it back (M-130 to M-137)', async ({
  page,
  browser,
  server,
  errors,
}) => {
  await openSample(page, server);
  const base = page.url();
  await page.goto(`${base}/settings`);
  await page.getByRole('button', { name: 'Turn on sync' }).click();
  await page.getByRole('button', { name: 'I’ve saved it' }).click();
  await page.getByRole('link', { name: 'Choose what they see' }).click();
  // Before anybody reads along, the GM sees what it would be.
  await page.getByRole('checkbox', { name: /^3\. Nine Pages/ }).check();
  await page.getByRole('checkbox', { name: /^2\. The Clerk Who Counts/ }).check();
  await expect(page.getByRole('link', { name: /Nine Pages/ })).toBeVisible();
  await page.getByRole('checkbox', { name: 'Share with players' }).check();
  await expect(page.getByText('Players have this.')).toBeVisible({ timeout: 30_000 });
  await page.goto(`${base}/settings`);
  await page.getByRole('button', { name: 'Get player link' }).click();
  const link = await page.getByLabel('Link', { exact: true }).inputValue();
  expect(link).toContain('/players#');

  const phone = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    serviceWorkers: 'allow',
  });
  watch(phone, errors);
  const asked: string[] = [];
  phone.on('request', (request) => asked.push(request.url()));
  const player = await phone.newPage();
  await player.goto(link);
  await player.getByLabel('Your name').fill('Jo');
  expect(player.url()).not.toContain('#'); // the key leaves the address bar
  await player.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(player.getByRole('heading', { level: 1 })).toHaveText('The Drowned Lantern');
  const evenings = player.getByRole('region', { name: 'Sessions' });
  await expect(evenings.getByRole('link')).toHaveCount(2);
  await expect(evenings.getByRole('link').first()).toContainText(/Nine Pages.*Session 3/);
  await expect(evenings.getByRole('link').first()).toContainText(/[A-Z][a-z]{2} \d+, \d{4}.*\d+ (?:h|min)/);
  await installed(player);

  // No network: the list, an evening, and a reload.
  await phone.setOffline(true);
  await evenings.getByRole('link', { name: /Nine Pages/ }).click();
  await expect(player.getByRole('heading', { name: 'Nine Pages' })).toBeVisible();
  await expect(player.getByRole('region', { name: 'What happened' }).getByRole('listitem').first()).toBeVisible();
  await player.reload();
  await expect(player.getByRole('heading', { name: 'Nine Pages' })).toBeVisible();
  await player.getByRole('link', { name: 'All sessions' }).click();
  await expect(
    player.getByRole('region', { name: 'People & places you know' }).getByRole('listitem').first(),
  ).toBeVisible();
  await phone.setOffline(false);

  // Shown a moment later, and taken back.
  await page.keyboard.press('Escape');
  await page.goto(`${base}/players`);
  await page.getByRole('checkbox', { name: /^1\. Wet Hair/ }).check();
  await expect(evenings.getByRole('link')).toHaveCount(3, { timeout: 30_000 });
  await page.getByRole('checkbox', { name: /^3\. Nine Pages/ }).uncheck();
  await expect(evenings.getByRole('link')).toHaveCount(2, { timeout: 30_000 });
  await expect(evenings).not.toContainText('Nine Pages');
  await expect.poll(() => storedText(player)).not.toContain('Nine Pages');
  expect(await storedText(player)).toContain('Wet Hair');
  await page.getByRole('checkbox', { name: 'Share with players' }).uncheck();
  await expect(player.getByText('Nothing is shared with players at the moment.')).toBeVisible({ timeout: 30_000 });
  await page.goto(`${base}/settings`);
  const device = page.getByRole('listitem').filter({ hasText: 'Jo' });
  await expect(device).toContainText('player (read-only)');
  await device.getByRole('button', { name: 'Remove' }).click();
  await expect(player.getByText('Your GM revoked your access.')).toBeVisible({ timeout: 30_000 });
  expect(asked.filter((url) => url.includes(link.split('#')[1]!.slice(37)))).toEqual([]);

  // Home knows the table; one tap takes it off the device.
  await player.goto(server.url);
  await player.getByRole('region', { name: 'Campaigns you play in' }).getByRole('link').click();
  await player.getByRole('button', { name: 'Remove from this device' }).click();
  await expect(player.getByRole('region', { name: 'Campaigns you play in' })).toHaveCount(0);
  await phone.close();
});
