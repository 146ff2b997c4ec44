// Journey of an update: two tabs, an old and a new version; it asks, never reloads by itself, and keeps the text.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, newPrep, prepNote, Server, test, type } from './journey.ts';

test.use({ serviceWorkers: 'allow', installsAtOnce: true });
test.describe.configure({ timeout: 240_000 });

/** Makes a second version of the built app: another precache revision, so that the browser sees a new worker. */
const release = (server: Server): void => {
  const worker = join(server.appDir, 'service-worker.js');
  writeFileSync(worker, `${readFileSync(worker, 'utf8')}\n// released ${process.hrtime.bigint()}\n`);
};

test('the update prompt keeps text; only the tab where Update was pressed reloads', async ({ page, context }) => {
  const server = new Server();
  server.ownApp();
  await server.start();
  try {
    await newPrep(page, server);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.reload(); // now controlled, as on every later visit
    await prepNote(page).waitFor();
    const second = await context.newPage();
    await second.goto(page.url());
    await prepNote(second).waitFor();
    await second.evaluate(() => Object.assign(window, { stillOld: true }));
    await type(page, 'Typed while the new version arrived.');
    const before = await prepNote(page).boundingBox();
    release(server);
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update().then(() => undefined));
    const notice = page.getByRole('status').filter({ hasText: 'A new version is ready' });
    await expect(notice).toBeVisible();
    // It lies over nothing and moves nothing: it is below the note that is being written.
    const [below, note] = [await notice.boundingBox(), await page.locator('.surface').first().boundingBox()];
    expect(below?.y ?? 0).toBeGreaterThanOrEqual((note?.y ?? 0) + (note?.height ?? Infinity));
    expect((await prepNote(page).boundingBox())?.y).toBe(before?.y);
    await type(page, ' And some more.');
    await page.evaluate(() => Object.assign(window, { stillOld: true }));
    await page.getByRole('button', { name: 'Update now' }).click();
    // The browser lets the old worker finish what it is fetching before the new one takes over; the tab does not wait for it for long.
    await expect
      .poll(() => page.evaluate(() => 'stillOld' in window).catch(() => true), { timeout: 120_000 })
      .toBe(false);
    await expect(prepNote(page)).toContainText('Typed while the new version arrived. And some more.');
    await expect(second.getByText('Emberkeep was updated in another tab')).toBeVisible();
    expect(await second.evaluate(() => 'stillOld' in window)).toBe(true);
    await type(second, ' The old tab writes on.');
    await expect(prepNote(page)).toContainText('The old tab writes on.');
    // The old tab still finds the hashed files of its version, also with the server gone.
    await server.kill();
    const own = await second.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map((e) => e.name)
        .filter((url) => /\/immutable\/chunks\/.*\.js$/.test(url)),
    );
    expect(own.length).toBeGreaterThan(5);
    expect(
      await second.evaluate((urls) => Promise.all(urls.map((url) => fetch(url).then((r) => r.status))), own),
    ).toEqual(own.map(() => 200));
  } finally {
    await server.dispose();
  }
});
