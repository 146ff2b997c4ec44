// Journeys at a real quota: told at once, nothing lost, saved by itself when there is space again.
import {
  expect,
  installed,
  inviteLink,
  joinBy,
  newPrep,
  noteText,
  prepNote,
  savedHere,
  type Server,
  synced,
  test,
  type,
  watch,
} from './journey.ts';
import type { Page } from '@playwright/test';

/** 3,000 characters that hardly compress: longer than what a full disk still takes. */
const LONG_TEXT = Array.from({ length: 460 }, (_, i) => (Math.imul(i, 2_654_435_761) >>> 0).toString(36)).join(' ');

test.describe.configure({ timeout: 300_000 }); // filling a disk takes its time

const DISK_BYTES = 300_000_000;

/**
 * Gives this origin a small disk before it is first visited: Chromium remembers for seconds how much space was left, so
 * that a disk that shrinks later takes a gigabyte more before it is full. Returns a function that fills it, which
 * returns a function that frees it.
 */
const smallDisk = async (page: Page, server: Server): Promise<() => Promise<() => Promise<void>>> => {
  const client = await page.context().newCDPSession(page);
  const { origin } = new URL(server.url);
  await client.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: DISK_BYTES });
  return async () => {
    await fill(page);
    return async () => {
      await client.send('Storage.overrideQuotaForOrigin', { origin });
      await page.evaluate(
        () => new Promise<void>((resolve) => (indexedDB.deleteDatabase('filler').onsuccess = () => resolve())),
      );
    };
  };
};

/** Writes bytes that do not compress until Chromium refuses the smallest piece. */
const fill = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const open = (): Promise<IDBDatabase> =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open('filler', 1);
        request.onupgradeneeded = () => request.result.createObjectStore('bytes', { autoIncrement: true });
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('filler'));
      });
    // A disk that is already full has no room for another database.
    const db = await open().catch(() => null);
    if (!db) return;
    for (let size = 4_000_000; size > 1000;) {
      const bytes = new Uint8Array(size);
      for (let i = 0; i < size; i += 65_536) crypto.getRandomValues(bytes.subarray(i, Math.min(size, i + 65_536)));
      const good = await new Promise<boolean>((resolve) => {
        const transaction = db.transaction('bytes', 'readwrite');
        transaction.objectStore('bytes').add(bytes);
        transaction.oncomplete = () => resolve(true);
        transaction.onabort = () => resolve(false);
      });
      if (!good) size = Math.floor(size / 2);
    }
    db.close();
  });

/** What the chip knows of saving, each time it changes from now on. */
const changesOfSaving = (page: Page) =>
  page.getByTestId('sync-chip').evaluateHandle((chip) => {
    const changes: (string | null)[] = [];
    new MutationObserver(() => changes.push(chip.getAttribute('data-saving'))).observe(chip, {
      attributeFilter: ['data-saving'],
    });
    return changes;
  });

test('the disk is full in the middle of typing: a banner, the download works, then space is freed, reload, text equal', async ({
  page,
  server,
}) => {
  const fillDisk = await smallDisk(page, server);
  await newPrep(page, server);
  await type(page, 'Written while there was space. ');
  await savedHere(page);
  const free = await fillDisk();
  // Seen now, so that it is still there when the disk refuses what comes next.
  const notice = page.locator('.toast').filter({ hasText: 'Saved on this device' });
  const offer = page.getByText('Your notes are stored on this device.');
  await page.keyboard.press('Control+s');
  await expect(notice.first()).toBeVisible();
  await expect(offer).toBeVisible();
  await type(page, 'Written into a full disk. ');
  await expect(async () => {
    // Again each time: what the tablet tidies up meanwhile gives space back.
    await fillDisk();
    await page.keyboard.insertText(LONG_TEXT);
    await expect(page.getByRole('alert')).toContainText('out of storage', { timeout: 3000 });
  }).toPass({ timeout: 120_000 });
  await expect(page.getByTestId('sync-chip')).toContainText('Not saved');
  // Nothing beside it says the opposite: neither an earlier answer to Ctrl+S nor the offer to protect what is stored.
  const refusals = page.locator('.toast').filter({ hasText: 'out of storage' });
  const changes = await changesOfSaving(page);
  await page.keyboard.press('Control+s');
  await expect(refusals).toHaveCount(1);
  await expect(notice).toHaveCount(0, { timeout: 500 });
  // The second answer stands in the place of the first.
  const first = await refusals.elementHandle();
  await page.keyboard.press('Control+s');
  await expect.poll(() => first!.evaluate((toast) => toast.isConnected)).toBe(false);
  await expect(refusals).toHaveCount(1);
  await expect(notice).toHaveCount(0, { timeout: 500 });
  // Both were tries to write: the chip said nothing else meanwhile.
  expect(await changes.jsonValue()).toEqual([]);
  await expect(page.getByTestId('sync-chip')).toContainText('Not saved');
  // What a screen reader is told follows a moment later.
  await expect(page.getByText('Saved on this device', { exact: true })).toHaveCount(0);
  await expect(offer).toHaveCount(0, { timeout: 500 });
  const download = page.waitForEvent('download');
  await page.getByRole('alert').getByRole('button', { name: 'Back up now' }).click();
  expect((await download).suggestedFilename()).toContain('Ash and Salt');
  const text = await noteText(page);
  await free();
  await expect(page.getByTestId('sync-chip')).not.toContainText('Not saved', { timeout: 20_000 });
  await page.reload();
  await prepNote(page).waitFor();
  await expect.poll(() => noteText(page)).toBe(text);
});

test('the disk is full for the ledger: a name made then is still there after space came back', async ({
  page,
  server,
}) => {
  const fillDisk = await smallDisk(page, server);
  await newPrep(page, server);
  await savedHere(page);
  const free = await fillDisk();
  // Chromium counts roughly: on a disk it calls full, some names still fit.
  const nameKeeper = async (number: number) => {
    await type(page, `[[Keeper number ${number} of the northern lights and all that fills a page`);
    await page.keyboard.press('Enter');
  };
  const refusal = page.getByRole('alert').filter({ hasText: 'out of storage' });
  let made = 0;
  await expect(async () => {
    await fillDisk();
    await nameKeeper(++made);
    await expect(refusal).toBeVisible({ timeout: 3000 });
  }).toPass({ timeout: 120_000 });
  await nameKeeper(++made);
  await free();
  await expect(page.getByTestId('sync-chip')).not.toContainText('Not saved', { timeout: 20_000 });
  await page.reload();
  await page.getByRole('link', { name: 'Entities' }).first().click();
  await expect(page.getByRole('link', { name: new RegExp(`Keeper number ${made} `) })).toBeVisible();
});

test('the disk is full for a background document: told, and it arrives once there is space', async ({
  page,
  browser,
  server,
  errors,
}) => {
  await newPrep(page, server);
  const link = await inviteLink(page);
  const ben = await browser.newContext({ serviceWorkers: 'allow' });
  watch(ben, errors);
  const other = await ben.newPage();
  const fillDisk = await smallDisk(other, server);
  await joinBy(other, link, 'Ben');
  await expect(other.getByTestId('sync-chip')).toContainText('Synced');
  await installed(other);
  await page.getByRole('link', { name: 'Sessions' }).first().click();
  await page.getByRole('button', { name: 'New session' }).click();
  await type(page, 'An evening that has to reach the other tablet. ');
  let free = await fillDisk();
  await expect(async () => {
    // Again each time: what the tablet tidies up meanwhile gives space back.
    free = await fillDisk();
    await page.keyboard.insertText(LONG_TEXT);
    await expect(other.getByRole('alert')).toContainText('out of storage', { timeout: 3000 });
  }).toPass({ timeout: 120_000 });
  await free();
  await expect(other.getByTestId('sync-chip')).toContainText('Synced', { timeout: 45_000 });
  await synced(page);
  await expect(other.getByTestId('sync-chip')).toContainText('Synced', { timeout: 45_000 });
  await ben.setOffline(true);
  await other
    .getByRole('link', { name: /Session 2/ })
    .first()
    .click();
  await expect(prepNote(other)).toContainText('An evening that has to reach the other tablet.');
  await ben.close();
});
