// Journeys of finding: by name as one types, by words, by meaning, in airplane mode; what the index knows a second after it
// was typed; what players may find; and search that goes on where the index cannot.
import { airplane, expect, newPrep, openSample, savedHere, test, type } from './journey.ts';
import type { Page } from '@playwright/test';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SHIPPED_MODEL } from '../../packages/search/src/embedder/shipped-model.ts';
import { buildModel } from '../../packages/search/src/lexicon/index.ts';
import { lexiconConcepts } from '../../packages/search/src/lexicon/lexicon-files.ts';
import { addModel } from '../../packages/workbench/src/add-model.ts';

test.use({ indexAtRest: true });

// Starting Postgres takes seconds, and minutes on a machine that does much else: what is asserted afterwards keeps its time.
test.describe.configure({ timeout: 180_000 });

const answers = (page: Page) => page.getByRole('list', { name: 'Answers' }).getByRole('listitem');
const box = (page: Page) => page.getByRole('searchbox', { name: 'Search the campaign' });
/** The index is filled: the page, once it is drawn, has nothing more to say about it. */
const ready = async (page: Page): Promise<void> => {
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
  await expect(page.getByRole('progressbar', { name: 'Getting search ready' })).toHaveCount(0, { timeout: 90_000 });
};

const toSearch = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Search', exact: true }).first().click();
  await box(page).waitFor();
  await ready(page);
};

test.describe('offline', () => {
  test.use({ ownServer: true, serviceWorkers: 'allow', installsAtOnce: true });
  test('words, meaning and misspelt names are found in airplane mode, after a reload too (M-271, M-308, M-309)', async ({
    page,
    server,
  }) => {
    await openSample(page, server);
    await toSearch(page);
    await airplane(page);
    await server.kill();
    await page.reload();
    await ready(page);
    // No word of this stands in the text: the watch and its captain are found by what they are.
    await box(page).fill('policewoman in charge of the port');
    await expect(answers(page).filter({ hasText: 'Captain Isaura Rook' }).first()).toBeVisible();
    await box(page).fill('Maddame Lefevr');
    await expect(answers(page).first()).toContainText('Madame Lefevre');
    await expect(page.getByText('Searched for:')).toBeVisible();
    await box(page).fill('type:clue green flame');
    await expect(answers(page).first()).toContainText('Oil in the lungs');
    await box(page).fill('type:scene kestrel boat');
    await expect(
      answers(page)
        .first()
        .getByText(/^Scene/),
    ).toBeVisible();
    await expect(page.locator('mark').first()).toBeVisible();
  });
});

/** What SQL that a GM types answers with, read from its one cell. */
const askSql = async (page: Page, overview: string, sql: string): Promise<string> => {
  await page.goto(`${overview}/questions`);
  await page.getByLabel('SQL').fill(sql);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const cell = page.getByRole('region', { name: 'Result' }).getByRole('cell').first();
  await cell.waitFor({ timeout: 60_000 });
  return (await cell.innerText()).trim();
};

/** Waits until the index is kept on this device; it is looked at while the app is at rest. */
const kept = async (page: Page): Promise<void> => {
  const count = (): Promise<number> =>
    page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const open = indexedDB.open('emberkeep');
          open.onsuccess = () => {
            const counted = open.result.transaction('keptIndexes').objectStore('keptIndexes').count();
            counted.onsuccess = () => {
              open.result.close();
              resolve(counted.result);
            };
          };
        }),
    );
  await expect.poll(count, { timeout: 90_000 }).toBe(1);
};

test.describe('an index that is kept', () => {
  test.use({ ownServer: true, serviceWorkers: 'allow', installsAtOnce: true });
  test('is there after a reload in airplane mode, without being filled anew, with what was typed after it was kept', async ({
    page,
    server,
  }) => {
    await openSample(page, server);
    const overview = page.url().replace(/\/sessions\/.*$/, '');
    await toSearch(page);
    expect(await askSql(page, overview, 'SELECT is_kept FROM index_state')).toBe('false');
    await kept(page);
    // Typed after the index was kept: the next start finds the difference.
    await page.goto(`${overview}/clocks`);
    await page.getByPlaceholder('New clock…').fill('The quinquereme sinks');
    await page.keyboard.press('Enter');
    await page
      .getByRole('button', { name: /quinquereme/ })
      .first()
      .waitFor();
    await savedHere(page);
    await airplane(page);
    await server.kill();
    await page.goto(`${overview}/search`);
    await ready(page);
    await box(page).fill('policewoman in charge of the port');
    await expect(answers(page).filter({ hasText: 'Captain Isaura Rook' }).first()).toBeVisible();
    await box(page).fill('quinquereme');
    await expect(answers(page).first()).toContainText('The quinquereme sinks');
    expect(await askSql(page, overview, 'SELECT is_kept FROM index_state')).toBe('true');
  });
});

const importJson = async (page: Page, overview: string, name: string, content: object): Promise<void> => {
  await page.goto(`${overview}/files`);
  await page.getByRole('button', { name: 'Import…' }).click();
  await page
    .getByRole('dialog')
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(content)) });
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText(`Imported from ${name}`)).toBeVisible();
};

/** How many texts this device has vectors of by a model. */
const vectorCount = (page: Page, model: string): Promise<number> =>
  page.evaluate(
    (id) =>
      new Promise<number>((resolve) => {
        const open = indexedDB.open('emberkeep');
        open.onsuccess = () => {
          const count = open.result.transaction('vectors').objectStore('vectors').index('model').count(id);
          count.onsuccess = () => resolve(count.result);
        };
      }),
    model,
  );

test.describe('the sentence model', () => {
  test.use({ ownServer: true, serviceWorkers: 'allow' });
  test('in airplane mode search by meaning finds what shares no word with the query, over a reload; without memory for the model the page says so and words are found', async ({
    page,
    context,
    server,
  }) => {
    const names = [
      'The weaver’s daughter eloped with a lighthouse keeper',
      'Rain flooded the turnip cellar',
      'Brother Anselm fasts until the new moon',
      'The bridge toll doubled on market day',
      'A mule kicked the surgeon in the knee',
      'The orchestra refused to tune their violins',
      'Frost killed the apricot blossom',
      'The astronomer mapped a comet',
      'A cartload of onions tipped into the canal',
      'Ink froze in the notary’s well',
    ];
    const events = names.map((name, n) => ({
      id: `e${n}`,
      event: { type: 'OTHER', name },
      timestamp: { gameTime: { total: n * 60 } },
    }));
    await newPrep(page, server, 'Weather and Wool');
    const overview = page.url().replace(/\/sessions\/.*$/, '');
    await importJson(page, overview, 'wool.json', {
      sessions: [{ id: 'a', number: 2, title: 'Market week', status: 'completed', events }],
    });
    await page.goto(`${overview}/search`);
    await ready(page);
    await expect
      .poll(() => vectorCount(page, SHIPPED_MODEL.id), { timeout: 90_000 })
      .toBeGreaterThanOrEqual(names.length);
    await airplane(page);
    await server.kill();

    /** An answer that is seen without scrolling. */
    const amongFirst = (text: string) =>
      page.getByRole('list', { name: 'Answers' }).locator('> :nth-child(-n+3)', { hasText: text });
    const found = async (query: string, text: string): Promise<void> => {
      await box(page).fill('');
      await expect(answers(page)).toHaveCount(0);
      await box(page).fill(query);
      await expect(amongFirst(text)).toBeVisible();
    };
    for (const start of ['at once', 'after a cold start']) {
      await test.step(start, async () => {
        if (start !== 'at once') await page.reload();
        await ready(page);
        // The model is asked as soon as it runs, and the page is not told: a query typed again is answered by it.
        await expect(async () => {
          await box(page).fill('');
          await box(page).fill('musicians on strike');
          await expect(amongFirst('refused to tune')).toBeVisible({ timeout: 2000 });
        }).toPass({ timeout: 60_000 });
        await found('vegetables in the water', 'tipped into the canal');
        await found('stargazing', 'mapped a comet');
      });
    }

    await context.addInitScript(() => Object.defineProperty(navigator, 'deviceMemory', { value: 0.5 }));
    await page.reload();
    await ready(page);
    await expect(page.getByText('This device has too little memory for it.')).toBeVisible({ timeout: 30_000 });
    await found('apricot', 'Frost killed the apricot blossom');
    await box(page).fill('musicians on strike');
    await expect(answers(page).filter({ hasText: 'refused to tune' })).toHaveCount(0);
  });
});

test('a word is found within a second of being typed, in a note of another evening too (M-296)', async ({
  page,
  server,
}) => {
  await newPrep(page, server);
  await toSearch(page);
  await page.goBack();
  await type(page, 'The quinquereme waits below the bridge.');
  await savedHere(page);
  await page.getByRole('link', { name: 'Search', exact: true }).first().click();
  await box(page).fill('quinquereme');
  await expect(answers(page).first()).toContainText('quinquereme');
});

test.describe('a larger model', () => {
  test.use({ ownServer: true, serviceWorkers: 'allow', installsAtOnce: true });
  test('an operator’s model is offered with its size, fetched, paused, resumed after a reload, reads the campaign, and is deleted; no other host is asked', async ({
    page,
    server,
  }) => {
    // A model of the same file format, built here.
    const folder = mkdtempSync(join(tmpdir(), 'emberkeep-model-'));
    for (const [path, bytes] of buildModel(lexiconConcepts(), 'table-test').files) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    expect(addModel(folder, join(server.dataDir, 'models'), { id: 'table-test' })).toMatchObject({ ok: true });
    await server.kill();
    await server.start();
    await openSample(page, server);
    const overview = page.url();
    // Held back, so that there is something to pause.
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.context().route('**/models/table-test/onnx/**', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`${server.url}/settings`);
    const offer = page.getByRole('listitem').filter({ hasText: 'table-test' });
    await expect(offer).toContainText('1.4 MB from this server');
    await offer.getByRole('button', { name: 'Download 1.4 MB' }).click();
    const panel = page.getByRole('group', { name: 'Larger model' });
    await panel.getByRole('button', { name: 'Pause' }).click();
    await expect(panel.getByRole('status')).toContainText('Paused');
    release();
    await page.reload();
    await expect(panel.getByRole('status')).toContainText('Paused');
    await panel.getByRole('button', { name: 'Resume' }).click();
    await expect(panel.getByRole('status')).toContainText('In use', { timeout: 30_000 });
    await page.goto(`${overview}/search`);
    await ready(page);
    await expect.poll(() => vectorCount(page, 'table-test'), { timeout: 30_000 }).toBeGreaterThan(20);
    await box(page).fill('landlady of the salon');
    await expect(answers(page).filter({ hasText: 'Madame Lefevre' }).first()).toBeVisible();
    await page.goto(`${server.url}/settings`);
    // And starts where there is no network.
    await airplane(page);
    await page.reload();
    await expect(panel.getByRole('status')).toContainText('In use', { timeout: 30_000 });
    await page.context().setOffline(false);
    await panel.getByRole('button', { name: 'Delete from this device' }).click();
    await expect(offer).toBeVisible();
    await expect.poll(() => page.evaluate(() => caches.has('emberkeep-model-table-test'))).toBe(false);
    rmSync(folder, { recursive: true, force: true });
  });
});

test('[M-140] [M-145] a flashback is said and flagged, is found on its own days only; a day of 85 events is read to its end', async ({
  page,
  server,
}) => {
  const DAY = 86_400;
  const moment = (day: number, hour = 0) => ({ total: day * DAY + hour * 3600 });
  const sessions = [
    { id: 'a', number: 2, title: 'The mill', gameTime: { startTime: moment(2), endTime: moment(4) } },
    { id: 'b', number: 3, title: 'What Nan remembers', gameTime: { startTime: moment(8, 20), endTime: moment(3, 6) } },
    {
      id: 'c',
      number: 4,
      title: 'The count',
      gameTime: { startTime: moment(9), endTime: moment(9, 12) },
      events: Array.from({ length: 85 }, (_, n) => ({
        id: `e${n}`,
        event: { type: 'OTHER', name: `Sack ${n + 1} is weighed` },
        timestamp: { gameTime: { total: 9 * DAY + n } },
      })),
    },
  ].map((session) => ({ ...session, status: 'completed' }));
  await newPrep(page, server, 'The Grain Tax');
  const overview = page.url().replace(/\/sessions\/.*$/, '');
  await importJson(page, overview, 'grain.json', { sessions });

  await page.getByRole('link', { name: 'Sessions', exact: true }).first().click();
  const row = page.getByRole('listitem').filter({ hasText: 'What Nan remembers' });
  await expect(row).toContainText('5 d 14 h back in-game');
  await page.goto(`${overview}/timeline`);
  await expect(page.getByText('goes back to the time of session 2')).toBeVisible();
  await page.getByLabel('Game day').fill('5');
  await expect(page.getByText('no session on this day')).toBeVisible();
  await page.getByLabel('Game day').fill('3');
  await expect(page.getByRole('paragraph').filter({ hasText: 'Day 3' })).toHaveText(/Session 2, Session 3$/);

  await toSearch(page);
  await box(page).fill('day:6');
  await expect(page.getByText('No results.')).toBeVisible();
  await box(page).fill('day:3');
  await expect(answers(page).filter({ hasText: 'What Nan remembers' })).toHaveCount(1);
  await box(page).fill('day:9 type:event');
  await expect(page.getByText('The best 40 answers')).toBeVisible();
  await page.getByRole('button', { name: 'Show more answers' }).click();
  await expect(page.getByText('The best 80 answers')).toBeVisible();
  await page.getByRole('button', { name: 'Show more answers' }).click();
  await expect(answers(page)).toHaveCount(85);
  await expect(page.getByRole('button', { name: 'Show more answers' })).toHaveCount(0);
});

test('a question that never ends is stopped, and search is back', async ({ page, server }) => {
  await openSample(page, server);
  await page.goto(`${page.url()}/questions`);
  await page.getByRole('button', { name: 'Attendance', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Result' }).getByRole('row')).toHaveCount(4, { timeout: 30_000 });
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('66.67');
  await page.getByLabel('SQL').fill('SELECT count(*) FROM generate_series(1, 1e10)');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('alert')).toContainText('took too long');
  await ready(page);
  await page.getByRole('button', { name: 'Busiest factions' }).click();
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Brotherhood of the Wick', {
    timeout: 30_000,
  });
  await page.getByLabel('SQL').fill('DELETE FROM entities');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Reports can only read');
});

test('[M-140] [M-145] after a record was deleted, search and questions work on, over a reload too', async ({
  page,
  server,
}) => {
  await openSample(page, server);
  const overview = page.url();
  await page.goto(`${overview}/clocks`);
  await page.getByPlaceholder('New clock…').fill('The vats boil over');
  await page.keyboard.press('Enter');
  const clock = page.getByRole('button', { name: /The vats boil over/ }).first();
  await clock.waitFor();
  if ((await clock.getAttribute('aria-expanded')) !== 'true') await clock.click();
  await page.getByRole('button', { name: 'Delete', exact: true }).first().click();
  await expect(clock).toBeHidden();
  await savedHere(page);
  await page.reload();

  await page.goto(`${overview}/search`);
  await ready(page);
  await expect(page.getByText('Only names and exact words can be searched here.')).toHaveCount(0);
  await box(page).fill('someone drowned');
  await expect(answers(page).filter({ hasText: 'Oil in the lungs' }).first()).toBeVisible();
  await box(page).fill('boil over');
  await expect(page.getByRole('main')).not.toContainText('The vats boil over');
  await page.goto(`${overview}/questions`);
  await page.getByRole('button', { name: 'Attendance', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Result' }).getByRole('row')).not.toHaveCount(0, { timeout: 30_000 });
});

test('where the index cannot start, names and words are still found and the page says so', async ({
  page,
  context,
  server,
}) => {
  await context.route('**/search/index-seed.bin', (route) => route.fulfill({ status: 404, body: '' }));
  await openSample(page, server);
  await page.goto(`${page.url()}/search`);
  await expect(page.getByText('Only names and exact words can be searched here.')).toBeVisible({ timeout: 30_000 });
  await box(page).fill('Lefevre');
  await expect(answers(page).first()).toContainText('Madame Lefevre');
  await box(page).fill('certificates');
  await expect(answers(page).first().locator('mark').first()).toHaveText(/certificates/i);
});

test('two tabs share one index; when the tab that holds it is closed, the other fills its own and finds what was typed since', async ({
  page,
  context,
  server,
}) => {
  await openSample(page, server);
  const overview = page.url();
  await page.goto(`${overview}/search`);
  await ready(page);
  const second = await context.newPage();
  await second.goto(`${overview}/search`);
  await ready(second);
  await box(second).fill('type:clue green flame');
  await expect(answers(second).first()).toContainText('Oil in the lungs');
  await page.close();
  // The answer to the new question comes by plain search where no index is there, and the old answers go. That it comes
  // within a second is a test of its own (`campaign-index.test.ts`): here the new index is filled on the same two cores.
  await box(second).fill('Lefevre');
  await expect(answers(second).first()).toContainText('Madame Lefevre');
  await expect(answers(second).filter({ hasText: 'Oil in the lungs' })).toHaveCount(0);
  await ready(second);
  await second.goto(overview);
  await second.getByRole('link', { name: 'Continue prep' }).click();
  await type(second, ' A hippogriff on the customs house.');
  await savedHere(second);
  await second.getByRole('link', { name: 'Search', exact: true }).first().click();
  await box(second).fill('hippogriff');
  await expect(answers(second).first()).toContainText('hippogriff', { timeout: 20_000 });
});
