// Shows models as guests through a stub of their protocol: set on the device, asked before anything leaves, streamed,
// stopped, refused what is not theirs, and nothing lost where they fail.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { tinyTextModel } from '@emberkeep/search/testing';
import { addModel } from '../../packages/workbench/src/add-model.ts';
import { airplane, chip, expect, inviteLink, newPrep, prepNote, sampleAtTable, test as base, type } from './journey.ts';
import { startModelStub, type ModelStub } from './model-stub.ts';
import type { Page } from '@playwright/test';

const test = base.extend<{ stub: ModelStub }>({
  stub: async ({}, use) => {
    const stub = await startModelStub();
    await use(stub);
    await stub.close();
  },
});
test.use({ serviceWorkers: 'block', hasTouch: true, viewport: { width: 1180, height: 820 } });

const talk = (page: Page) => page.getByRole('log', { name: 'Chat' });
const box = (page: Page) => page.getByRole('textbox', { name: 'Question or note' });
const say = async (page: Page, text: string): Promise<void> => {
  await box(page).fill(text);
  await box(page).press('Enter');
};
const consent = (page: Page) => page.getByRole('group', { name: 'Before anything leaves this device' });
const asked = (stub: ModelStub) => stub.asked.filter((a) => a.path.endsWith('/chat/completions'));
const sent = (stub: ModelStub): string => JSON.stringify(asked(stub).map((a) => a.body));

const setServer = async (
  page: Page,
  base: string,
  stub: ModelStub,
  more: { key?: string; everything?: boolean } = {},
): Promise<void> => {
  await page.goto(`${base}/settings`);
  await page.getByRole('radio', { name: /A model server/ }).check();
  await page.getByRole('textbox', { name: 'Address' }).fill(stub.url.replace('http://', '').replace('/v1', ''));
  if (more.key) await page.getByLabel('API key (optional)').fill(more.key);
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Connected' })).toBeVisible();
  if (more.everything) await page.getByRole('radio', { name: /Everything, including GM notes/ }).check();
  await page.getByRole('button', { name: 'Use this model' }).click();
  await expect(page.getByText('Stored on this device.')).toBeVisible();
};
const toTable = async (page: Page, table: string): Promise<void> => {
  await page.goto(table);
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
};

test('a model server answers as a guest: asked for first, streamed, with names and tools; GM-only text stays; what it may not is offered or refused (M-404, M-407, M-409, R-7)', async ({
  page,
  server,
  stub,
}) => {
  const table = await sampleAtTable(page, server);
  stub.key = 'sk-of-this-table';
  await setServer(page, server.url, stub, { key: 'sk-of-this-table' });
  await toTable(page, table);

  // Nothing goes before the yes; the very words are there to read.
  stub.script = [
    { call: [{ name: 'search', args: { query: 'Salt Salon' } }] },
    { say: 'The Salt Salon pours tea for those who talk, and Madame Lefevre listens.', pieceMs: 15 },
  ];
  await say(page, 'What is the Salt Salon like?');
  await expect(consent(page)).toContainText('127.0.0.1');
  await expect(consent(page)).toContainText('No GM notes.');
  await consent(page).getByText('The text that is sent first').click();
  await expect(consent(page)).toContainText('You: What is the Salt Salon like?');
  expect(asked(stub)).toHaveLength(0);
  await page.screenshot({ path: test.info().outputPath('consent.png') });
  await consent(page)
    .getByRole('button', { name: /^Send to/ })
    .click();
  await expect(talk(page)).toContainText('The Salt Salon pours tea for those who talk, and Madame Lefevre listens.');
  await expect(talk(page)).toContainText('by stub-model at 127.0.0.1');
  await expect(
    talk(page).getByRole('listitem').last().getByRole('button', { name: 'Madame Lefevre' }).first(),
  ).toBeVisible();
  // It asked the search, and was answered with what players may know: no word of the GM's went along.
  expect(asked(stub)).toHaveLength(2);
  expect(
    asked(stub)[1]?.body?.messages?.some((m) => m.role === 'tool' && String(m.content).includes('Salt Salon')),
  ).toBe(true);
  expect(sent(stub)).not.toMatch(/lit once before|lose certain ledgers|drowned eleven years/);

  // What it thinks of is offered; what is not its to do does not exist.
  stub.script = [
    {
      call: [
        { name: 'deleteEntity', args: { name: 'Old Tam' } },
        { name: 'createEntityDraft', args: { name: 'Pell Harrow', type: 'npc', confidence: 'AUTHORITATIVE' } },
      ],
    },
    { say: 'Old Tam is gone, and Pell Harrow is official now.' },
  ];
  await say(page, 'Who else might sit there?');
  await expect(page.getByRole('button', { name: 'Create Pell Harrow' })).toBeVisible();
  await say(page, 'yes');
  await expect(talk(page)).toContainText('Added Pell Harrow (NPC) as a draft.');
  const before = asked(stub).length;
  await say(page, 'Delete Pell Harrow');
  await expect(talk(page)).toContainText('never change, delete or promote');
  expect(asked(stub)).toHaveLength(before);

  // A long answer is stopped, and what had come is kept. A minute of it: a busy machine takes seconds to press Stop.
  const long = (word: string) => ({ say: Array.from({ length: 1000 }, (_, n) => word + n).join(' '), pieceMs: 60 });
  stub.script = [long('word')];
  await say(page, 'Tell me a long story about the harbour');
  await expect(page.locator('.growing')).toContainText('word3');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(talk(page)).toContainText('interrupted');
  // A page that is closed in the middle keeps it too (M-410).
  stub.script = [long('piece')];
  await say(page, 'And another one of the reef');
  await expect(page.locator('.growing')).toContainText('piece3');
  await expect(chip(page)).toContainText('Saved on this device'); // the question: nothing is on its way to the disk
  await page.reload();
  await expect(talk(page)).toContainText('piece3');
  await expect(talk(page).getByText('interrupted')).toHaveCount(2);
  // So does a tab that is killed, which is told nothing before.
  stub.script = [long('scrap')];
  await say(page, 'And one of the lighthouse');
  await expect(page.locator('.growing')).toContainText('scrap3');
  await page.evaluate(() => {
    for (const type of ['pagehide', 'visibilitychange', 'beforeunload'])
      window.addEventListener(type, (event) => event.stopImmediatePropagation(), true);
  });
  await page.reload();
  await expect(talk(page)).toContainText('scrap3');
  await expect(talk(page).getByText('interrupted')).toHaveCount(3);
  // Once only, however often the session is opened.
  await expect(chip(page)).toContainText('Saved on this device');
  await page.reload();
  await expect(talk(page)).toContainText('scrap3');
  await expect(talk(page).getByText('interrupted')).toHaveCount(3);

  // The server goes: the rules answer and say so.
  await stub.close();
  await say(page, 'How does grappling work?');
  await expect(talk(page)).toContainText('Answered by the built-in rules on this device.', { timeout: 15_000 });
  await expect(talk(page)).toContainText('“Grapple');

  // The key is on this device's settings and nowhere in what leaves it.
  await page.goto(`${server.url}/settings`);
  const kept = await page.evaluate(async () => {
    const found: string[] = [];
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const open = indexedDB.open(name!);
        open.onsuccess = () => resolve(open.result);
        open.onerror = () => reject(open.error as Error);
      });
      for (const store of db.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve) => {
          const all = db.transaction(store).objectStore(store).getAll();
          all.onsuccess = () => resolve(all.result);
          all.onerror = () => resolve([]);
        });
        const text = rows
          .map((row) =>
            JSON.stringify(row, (_, value: unknown) =>
              value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value,
            ),
          )
          .join();
        if (text.includes('sk-of-this-table')) found.push(`${name} ${store}`);
      }
      db.close();
    }
    return [...found, ...Object.values(localStorage).filter((v) => String(v).includes('sk-of-this-table'))];
  });
  expect(kept).toHaveLength(1);
  expect(kept[0]).toContain('settings');
});

test('what is wrong with a connection is said in plain words, and answering here stays a choice', async ({
  page,
  server,
  stub,
}) => {
  const table = await sampleAtTable(page, server);
  await page.goto(`${server.url}/settings`);
  await page.getByRole('radio', { name: /A model server/ }).check();
  const test1 = async (address: string, words: RegExp): Promise<void> => {
    await page.getByRole('textbox', { name: 'Address' }).fill(address);
    await page.getByRole('button', { name: 'Test connection' }).click();
    await expect(page.getByRole('status').filter({ hasText: words })).toBeVisible({ timeout: 15_000 });
  };
  await test1('not an address at all', /This is not an address/);
  await test1(stub.url.replace('/v1', '/api'), /isn’t an OpenAI-compatible model server/);
  await test1('http://127.0.0.1:1/v1', /Couldn’t reach this address/);
  stub.key = 'right';
  await test1(stub.url, /rejected this key/);
  stub.key = '';
  stub.origin = null;
  await test1(stub.url, /blocked this app/);
  stub.origin = '*';
  stub.models = [];
  await test1(stub.url, /doesn’t have this model/);
  stub.models = ['stub-model'];
  await setServer(page, server.url, stub);
  await page.screenshot({ path: test.info().outputPath('settings.png'), fullPage: true });

  await toTable(page, table);
  await say(page, 'How does grappling work?');
  await consent(page).getByRole('button', { name: 'Answer on this device' }).click();
  await expect(talk(page)).toContainText('“Grapple');
  expect(asked(stub)).toHaveLength(0);
  // No model any more: forgotten, with its key and every yes.
  await page.goto(`${server.url}/settings`);
  await page.getByRole('radio', { name: /^None/ }).check();
  await page.getByRole('button', { name: 'Use no model' }).click();
  await expect(page.getByRole('button', { name: 'Use no model' })).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('radio', { name: /^None/ })).toBeChecked();
});

test('a model reads notes beside the rules and tells the recap again; what it made up is left out, and each item says who found it (R-7)', async ({
  page,
  server,
  stub,
}) => {
  await newPrep(page, server);
  await type(page, 'The party meets Old Marrek at the Tin Crown. Marrek goes quiet whenever Sergeant Pole walks by.');
  const prep = page.url();
  await setServer(page, server.url, stub, { everything: true });
  await page.goto(prep);
  await expect(prepNote(page)).toContainText('Sergeant Pole');
  stub.script = [
    {
      say: JSON.stringify({
        items: [
          {
            kind: 'tie',
            from: 'Old Marrek',
            to: 'Sergeant Pole',
            type: 'fears',
            quote: 'Marrek goes quiet whenever Sergeant Pole walks by',
          },
          { kind: 'entity', name: 'Baron Vex', type: 'npc', quote: 'Baron Vex waits' },
          {
            kind: 'scene',
            title: 'Meeting at the crown',
            type: 'social',
            quote: 'The party meets Old Marrek',
            confidence: 'AUTHORITATIVE',
          },
        ],
      }),
    },
  ];
  await page.getByRole('button', { name: 'Save & Analyse' }).click();
  await page.getByText('Analyse with stub-model too').click();
  expect(asked(stub)).toHaveLength(0);
  await page.getByRole('button', { name: 'Send this note' }).click();
  await expect(page.getByText(/more from stub-model at|found nothing more/)).toBeVisible();
  expect(sent(stub)).toContain('Old Marrek');
  const panel = page.getByRole('complementary', { name: 'Suggestions' }).or(page.locator('main'));
  await expect(page.getByText(/Found by stub-model at/).first()).toBeVisible();
  await expect(panel.first()).not.toContainText('Baron Vex');
  // The rules read again, alone: what the model found stays.
  await page.getByRole('button', { name: 'Save & Analyse' }).click();
  await expect(page.getByText(/Found by stub-model at/).first()).toBeVisible();

  const table = await sampleAtTable(page, server);
  await page.goto(table.replace(/\/sessions\/.*$/, '/previously'));
  const told = (await page.getByRole('region', { name: 'Previously...' }).locator('p').first().innerText())
    .split(/\s+/)
    .slice(0, 60)
    .join(' ');
  const again = page.getByRole('button', { name: 'Rewrite with stub-model' });
  stub.script = [{ say: `${told} And then Baron Vex rose from the sea with 77 ships.` }, { say: `${told}` }];
  await again.click();
  await expect(page.getByText('isn’t in your records')).toBeVisible();
  await again.click();
  await expect(page.getByRole('region', { name: 'Rewritten recap' })).toContainText('Rewritten by stub-model at');
});

test.describe('a server of its own', () => {
  test.use({ ownServer: true });
  test('the campaign’s own server passes questions on, so that a tablet needs no other address; GMs only', async ({
    page,
    server,
    stub,
  }) => {
    await server.kill();
    server.env = { AI_PROXY_URL: stub.url, AI_PROXY_MODELS: 'stub-model' };
    await server.start();
    const table = await sampleAtTable(page, server);
    await inviteLink(page); // on this server from now on
    await page.goto(`${server.url}/settings`);
    await page.getByRole('radio', { name: /This campaign’s server/ }).check();
    await page.getByRole('button', { name: 'Test connection' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Connected. 1 model available.' })).toBeVisible();
    await page.getByRole('button', { name: 'Use this model' }).click();
    await toTable(page, table);
    stub.script = [{ say: 'Tea, mostly.' }];
    await say(page, 'What do they drink at the Salt Salon?');
    await consent(page).getByRole('button', { name: 'Send to the server' }).click();
    await expect(talk(page)).toContainText('Tea, mostly.');
    // The campaign's secret went no further than its own server.
    expect(asked(stub).map((a) => a.headers.authorization)).toEqual([undefined]);
  });
});

test.describe('without a network', () => {
  test.use({ ownServer: true, serviceWorkers: 'allow' });
  test('a small model on this device rephrases what the rules found, offline; after it killed the page, the next start does not load it', async ({
    page,
    server,
  }) => {
    const folder = mkdtempSync(join(tmpdir(), 'emberkeep-text-'));
    for (const [path, bytes] of tinyTextModel('one hand holds on and they roll against you .')) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    expect(addModel(folder, join(server.dataDir, 'models'), { id: 'tiny-talk' })).toMatchObject({
      ok: true,
      words: expect.stringContaining('Assistant'),
    });
    await server.kill();
    await server.start();
    const table = await sampleAtTable(page, server);
    await page.goto(`${server.url}/settings`);
    await page.getByRole('radio', { name: /On this device/ }).check();
    // Its size and where it comes from, before anything is fetched; it is no model for search.
    const section = page.locator('#assistant');
    await expect(section.getByText('tiny-talk')).toBeVisible();
    await expect(page.locator('#model').getByText('tiny-talk')).toHaveCount(0);
    await section
      .getByRole('listitem')
      .filter({ hasText: 'tiny-talk' })
      .getByRole('button', { name: /^Download/ })
      .click();
    await expect(page.getByRole('group', { name: 'Model on this device' })).toContainText(
      'It uses memory only while it answers',
      { timeout: 30_000 },
    );
    await page.getByRole('button', { name: 'Use this model' }).click();
    await expect(page.getByText('Stored on this device.')).toBeVisible();
    await toTable(page, table);
    await airplane(page);
    await say(page, 'How does grappling work?');
    await expect(talk(page)).toContainText('by tiny-talk on this device', { timeout: 30_000 });
    await expect(talk(page)).toContainText('one hand holds on');
    await page.context().setOffline(false);
    expect(await page.evaluate(() => localStorage.getItem('emberkeep-text-model-runs'))).toBeNull();
    // As if the tab had been killed in the middle of a run.
    await page.evaluate(() => localStorage.setItem('emberkeep-text-model-runs', '1'));
    await page.reload();
    await say(page, 'How does grappling work?');
    await expect(talk(page).getByRole('listitem').last()).toContainText('“Grapple');
    await page.goto(`${server.url}/settings`);
    await expect(page.getByRole('group', { name: 'Model on this device' })).toContainText('too little memory');
    await page.getByRole('group', { name: 'Model on this device' }).getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => page.evaluate(() => caches.has('emberkeep-model-tiny-talk'))).toBe(false);
  });
});
