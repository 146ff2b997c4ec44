// Journeys of the device itself: the install sheet on iPads, storage told truthfully, deleting for everyone, recents.
import type { Locator, Page } from '@playwright/test';
import {
  chip,
  expect,
  inviteLink,
  joinBy,
  newPrep,
  openSample,
  prepNote,
  sampleAtTable,
  savedHere,
  test,
  type,
  watch,
} from './journey.ts';

// One red pixel.
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

test('on an iPad the sheet first offers to move the campaigns, then shows the three steps; not now is remembered', async ({
  browser,
  server,
  errors,
}) => {
  const ipad = await browser.newContext({
    serviceWorkers: 'block',
    userAgent:
      'Mozilla/5.0 (iPad; CPU OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1',
    viewport: { width: 820, height: 1180 },
    hasTouch: true,
  });
  watch(ipad, errors);
  const page = await ipad.newPage();
  await openSample(page, server);
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Show me how' }).tap();
  await expect(page.getByText('Move your campaigns first.')).toBeVisible();
  await expect(page.getByText('Add to Home Screen', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Move my campaigns' }).tap();
  await expect(page.getByRole('heading', { name: 'Sharing & sync' })).toBeVisible();
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Not now' }).tap();
  await expect(page.getByRole('button', { name: 'Show me how' })).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('link', { name: /The Drowned Lantern/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Show me how' })).toHaveCount(0);
  await ipad.close();
});

test('storage: nothing is asked before the first own words; the page says used, quota and protection as the browser does', async ({
  page,
  server,
}) => {
  await page.addInitScript(() => {
    const asked: number[] = [];
    Object.assign(window, { asked });
    navigator.storage.persist = () => Promise.resolve(asked.push(1) < 0);
  });
  await page.goto(server.url);
  await page.getByRole('button', { name: 'New campaign' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Mine');
  await page.getByRole('button', { name: 'Create campaign' }).click();
  await prepNote(page).waitFor();
  await expect(page.getByRole('button', { name: 'Protect my notes' })).toHaveCount(0);
  await type(page, 'My own words.');
  // reason for the cast: the init script put it there
  const timesAsked = (): Promise<number> =>
    page.evaluate(() => (window as unknown as { asked: number[] }).asked.length);
  expect(await timesAsked()).toBe(0);
  await page.getByRole('button', { name: 'Protect my notes' }).click();
  await expect(page.getByText('The browser declined for now')).toBeVisible();
  expect(await timesAsked()).toBe(1);
  await savedHere(page);
  await page.goto(`${server.url}/settings`);
  await expect(page.getByText('Not protected.')).toBeVisible();
  const [shown, estimate] = [
    await page.getByLabel('Storage used').getAttribute('value'),
    await page.evaluate(() => navigator.storage.estimate()),
  ];
  expect(Math.abs(Number(shown) - (estimate.usage ?? 0) / (estimate.quota ?? 1))).toBeLessThan(0.01);
});

test('the owner deletes for everyone: the co-GM is told and keeps the copy (M-003)', async ({
  page,
  browser,
  server,
  errors,
}) => {
  await newPrep(page, server);
  await type(page, 'Soon gone.');
  const link = await inviteLink(page);
  const ben = await browser.newContext({ serviceWorkers: 'block' });
  watch(ben, errors);
  const other = await ben.newPage();
  await joinBy(other, link, 'Ben');
  await other.getByRole('link', { name: 'Continue prep' }).click();
  await expect(prepNote(other)).toContainText('Soon gone.');
  await page.getByRole('button', { name: 'Delete campaign…' }).click();
  await page.getByRole('dialog').getByRole('checkbox').check();
  await page.getByLabel(/^Type “/).fill('Ash and Salt');
  await page.getByRole('button', { name: 'Delete for everyone' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await expect(chip(other)).toContainText('Access denied');
  await expect(other.getByText('The owner has deleted this campaign.').first()).toBeVisible();
  await expect(prepNote(other)).toContainText('Soon gone.');
  await ben.close();
});

test('an empty palette lists recents: Down is not needed, Enter flips to the page before', async ({ page, server }) => {
  await openSample(page, server);
  await page.getByRole('link', { name: 'Entities' }).first().click();
  await page.getByRole('link', { name: /Baron Harkness/ }).click();
  await expect(page.getByRole('article', { name: 'Baron Harkness' })).toBeVisible();
  await page.getByRole('link', { name: 'Entities' }).first().click();
  await page.getByRole('link', { name: /Old Tam/ }).click();
  await expect(page.getByRole('article', { name: 'Old Tam' })).toBeVisible();
  await page.getByRole('button', { name: 'Search and commands (Ctrl+K)' }).tap();
  await expect(page.getByRole('listbox', { name: 'Results' }).getByRole('option').first()).toContainText(
    'Baron Harkness',
  );
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article', { name: 'Baron Harkness' })).toBeVisible();
});

test('the shelf of home: a cover for every campaign, and one tap to the session that is played next', async ({
  page,
  server,
}) => {
  await page.goto(server.url);
  await expect(page.getByText('in one place that needs no network')).toBeVisible();
  await newPrep(page, server, 'The Salt Road');
  await type(page, 'The caravan leaves before dawn.');
  await savedHere(page);
  await page.goto(server.url);
  await expect(page.getByText('in one place that needs no network')).toHaveCount(0);
  const card = page.getByRole('article').filter({ hasText: 'The Salt Road' });
  await expect(card.locator('svg')).toBeVisible();
  await card.getByRole('link', { name: 'Continue session 1' }).tap();
  await expect(prepNote(page)).toContainText('The caravan leaves before dawn.');
});

test('a campaign of one’s own: four taps and well under a minute from the first visit to a first written line and a linked name', async ({
  page,
  server,
}, info) => {
  let taps = 0;
  const tap = (target: Locator): Promise<void> => {
    taps += 1;
    return target.tap();
  };
  const start = Date.now();
  await page.goto(server.url);
  await tap(page.getByRole('button', { name: 'New campaign' }));
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await page.keyboard.type('The Salt Road');
  await page.getByLabel('Game system').selectOption('fitd');
  taps += 2; // the list and its entry
  await tap(page.getByRole('button', { name: 'Create campaign' }));
  await expect(prepNote(page)).toBeFocused();
  await page.keyboard.type('The ferry does not come back.');
  await savedHere(page);
  info.annotations.push({ type: 'first line', description: `${taps} taps, ${Date.now() - start} ms` });
  expect(taps).toBe(4);
  expect(Date.now() - start).toBeLessThan(60_000);

  // The hint of Prep leads to a first name, whose kind is chosen in the tap that creates it.
  const hint = page.getByRole('complementary', { name: 'Hint' });
  await expect(hint).toContainText('Type [[ and a name');
  await prepNote(page).press('Control+End');
  await page.keyboard.type(' Ask [[Nan Sowerby');
  await page.getByRole('option', { name: 'Create “Nan Sowerby” as NPC' }).tap();
  await expect(prepNote(page)).toContainText('[[Nan Sowerby]]');
  await expect(hint).toHaveCount(0);

  // The hints of the table are there for one's own campaign, too, and end without an offer to make it one's own.
  await page.goto(page.url().replace('/prep', '/play'));
  await expect(hint).toContainText('Tap any name');
  await hint.getByRole('button', { name: 'Next' }).tap();
  await hint.getByRole('button', { name: 'Next' }).tap();
  await hint.getByRole('button', { name: 'Show me' }).tap();
  await expect(page.getByRole('combobox', { name: 'Search and commands' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(hint).toHaveCount(0);
  await expect(page.getByRole('complementary', { name: 'Make it yours' })).toHaveCount(0);

  // Its cover: one of those drawn, then a picture of one's own, on the shelf too.
  await page.goto(page.url().replace(/\/sessions\/.*/, '/settings'));
  await page.getByRole('button', { name: 'Sea', exact: true }).tap();
  await expect(page.getByRole('button', { name: 'Sea', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Cover', exact: true }) })
    .locator('input[type=file]')
    .setInputFiles({ name: 'road.png', mimeType: 'image/png', buffer: PNG });
  await expect(page.getByRole('button', { name: 'Sea', exact: true })).toHaveAttribute('aria-pressed', 'false');
  await savedHere(page);
  await page.getByRole('link', { name: 'All campaigns' }).tap();
  await expect(page.getByRole('article').filter({ hasText: 'The Salt Road' }).locator('img')).toBeVisible();
});

test.describe('in standalone on a tablet and on a phone on its side', () => {
  /** Cut-outs, status bar and home bar, px, as an iPad and a phone with a notch have them. */
  const DEVICES = [
    { size: { width: 1180, height: 820 }, insets: { top: 24, right: 0, bottom: 20, left: 0 } },
    { size: { width: 844, height: 390 }, insets: { top: 0, right: 47, bottom: 21, left: 47 } },
    { size: { width: 390, height: 844 }, insets: { top: 47, right: 0, bottom: 34, left: 0 } },
  ];

  /** What can be tapped and lies in an unsafe strip, as far as it is not scrolled out of view. */
  const tappedInUnsafe = (page: Page, insets: (typeof DEVICES)[number]['insets']) =>
    page.evaluate(({ top, right, bottom, left }) => {
      /** The part of an element that its scrolling ancestors show, and whether it can be scrolled up. */
      const shownOf = (element: Element): { box: DOMRect; scrolls: boolean } => {
        let { left: x1, top: y1, right: x2, bottom: y2 } = element.getBoundingClientRect();
        let scrolls = false;
        for (let each = element.parentElement; each; each = each.parentElement) {
          const { overflowX, overflowY } = getComputedStyle(each);
          if (overflowX === 'visible' && overflowY === 'visible') continue;
          const box = each.getBoundingClientRect();
          [x1, y1, x2, y2] = [
            Math.max(x1, box.left),
            Math.max(y1, box.top),
            Math.min(x2, box.right),
            Math.min(y2, box.bottom),
          ];
          scrolls ||= overflowY === 'auto' || overflowY === 'scroll';
        }
        return { box: new DOMRect(x1, y1, x2 - x1, y2 - y1), scrolls };
      };
      const isCovered = (element: Element, { x, y, width, height }: DOMRect): boolean => {
        const [above] = document.elementsFromPoint(x + width / 2, y + height / 2);
        return !above || !(element.contains(above) || above.contains(element));
      };
      return [...document.querySelectorAll('a[href], button, input, select, textarea, [contenteditable="true"]')]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }))
        .filter((element) => {
          const { box, scrolls } = shownOf(element);
          if (box.width < 2 || box.height < 2 || isCovered(element, box)) return false;
          const isAtSide = box.left < left - 0.5 || box.right > innerWidth - right + 0.5;
          // What scrolls may be under the home bar, and is scrolled out of it.
          return isAtSide || box.top < top - 0.5 || (!scrolls && box.bottom > innerHeight - bottom + 0.5);
        })
        .map((element) => `${element.outerHTML.slice(0, 80)} at ${JSON.stringify(element.getBoundingClientRect())}`);
    }, insets);

  test('nothing that is tapped lies under the status bar, the home bar or a cut-out', async ({ page, server }) => {
    const session = await page.context().newCDPSession(page);
    const table = await sampleAtTable(page, server);
    const campaign = new URL(table).pathname.split('/').slice(0, 3).join('/');
    const found: string[] = [];
    for (const { size, insets } of DEVICES) {
      await page.setViewportSize(size);
      await session.send('Emulation.setSafeAreaInsetsOverride' as never, { insets } as never);
      const look = async (where: string): Promise<void> => {
        const unsafe = await tappedInUnsafe(page, insets);
        found.push(...unsafe.map((each) => `${where} ${size.width}×${size.height}: ${each}`));
      };
      await page.goto(table);
      await expect(page.getByRole('heading', { name: 'The sea gate' }).first()).toBeVisible();
      await look('Play');
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('combobox')).toBeFocused();
      await look('palette');
      await page.keyboard.press('Escape');
      await page.goto(`${server.url}${campaign}/settings`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await look('Settings');
      await page.goto(server.url);
      await expect(page.getByRole('button', { name: 'New campaign' }).first()).toBeVisible();
      await look('home');
      await page.getByRole('button', { name: 'New campaign' }).first().click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await look('dialog');
      await page.goBack();
    }
    expect(found).toEqual([]);
    // The status bar's white words stand on a dark strip in the light theme, too.
    expect(await page.evaluate(() => getComputedStyle(document.body, '::before').height)).toBe('47px');
  });
});
