// Journeys of pictures in notes: chosen, pasted and dropped with no network, on the other GM's device, on paper, undone.
import { deflateSync } from 'node:zlib';
import type { Locator, Page } from '@playwright/test';
import { axeViolations } from './axe.ts';
import {
  chip,
  expect,
  installed,
  inviteLink,
  joinBy,
  newPrep,
  noteText,
  prepNote,
  savedHere,
  synced,
  test,
  type,
  watch,
} from './journey.ts';

test.use({ ownServer: true, serviceWorkers: 'allow' });

/** A chunk of a PNG with its checksum, CRC-32. */
const chunk = (name: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  let crc = 0xffffffff;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return Buffer.concat([length, body, check]);
};

/** A map of a coast, more or less. `claimed`: the size that it says it has. */
const pngOf = (width: number, height: number, claimed = { width, height }): Buffer => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(claimed.width);
  head.writeUInt32BE(claimed.height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const isLand = y > height / 2 + Math.sin(x / 40) * 30 + Math.sin(x / 13) * 12;
      rows.set(isLand ? [196, 170, 120 - (y % 40)] : [70, 110 + (x % 30), 150], y * (1 + width * 3) + 1 + x * 3);
    }
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};
const COAST = { name: 'coast.png', mimeType: 'image/png', buffer: pngOf(900, 600) };

const chooser = (page: Page): Locator => page.locator('.note-frame input[type=file]').first();
/** Chooses pictures and leaves the page in one of its tasks: none is read by then, however slow the machine is. */
const chooseAndLeave = (page: Page, files: readonly (typeof COAST)[], to: 'Overview' | 'forward'): Promise<void> =>
  chooser(page).evaluate(
    (input, [files, to]) => {
      const data = new DataTransfer();
      for (const { name, mimeType, base64 } of files) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: mimeType }));
      }
      (input as HTMLInputElement).files = data.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
      if (to === 'forward') history.forward();
      else [...document.querySelectorAll('a')].find((link) => link.textContent?.trim() === to)!.click();
    },
    [files.map(({ buffer, ...file }) => ({ ...file, base64: buffer.toString('base64') })), to] as const,
  );
const pictures = (page: Page): Locator => page.locator('.note figure .picture img');
const captionOf = (page: Page): Locator => page.locator('.note figure [data-caption]');

const isCaretInCaption = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const at = document.getSelection()?.anchorNode;
    const element = at instanceof Element ? at : at?.parentElement;
    return !!element?.closest('[data-caption]');
  });

/** Hands files to the note as a paste or a drop does. */
const give = (page: Page, how: 'paste' | 'drop', name: string, type: string, bytes: Buffer): Promise<void> =>
  prepNote(page).evaluate(
    (note, { how, name, type, base64 }) => {
      const data = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([bytes], name, { type }));
      const { left, top } = note.lastElementChild!.getBoundingClientRect();
      const init = { bubbles: true, cancelable: true };
      note.dispatchEvent(
        how === 'paste'
          ? new ClipboardEvent('paste', { ...init, clipboardData: data })
          : new DragEvent('drop', { ...init, dataTransfer: data, clientX: left + 2, clientY: top + 4 }),
      );
    },
    { how, name, type, base64: bytes.toString('base64') },
  );

/** The pixels that a picture has: none where it is not here. */
const widths = (page: Page): Promise<number[]> =>
  pictures(page).evaluateAll((all) => all.map((img) => (img as HTMLImageElement).naturalWidth));

test('a picture chosen with no network is in the note at once, survives a reload, is on the co-GM’s device and on paper; undo takes the own picture and not their words', async ({
  page,
  browser,
  server,
  errors,
}) => {
  await newPrep(page, server);
  const prep = page.url();
  await type(page, 'The coast as Rook drew it.');
  const link = await inviteLink(page);
  const ben = await browser.newContext({
    serviceWorkers: 'block',
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  watch(ben, errors);
  const other = await ben.newPage();
  await joinBy(other, link, 'Ben');
  await other.getByRole('link', { name: 'Continue prep' }).tap();
  await expect(prepNote(other)).toContainText('The coast as Rook drew it.');
  await page.goto(prep);
  await synced(page);

  await installed(page);
  await page.context().setOffline(true);
  await prepNote(page).press('Control+End');
  await chooser(page).setInputFiles(COAST);
  await expect(pictures(page)).toHaveCount(1);
  // The caret is in the caption; Enter leaves it for a new paragraph.
  await page.keyboard.type('Where the salt road ends');
  await page.keyboard.press('Enter');
  await page.keyboard.type('And nobody goes further.');
  await expect(captionOf(page)).toHaveText('Where the salt road ends');
  await expect(prepNote(page).locator('p').last()).toHaveText('And nobody goes further.');
  await savedHere(page);
  await type(other, ' Ben wrote this meanwhile.');
  await page.context().setOffline(false);

  // Words first; the picture comes by itself.
  await expect(captionOf(other)).toHaveText('Where the salt road ends');
  await expect.poll(() => widths(other), { timeout: 60_000 }).toEqual([900]);
  await expect(prepNote(page)).toContainText('Ben wrote this meanwhile.');
  await expect(chip(page)).not.toContainText('to send');

  await page.reload();
  await expect.poll(() => widths(page)).toEqual([900]);

  // At full size, by touch and by keyboard.
  await other.getByRole('button', { name: 'Show Where the salt road ends' }).tap();
  const lightbox = other.getByRole('dialog', { name: 'Where the salt road ends' });
  await expect(lightbox.locator('img')).toBeVisible();
  await expect(lightbox.locator('img')).toHaveAttribute('alt', 'Where the salt road ends');
  expect((await axeViolations(other, { type: 'tag', values: ['wcag2a', 'wcag2aa'] })).map(({ id }) => id)).toEqual([]);
  await other.keyboard.press('Escape');
  await expect(lightbox).toHaveCount(0);
  expect((await axeViolations(other, { type: 'tag', values: ['wcag2a', 'wcag2aa'] })).map(({ id }) => id)).toEqual([]);

  // A second one from the other device, and its undo.
  await prepNote(other).press('Control+End');
  await chooser(other).setInputFiles({ ...COAST, name: 'tower.png', buffer: pngOf(300, 500) });
  await expect.poll(() => widths(page), { timeout: 60_000 }).toEqual([900, 300]);
  // No tap in the middle of the note: a picture is there, which opens.
  await prepNote(page).press('Control+End');
  await page.keyboard.type('Rook came back.');
  await expect(prepNote(other)).toContainText('Rook came back.');
  await other.getByRole('button', { name: 'Undo', exact: true }).first().tap();
  await expect(pictures(other)).toHaveCount(1);
  await expect(pictures(page)).toHaveCount(1);
  await expect(prepNote(page)).toContainText('Rook came back.');
  await other.getByRole('button', { name: 'Redo', exact: true }).first().tap();
  await expect.poll(() => widths(page)).toEqual([900, 300]);
  await expect.poll(async () => (await noteText(page)) === (await noteText(other))).toBe(true);

  // On paper.
  await savedHere(page);
  await page.goto(prep.replace(/\/prep.*$/, '').replace('/sessions/', '/paper/session/'));
  // Printing waits for the pictures.
  await page.evaluate(() => {
    const printed = () => [...document.images].map((img) => (img.complete ? img.naturalWidth : 0)).join();
    window.print = () => void (document.title = `Printed ${printed()}`);
  });
  await page.getByRole('button', { name: 'Print or save as PDF' }).click();
  await expect(page).toHaveTitle('Printed 900,300');
  await expect.poll(() => widths(page)).toEqual([900, 300]);
  await page.emulateMedia({ media: 'print' });
  await expect(pictures(page).first()).toBeVisible();
  await ben.close();
});

test('a picture comes into the note also where the GM goes on before it is read, offline, and Undo takes it out', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Left too early');
  await installed(page);
  await page.reload();
  await type(page, 'The coast at dawn');
  await page.keyboard.press('Enter');
  await page.keyboard.type('They row.');
  await savedHere(page);
  const prep = page.url();
  await page.context().setOffline(true);
  await chooseAndLeave(page, [COAST, { ...COAST, name: 'cliff.png', buffer: pngOf(600, 900) }], 'Overview');
  await expect(page.getByText('The note was closed meanwhile. 2 pictures were added to it.')).toBeVisible();
  await savedHere(page);
  await page.goto(prep);
  await expect(pictures(page)).toHaveCount(2);
  await expect(prepNote(page)).toContainText('They row.');
});

test('a picture comes into the note it was given for, where the GM is in the Prep of another session by then', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Two nights');
  await type(page, 'The first night');
  await savedHere(page);
  const first = page.url();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('New session');
  await page.getByRole('option', { name: 'New session' }).first().tap();
  await expect(page).not.toHaveURL(first);
  await type(page, 'The second night');
  await savedHere(page);
  await page.goBack();
  await expect(prepNote(page)).toContainText('The first night');
  await chooseAndLeave(page, [COAST], 'forward');
  await expect(prepNote(page)).toContainText('The second night');
  await expect(page.getByText('The note was closed meanwhile. 1 picture was added to it.')).toBeVisible();
  await expect(pictures(page)).toHaveCount(0);
  await page.goBack();
  await expect(prepNote(page)).toContainText('The first night');
  await expect(pictures(page)).toHaveCount(1);
});

test('pictures are pasted and dropped in their place; what is no picture is refused in words, and no note makes a device fetch anything', async ({
  page,
  server,
}) => {
  await newPrep(page, server);
  await type(page, 'Before.');
  const asked: string[] = [];
  page.on('request', (request) => void asked.push(request.url()));
  await give(page, 'paste', 'image.png', 'image/png', pngOf(400, 300));
  await expect.poll(() => widths(page)).toEqual([400]);
  await page.keyboard.press('Enter');
  await page.keyboard.type('After.');
  await give(page, 'drop', 'tall.png', 'image/png', pngOf(200, 300));
  await expect.poll(async () => (await widths(page)).sort()).toEqual([200, 400]);

  const refused = page.getByText('Emberkeep can’t show this picture.');
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
  );
  for (const [name, mime, bytes] of [
    ['x.svg', 'image/svg+xml', svg],
    ['x.png', 'image/png', svg],
    ['page.png', 'image/png', Buffer.from('<html><img src="https://evil.example/x.png"></html>')],
    ['bomb.png', 'image/png', pngOf(8, 8, { width: 60_000, height: 60_000 })],
  ] as const) {
    await give(page, 'paste', name, mime, bytes);
    await expect(refused.first(), name).toBeVisible();
    await page.getByRole('button', { name: 'Dismiss' }).first().click();
    await expect(refused).toHaveCount(0);
  }
  await expect(pictures(page)).toHaveCount(2);

  // A picture of another program's page is its words; one that names an address is none.
  await prepNote(page).evaluate((note) => {
    const data = new DataTransfer();
    data.setData(
      'text/html',
      '<p data-pm-slice="0 0 []">Forged</p><figure data-picture="https://evil.example/x.png"><p data-caption>Evil</p></figure><img src="https://evil.example/y.png">',
    );
    note.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(prepNote(page)).toContainText('Forged');
  await expect(page.locator('.note figure')).toHaveCount(2);
  expect(asked.filter((url) => !url.startsWith(server.url) && !url.startsWith('blob:'))).toEqual([]);

  // By keyboard: Backspace before an empty caption selects the picture, a second one removes it. Also where a key comes
  // in the same frame as the caret, before the browser tells of it.
  const selected = await captionOf(page)
    .first()
    .evaluate((caption) => {
      const note = caption.closest<HTMLElement>('.note')!;
      note.focus();
      document.getSelection()!.collapse(caption, 0);
      note.dispatchEvent(new KeyboardEvent('keydown', { key: 'Backspace', bubbles: true, cancelable: true }));
      return note.querySelectorAll('figure.ProseMirror-selectednode').length;
    });
  expect(selected).toBe(1);
  // Again where the note moved under the click: a picture above is drawn.
  await expect(async () => {
    await captionOf(page).first().click();
    expect(await isCaretInCaption(page)).toBe(true);
  }).toPass();
  await page.keyboard.press('Home');
  await page.keyboard.press('Backspace');
  await expect(page.locator('.note figure.ProseMirror-selectednode')).toHaveCount(1);
  await page.keyboard.press('Backspace');
  await expect(pictures(page)).toHaveCount(1);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await widths(page)).sort()).toEqual([200, 400]);

  // Whoever types on while a picture is read keeps the caret.
  await prepNote(page).press('Control+End');
  await give(page, 'paste', 'large.png', 'image/png', pngOf(2400, 1200));
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('I type on: ');
  await expect.poll(async () => (await widths(page)).sort((a, b) => a - b)).toEqual([200, 400, 1280]);
  await page.keyboard.type('still here. ');
  await expect(prepNote(page).locator('p').first()).toHaveText('I type on: still here. Before.');

  // A picture of another campaign.
  await prepNote(page).evaluate((note) => {
    const data = new DataTransfer();
    const figure = `<figure data-picture="${'e'.repeat(64)}"><p data-caption>Elsewhere</p></figure>`;
    data.setData('text/html', `<div data-pm-slice="0 0 []">${figure}</div>`);
    note.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(page.getByText('This campaign does not have this picture.')).toBeVisible();
});
