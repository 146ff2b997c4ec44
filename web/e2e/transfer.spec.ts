// Journeys of files in and out: another tool's notes, our own folder of notes, backups, changes handed over without a
// network, what other apps share, and what goes on paper.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { strToU8, zipSync } from 'fflate';
import {
  airplane,
  expect,
  installed,
  newPrep,
  noteText,
  openSample,
  prepNote,
  savedHere,
  test,
  type,
  watch,
  openRecord,
} from './journey.ts';

const jsQR = createRequire(import.meta.url)('jsqr') as (
  data: Uint8ClampedArray,
  width: number,
  height: number,
) => { data: string } | null;

const zip = (files: Record<string, string>) =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]))));
const VAULT = zip({
  'Vault/NPCs/Quartermaster Ilse.md':
    '---\naliases: [Ilse]\nfaction: "[[Rope Guild]]"\n---\nKeeps the [[Rope Guild#Ledger|ledger]].\n\n> [!secret]\n> Sells to both sides.\n',
  'Vault/Factions/Rope Guild.md': 'Ropes for everyone.',
  'Vault/Sessions/Session 9 - The loft.md': '---\ndate: 2026-05-01\n---\nThey climbed.',
  'Vault/board.canvas': '{}',
});
const base = (page: Page): string => /^.*\/campaigns\/[\w-]+/.exec(page.url())?.[0] ?? '';
const bring = async (page: Page, name: string, buffer: Buffer, mimeType = 'application/zip'): Promise<void> => {
  await page.goto(`${base(page)}/files`);
  await page.getByRole('button', { name: 'Import…' }).click();
  await page.getByRole('dialog').locator('input[type=file]').first().setInputFiles({ name, mimeType, buffer });
};
const names = async (page: Page): Promise<string> => {
  await page.goto(`${base(page)}/entities`);
  await page.getByRole('heading', { name: 'Entities', level: 1 }).waitFor({ state: 'attached' });
  return page.getByRole('main').innerText();
};

test.describe('offline', () => {
  test.use({ serviceWorkers: 'allow' });
  test('an Obsidian vault is shown before it arrives, arrives as one step, once however often, and one tap takes it back', async ({
    page,
    server,
  }) => {
    await newPrep(page, server);
    await airplane(page);
    await bring(page, 'Vault.zip', VAULT);
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText('NPC · 1')).toBeVisible();
    await expect(dialog.getByText('Quartermaster Ilse', { exact: true })).toBeVisible();
    await expect(dialog.getByText('4 new, 0 to update')).toBeVisible();
    await expect(dialog.getByText(/named a block, or a heading/)).toHaveCount(0);
    await expect(dialog.getByText(/board\.canvas/)).toBeVisible();
    expect(await page.evaluate(() => document.querySelector('main')?.textContent)).not.toContain('Quartermaster');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(page.getByText('Imported from Vault.zip: 4 new.')).toBeVisible();
    await savedHere(page);
    await page.reload();
    await expect.poll(() => names(page)).toContain('Quartermaster Ilse');
    await page.getByRole('link', { name: /Quartermaster Ilse/ }).click();
    await expect(page.getByRole('textbox', { name: /^GM notes on/ })).toContainText('Sells to both sides.');
    await expect(page.getByRole('article').getByRole('button', { name: 'Rope Guild', exact: true })).toBeVisible();
    // Again: nothing new.
    await bring(page, 'Vault.zip', VAULT);
    await expect(dialog.getByText('0 new, 0 to update, 3 unchanged.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(page.getByText('nothing new')).toBeVisible();
    // Another vault, taken back.
    await bring(page, 'more.zip', zip({ 'NPCs/Nobody Much.md': 'x' }));
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(page.getByText('Imported from more.zip: 1 new.')).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect.poll(() => names(page)).not.toContain('Nobody Much');
    // And where imports are listed, when its message has gone and other pages were on screen.
    await bring(page, 'later.zip', zip({ 'NPCs/Anybody Else.md': 'x' }));
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    const listed = page.getByRole('region', { name: 'Recent imports' });
    await expect(listed.getByRole('listitem')).toContainText(['later.zip']);
    await page.getByRole('link', { name: 'Entities', exact: true }).first().click();
    await expect(page.getByRole('main')).toContainText('Anybody Else');
    await page.getByRole('link', { name: 'Sessions', exact: true }).first().click();
    await listed.getByRole('button', { name: 'Undo later.zip' }).click();
    await expect(listed).toHaveCount(0);
    await expect.poll(() => names(page)).not.toContain('Anybody Else');
  });
});

test('a link of a vault opens its note at the heading that it names, and one to a log opens the session', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Brine');
  await bring(
    page,
    'Brine.zip',
    zip({
      'NPCs/Ilse.md': 'Keeps [[Rope Guild#Ledger|the ledger]] since [[Session 9 - The loft]].',
      'Factions/Rope Guild.md': `${'Ropes for everyone.\n\n'.repeat(60)}## Ledger\n\nThree names are crossed out.\n\n${'More ropes.\n\n'.repeat(60)}`,
      'Sessions/Session 9 - The loft.md': 'They climbed.',
    }),
  );
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('Imported from Brine.zip: 3 new.')).toBeVisible();
  await savedHere(page);
  await page.goto(`${base(page)}/entities`);
  await page.getByRole('link', { name: /Ilse/ }).tap();
  await page.waitForURL(/\/entities\/[\w-]+$/);
  const ilse = page.url();
  await page.locator('.wl', { hasText: /./ }).and(page.locator('[data-link="Rope Guild"]')).first().tap();
  await expect(page.getByRole('heading', { name: 'Ledger', exact: true })).toBeInViewport();
  await page.goto(ilse);
  await page.locator('[data-link="Session 9 - The loft"]').first().tap();
  await page.waitForURL(/\/sessions\/[\w-]+/);
  await expect.poll(() => names(page)).not.toContain('Session 9');
});

test('a damaged backup restores what is sound of it and names the rest, and a ZIP that ends early says so first', async ({
  page,
  server,
}, info) => {
  await newPrep(page, server, 'Brine');
  await type(page, 'The first night.');
  await savedHere(page);
  await page.goto(`${base(page)}/sessions`);
  await page.getByRole('button', { name: 'New session' }).click();
  await prepNote(page).waitFor();
  await type(page, 'The second night.');
  await savedHere(page);
  const packed = Buffer.from(
    zipSync(
      Object.fromEntries(
        Array.from({ length: 9 }, (_, i) => [
          `NPCs/Nobody ${i}.md`,
          [strToU8(`Words of ${i}. `.repeat(40)), { level: 0 }],
        ]),
      ) as never,
    ),
  );
  await bring(page, 'cut.zip', packed.subarray(0, packed.length * 0.6));
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('This ZIP ends early. 6 files');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.goto(`${base(page)}/settings`);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Back up campaign' }).click();
  const path = info.outputPath('backup.emberkeep.json');
  await (await download).saveAs(path);
  const file = JSON.parse(readFileSync(path, 'utf8')) as { documents: { room: string; bytes: string }[] };
  // Four signs of the second session's bytes are other ones.
  const second = file.documents.filter(({ room }) => room.includes('/session/')).at(-1)!;
  const middle = second.bytes.length >> 1;
  second.bytes = `${second.bytes.slice(0, middle)}////${second.bytes.slice(middle + 4)}`;
  const damaged = { name: 'damaged.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(file)) };
  await page.goto(server.url);
  await page.locator('input[type=file]').first().setInputFiles(damaged);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/^Can’t be read: session \d.* \(damaged\)$/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Restore as a copy' }).tap();
  await page.waitForURL(/\/campaigns\/[\w-]+$/);
  await page.goto(`${page.url()}/sessions`);
  await expect(
    page
      .getByRole('main')
      .getByRole('link', { name: /Session/ })
      .first(),
  ).toBeVisible();
});

test('a backup whose list of entities is damaged restores them from its readable copy, as the check says', async ({
  page,
  server,
}, info) => {
  await newPrep(page, server, 'Brine');
  await type(page, 'The first night.');
  await savedHere(page);
  await bring(page, 'people.zip', zip({ 'NPCs/Vey.md': 'Keeps the salt.', 'NPCs/Ordo.md': 'Keeps the ledger.' }));
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('Imported from people.zip: 2 new.')).toBeVisible();
  await page.goto(`${base(page)}/settings`);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Back up campaign' }).click();
  const path = info.outputPath('backup.emberkeep.json');
  await (await download).saveAs(path);
  const file = JSON.parse(readFileSync(path, 'utf8')) as { documents: { room: string; bytes: string }[] };
  const ledger = file.documents.find(({ room }) => /^campaign\/[\w-]+$/.test(room))!;
  const middle = ledger.bytes.length >> 1;
  ledger.bytes = `${ledger.bytes.slice(0, middle)}////${ledger.bytes.slice(middle + 4)}`;
  const damaged = { name: 'damaged.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(file)) };
  await page.locator('#backup input[type=file]').setInputFiles(damaged);
  await expect(page.getByText('Apart from what can’t be read, it holds everything on this device.')).toBeVisible();
  await page.goto(server.url);
  await page.locator('input[type=file]').first().setInputFiles(damaged);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/^The readable copy in this file is not damaged\..*2 entities/)).toBeVisible();
  await page.screenshot({ path: info.outputPath('readable.png') });
  await dialog.getByRole('button', { name: 'Restore as a copy' }).tap();
  await page.waitForURL(/\/campaigns\/[\w-]+$/);
  await expect(page.getByRole('heading', { name: 'Brine (copy)' })).toBeVisible();
  await page.goto(`${page.url()}/entities`);
  for (const name of ['Ordo', 'Vey']) await expect(page.getByRole('link', { name })).toBeVisible();
});

test('hostile and foreign files are refused in words, and nothing is made (T-8)', async ({ page, server }) => {
  await newPrep(page, server);
  for (const [name, buffer, words] of [
    ['x.zip', Buffer.from('no zip'), 'not a ZIP file'],
    ['x.zip', zip({ '../../evil.md': 'x' }), 'unsafe file paths'],
    ['x.zip', zip({ 'a.exe': 'x' }), 'such as notes or data files'],
    ['x.json', Buffer.from('{"format":"emberkeep-backup"}'), 'Restore from backup'],
    ['x.json', Buffer.from('['.repeat(50_000)), 'nothing here that Emberkeep can import'],
  ] as const) {
    await bring(page, name, buffer);
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText(words);
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
  }
  await bring(page, 'bomb.zip', Buffer.from(zipSync({ 'a.md': new Uint8Array(60_000_000) })));
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('more than Emberkeep accepts');
  await expect.poll(() => names(page)).toContain('No entities yet');
});

test('reading can be stopped, and a closed dialog writes nothing', async ({ page, server }) => {
  await newPrep(page, server);
  const many = zip(
    Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`NPCs/Person ${i}.md`, `Number ${i}. `.repeat(60)])),
  );
  await bring(page, 'many.zip', many);
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await bring(page, 'many.zip', many);
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('progressbar', { name: 'Writing' })).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Stopped. Nothing was imported.')).toBeVisible();
  await expect.poll(() => names(page)).toContain('No entities yet');
});

test('a second tap on Import, or one beside the dialog, stops nothing; what a stopped import left is imported with the file', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Tapped twice');
  const year = zip({
    ...Object.fromEntries(
      Array.from({ length: 400 }, (_, i) => [`Sessions/Session ${i + 2}.md`, `Night ${i}. `.repeat(20)]),
    ),
    'NPCs/Quartermaster Ilse.md': 'Keeps the ledger.',
  });
  const dialog = page.getByRole('dialog');
  const start = async (): Promise<void> => {
    await bring(page, 'Year.zip', year);
    await expect(dialog.getByText('Session 2, Session 3')).toBeVisible();
    await dialog.getByRole('button', { name: 'Import', exact: true }).tap();
    await expect(page.getByRole('progressbar', { name: 'Writing' })).toBeVisible();
  };
  await start();
  await dialog.getByRole('button', { name: 'Cancel' }).tap();
  await expect(page.getByText('Stopped. Nothing was imported.')).toBeVisible();
  await bring(page, 'Year.zip', year);
  await expect(dialog.getByText('Session 2, Session 3')).toBeVisible();
  const box = (await dialog.getByRole('button', { name: 'Import', exact: true }).boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.touchscreen.tap(x, y);
  await page.touchscreen.tap(x, y);
  await page.touchscreen.tap(4, 4);
  await expect(page.getByText(/^Imported from Year\.zip: /)).toBeVisible({ timeout: 60_000 });
  await expect.poll(() => names(page)).toContain('Quartermaster Ilse');
});

test('sessions by the names of their files, and one by JSON: number, title and day are right, and what waits is offered in words', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'The Saltmarsh Inquest');
  await bring(
    page,
    'Saltmarsh.zip',
    zip({
      'Sessions/Session 2 - The Ledger (2026-02-01).md': 'Two ledgers.',
      'Sessions/2026-02-15 Session 3 What the tide took.md': 'A cart.',
      'Sessions/Session 2024-05-01.md': 'The inquest opened.',
      'Sessions/Session 4.5.md': 'An interlude.',
      'NPCs/S4 Security Bot.md': 'A toy.',
    }),
  );
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Session · 4')).toBeVisible();
  await dialog.getByRole('button', { name: 'Import', exact: true }).tap();
  await expect(page.getByText('Imported from Saltmarsh.zip: 5 new.')).toBeVisible();
  await bring(
    page,
    'night.json',
    Buffer.from(
      JSON.stringify({
        number: 7,
        status: 'completed',
        title: 'The Orchard Gate',
        realTime: { startTime: '2026-01-06T18:00:00Z', endTime: '2026-01-06T22:30:00Z' },
        discoveries: [{ name: 'Gatekeeper Olwen', type: 'npc' }],
        consequences: [{ what: 'The oath binds', who: 'Brom' }],
        weather: 'sleet',
      }),
    ),
    'application/json',
  );
  await expect(dialog).toContainText('Emberkeep has no field for it: weather.');
  await dialog.getByRole('button', { name: 'Import', exact: true }).tap();
  // A dialog that closes goes one step back in the history: a page that is asked for before would be left again.
  await expect(page.getByText(/^Imported from night\.json/)).toBeVisible();
  await page.goto(`${base(page)}/sessions`);
  const row = (title: string) => page.getByRole('link').filter({ has: page.getByText(title, { exact: true }) });
  await expect(row('The Ledger')).toHaveText(/^\s*2\s*The Ledger\s*Feb 1, 2026 · Played/);
  await expect(row('What the tide took')).toHaveText(/^\s*3\s*What the tide took\s*Feb 15, 2026 · Played/);
  await expect(row('Session 4.5')).toHaveText(/Session 4\.5\s*Played/);
  await expect(page.getByRole('link').filter({ hasText: 'May 1, 2024' })).toHaveText(/^\s*(\d+)\s*Session \1\s*May 1/);
  await expect(page.getByText('S4 Security Bot')).toHaveCount(0);
  await row('The Orchard Gate').tap();
  const triage = page.getByRole('region', { name: 'Triage' });
  await expect(triage).toContainText('name: Gatekeeper Olwen · type: npc');
  await triage.getByRole('button', { name: 'Accept what: The oath binds · who: Brom' }).tap();
  // About nobody in particular: in the session log, as a draft.
  await expect(triage.getByRole('listitem').filter({ hasText: 'The oath binds' })).toContainText('Event · Draft');
  await openRecord(page, 'Log');
  await expect(page.getByRole('button', { name: /Note what: The oath binds · who: Brom/ })).toBeVisible();
});

test.describe('with the index, which writes the SQL', () => {
  test.use({ indexAtRest: true });
  test('the campaign leaves as a folder of notes that comes back without a change, as Foundry journals, and as SQL', async ({
    page,
    server,
  }) => {
    await openSample(page, server);
    const campaign = base(page);
    await page.goto(`${campaign}/files`);
    const take = async (what: string): Promise<Buffer> => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: `Export ${what}` }).click();
      return readFileSync(await (await download).path());
    };
    const notes = await take('Markdown folder (Obsidian)');
    await expect(page.getByText(/notes written\./)).toBeVisible();
    const journals = await take('Foundry journals');
    expect(journals.includes('Entities/Old Tam.json')).toBe(true);
    await expect(async () => {
      const sql = (await take('SQL dump')).toString();
      expect(sql).toContain('CREATE TABLE sessions');
      expect(sql).toContain("'Old Tam'");
    }).toPass({ timeout: 40_000 });
    await bring(page, 'notes.zip', notes);
    await expect(page.getByRole('dialog').getByText(/^0 new, 0 to update, \d+ unchanged\./)).toBeVisible();
    await expect(page.getByRole('dialog').getByText('Notes', { exact: true })).toHaveCount(0);
    // Into a campaign that has nothing, it is the same people.
    await newPrep(page, server, 'Empty');
    await bring(page, 'notes.zip', notes);
    await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
    await expect(page.getByText(/Imported from notes\.zip/)).toBeVisible();
    await expect.poll(() => names(page)).toContain('Madame Lefevre');
  });
});

test('a backup whose document takes too long can be stopped, and restores what is sound of it', async ({
  page,
  server,
}, info) => {
  await page.clock.install();
  // The worker never answers for the document of a session; everything else it does as always.
  await page.addInitScript(() => {
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (this: Worker, ...args: unknown[]): void {
      const job = args[0] as { type?: string; room?: string } | null;
      const isEndless = job?.type === 'open-document' && job.room?.includes('/session/') === true;
      if (!isEndless || sessionStorage.getItem('endless') === null) Reflect.apply(postMessage, this, args);
    };
  });
  await newPrep(page, server, 'Slow');
  await type(page, 'Words of the first night.');
  await savedHere(page);
  await page.goto(`${base(page)}/settings`);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Back up campaign' }).click();
  const path = info.outputPath('slow.emberkeep.json');
  await (await download).saveAs(path);
  await page.evaluate(() => sessionStorage.setItem('endless', '1'));
  // Stopped in the settings: the page is as before.
  await page.locator('#backup input[type=file]').setInputFiles(path);
  await expect(page.getByText(/^Opening document 1 of \d…$/)).toBeVisible();
  await page.screenshot({ path: info.outputPath('checking.png') });
  await page.getByRole('button', { name: 'Stop checking' }).tap();
  await expect(page.getByText('Stopped. Nothing was changed.')).toBeVisible();
  await page.goto(server.url);
  await page.locator('input[type=file]').first().setInputFiles(path);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/^Opening document 1 of \d…$/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Restore', exact: true })).toHaveCount(0);
  await page.clock.runFor(21_000);
  await expect(dialog.getByText('(takes too long to open on this device)')).toBeVisible();
  await expect(dialog.getByText('What takes too long to open is left out.')).toBeVisible();
  await page.screenshot({ path: info.outputPath('slow.png') });
  await dialog.getByRole('button', { name: 'Restore as a copy' }).tap();
  await page.waitForURL(/\/campaigns\/[\w-]+$/);
  await expect(page.getByText('Restored. 1 part could not be read; the rest is here.')).toBeVisible();
  // The campaign that was here has its words.
  await page.goto(server.url);
  await page
    .getByRole('link', { name: /^Slow(?! \(copy\))/ })
    .first()
    .click();
  await page.getByRole('link', { name: 'Continue prep' }).click();
  await expect(prepNote(page)).toContainText('Words of the first night.');
});

test('a backup is tried out without touching anything, restored as a copy beside the campaign, and merged into it', async ({
  page,
  server,
}, info) => {
  await newPrep(page, server, 'Twice kept');
  await type(page, 'First words.');
  await savedHere(page);
  const prep = page.url();
  await page.goto(`${base(page)}/settings`);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Back up campaign' }).click();
  const file = info.outputPath('backup.emberkeep.json');
  await (await download).saveAs(file);
  await page.goto(`${server.url}/settings`);
  const ledger = page.getByRole('listitem').filter({ hasText: 'Twice kept' });
  for (const words of [
    /3 documents/,
    /no, only on this device/,
    /Backup\s*just now/i,
    /Campaign file\s*never from this device/,
  ])
    await expect(ledger).toContainText(words);
  await page.goto(`${base({ url: () => prep } as Page)}/settings`);
  expect(
    (JSON.parse(readFileSync(file, 'utf8')) as { readable: { records: unknown[] } }).readable.records.length,
  ).toBeGreaterThan(1);
  await page.locator('#backup input[type=file]').setInputFiles(file);
  await expect(page.getByText('It holds everything on this device.')).toBeVisible();
  await page.goto(prep);
  await type(page, ' Later words.');
  await savedHere(page);
  await page.goto(`${base(page)}/settings`);
  await page.locator('#backup input[type=file]').setInputFiles(file);
  await expect(page.getByText('1 document on this device has newer changes that are not in it.')).toBeVisible();
  await page
    .locator('#backup input[type=file]')
    .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
  await expect(page.getByRole('alert')).toContainText('not an Emberkeep backup');
  await page.goto(server.url);
  await page.locator('input[type=file]').first().setInputFiles(file);
  await page.getByRole('button', { name: 'Restore as a copy' }).click();
  await page.waitForURL(/\/campaigns\/[\w-]+$/);
  expect(base(page)).not.toBe(base({ url: () => prep } as Page));
  await page.getByRole('link', { name: 'Continue prep' }).click();
  await expect(prepNote(page)).toHaveText('First words.');
  await page.goto(server.url);
  await expect(page.getByRole('link', { name: /Twice kept \(copy\)/ })).toBeVisible();
  await page.locator('input[type=file]').first().setInputFiles(file);
  await page.getByRole('button', { name: 'Merge' }).click();
  await page.waitForURL(/\/campaigns\/[\w-]+$/);
  await page.getByRole('link', { name: 'Continue prep' }).click();
  await expect(prepNote(page)).toHaveText('First words. Later words.');
});

test('completing an evening backs it up into the chosen folder, and reminds where there is none', async ({
  page,
  server,
}) => {
  await page.addInitScript(() => {
    Object.assign(globalThis, {
      showDirectoryPicker: async () =>
        (await navigator.storage.getDirectory()).getDirectoryHandle('saves', { create: true }),
    });
    for (const name of ['queryPermission', 'requestPermission'])
      if (!(name in FileSystemHandle.prototype))
        Object.assign(FileSystemHandle.prototype, { [name]: async () => 'granted' });
  });
  const complete = async (): Promise<void> => {
    await page.getByRole('button', { name: 'More for this session' }).click();
    await page.getByRole('menuitem', { name: 'Move to Wrap-up' }).click();
    await page.getByRole('button', { name: 'Mark as completed' }).click();
  };
  await newPrep(page, server, 'By itself');
  await complete();
  await expect(page.getByText('Session completed. Back up your campaign?')).toBeVisible();
  await page.goto(`${base(page)}/settings`);
  await page.getByRole('button', { name: 'Choose a folder…' }).click();
  await expect(page.getByText('Saved to the folder “saves”.')).toBeVisible();
  await page.goto(`${base(page)}/sessions`);
  await page.getByRole('button', { name: 'New session' }).click();
  await prepNote(page).waitFor();
  await complete();
  await expect(page.getByText(/Backed up as “By itself .*\.emberkeep\.json” in “saves”\./)).toBeVisible();
  const text = await page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('saves');
    // reason: TypeScript's library does not list a folder's keys
    for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys())
      if (name.endsWith('.emberkeep.json')) return (await (await folder.getFileHandle(name)).getFile()).text();
    return '';
  });
  expect(JSON.parse(text)).toMatchObject({ format: 'emberkeep-backup', name: 'By itself' });
});

test('two tablets that never see a network merge by files and by QR codes; a set that builds on others is refused', async ({
  page,
  browser,
  server,
  errors,
}, info) => {
  await newPrep(page, server, 'Two tents');
  await type(page, 'Mara begins.');
  await savedHere(page);
  const hand = async (from: Page, name: string): Promise<string> => {
    await from.goto(`${base(from)}/files`);
    const download = from.waitForEvent('download');
    await from.getByRole('button', { name: 'Send as a file' }).click();
    const file = info.outputPath(name);
    await (await download).saveAs(file);
    return file;
  };
  const first = await hand(page, 'first.emberkeep-changes');
  const ben = await browser.newContext({ serviceWorkers: 'block' });
  watch(ben, errors);
  const other = await ben.newPage();
  await other.goto(`${server.url}/import`);
  await other.locator('input[type=file]').setInputFiles(first);
  await other.getByRole('button', { name: 'Merge' }).click();
  await other.waitForURL(/\/campaigns\/[\w-]+$/);
  await other.getByRole('link', { name: 'Continue prep' }).click();
  await expect(prepNote(other)).toContainText('Mara begins.');
  // Both write apart, twice.
  await type(other, ' Ben was here.');
  await savedHere(other);
  await page.goto(`${base(page)}/sessions`);
  await page.getByRole('link', { name: /Session 1/ }).click();
  await type(page, ' Mara went on.');
  await savedHere(page);
  const second = await hand(page, 'second.emberkeep-changes');
  await page.goto(`${base(page)}/sessions`);
  await page.getByRole('link', { name: /Session 1/ }).click();
  await type(page, ' And on.');
  await savedHere(page);
  // By QR codes: what a real reader sees of them, put together again.
  await page.goto(`${base(page)}/files`);
  await page.getByLabel(/^Changes since/).check();
  await page.getByRole('button', { name: 'Show QR codes' }).click();
  const codes: string[] = [];
  await page.getByRole('img', { name: /^Code 1 of/ }).waitFor();
  const total = Number(
    /of (\d+)/.exec((await page.getByRole('img', { name: /^Code/ }).getAttribute('aria-label')) ?? '')?.[1],
  );
  // They go round by themselves: held, so that the one that is read is the one that was asked for.
  if (total > 1) await page.getByRole('button', { name: 'Pause' }).click();
  for (let i = 1; i <= total; i++) {
    const code = page.getByRole('img', { name: `Code ${i} of ${total}` });
    for (let turned = 0; turned < total && !(await code.isVisible()); turned++)
      await page.getByRole('button', { name: 'Next' }).click();
    await code.waitFor();
    const { data, size } = await code.evaluate(async (svg: SVGElement) => {
      const image = new Image();
      image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: 600, height: 600 });
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0, 600, 600);
      // As bytes: a list of a million numbers takes seconds on its way out of the page.
      return { data: new Uint8Array(context.getImageData(0, 0, 600, 600).data.buffer), size: 600 };
    });
    codes.push(jsQR(Uint8ClampedArray.from(data), size, size)?.data ?? 'unreadable');
  }
  expect(codes.every((code) => code.startsWith('EKC1.'))).toBe(true);
  const parts = codes.map((code) => code.split('.'));
  const scanned = Buffer.from(parts.map((p) => p[4]).join(''), 'base64');
  await page.getByRole('button', { name: 'Done' }).click();
  // The third builds on the second, which Ben has not taken yet.
  await other.goto(`${base(other)}/files`);
  const open = (file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> =>
    other.getByRole('region', { name: 'Transfer without internet' }).locator('input[type=file]').setInputFiles(file);
  const third = { name: 'third.emberkeep-changes', mimeType: 'application/gzip', buffer: scanned };
  const merge = async (file: Parameters<typeof open>[0]): Promise<void> => {
    await open(file);
    await expect(other.getByText(/^Changes to “Two tents” from/)).toBeVisible();
    await other.getByRole('button', { name: 'Merge' }).click();
  };
  await merge(third);
  await expect(other.getByRole('alert')).toContainText('build on others');
  // Each merge says so once: what the one before said goes first, so that the next is waited for.
  const merged = async (on: Page): Promise<void> => {
    const told = on.getByText(/^Merged changes from/);
    await expect(told).toHaveCount(1);
    await on.getByRole('button', { name: 'Dismiss' }).last().click();
    await expect(told).toHaveCount(0);
  };
  await merge(second);
  await merged(other);
  await merge(third);
  await merged(other);
  await expect(other.getByRole('alert')).toHaveCount(0);
  await open({ ...third, buffer: scanned.subarray(0, 60) });
  await expect(other.getByRole('alert')).toContainText('damaged');
  const back = await hand(other, 'back.emberkeep-changes');
  await page.getByRole('region', { name: 'Transfer without internet' }).locator('input[type=file]').setInputFiles(back);
  await page.getByRole('button', { name: 'Merge' }).click();
  await merged(page);
  for (const each of [page, other]) {
    await each.goto(`${base(each)}/sessions`);
    await each.getByRole('link', { name: /Session 1/ }).click();
    for (const words of ['Mara begins.', 'Ben was here.', 'Mara went on.', 'And on.'])
      await expect(prepNote(each)).toContainText(words);
  }
  const noteOfOther = await noteText(other);
  await expect.poll(() => noteText(page)).toBe(noteOfOther);
  await ben.close();
});

/** A disk so slow that what is written takes until `release` is called. */
const slowDisk = async (page: Page): Promise<{ release: () => Promise<void> }> => {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const open = indexedDB.open('emberkeep');
        open.onsuccess = () => {
          const store = open.result.transaction('updates', 'readwrite').objectStore('updates');
          const hold = (): void => {
            if ('isDiskReleased' in window) open.result.close();
            else store.count().onsuccess = hold;
          };
          hold();
          resolve();
        };
      }),
  );
  return { release: () => page.evaluate(() => void Object.assign(window, { isDiskReleased: true })) };
};

test('a merge goes on when its page is left, and the browser asks before it would be cut off', async ({
  page,
  browser,
  server,
  errors,
}, info) => {
  await newPrep(page, server, 'One tent');
  await type(page, 'Mara begins.');
  await savedHere(page);
  const prep = page.url();
  const ben = await browser.newContext({ serviceWorkers: 'block' });
  watch(ben, errors);
  const other = await ben.newPage();
  const handed = async (from: Page, name: string): Promise<string> => {
    await from.goto(`${base(from)}/files`);
    const download = from.waitForEvent('download');
    await from.getByRole('button', { name: 'Send as a file' }).click();
    const file = info.outputPath(name);
    await (await download).saveAs(file);
    return file;
  };
  const first = await handed(page, 'first.emberkeep-changes');
  await other.goto(`${server.url}/import`);
  await other.locator('input[type=file]').setInputFiles(first);
  await other.getByRole('button', { name: 'Merge' }).click();
  await other.waitForURL(/\/campaigns\/[\w-]+$/);
  await page.goto(prep);
  await type(page, ' Mara went on.');
  await savedHere(page);
  const second = await handed(page, 'second.emberkeep-changes');

  await other.goto(`${base(other)}/files`);
  const panel = other.getByRole('region', { name: 'Transfer without internet' });
  await panel.locator('input[type=file]').setInputFiles(second);
  await expect(panel.getByText(/^Changes to “One tent” from/)).toBeVisible();
  const disk = await slowDisk(other);
  await panel.getByRole('button', { name: 'Merge' }).click();
  await expect(panel.getByText('Merging…')).toBeVisible();
  // Closing the tab now would lose it: the browser asks, and the GM stays.
  const asked = other.waitForEvent('dialog');
  await other.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  // Another page of the app is no reason to ask, nor to stop.
  await other.getByRole('link', { name: 'All campaigns' }).first().click();
  await expect(other.getByRole('button', { name: 'New campaign' })).toBeVisible();
  await disk.release();
  await expect(other.getByText(/^Merged changes from/)).toBeVisible();
  await expect(other).toHaveURL(`${server.url}/`);
  // Nothing is running any more: a full load asks nothing, and everything is there.
  await other.goto(prep);
  await expect(prepNote(other)).toHaveText('Mara begins. Mara went on.');
  await ben.close();
});

test('reading changes and trying to merge them can be stopped, on either page, and nothing is changed', async ({
  page,
  server,
}, info) => {
  await newPrep(page, server, 'One tent');
  await type(page, 'Mara begins.');
  await savedHere(page);
  const prep = page.url();
  await page.goto(`${base(page)}/files`);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Send as a file' }).click();
  const file = info.outputPath('all.emberkeep-changes');
  await (await download).saveAs(file);
  const workers = '**/workers/transfer*';
  const stopped = page.getByText('Stopped. Nothing was changed.');

  // As one that is busy for a long time.
  await page.route(workers, () => undefined);
  const panel = page.getByRole('region', { name: 'Transfer without internet' });
  await panel.locator('input[type=file]').setInputFiles(file);
  await expect(panel.getByRole('progressbar', { name: 'Reading the file…' })).toBeVisible();
  await panel.getByRole('button', { name: 'Stop checking' }).click();
  await expect(stopped).toBeVisible();
  await page.unroute(workers);
  await panel.locator('input[type=file]').setInputFiles(file);
  // The file is read before the next worker is held back.
  await expect(panel.getByRole('button', { name: 'Merge' })).toBeVisible();
  await page.route(workers, () => undefined);
  await panel.getByRole('button', { name: 'Merge' }).click();
  await expect(panel.getByRole('progressbar', { name: /^Opening document 1 of/ })).toBeVisible();
  await panel.getByRole('button', { name: 'Stop checking' }).click();
  await expect(stopped).toBeVisible();

  await page.goto(`${server.url}/import`);
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Merge' }).click();
  await page.getByRole('button', { name: 'Stop checking' }).click();
  await expect(page.getByRole('alert')).toHaveText('Stopped. Nothing was changed.');
  await page.unroute(workers);
  await page.getByRole('button', { name: 'Merge' }).click();
  await expect(page.getByText(/^Merged changes from/)).toBeVisible();
  await page.goto(prep);
  await expect(prepNote(page)).toHaveText('Mara begins.');
});

test('files of another tool that are chosen before there is a campaign go into one that is created for them', async ({
  page,
  server,
}) => {
  await page.goto(server.url);
  await page.getByRole('link', { name: 'Import…' }).tap();
  await expect(page.getByRole('button', { name: 'Choose files…' })).toBeVisible();
  await page.locator('input[type=file]').setInputFiles({
    name: 'Session 1 - The quay.md',
    mimeType: 'text/markdown',
    buffer: Buffer.from('They waited for the tide.'),
  });
  await page.getByRole('button', { name: 'Create a campaign…' }).tap();
  await page.getByRole('dialog').getByLabel('Name').fill('Brine');
  await page.getByRole('button', { name: 'Create campaign', exact: true }).tap();
  const dialog = page.getByRole('dialog', { name: 'Import' });
  await dialog.getByRole('button', { name: 'Import', exact: true }).tap();
  await expect(page.getByText(/^Imported from .*: 1 new/)).toBeVisible();
  // Its number is free: the new campaign has no session of its own.
  await page.goto(`${base(page)}/sessions`);
  await expect(page.getByRole('main').getByRole('link').filter({ hasText: 'The quay' })).toHaveText(/^\s*1\s*The quay/);
});

test.describe('what other apps share', () => {
  test.use({ serviceWorkers: 'allow' });
  test('waits until a campaign is chosen for it, and then is shown before it arrives', async ({ page, server }) => {
    await newPrep(page, server, 'Shared into');
    await installed(page);
    await page.reload();
    await prepNote(page).waitFor();
    await page.evaluate(() => {
      const form = Object.assign(document.createElement('form'), {
        method: 'post',
        action: '/import/share',
        enctype: 'multipart/form-data',
      });
      const input = Object.assign(document.createElement('input'), { type: 'file', name: 'files' });
      const list = new DataTransfer();
      list.items.add(new File(['Born on a raft.'], 'Ferry Nan.md', { type: 'text/markdown' }));
      input.files = list.files;
      form.append(input);
      document.body.append(form);
      form.submit();
    });
    await page.waitForURL(/\/import$/);
    await expect(page.getByText('“Ferry Nan.md”: files from another tool.')).toBeVisible();
    await page.getByRole('button', { name: 'Shared into' }).click();
    await expect(page.getByRole('dialog').getByText('Ferry Nan', { exact: true })).toBeVisible();
    await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
    await expect(page.getByText(/^Imported from .*: 1 new\./)).toBeVisible();
    await expect.poll(() => names(page)).toContain('Ferry Nan');
    await page.goto(`${server.url}/import`);
    await expect(page.getByRole('button', { name: 'Choose files…' })).toBeVisible();
  });
});

test('an evening and a person go on paper black on white, with no card cut in two, and out as Markdown; players get only what is theirs', async ({
  page,
  server,
}) => {
  await openSample(page, server);
  const campaign = base(page);
  await page.getByRole('link', { name: 'Continue prep' }).click();
  await page.getByRole('button', { name: 'More for this session' }).click();
  await page.getByRole('menuitem', { name: 'Print or export…' }).click();
  await expect(page.getByRole('heading', { name: 'Scene: The lamp', level: 2 })).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  expect(
    await page.evaluate(() => [
      getComputedStyle(document.body).backgroundColor,
      getComputedStyle(document.querySelector('.paper h1')!).color,
      getComputedStyle(document.querySelector('.paper section')!).breakInside,
    ]),
  ).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)', 'avoid']);
  await expect(page.getByRole('button', { name: 'Print or save as PDF' })).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Campaign' }).first()).toBeHidden();
  expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(5000);
  await page.emulateMedia({ media: 'screen' });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as Markdown' }).click();
  expect(readFileSync(await (await download).path(), 'utf8')).toMatch(/^# [\s\S]*## Scene: The lamp/);
  await page.goto(`${campaign}/entities`);
  await page.getByRole('link', { name: /Madame Lefevre/ }).click();
  await page.getByRole('link', { name: 'Print or export' }).click();
  await expect(page.getByRole('heading', { name: 'GM notes' })).toBeVisible();
  await page.getByLabel(/^Player version/).check();
  await expect(page.getByRole('heading', { name: 'GM notes' })).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Description' })).toBeVisible();
});

test('notes named by a date arrive as sessions or as what the GM chooses; an empty session gives its number away, a used one keeps it, and either is said before', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Peat and Iron');
  const base = page.url().replace(/\/sessions\/.*$/, '');
  await page.goto(`${base}/files`);
  await page.getByRole('button', { name: 'Import…' }).tap();
  const dialog = page.getByRole('dialog');
  const note = (name: string, text: string) => ({ name, mimeType: 'text/markdown', buffer: Buffer.from(text) });
  await dialog
    .locator('input[type=file]')
    .first()
    .setInputFiles([
      note('2024-05-01.md', 'They met at the weir.'),
      note('2024-05-08 The docks.md', 'They fought.'),
      note('Session 1 The tannery.md', 'Nan waits.'),
      note('2024-06-01 Part two.md', 'A new place.'),
    ]);
  await expect(
    dialog.getByText('Session 1 of this campaign is still empty: it becomes session 5, after the imported ones.'),
  ).toBeVisible();
  await dialog.getByText('What each file becomes').tap();
  const kind = dialog.getByRole('combobox', { name: '2024-06-01 Part two.md' });
  await expect(kind).toHaveValue('session');
  await kind.selectOption('chapter');
  await expect(dialog.getByText('Chapter · 1')).toBeVisible();
  await expect(kind).toHaveValue('chapter');
  await page.screenshot({ path: test.info().outputPath('kinds.png') });
  await dialog.getByRole('button', { name: 'Import', exact: true }).tap();
  await expect(dialog).toHaveCount(0);
  await savedHere(page);
  await page.goto(`${base}/sessions`);
  const list = page.getByRole('list', { name: 'Sessions' });
  await expect(list.getByRole('link', { name: /The docks/ })).toBeVisible();
  await expect(list.getByRole('listitem')).toHaveCount(4);
  await expect(list.getByRole('link').filter({ hasText: 'The tannery' })).toHaveText(/^\s*1\s*The tannery/);
  await page.goto(`${base}/chapters`);
  await expect(page.getByText('Part two').first()).toBeVisible();
  // The empty session follows: as soon as something is written in it, it keeps its number.
  await page.goto(`${base}/sessions`);
  await list
    .getByRole('listitem')
    .getByRole('link', { name: /Session 4/ })
    .tap();
  await prepNote(page).fill('The tide turns.');
  await savedHere(page);
  await bring(page, 'Mill.zip', zip({ 'Sessions/Session 4 The mill.md': 'They ground.' }));
  await expect(
    page.getByRole('dialog').getByText('This campaign has a session 4 already: “The mill” becomes session 5.'),
  ).toBeVisible();
});

test('the table of a vault shows kind, number and date of each file, and several files become sessions at once', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Brine');
  await bring(
    page,
    'Brine.zip',
    zip({
      'Table talk/The weir.md': '---\nnumber: 12\ndate: 9 March 2026\n---\nThey swam.',
      'Table talk/The fair.md': '---\nnumber: 2\ndate: 2026-05-01\n---\nThey danced.',
      'Table talk/The quay.md': 'They waited.',
      'NPCs/Ilse.md': 'Was at [[The fair]].',
    }),
  );
  const dialog = page.getByRole('dialog');
  await dialog.getByText('What each file becomes').tap();
  const rows = dialog.getByRole('table').getByRole('rowheader');
  await expect(rows).toHaveText([/^Ilse/, /^The fair/, /^The quay/, /^The weir/]);
  await dialog.getByRole('button', { name: 'Number' }).tap();
  await expect(dialog.getByRole('columnheader', { name: 'Number' })).toHaveAttribute('aria-sort', 'ascending');
  await expect(rows).toHaveText([/^The fair/, /^The weir/, /^Ilse/, /^The quay/]);
  for (const name of ['The fair', 'The weir', 'The quay'])
    await dialog.getByRole('checkbox', { name: `Select Table talk/${name}.md` }).tap();
  await dialog.getByRole('combobox', { name: 'Change 3 files to…' }).selectOption({ label: 'Session' });
  await expect(dialog.getByText('Session · 3')).toBeVisible();
  await expect(dialog.getByRole('row', { name: /The weir/ }).getByRole('combobox')).toHaveValue('session');
  await expect(dialog.getByRole('row', { name: /The weir/ })).toContainText('2026-03-09');
  await dialog.getByRole('button', { name: 'Import', exact: true }).tap();
  await expect(page.getByText('Imported from Brine.zip: 4 new.')).toBeVisible();
  await page.goto(`${base(page)}/sessions`);
  const row = (title: string) => page.getByRole('link').filter({ has: page.getByText(title, { exact: true }) });
  await expect(row('The fair')).toHaveText(/^\s*2\s*The fair\s*May 1, 2026/);
  await expect(row('The weir')).toHaveText(/^\s*12\s*The weir\s*Mar 9, 2026/);
  await expect(row('The quay')).toHaveText(/^\s*13\s*The quay/);
  // After the import, too: two of them become entities, and one of these a session again.
  await page.getByRole('button', { name: 'Select', exact: true }).tap();
  // A tap anywhere on the row selects it; nothing opens.
  const sessions = page.url();
  await page.getByText('The fair', { exact: true }).tap({ force: true });
  await expect(page.getByRole('checkbox', { name: /The fair/ })).toBeChecked();
  expect(page.url()).toBe(sessions);
  await page.getByRole('checkbox', { name: /The quay/ }).tap();
  await page.getByRole('button', { name: 'Make entities…' }).tap();
  await dialog.getByRole('combobox', { name: 'Type' }).selectOption({ label: 'Location' });
  await dialog.getByRole('button', { name: 'Make entities' }).tap();
  await expect(page.getByText('2 entities made; the sessions are in Trash.')).toBeVisible();
  await expect(row('The fair')).toHaveCount(0);
  await expect.poll(() => names(page)).toContain('The quay');
  await page.getByRole('link', { name: /The quay/ }).tap();
  await expect(page.getByRole('textbox', { name: /^GM notes on/ })).toContainText('They waited.');
  await page.getByRole('button', { name: 'Make a session' }).tap();
  await page.waitForURL(/\/wrapup$/);
  await expect(page.getByText('They waited.')).toBeVisible();
});

test('links that lead nowhere are listed after an import with their notes, and mended in bulk', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Brine');
  await bring(
    page,
    'Brine.zip',
    zip({
      'NPCs/Ilse.md': 'Owes [[Rook]] and [[The Clerk|a clerk]]. <a id="x"></a>Met at [the quay][q].\n\n[q]: Quay.md',
      'NPCs/Captain Ash.md': 'Was [[The Clerk]] once, at [[Ilse]].',
      'Sessions/Session 1.md': 'They met [[Rook]] and [[Ilse]].',
    }),
  );
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('No note of these files has the name of 3 links');
  await dialog.getByRole('button', { name: 'Import', exact: true }).tap();
  await expect(page.getByText('Imported from Brine.zip: 3 new.')).toBeVisible();
  await expect(page.getByText('3 names have broken links.')).toBeVisible();
  await page.getByRole('button', { name: 'Fix links…' }).tap();
  const rows = dialog.getByRole('list', { name: 'Broken links' }).getByRole('listitem');
  await expect(rows).toHaveText([
    /^Quay\s*1 link in Ilse/,
    /^Rook\s*2 links in Ilse, Session 1/,
    /^The Clerk\s*2 links in .*Captain Ash/,
  ]);
  await dialog.getByRole('checkbox', { name: /^The Clerk/ }).tap();
  await dialog.getByRole('button', { name: 'Link to…' }).tap();
  await dialog.getByRole('combobox', { name: 'Name of the entity to link to' }).fill('captain');
  await dialog.getByRole('option', { name: /Captain Ash/ }).tap();
  await expect(rows).toHaveCount(2);
  await dialog.getByRole('checkbox', { name: /^Rook/ }).tap();
  await dialog.getByRole('button', { name: 'Remove links' }).tap();
  await expect(rows).toHaveText([/^Quay/]);
  await dialog.getByRole('checkbox', { name: '1 name' }).tap();
  await dialog.getByRole('combobox', { name: 'Create as…' }).selectOption({ label: 'Location' });
  await expect(dialog.getByText('Every link leads to an entity or a session.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).tap();
  await expect.poll(() => names(page)).toContain('Quay');
  await page.getByRole('link', { name: /Ilse/ }).tap();
  await expect(page.getByRole('textbox', { name: /^GM notes on/ })).toContainText('Owes Rook and');
});
