// Journeys of storage that a browser takes away between two visits, of tabs that are killed while they start, and of a
// database that is closed under the app (27.3).
import type { Page } from '@playwright/test';
import { createRandom } from '@emberkeep/domain/testing';
import { expect, inviteLink, newPrep, noteText, prepNote, savedHere, synced, test, type } from './journey.ts';

test.use({ ownServer: true });

type Store = 'updates' | 'campaigns' | 'settings' | 'cursors' | 'derived' | 'images';
const ALL: readonly Store[] = ['updates', 'campaigns', 'settings', 'cursors', 'derived', 'images'];

/** Clears stores of the database while no page of the app is open. */
const evict = async (page: Page, stores: readonly Store[]): Promise<void> => {
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/robots.txt`);
  await page.evaluate(async (names) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('emberkeep');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('emberkeep'));
    });
    const transaction = db.transaction(names, 'readwrite');
    for (const name of names) transaction.objectStore(name).clear();
    await new Promise<void>((resolve) => (transaction.oncomplete = () => resolve()));
    db.close();
  }, stores);
};

const gone = (page: Page) => page.getByRole('region', { name: 'Gone from this device' });

test('all of the storage is lost between two visits: what was here is named; what synced comes back by one tap, what did not by its backup, and syncs as before', async ({
  page,
  server,
}, info) => {
  await newPrep(page, server);
  const prep = page.url();
  await type(page, 'Rook waits at the quay.');
  await inviteLink(page);
  await page.goto(prep);
  await synced(page);
  // A second campaign, which never left this device.
  await newPrep(page, server, 'The Salt Road');
  const alone = page.url();
  await type(page, 'Nobody else has these words.');
  await savedHere(page);
  await page.getByRole('link', { name: 'Settings' }).first().click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Back up campaign' }).click();
  const file = info.outputPath('backup.json');
  await (await download).saveAs(file);

  await evict(page, ALL);
  await page.goto(server.url);
  await expect(gone(page).getByRole('listitem')).toHaveCount(2);
  const shared = gone(page).getByRole('listitem').filter({ hasText: 'Ash and Salt' });
  await shared.getByRole('button', { name: 'Get it back' }).tap();
  await page.waitForURL(/\/campaigns\/[^/]+$/);
  await page.goto(prep);
  await expect(prepNote(page)).toHaveText('Rook waits at the quay.');
  await type(page, ' And goes on waiting.');
  await synced(page);

  // The address of the other one says the same as the start page.
  await page.goto(alone);
  await expect(page.getByRole('heading', { name: 'This campaign isn’t on this device' })).toBeVisible();
  await expect(gone(page)).toContainText('The Salt Road');
  await expect(gone(page).getByRole('button', { name: 'Get it back' })).toHaveCount(0);
  await gone(page).locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(prepNote(page)).toHaveText('Nobody else has these words.');
  await page.goto(server.url);
  await expect(page.getByRole('heading', { name: 'Your campaigns' })).toBeVisible();
  await expect(gone(page)).toHaveCount(0);
});

test('what is not wanted back is not named again, nor what a person removed themselves', async ({ page, server }) => {
  await newPrep(page, server);
  await newPrep(page, server, 'The Salt Road');
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.getByRole('button', { name: 'Delete campaign…' }).click();
  await page.getByLabel(/Type “The Salt Road”/).fill('The Salt Road');
  await page.getByRole('button', { name: 'Delete from this device' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await evict(page, ALL);
  await page.goto(server.url);
  await expect(gone(page).getByRole('listitem')).toHaveCount(1);
  await gone(page).getByRole('button', { name: 'Don’t show again' }).tap();
  await expect(gone(page)).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('button', { name: 'New campaign' })).toBeVisible();
  await expect(gone(page)).toHaveCount(0);
});

test('the words alone are lost: those that synced come back by themselves, others are said to be gone', async ({
  page,
  server,
}) => {
  await newPrep(page, server);
  const prep = page.url();
  await type(page, 'Rook waits at the quay.');
  await inviteLink(page);
  await page.goto(prep);
  await synced(page);
  await newPrep(page, server, 'The Salt Road');
  const alone = page.url();
  await type(page, 'Nobody else has these words.');
  await savedHere(page);
  await evict(page, ['updates']);
  await page.goto(prep);
  await expect(prepNote(page)).toHaveText('Rook waits at the quay.');
  await page.goto(alone);
  await expect(gone(page)).toContainText('The Salt Road');
  await expect(gone(page).getByText('Restore from backup…')).toBeVisible();
});

test('the list of campaigns alone is lost: it is made anew from the campaigns that are here', async ({
  page,
  server,
}) => {
  await newPrep(page, server);
  const prep = page.url();
  await type(page, 'Rook waits at the quay.');
  await savedHere(page);
  await evict(page, ['campaigns']);
  // Nor does anything else know of them.
  await page.evaluate(() => localStorage.clear());
  await page.goto(server.url);
  await expect(page.getByRole('link', { name: /Ash and Salt/ })).toBeVisible();
  await evict(page, ['campaigns']);
  await page.goto(prep);
  await expect(prepNote(page)).toHaveText('Rook waits at the quay.');
});

test('the settings alone are lost: co-GMs see the same name as before', async ({ page, server }) => {
  await newPrep(page, server);
  await page.goto(`${server.url}/settings`);
  await page.getByLabel('Your name').fill('Nan');
  await page.getByLabel('Your name').blur();
  await page.reload();
  await expect(page.getByLabel('Your name')).toHaveValue('Nan');
  await evict(page, ['settings']);
  await page.goto(`${server.url}/settings`);
  await expect(page.getByLabel('Your name')).toHaveValue('Nan');
});

/** Sixty in `npm run test:long`. */
const KILLS = process.env['EMBERKEEP_SWEEP'] === '1' ? 60 : 10;

test(`a tab that is killed at any of ${KILLS} points of its start starts the next time, with every word`, async ({
  page,
  context,
  server,
}) => {
  test.setTimeout(KILLS * 10_000 + 60_000);
  const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] ?? 27);
  const random = createRandom(seed);
  await newPrep(page, server);
  const prep = page.url();
  await type(page, 'Rook waits at the quay.');
  await savedHere(page);
  await page.close();
  const started = performance.now();
  const first = await context.newPage();
  await first.goto(prep);
  await expect(prepNote(first)).toHaveText('Rook waits at the quay.');
  const startMs = performance.now() - started;
  await first.close();
  let words = 'Rook waits at the quay.';
  for (let kill = 0; kill < KILLS; kill += 1) {
    const killed = await context.newPage();
    const client = await context.newCDPSession(killed);
    const atMs = random.next() * startMs;
    void killed.goto(prep).catch(() => undefined); // The tab is killed while it loads.
    // The very case that is tested: a tab that is killed whatever is going on in it.
    await new Promise((resolve) => setTimeout(resolve, atMs));
    const crashed = killed.waitForEvent('crash');
    void client.send('Page.crash').catch(() => undefined); // The tab that is killed does not answer.
    await crashed;
    await killed.close();
    if (kill % 5 !== 4) continue;
    const next = await context.newPage();
    await next.goto(prep);
    await expect(prepNote(next), `seed ${seed}, kill ${kill} at ${Math.round(atMs)} ms`).toHaveText(words);
    await type(next, ` ${kill}`);
    words += ` ${kill}`;
    await savedHere(next);
    await next.close();
  }
});

test('a database that is closed under the app is opened again, and no key is lost', async ({ page, server }) => {
  await newPrep(page, server);
  await type(page, 'Rook waits');
  await savedHere(page);
  // The browser closes the app's connection for another one that changes the database, as a newer version does.
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('emberkeep', 1000);
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
        request.onerror = () => reject(request.error ?? new Error('emberkeep'));
      }),
  );
  await type(page, ' at the quay.');
  await savedHere(page);
  await page.reload();
  await expect(prepNote(page)).toHaveText('Rook waits at the quay.');
});

test('storage that is refused, as in a private window, is said in words, and the app is there once it is allowed', async ({
  page,
  server,
}) => {
  await page.addInitScript(() => {
    if (sessionStorage.getItem('allowed')) return;
    Object.defineProperty(IDBFactory.prototype, 'open', {
      value: () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    });
  });
  await page.goto(server.url);
  await expect(page.getByRole('heading', { name: 'Emberkeep couldn’t open its storage' })).toBeVisible();
  await page.evaluate(() => sessionStorage.setItem('allowed', 'yes'));
  await page.getByRole('button', { name: 'Try again' }).tap();
  await newPrep(page, server);
  await type(page, 'Rook waits at the quay.');
  expect(await noteText(page)).toBe('Rook waits at the quay.');
});
