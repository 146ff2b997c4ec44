// Journeys of coming back: "Recap" for GM and players, where each sentence came from, the four ways on, and the
// safety tools in Prep and Play.
import { readFileSync } from 'node:fs';
import { airplane, expect, newPrep, openSample, prepNote, savedHere, test } from './journey.ts';

test.use({ indexAtRest: true, serviceWorkers: 'allow' });

test('previously on: the template’s parts, sources of each sentence, two tones, the players’ version without anything of the GM’s, no network (M-218 to M-234, M-032)', async ({
  page,
  server,
}) => {
  await openSample(page, server);
  await airplane(page);
  await page.getByRole('link', { name: 'Recap' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'CAMPAIGN SUMMARY: The Drowned Lantern' })).toBeVisible();
  await expect(page.getByText('Session 4')).toBeVisible();
  for (const part of [
    'Your Character',
    'Previously...',
    'Your Companions',
    'World State',
    'Unresolved Threads',
    'Where We Left Off',
    'Ready to continue?',
  ])
    await expect(page.getByRole('heading', { name: part })).toBeVisible();
  await expect(page.getByText(/Current state: tense/)).toBeVisible();
  await expect(page.getByRole('row', { name: /Old Tam/ })).toContainText('Trust 7/10');
  const told = page.getByRole('region', { name: 'Previously...' });
  await told.getByRole('link', { name: /Seven came down dry/ }).click();
  await expect(told.getByRole('note')).toContainText('Session summary');
  await expect(told).toContainText('What is at stake has not changed');
  await page.getByRole('button', { name: 'Plain' }).click();
  await expect(told).not.toContainText('What is at stake has not changed');
  await page.getByRole('button', { name: 'For players' }).click();
  await expect(told).toContainText('Seven came down dry');
  await expect(page.getByText('Pell heard about the surgery')).toHaveCount(0);
  await expect(page.getByText('Trust 7/10')).toHaveCount(0);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  expect(text).toContain('## CAMPAIGN SUMMARY: The Drowned Lantern');
  for (const secret of [
    'Lefevre counts on it',
    'Wick learn',
    'ring back before',
    'A child, and three more',
    'Signed a fourth',
  ])
    expect(text).not.toContain(secret);
});

test('once tonight’s session is live, the recap, the overview and Ask tell of the one before it, as imported', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Tallow Saints');
  const overview = page.url().replace(/\/sessions.*/, '');
  await page.goto(`${overview}/sessions`);
  await page.getByRole('button', { name: 'Import…' }).tap();
  await page
    .getByRole('dialog')
    .locator('input[type=file]')
    .first()
    .setInputFiles({
      name: 'Session 6 - Wake (2026-05-21).md',
      mimeType: 'text/markdown',
      buffer: Buffer.from(
        'They buried Nell at the Leaky Bucket.\n\nLord Scurlock called the debt and took the candle.\n',
      ),
    });
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).tap();
  await expect(page.getByRole('link', { name: /Wake/ })).toBeVisible();
  await page.getByRole('button', { name: 'New session' }).tap();
  await prepNote(page).waitFor();
  await page.goto(page.url().replace(/prep$/, 'play'));
  await page.getByRole('button', { name: 'Start session…' }).tap();
  await page.getByRole('button', { name: 'Start now' }).tap();
  await page.getByRole('button', { name: 'Ask', exact: true }).tap();
  const chat = page.getByRole('log', { name: 'Chat' });
  const ask = async (text: string): Promise<void> => {
    await page.getByLabel('Question or note').fill(text);
    await page.getByRole('button', { name: 'Send' }).tap();
  };
  await ask('log: Quill stole the boat');
  await expect(chat).toContainText('Logged: Quill stole the boat');
  await ask('+2 heat');
  await expect(chat).toContainText('I did nothing with that.');
  await ask('what happened last session?');
  await expect(chat.getByRole('listitem').last()).toContainText('Scurlock called the debt');
  await ask('and before that?');
  await expect(chat.getByRole('listitem').last()).toContainText('No earlier session was played.');
  await ask('create an npc named Odd Wen');
  await expect(chat.getByRole('listitem').last()).toContainText('Odd Wen');
  await ask('undo that');
  await expect(chat.getByRole('listitem').last()).toContainText('Undone.');
  await savedHere(page);
  await page.goto(`${overview}/previously`);
  const told = page.getByRole('region', { name: 'Previously...' });
  await expect(told).toContainText('They buried Nell at the Leaky Bucket.');
  await expect(told).not.toContainText('Quill stole the boat');
  await page.goto(overview);
  await expect(page.getByRole('link', { name: 'Wrap up session 6' })).toBeVisible();
});

test('the four ways on: continue, remind me, my options, start fresh (M-229, M-235 to M-238)', async ({
  page,
  server,
}) => {
  await openSample(page, server);
  const overview = page.url();
  await page.goto(`${overview}/previously`);
  await page.getByRole('button', { name: 'What were my options?' }).click();
  await expect(page.getByRole('list', { name: 'Pending choices' })).toContainText(
    'They let Dob go → Dob is asked who fed him',
  );
  await page.getByRole('button', { name: 'Remind me about…' }).click();
  await page.getByRole('textbox', { name: 'Remind me about' }).fill('the ring');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Search results' }).getByRole('link').first()).toContainText(
    'Tam’s Ring',
    {
      timeout: 30_000,
    },
  );
  await page.getByRole('button', { name: 'Let’s start fresh' }).click();
  await expect(page.getByRole('dialog', { name: 'New campaign' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Ready to continue' }).click();
  await page.waitForURL(/\/play$/);
  await expect(page.getByRole('region', { name: 'Scene', exact: true })).toContainText('The sea gate');
});

test('after a break the overview offers it; printed it has no navigation (M-218)', async ({ page, server }) => {
  await openSample(page, server);
  const url = page.url();
  await expect(page.getByText('It’s been a while.')).toHaveCount(0);
  await page.goto(server.url);
  await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('emberkeep');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error('no database'));
    });
    await new Promise<void>((resolve) => {
      const store = db.transaction('campaigns', 'readwrite').objectStore('campaigns');
      const all = store.getAll();
      all.onsuccess = () => {
        for (const row of all.result) store.put({ ...row, openedAt: Date.now() - 3 * 86_400_000 });
        store.transaction.oncomplete = () => resolve();
      };
    });
    db.close();
  });
  await page.goto(url);
  await page.getByRole('link', { name: /^Previously on The Drowned Lantern/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Ready to continue?' })).toBeHidden();
});

test('lines and veils stand in Prep and in Play, at every size (M-203, M-204)', async ({ page, server }) => {
  await openSample(page, server);
  await page.getByRole('link', { name: 'Continue prep' }).click();
  for (const width of [1180, 390]) {
    await page.setViewportSize({ width, height: 820 });
    for (const desk of ['Prep', 'Play']) {
      await page.getByRole('navigation', { name: 'This session' }).getByRole('link', { name: desk }).click();
      await expect(page.getByRole('complementary', { name: 'Lines and veils' })).toContainText(
        'Harm to animals on screen, Torture',
      );
      await expect(page.getByRole('complementary', { name: 'Lines and veils' })).toContainText('Drowning of children');
    }
  }
});
