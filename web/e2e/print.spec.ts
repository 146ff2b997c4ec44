// Journeys of printing: everything that is on the screen, scrolled to or not, is on as many pages as it needs.
import type { Page } from '@playwright/test';
import { expect, newPrep, openSample, prepNote, savedHere, test } from './journey.ts';

const PAGE_HEIGHT_PX = 1123 - 2 * 38; // A4 at 96 dpi, less Chromium's margins

/** Pages of the printed page: Chromium writes one such object a page. */
const pageCount = async (page: Page): Promise<number> => {
  const pdf = await page.pdf({ format: 'A4' });
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
};

/** Whether a text lies within what is laid out for print, with nothing around it that cuts it off. */
const isPrinted = (page: Page, text: string): Promise<boolean> =>
  page.evaluate((wanted) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.textContent?.includes(wanted)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const { bottom, height } = range.getBoundingClientRect();
      if (height === 0) continue;
      for (let box = node.parentElement; box && box !== document.documentElement; box = box.parentElement) {
        const { overflowY } = getComputedStyle(box);
        if (overflowY !== 'visible' && box.getBoundingClientRect().bottom < bottom - 1) return false;
      }
      return bottom + scrollY <= document.documentElement.scrollHeight + 1;
    }
    return false;
  }, text);

const laidOutHeight = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollHeight);

test('prep of three hundred lines and its session on paper print whole, to the last word', async ({ page, server }) => {
  await newPrep(page, server, 'The Long Road');
  const session = page.url().replace(/\/prep.*$/, '');
  await prepNote(page).click();
  await page.evaluate(() => {
    const text = Array.from({ length: 300 }, (_, i) => `Milestone ${i + 1} stands crooked by the ditch.`).join('\n');
    const data = new DataTransfer();
    data.setData('text/plain', text);
    document.activeElement!.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  await expect(prepNote(page)).toContainText('Milestone 300 stands crooked');
  await savedHere(page);

  for (const address of [page.url(), `${session.replace(/\/sessions\//, '/paper/session/')}`]) {
    await page.goto(address);
    await expect(page.getByText('Milestone 300 stands crooked').first()).toBeVisible();
    await page.emulateMedia({ media: 'print' });
    expect(await isPrinted(page, 'Milestone 300 stands crooked'), address).toBe(true);
    const pages = await pageCount(page);
    expect(pages, address).toBeGreaterThanOrEqual(Math.floor((await laidOutHeight(page)) / PAGE_HEIGHT_PX / 1.5));
    expect(pages, address).toBeGreaterThan(3);
    await page.emulateMedia({ media: 'screen' });
  }
  // Wrap-up on paper has its words and no buttons.
  await page.goto(`${session}/wrapup`);
  await page.getByRole('button', { name: 'Mark as completed' }).or(page.getByRole('toolbar')).first().waitFor();
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.button:not(.chip):visible, .icon:visible, [role="toolbar"]:visible')).toHaveCount(0);
});

test('what happened previously prints on as many pages as it has', async ({ page, server }) => {
  await openSample(page, server);
  await page.goto(`${page.url()}/previously`);
  const last = page.getByRole('main').locator('p, li, td').last();
  await last.waitFor();
  const words = (await last.innerText()).trim().slice(0, 30);
  await page.emulateMedia({ media: 'print' });
  expect(await isPrinted(page, words)).toBe(true);
  expect(await pageCount(page)).toBeGreaterThan(1);
});
