// The one bar of a session and what is around it: how little lies above the first line, the tabs of the record, what
// arrives while somebody writes, and colours of links.
import type { Locator, Page } from '@playwright/test';
import { faults } from './faults.ts';
import {
  expect,
  inSessionMenu,
  newPrep,
  noteText,
  openRecord,
  prepNote,
  recordTab,
  savedHere,
  test,
  type,
} from './journey.ts';

test.use({ hasTouch: true, viewport: { width: 1180, height: 820 } });

const SIZES = [
  { width: 1180, height: 820, above: 120 },
  { width: 820, height: 1180, above: 120 },
  { width: 390, height: 844, above: 160 },
  { width: 1180, height: 430, above: 120 },
];
const at = ({ width, height }: { width: number; height: number }): string => `at ${width}×${height}`;

/** Where the first line of text in an element begins, px from the top of the screen. */
const firstLine = (element: Locator): Promise<number> =>
  element.evaluate((e) => {
    const texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(texts.currentNode);
      const { top, width } = range.getBoundingClientRect();
      if (width > 1) return top;
    }
    return Infinity;
  });
/** The rows that the controls of the bar are in, by the middle of each. */
const rows = (page: Page): Promise<number> =>
  page.locator('header.session').evaluate((bar) => {
    const shown = [...bar.querySelectorAll('a, button, input')].filter((e) => e.checkVisibility());
    const middles = shown
      .map((e) => e.getBoundingClientRect())
      .map(({ top, height }) => Math.round((top + height / 2) / 12));
    return new Set(middles).size;
  });
/** A session with scenes, notes of each stage, lines and veils, and a title that is long. */
const fill = async (page: Page): Promise<string> => {
  const prep = page.url();
  await type(page, 'The tide is out at noon. Nobody at the weir saw the reeve go.');
  await page.getByLabel('Session title').fill('The reeve of Quillon Weir is found in the sluice at low water');
  await page.getByLabel('Session title').press('Enter');
  await page.goto(prep.replace(/sessions.*/, 'notebook'));
  await page.getByPlaceholder('Add a topic…').fill('Eels in food');
  await page.keyboard.press('Enter');
  await savedHere(page);
  await page.goto(prep.replace(/prep$/, 'play'));
  for (const title of ['The sluice', 'The reeve’s house']) {
    await page.getByRole('button', { name: 'New scene' }).tap();
    await page.getByRole('textbox', { name: 'Title of the new scene' }).fill(title);
    await page.keyboard.press('Enter');
    await expect(
      page.getByRole('region', { name: 'Scene', exact: true }).getByRole('heading', { level: 2 }),
    ).toHaveText(title);
  }
  await page.goto(prep.replace(/prep$/, 'wrapup'));
  await page.getByRole('textbox', { name: 'Actual notes' }).tap();
  await page.keyboard.type('They drained the pond first.');
  await savedHere(page);
  return prep;
};

test('one bar of 52 px, and at most 120 px above the first line in every stage, 160 on a phone', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'The Long Assize of Quillon Weir');
  const prep = await fill(page);
  const STAGES = {
    prep: () => prepNote(page),
    play: () => page.getByRole('region', { name: 'Scene', exact: true }).getByRole('heading', { level: 2 }),
    wrapup: () => page.getByRole('textbox', { name: 'Actual notes' }),
  };
  for (const size of SIZES) {
    await page.setViewportSize(size);
    const isPhone = size.width < 640;
    for (const [stage, first] of Object.entries(STAGES)) {
      const where = `${stage} ${at(size)}`;
      await page.goto(prep.replace(/prep$/, stage));
      await first().waitFor();
      await expect.poll(() => firstLine(first()), { message: where }).toBeLessThanOrEqual(size.above);
      const bar = page.locator('header.session');
      expect((await bar.boundingBox())?.height, where).toBeLessThanOrEqual(isPhone ? 96 : 52);
      expect(await rows(page), where).toBe(isPhone ? 2 : 1);
      // The way back, the stages, the step that goes on and the chip are on screen, and only that step is accented.
      await expect(bar.getByRole('link', { name: 'The Long Assize of Quillon Weir' })).toBeInViewport({ ratio: 0.95 });
      await expect(bar.getByRole('navigation', { name: 'This session' }).getByRole('link')).toHaveText([
        'Prep',
        'Play',
        'Wrap-up',
      ]);
      await expect(bar.locator('.primary')).toHaveText(['Start session…']);
      await expect(bar.getByRole('button', { name: 'Start session…' })).toBeInViewport({ ratio: 0.95 });
      await expect(page.getByTestId('sync-chip')).toBeInViewport({ ratio: 0.95 });
      expect(await faults(page), where).toEqual([]);
    }
  }
  // The step of a session that was played is no longer than a phone has space for, either.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(prep.replace(/prep$/, 'play'));
  await page.getByRole('button', { name: 'Start session…' }).tap();
  await page.getByRole('button', { name: 'Start now' }).tap();
  await page.getByRole('button', { name: 'End session…' }).tap();
  await page.getByRole('button', { name: 'End and save' }).tap();
  await page.getByRole('button', { name: 'Done' }).tap();
  await expect(page.locator('header.session .next')).toHaveText('Go to Wrap-up');
  expect(await rows(page)).toBe(2);
});

test('from Play: another theme and text size, lines and veils, the log and back; what the bar holds is in the system’s own colours too', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Quillon Weir');
  await fill(page);
  await page.getByRole('link', { name: 'Play', exact: true }).tap();
  const html = page.locator('html');
  for (const width of [1180, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await inSessionMenu(page, 'Theme and text size');
    await page.getByRole('radio', { name: width === 390 ? /^Table light/ : /^Day/ }).check();
    await page.getByRole('slider').fill(width === 390 ? '16' : '19');
    await page.keyboard.press('Escape');
    await expect(html).toHaveAttribute('data-theme', width === 390 ? 'table' : 'day');
    await expect(html).toHaveCSS('font-size', width === 390 ? '16px' : '19px');
    await inSessionMenu(page, 'Lines and veils');
    await expect(page.getByRole('dialog')).toContainText('Eels in food');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('complementary', { name: 'Lines and veils' })).toBeVisible();
  }
  await openRecord(page, 'Log');
  await page.getByRole('button', { name: 'Review, log and details' }).tap();
  await expect(page.getByRole('menuitem', { name: 'Log' })).toHaveAttribute('aria-current', 'page');
  await page.keyboard.press('Escape');
  await page.emulateMedia({ forcedColors: 'active' });
  const play = page.getByRole('navigation', { name: 'This session' }).getByRole('link', { name: 'Play' });
  await expect(play).toHaveCSS('outline-style', 'none');
  await play.tap();
  await expect(play).toHaveCSS('outline-style', 'solid');
  // What is nothing but a colour is seen too: the dot of the stage, and the one main button.
  const colourOf = (locator: Locator) => locator.evaluate((e) => getComputedStyle(e).backgroundColor);
  const canvas = await colourOf(page.locator('body'));
  for (const drawn of [page.locator('.stages .dot'), page.locator('.button.primary').first()])
    expect(await colourOf(drawn)).not.toBe(canvas);
  await expect(page.locator('.button.primary').first()).toHaveCSS('forced-color-adjust', 'none');
});

test('the record is tabs: by arrow keys, kept in the address, and nothing that is typed is lost between them', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Quillon Weir');
  await openRecord(page, 'Details');
  const tab = (name: string) => page.getByRole('tab', { name, exact: true });
  await expect(page.getByRole('tab')).toHaveText(['Plan', 'Attendance', 'Stats', 'Summary']);
  await expect(tab('Plan')).toHaveAttribute('aria-selected', 'true');
  await page.getByLabel('Main objective').fill('Find who opened the sluice');
  // Typed and not sent off.
  await page.getByLabel('Add to planned objectives').fill('Question the miller');
  await tab('Plan').focus();
  await page.keyboard.press('ArrowRight');
  await expect(tab('Attendance')).toBeFocused();
  await expect(page.getByRole('tabpanel', { name: 'Attendance' })).toBeVisible();
  await expect(page.getByRole('tabpanel')).toHaveCount(1);
  await page.keyboard.press('End');
  await expect(tab('Summary')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(tab('Summary')).not.toBeFocused();
  const summary = page.getByRole('textbox', { name: 'Player summary' });
  await summary.click();
  await page.keyboard.type('They found the reeve’s ');
  await recordTab(page, 'Stats');
  await recordTab(page, 'Summary');
  await summary.press('Control+End');
  await page.keyboard.type('boots.');
  await expect(summary).toHaveText('They found the reeve’s boots.');
  await recordTab(page, 'Plan');
  await expect(page.getByLabel('Add to planned objectives')).toHaveValue('Question the miller');
  await recordTab(page, 'Summary');
  await savedHere(page);
  await page.reload();
  await expect(tab('Summary')).toHaveAttribute('aria-selected', 'true');
  await expect(summary).toHaveText('They found the reeve’s boots.');
  await tab('Summary').focus();
  await page.keyboard.press('ArrowRight');
  await expect(tab('Plan')).toBeFocused();
  await expect(page.getByLabel('Main objective')).toHaveValue('Find who opened the sluice');
});

test('a toast covers no control and moves nothing that is being typed, and stays while it is touched', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Quillon Weir');
  const prep = await fill(page);
  const toast = page.getByText('Saved on this device', { exact: true }).last();
  const pages = {
    prep,
    play: prep.replace(/prep$/, 'play'),
    record: prep.replace(/prep$/, 'record'),
    sessions: prep.replace(/\/[^/]+\/prep$/, ''),
  };
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const [name, address] of Object.entries(pages)) {
      await page.goto(address);
      await page.getByTestId('sync-chip').waitFor();
      await savedHere(page);
      await expect(toast).toBeVisible();
      await expect(async () => expect(await faults(page), `${name} ${at(size)}`).toEqual([])).toPass({
        timeout: 10_000,
      });
    }
  }
  // Outside a campaign too, where the page scrolls in a frame.
  await page.goto(`${server.url}/capture`);
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.getByLabel('Your note').fill('The miller limps.');
    await page.getByRole('button', { name: 'Add to prep notes' }).tap();
    // The message of the size before may still be there: this note is added once its words are gone.
    await expect(page.getByLabel('Your note')).toHaveValue('');
    await expect(page.getByText(/^Added to/).last()).toBeVisible();
    expect(await faults(page), `quick note ${at(size)}`).toEqual([]);
  }
  await page.setViewportSize({ width: 1180, height: 820 });
  // What is typed stays where it is.
  await page.goto(prep);
  await prepNote(page).tap();
  const before = await firstLine(prepNote(page));
  await page.keyboard.press('Control+s');
  await expect(toast).toBeVisible();
  expect(await firstLine(prepNote(page))).toBe(before);
});

test('names in what is read have the colour of what they are, close to the words around them; brackets are seen at the caret only, and stored, copied and typed as before', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Quillon Weir');
  await prepNote(page).click();
  for (const [name, kind] of [
    ['Osric Vane', 'NPC'],
    ['The Sluice', 'Location'],
  ] as const) {
    await page.keyboard.type(`[[${name}`);
    await page.getByRole('option', { name: `Create “${name}” as ${kind}` }).click();
  }
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText('Ask [[Osric Vane]]s about [[The Sluice]] today.');
  const brackets = prepNote(page).locator('.wl-bracket');
  const widths = (): Promise<number[]> =>
    brackets.evaluateAll((all) => all.map((e) => Math.round(e.getBoundingClientRect().width)));
  await expect.poll(widths).toEqual([0, 0, 0, 0]);
  // One step of the caret at a time goes into the link, and its brackets are seen.
  await page.keyboard.press('Home');
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await widths()).map((w) => w > 0)).toEqual([true, true, false, false]);
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.type('X');
  await expect.poll(() => noteText(page)).toBe('Ask [[OXsric Vane]]s about [[The Sluice]] today.');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('End');
  await expect.poll(widths).toEqual([0, 0, 0, 0]);
  // Copied with its brackets.
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  const copied = await prepNote(page).evaluate((note) => {
    const data = new DataTransfer();
    note.dispatchEvent(new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }));
    return data.getData('text/plain');
  });
  expect(copied).toBe('Ask [[Osric Vane]]s about [[The Sluice]] today.');
  await savedHere(page);
  await page.getByRole('link', { name: 'Play', exact: true }).click();
  const scene = page.getByRole('region', { name: 'Scene', exact: true });
  const [person, place] = [
    scene.getByRole('button', { name: 'Osric Vane' }),
    scene.getByRole('button', { name: 'The Sluice' }),
  ];
  const colours = await Promise.all([person, place].map((each) => each.evaluate((e) => getComputedStyle(e).color)));
  expect(new Set(colours).size).toBe(2);
  await expect(person).toHaveCSS('padding-inline', '0px');
  await expect(scene).toContainText('Ask Osric Vanes about The Sluice today.');
});

test('from a small tablet to a laptop the bar keeps one row, the next step whole and a title to read', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Quillon Weir');
  // The longest next step.
  const wrapUp = page.url().replace(/prep$/, 'wrapup');
  await page.goto(wrapUp);
  await page.getByRole('button', { name: 'Move session here' }).tap();
  await expect(page.getByRole('button', { name: 'Mark as completed' })).toBeVisible();
  for (const width of [744, 799, 800, 820, 1024, 1139, 1140, 1180, 1280, 1366, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    await expect
      .poll(
        () =>
          page.locator('header.top').evaluate((bar) => {
            const next = bar.querySelector('.next')!;
            const words = document.createRange();
            words.selectNodeContents(next);
            const { paddingLeft, paddingRight } = getComputedStyle(next);
            const room = next.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
            const controls = [...bar.querySelectorAll('a, button, input')]
              .map((control) => control.getBoundingClientRect())
              .filter((box) => box.width > 0);
            return {
              rows: Math.floor(bar.clientHeight / 44),
              // In fractions of a pixel: one is enough to cut the last letters.
              isNextWhole: words.getBoundingClientRect().width <= room + 0.5,
              isApart: controls.every((box, i) => i === 0 || box.left >= controls[i - 1]!.right - 0.5),
              hasTitle: bar.querySelector('.title')!.clientWidth >= 58,
              isInside: bar.scrollWidth <= bar.clientWidth,
            };
          }),
        `at ${width}`,
      )
      .toEqual({ rows: 1, isNextWhole: true, isApart: true, hasTitle: true, isInside: true });
  }
  // The game time beside the tools is whole, on a tablet held upright too.
  await page.goto(wrapUp.replace(/wrapup$/, 'play'));
  const now = page.getByRole('region', { name: 'Tools' }).locator('.now');
  await expect(now).toContainText('Day 0');
  for (const width of [744, 820, 1180]) {
    await page.setViewportSize({ width, height: 1180 });
    await expect
      .poll(
        () => now.evaluate((e) => e.scrollHeight <= e.clientHeight && e.scrollWidth <= e.clientWidth),
        `at ${width}`,
      )
      .toBe(true);
  }
});
