// Journeys with no network: the airplane, the dead server, the tab that is closed a second after the last key.
import { expect, installed, newPrep, noteText, openSample, prepNote, savedHere, test, type } from './journey.ts';

test.use({ indexAtRest: true, serviceWorkers: 'allow', installsAtOnce: true });

test.describe('a server that dies', () => {
  test.use({ ownServer: true });
  test('first visit, airplane mode, server killed, cold start on a deep link in a new tab, and writing goes on (M-381)', async ({
    page,
    context,
    server,
  }) => {
    await openSample(page, server);
    await page.getByRole('link', { name: 'Continue prep' }).click();
    await expect(prepNote(page)).toContainText('Before the boat');
    const deepLink = page.url();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await installed(page);
    await context.setOffline(true);
    await server.kill();
    await page.close();
    const cold = await context.newPage();
    await cold.goto(deepLink);
    await expect(prepNote(cold)).toContainText('Before the boat');
    await type(cold, 'Written on a mountain.');
    await savedHere(cold);
    await cold.reload();
    await expect(prepNote(cold)).toContainText('Written on a mountain.');
    await cold.getByRole('link', { name: 'Entities' }).first().click();
    await expect(cold.getByRole('link', { name: /Baron Harkness/ })).toBeVisible();
  });
});

test('a reload one second after the last key loses nothing', async ({ page, server }) => {
  await newPrep(page, server);
  const words = 'The eels knew first, and nobody asked the eels about the lamp.';
  await prepNote(page).click();
  const lastKey = Date.now();
  await page.keyboard.type(words);
  // The very case that is tested: a person who closes the tab a second later, whatever is going on then.
  await page.evaluate(
    (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    Math.max(0, 1000 - (Date.now() - lastKey)),
  );
  await page.reload();
  await expect(prepNote(page)).toContainText(words);
});

test('two tabs of one device show one note, also offline', async ({ page, context, server }) => {
  await newPrep(page, server);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const second = await context.newPage();
  await second.goto(page.url());
  await prepNote(second).waitFor();
  await context.setOffline(true);
  await type(page, 'From the first tab.');
  await expect(prepNote(second)).toContainText('From the first tab.');
  await type(second, ' And from the second.');
  await expect(prepNote(page)).toContainText('And from the second.');
  await savedHere(second);
  await page.close();
  await second.reload();
  await expect.poll(() => noteText(second)).toBe('From the first tab. And from the second.');
});

test.describe('before the app is ready offline', () => {
  test.use({ serviceWorkers: 'block', installsAtOnce: false });
  test('a part that cannot be fetched says so, and opens by itself when the network is back', async ({
    page,
    context,
    server,
  }) => {
    await page.goto(server.url);
    await expect(page.getByRole('button', { name: 'New campaign' })).toBeVisible();
    await context.setOffline(true);
    await page.locator('input[type=file]').setInputFiles({
      name: 'backup.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"format":"emberkeep-backup"}'),
    });
    await expect(page.getByText(/^This part of Emberkeep is not on this device yet/)).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await context.setOffline(false);
    await expect(page.getByRole('dialog')).toBeVisible();
    // With its styles: it lies over the page.
    await expect(page.getByRole('dialog')).toHaveCSS('position', 'fixed');
  });

  test('a page that cannot be fetched says so, offers a way back, and opens by itself when the network is back', async ({
    page,
    context,
    server,
  }) => {
    await page.goto(server.url);
    await expect(page.getByRole('button', { name: 'New campaign' })).toBeVisible();
    await context.setOffline(true);
    await page.getByRole('link', { name: 'Settings' }).click();
    const missing = page.getByRole('heading', { name: 'This page is not on this device yet' });
    await expect(missing).toBeVisible();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(missing).toBeVisible();
    await page.getByRole('button', { name: 'Back' }).click();
    await expect(page.getByRole('button', { name: 'New campaign' })).toBeVisible();
    await page.getByRole('link', { name: 'Settings' }).click();
    await expect(missing).toBeVisible();
    await context.setOffline(false);
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  });

  test('an export and an analysis whose code cannot be fetched do not blame the storage or the notes', async ({
    page,
    context,
    server,
  }) => {
    await newPrep(page, server);
    await type(page, 'Marn guards the ferry at dusk.');
    await savedHere(page);
    const campaign = page.url().split('/sessions/')[0]!;
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Save & Analyse', exact: true }).click();
    const sentence = page.getByText(/^This part of Emberkeep is not on this device yet/);
    await expect(sentence).toBeVisible();
    await context.setOffline(false);
    await page.goto(`${campaign}/files`);
    const exportJson = page.getByRole('button', { name: 'Export JSON' });
    await expect(exportJson).toBeVisible();
    await context.setOffline(true);
    await exportJson.click();
    await expect(sentence).toBeVisible();
    await expect(page.getByText('storage can’t be')).toHaveCount(0);
  });
});
