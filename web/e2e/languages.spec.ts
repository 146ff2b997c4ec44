// Other languages: every page in words 40 % longer, where none is outside the catalogue, and every page from right to
// left.
import type { Page } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPseudoApp, PSEUDO_APP_DIR } from '../../packages/workbench/src/build-app.ts';
import { pseudoText } from '../messages/pseudo.ts';
import { expect, test } from './journey.ts';
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
