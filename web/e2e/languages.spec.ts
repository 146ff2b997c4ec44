// Other languages: every page in words 40 % longer, where none is outside the catalogue, and every page from right to
// left.
import type { Locator, Page } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPseudoApp, PSEUDO_APP_DIR } from '../../packages/workbench/src/build-app.ts';
import { pseudoText } from '../messages/pseudo.ts';
import { expect, newPrep, prepNote, savedHere, test } from './journey.ts';
import { ROUTES, sampleIds } from './routes.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const SIZES = { landscape: { width: 1180, height: 820 }, phone: { width: 390, height: 844 } } as const;

test.use({ ownServer: true });
test.describe.configure({ timeout: 300_000 });

/** Pages whose words are all in the route table's other pages, or that only say that something is not there. */
const SKIPPED = new Set(['investigation map', 'on paper']);
/** Its prose is put together by the packages. */
const TOLD = 'previously';
const PAGES = ROUTES.filter(({ name }) => !SKIPPED.has(name));

const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Controls and headings whose words are cut off at their own edge, which no ellipsis shows. */
const clipped = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, a, label, summary, h1, h2, h3, legend, th')]
      .filter((e) => e.checkVisibility() && !e.closest('.visually-hidden, .note'))
      .filter((e) => {
        const { overflowX, textOverflow } = getComputedStyle(e);
        return overflowX !== 'visible' && textOverflow !== 'ellipsis' && e.scrollWidth > e.clientWidth + 1;
      })
      .map((e) => `${e.tagName} ${e.textContent?.trim().slice(0, 60) ?? ''}`),
  );

const sourcesIn = (folder: string): string =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8'))
    .join('\n');

const plain = (text: string): string =>
  text
    .replace(/\\n|_/g, ' ')
    .replace(/\[\[|\]\]|\*\*|\\(?=['"`])|['`]\s*\+\s*['`]/g, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();

/**
 * Words that are not of the catalogue: the sample's, those that the packages say (types, statuses, game time), and
 * what `Intl` says of dates.
 */
const KNOWN = plain(
  [
    sourcesIn('packages/domain/testing'),
    sourcesIn('web/src/lib/services/campaigns/sample'),
    ...['domain', 'store', 'assistant', 'search'].map((name) => sourcesIn(`packages/${name}/src`)),
    ...Array.from({ length: 12 }, (_, month) =>
      ['short', 'long'].map((style) =>
        new Date(2026, month).toLocaleDateString('en', { month: style as 'short' | 'long' }),
      ),
    ).flat(),
    ...['AM', 'PM', 'ago', 'hr', 'min', 'sec', 'now', 'yesterday', 'kB', 'MB', 'GB', 'bytes'],
  ].join('\n'),
);

/** Text on the page and in labels, as far as it is neither of the catalogue nor known. */
const strayWords = async (page: Page): Promise<string[]> => {
  const texts = await page.evaluate(() => {
    const found = new Set<string>();
    const skipped = 'script, style, code, textarea, [contenteditable], .note, svg';
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent && !parent.closest(skipped) && parent.checkVisibility()) found.add(node.textContent ?? '');
    }
    for (const e of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
      if (e.checkVisibility())
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.add(e.getAttribute(name) ?? '');
    return [...found];
  });
  // What is left between words with accents, numbers and marks.
  const parts = texts.flatMap((text) => text.split(/[\p{L}’'-]*[^\P{L}a-zA-Z][\p{L}’'-]*|[~\d.,:;·—–…“”()/×+−|!?→]+/u));
  return [...new Set(parts.map((part) => part.trim()))].filter(
    (part) => /[a-z]{2}/i.test(part) && !KNOWN.includes(plain(part)),
  );
};

test('every page in a language of longer words: all of them from the catalogue, none clipped, no sideways scroll', async ({
  page,
  server,
}) => {
  test.setTimeout(900_000);
  expect(await buildPseudoApp()).toBe(true);
  const ids = await sampleIds(page, server);
  await server.kill();
  server.appDir = PSEUDO_APP_DIR;
  await server.start();
  for (const route of PAGES) {
    await page.setViewportSize(SIZES.landscape);
    await page.goto(server.url + route.path(ids));
    await page.locator('h1').first().waitFor({ state: 'attached' });
    await expect(page.locator('body')).toContainText('~');
    for (const [size, viewport] of Object.entries(SIZES)) {
      const where = `${route.name} ${size}`;
      await page.setViewportSize(viewport);
      if (route.name !== TOLD) await expect.soft.poll(() => strayWords(page), where).toEqual([]);
      await expect.soft.poll(() => sideways(page), where).toBeLessThanOrEqual(0);
      await expect.soft.poll(() => clipped(page), where).toEqual([]);
    }
  }
  await page.goto(server.url);
  await expect(page.getByRole('link', { name: pseudoText('Settings') }).first()).toBeVisible();
});

/** Both edges of what divides a page, when it is read in a direction. */
const placesOf = (page: Page, direction: 'ltr' | 'rtl'): Promise<{ what: string; left: number; right: number }[]> =>
  page.evaluate((dir) => {
    document.documentElement.dir = dir;
    return [...document.querySelectorAll<HTMLElement>('header, nav, main, h1, [data-pane]')]
      .filter((e) => e.checkVisibility() && !e.closest('.visually-hidden'))
      .map((e) => {
        const { left, right } = e.getBoundingClientRect();
        return { what: `${e.tagName} ${e.getAttribute('aria-label') ?? e.className}`, left, right };
      });
  }, direction);

/** What is not where its mirror image would be, to a pixel. Leaves the page from right to left. */
const unmirrored = async (page: Page, width: number): Promise<string[]> => {
  const [before, after] = [await placesOf(page, 'ltr'), await placesOf(page, 'rtl')];
  if (before.length !== after.length) return ['another number of parts'];
  return before.flatMap(({ what, left, right }, i) => {
    const mirror = after[i] ?? { left: NaN, right: NaN };
    const isMirrored = Math.abs(width - right - mirror.left) <= 1 && Math.abs(width - left - mirror.right) <= 1;
    return isMirrored ? [] : [`${what}: ${left} to ${right}, then ${mirror.left} to ${mirror.right}`];
  });
};

test('every page from right to left: what divides it is mirrored, no sideways scroll', async ({ page, server }) => {
  const ids = await sampleIds(page, server);
  for (const route of PAGES) {
    await page.setViewportSize(SIZES.landscape);
    await page.goto(server.url + route.path(ids));
    await route.ready(page);
    for (const [size, viewport] of Object.entries(SIZES)) {
      const where = `${route.name} ${size}`;
      await page.setViewportSize(viewport);
      await expect.soft.poll(() => unmirrored(page, viewport.width), where).toEqual([]);
      await expect.soft.poll(() => sideways(page), where).toBeLessThanOrEqual(0);
    }
  }
});

/** On which side a text begins: where its first letter is, seen from its last sign, which is an exclamation mark. */
const beginsOn = (text: Locator): Promise<'left' | 'right' | 'nothing'> =>
  text.evaluate((element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const places: number[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      for (const [at, sign] of [...(node.textContent ?? '')].entries()) {
        if (!/[\p{L}!]/u.test(sign)) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        places.push(range.getBoundingClientRect().left);
        if (sign === '!') return places[0]! > places.at(-1)! ? 'right' : 'left';
      }
    return 'nothing';
  });
/** How far the words are from both edges of their box, px. */
const gaps = (text: Locator): Promise<{ left: number; right: number }> =>
  text.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const [words, box] = [range.getBoundingClientRect(), element.getBoundingClientRect()];
    return { left: words.left - box.left, right: box.right - words.right };
  });

test('what is written in Hebrew or Arabic begins on the right: in notes, lists, fields, names, on paper and for players', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'המגדל השחור!');
  const prep = page.url();
  const base = /^.*\/campaigns\/[^/]+/.exec(prep)![0];
  const session = /sessions\/([\w-]+)/.exec(prep)![1]!;
  await prepNote(page).click();
  for (const line of ['המגדל נשרף הלילה!', 'The tower burned!', 'البرج يحترق!']) {
    await page.keyboard.type(line);
    await page.keyboard.press('Enter');
  }
  await page.keyboard.type('- ראשון!');
  const paragraphs = prepNote(page).locator('> p');
  for (const [at, side] of (['right', 'left', 'right'] as const).entries()) {
    const line = paragraphs.nth(at);
    await expect.poll(() => beginsOn(line)).toBe(side);
    const { left, right } = await gaps(line);
    expect(side === 'right' ? left - right : right - left).toBeGreaterThan(100);
  }
  const list = prepNote(page).getByRole('list');
  await expect(list).toHaveCSS('direction', 'rtl');
  await expect.poll(() => beginsOn(list)).toBe('right');
  await savedHere(page);
  // How it is drawn is no part of what is stored: after a reload it is the same note.
  await page.reload();
  await expect(prepNote(page)).toContainText('המגדל נשרף הלילה!');
  await expect(prepNote(page).getByRole('list')).toHaveCSS('direction', 'rtl');

  // A name in a list reads from the right, and stays where the other names begin.
  for (const name of ['אבא!', 'Zed!']) {
    await page.goto(`${base}/entities`);
    await page.getByRole('button', { name: 'New entity' }).first().click();
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill(name);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Create/ })
      .click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await page.goto(`${base}/entities`);
  const [hebrew, english] = ['אבא!', 'Zed!'].map((name) => page.getByRole('listitem').getByText(name, { exact: true }));
  expect([await beginsOn(hebrew!), await beginsOn(english!)]).toEqual(['right', 'left']);
  const lefts = await Promise.all(
    [hebrew!, english!].map(async (name) => {
      const box = (await name.boundingBox())!;
      return Math.round(box.x + (await gaps(name)).left);
    }),
  );
  expect(lefts[0]).toBe(lefts[1]);

  // Titles and fields.
  await hebrew!.click();
  const field = page.locator('input:not([type])').first();
  await expect(field).toHaveValue('אבא!');
  await expect(field).toHaveCSS('unicode-bidi', 'plaintext');
  await page.goto(base);
  expect(await beginsOn(page.getByRole('heading', { level: 1 }))).toBe('right');
  await page.goto(`${base}/paper/session/${session}`);
  const onPaper = page.getByRole('article').getByText('המגדל נשרף הלילה!');
  expect(await beginsOn(onPaper)).toBe('right');
  await page.emulateMedia({ media: 'print' });
  expect(await beginsOn(onPaper)).toBe('right');
  expect((await gaps(onPaper)).right).toBeLessThan(2);
});
