// Journey of a big campaign: every evening reaches a fresh device, the tab killed twice in between, never over four sockets.
import { writeFileSync } from 'node:fs';
import * as Y from 'yjs';
import type { Page } from '@playwright/test';
import { asBackupFile, generateCampaign } from '../../packages/workbench/src/generate-campaign.ts';
import { chip, expect, inviteLink, joinBy, test, watch } from './journey.ts';

test.use({ ownServer: true });

/** Every document on the page's disk, merged, by room. */
const documentsOnDisk = async (page: Page): Promise<Map<string, Uint8Array>> => {
  const rows = await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('emberkeep');
      request.onsuccess = () => resolve(request.result);
    });
    const all = await new Promise<{ room: string; bytes: Uint8Array }[]>((resolve) => {
      const request = db.transaction('updates').objectStore('updates').getAll();
      request.onsuccess = () => resolve(request.result as never);
    });
    db.close();
    return all.map(({ room, bytes }) => {
      let text = '';
      for (const byte of bytes) text += String.fromCharCode(byte);
      return [room, btoa(text)] as const;
    });
  });
  const updates = new Map<string, Uint8Array[]>();
  for (const [room, base64] of rows)
    updates.set(room, [...(updates.get(room) ?? []), new Uint8Array(Buffer.from(base64, 'base64'))]);
  return new Map([...updates].map(([room, each]) => [room, Y.mergeUpdates(each)]));
};
const snapshot = (bytes: Uint8Array): Y.Snapshot => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, bytes);
  return Y.snapshot(doc);
};

test('300 sessions reach a fresh device complete, the tab killed twice, never over four sockets; one edit moves one room', async ({
  page,
  browser,
  server,
  errors,
}, info) => {
  const campaign = await generateCampaign(
    { sessions: 300, entities: 40, entityWords: [20, 10], noteBytes: 1200, eventsPerSession: 5, logEntries: 10 },
    7,
  );
  const file = info.outputPath('big.json');
  writeFileSync(file, asBackupFile(campaign));
  await page.goto(server.url);
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Restore', exact: true }).click({ timeout: 60_000 });
  await expect(page.getByRole('heading', { name: /Generated/ })).toBeVisible({ timeout: 60_000 });
  const link = await inviteLink(page);
  await expect(chip(page)).toContainText('Synced', { timeout: 90_000 });

  const ben = await browser.newContext({ serviceWorkers: 'block' });
  watch(ben, errors);
  let [most, sockets, pulls] = [0, 0, 0];
  ben.on('request', (request) => (pulls += request.url().endsWith('/pull') ? 1 : 0));
  const count = (each: Page): Page => {
    let open = 0;
    each.on('websocket', (socket) => {
      sockets += 1;
      most = Math.max(most, ++open);
      socket.on('close', () => (open -= 1));
    });
    return each;
  };
  let other = count(await ben.newPage());
  await joinBy(other, link, 'Ben');
  for (const left of [220, 90]) {
    await expect
      .poll(
        async () => {
          const words = await chip(other).innerText();
          return words.includes('Synced') ? 0 : Number(/Downloading (\d+)/.exec(words)?.[1] ?? '999');
        },
        { timeout: 60_000, intervals: [50] },
      )
      .toBeLessThan(left);
    const { url } = { url: other.url() };
    await other.close();
    other = count(await ben.newPage());
    await other.goto(url);
  }
  await expect(chip(other)).toContainText('Synced', { timeout: 90_000 });
  expect(most).toBeLessThanOrEqual(4);
  // Few exchanges for all: pages of documents over HTTP, and a socket for what is open.
  expect(pulls).toBeGreaterThan(2);
  expect(pulls).toBeLessThan(40);
  expect(sockets).toBeLessThan(40);

  const compare = async (): Promise<void> => {
    const [mine, theirs] = [await documentsOnDisk(page), await documentsOnDisk(other)];
    expect(theirs.size).toBe(mine.size);
    for (const [room, bytes] of mine)
      expect(Y.equalSnapshots(snapshot(bytes), snapshot(theirs.get(room)!)), room).toBe(true);
  };
  await compare();
  expect((await documentsOnDisk(other)).size).toBe(301); // the ledger and 300 evenings

  // One edit on one session: one room moves, and only that one is visited.
  const visited = new Set<string>();
  other.on('websocket', (socket) => visited.add(decodeURIComponent(new URL(socket.url()).pathname)));
  await page.getByRole('link', { name: 'Sessions' }).first().click();
  await page.getByRole('searchbox', { name: 'Filter sessions' }).fill('session 150');
  await page.getByRole('link', { name: /^150 / }).click();
  await page.getByRole('textbox', { name: 'Prep notes' }).click();
  await page.keyboard.type('One more thing. ');
  await expect.poll(() => visited.size).toBe(1);
  await expect(chip(page)).toContainText('Synced');
  await expect(chip(other)).toContainText('Synced');
  expect([...visited][0]).toContain('/session/');
  await expect
    .poll(async () => {
      const [a, b] = [await documentsOnDisk(page), await documentsOnDisk(other)];
      const room = [...visited][0]!.replace('/sync/', '');
      return Y.equalSnapshots(snapshot(a.get(room)!), snapshot(b.get(room)!));
    })
    .toBe(true);
  expect(visited.size).toBe(1);
  await ben.close();
});
