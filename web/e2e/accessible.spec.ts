// Every route, dialog, menu and error: WCAG 2.2 AA by axe in three themes, targets of 44 px, no sideways scroll.
import type { Page } from '@playwright/test';
import { axeViolations } from './axe.ts';
import { backInHistory, chip, expect, prepNote, test } from './journey.ts';
import { ROUTES, sampleIds } from './routes.ts';

const THEMES = ['day', 'dusk', 'table'] as const;
const SIZES = {
  landscape: { width: 1180, height: 820 },
  portrait: { width: 820, height: 1180 },
  phone: { width: 390, height: 844 },
  laptop: { width: 1366, height: 768 },
} as const;

type Theme = (typeof THEMES)[number];
/** `npm run test:long` looks at every state in every theme and size, `npm test` at every state once. */
const IS_SWEEP = process.env['EMBERKEEP_SWEEP'] === '1';
test.describe.configure({ timeout: IS_SWEEP ? 900_000 : 300_000 });
/** Sizes in which axe looks. */
const AXE_SIZES = IS_SWEEP ? (['landscape', 'phone'] as const) : (['landscape'] as const);
/** Routes whose shell or panes are other components on a phone: axe looks at them there too. */
const PHONE_ROUTES = ['overview', 'prep', 'play', 'wrap-up'];

/** All rules in the first theme; a theme changes colours only, so that the others are asked what looks at colours. */
const axe = async (page: Page, where: string, theme: Theme = THEMES[0]): Promise<void> => {
  const violations = await axeViolations(
    page,
    theme === THEMES[0]
      ? { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }
      : { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
  );
  expect(
    violations.map(
      (v) =>
        `${where}: ${v.id} ${v.nodes
          .map((n) => `${n.target.join(' ')} ${n.any[0]?.message ?? ''}`)
          .slice(0, 3)
          .join(' | ')}`,
    ),
  ).toEqual([]);
};

/** Every combination on the page that decides contrast: text colour, size, weight, and the backgrounds behind it. */
const colourPairs = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const behind = new Map<Element, string>();
    const backgrounds = (e: Element | null): string => {
      if (!e) return '';
      const known = behind.get(e);
      if (known !== undefined) return known;
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(e);
      const own = `${backgroundColor} ${backgroundImage} ${opacity}`;
      const isOpaque = /^rgb\(/.test(backgroundColor) && backgroundImage === 'none' && opacity === '1';
      const all = isOpaque ? own : `${own} < ${backgrounds(e.parentElement)}`;
      behind.set(e, all);
      return all;
    };
    const pairs = [...document.querySelectorAll('body *')].flatMap((e) => {
      const hasText =
        e.matches('input, select, textarea') ||
        [...e.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '');
      if (!hasText || !e.checkVisibility()) return [];
      const { color, fontSize, fontWeight, textDecorationLine } = getComputedStyle(e);
      const around = e.matches('a') && e.parentElement ? getComputedStyle(e.parentElement).color : '';
      return [[color, fontSize, fontWeight, textDecorationLine, around, backgrounds(e)].join(' | ')];
    });
    return [...new Set(pairs)];
  });

/** The combinations that axe has found readable in this worker, by theme: they are as readable on the next page. */
const readable: Record<Theme, Set<string>> = { day: new Set(), dusk: new Set(), table: new Set() };

/** All rules once; colours in each theme, where the page has some that axe has not looked at yet. */
const axeInThemes = async (page: Page, where: string): Promise<void> => {
  for (const theme of THEMES) {
    await inTheme(page, theme);
    const pairs = await colourPairs(page);
    if (IS_SWEEP || theme === THEMES[0] || pairs.some((pair) => !readable[theme].has(pair)))
      await axe(page, `${where} ${theme}`, theme);
    pairs.forEach((pair) => readable[theme].add(pair));
  }
};
const inTheme = (page: Page, theme: string): Promise<void> =>
  page.evaluate((t) => void (document.documentElement.dataset['theme'] = t), theme);

/** Controls under 44 px in either direction; links inside running text are exempt, as in WCAG 2.5.8. */
const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'button, a[href], input, select, textarea, [role="button"], [role="tab"], [role="menuitem"], [role="option"]',
      ),
    ]
      .filter((e) => {
        const style = getComputedStyle(e);
        if (
          style.visibility === 'hidden' ||
          style.display === 'none' ||
          e.closest('[aria-hidden="true"], .visually-hidden')
        )
          return false;
        if (e.matches('input[type=checkbox], input[type=radio]') && e.closest('label')) return false; // the label is the target
        if (e.closest('p') && e.matches('a') && !e.classList.contains('button')) return false;
        if (e.closest('.note')) return false;
        if (e.classList.contains('skip') && e !== document.activeElement) return false;
        const r = e.getBoundingClientRect();
        return r.width > 0 && r.height > 0 && (r.width < 43.5 || r.height < 43.5);
      })
      .map(
        (e) =>
          `${e.tagName} "${(e.getAttribute('aria-label') ?? e.textContent ?? '').trim().slice(0, 40)}" ${Math.round(e.getBoundingClientRect().width)}×${Math.round(e.getBoundingClientRect().height)}`,
      ),
  );
/** A popover finds its place a frame after the size changed: polled, like the targets. */
const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// In two halves, because there are two workers.
for (const half of [0, 1])
  test(`every route: axe, targets of 44 px and no sideways scroll in four sizes, ${half === 0 ? 'first' : 'second'} half`, async ({
    page,
    server,
  }) => {
    const ids = await sampleIds(page, server);
    for (const route of ROUTES.filter((_, i) => i % 2 === half)) {
      await page.setViewportSize(SIZES.landscape);
      await page.goto(server.url + route.path(ids));
      await route.ready(page);
      for (const size of AXE_SIZES) {
        await page.setViewportSize(SIZES[size]);
        await axeInThemes(page, `${route.name} ${size}`);
      }
      for (const [size, viewport] of Object.entries(SIZES)) {
        await page.setViewportSize(viewport);
        await expect.poll(() => smallTargets(page), `${route.name} ${size}`).toEqual([]);
        await expect.poll(() => sideways(page), `${route.name} ${size}`).toBeLessThanOrEqual(0);
        if (!IS_SWEEP && size === 'phone' && PHONE_ROUTES.includes(route.name)) {
          await inTheme(page, THEMES[0]);
          await axe(page, `${route.name} phone`);
        }
      }
    }
  });

/** A state of a page: axe as for a route, targets and scroll in two sizes. */
const looksAt =
  (page: Page) =>
  async (what: string): Promise<void> => {
    for (const size of ['landscape', 'phone'] as const) {
      await page.setViewportSize(SIZES[size]);
      if (size === 'landscape' || IS_SWEEP) await axeInThemes(page, `${what} ${size}`);
      await expect.poll(() => smallTargets(page), `${what} ${size}`).toEqual([]);
      await expect.poll(() => sideways(page), `${what} ${size}`).toBeLessThanOrEqual(0);
    }
    await page.setViewportSize(SIZES.landscape);
  };

test('the dialogs of the save file and of continuity: axe in three themes', async ({ page, server }) => {
  const ids = await sampleIds(page, server);
  const look = looksAt(page);
  await page.goto(`${server.url}/campaigns/${ids.campaign}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  for (const [words, dialog] of [
    ['end session', 'Export campaign file'],
    ['where are we', 'Where are we?'],
  ] as const) {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search and commands' }).fill(words);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: dialog }).waitFor();
    await look(dialog);
    await page.keyboard.press('Escape');
  }
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Open a campaign file…' }).click();
  await page
    .getByLabel('Or paste its text')
    .fill(
      '# Ash - Session Summary\n\n## World State\n- **Watch** | Power: 50/10 | Attitude: Wary | Territory: quays\nwhat is this',
    );
  await page.getByRole('button', { name: 'Read text' }).click();
  await page.getByText('[META PAUSE]').waitFor();
  await look('a damaged save file');
  await page.keyboard.press('Escape');
});

// Every dialog, menu, palette and error, in three journeys: together they take minutes.
test('dialogs, menus and errors of preparing: axe in three themes', async ({ page, server }) => {
  const ids = await sampleIds(page, server);
  const base = `${server.url}/campaigns/${ids.campaign}`;
  const look = looksAt(page);
  await page.goto(server.url);
  await page.getByRole('button', { name: 'New campaign' }).click();
  await page.getByRole('button', { name: 'Create campaign' }).click();
  await expect(page.getByRole('alert')).toContainText('type a name');
  await look('new campaign, with its error');

  await page.goto(`${base}/sessions/${ids.session}/prep`);
  await prepNote(page).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('option').first().waitFor();
  await look('palette');
  await page.keyboard.type('lef');
  await look('palette with hits');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More for this session' }).click();
  await page.getByRole('menuitem').first().waitFor();
  await look('session menu');
  await page.getByRole('menuitem', { name: 'Import notes…' }).click();
  await look('import');
  await page.keyboard.press('Escape');
  await chip(page).click();
  await page.getByText('On this device', { exact: true }).waitFor();
  await look('sync panel');
  await page.keyboard.press('Escape');
  await prepNote(page).getByRole('link', { name: 'Old Tam' }).first().click();
  await page.getByRole('article', { name: 'Old Tam' }).waitFor();
  await look('entity beside the note');
  await prepNote(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' [[ba');
  await page.getByRole('listbox', { name: 'Link to' }).waitFor();
  await look('link completion');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Save & Analyse' }).click();
  await page.getByRole('complementary', { name: 'Suggestions' }).getByRole('listitem').first().waitFor();
  await page.getByRole('complementary', { name: 'Suggestions' }).getByRole('button', { name: /^Edit/ }).first().click();
  await look('suggestions, one being edited');
  await page.getByRole('button', { name: /^Scenes/ }).click();
  await page
    .getByRole('complementary', { name: 'Scenes of this session' })
    .getByRole('button', { name: /^(?!Move|More).*The sea gate/ })
    .first()
    .click();
  await page.getByRole('textbox', { name: 'Objective' }).waitFor();
  await look('scene open');
});

test('dialogs, menus and errors of playing: axe in three themes', async ({ page, server }) => {
  const ids = await sampleIds(page, server);
  const base = `${server.url}/campaigns/${ids.campaign}`;
  const look = looksAt(page);
  await page.goto(`${base}/sessions/${ids.session}/play`);
  await page.getByText('Initiative and hit points').click();
  await page.getByRole('combobox', { name: 'Combatant name' }).fill('Goblin');
  await page.keyboard.press('Enter');
  await page
    .getByRole('list', { name: 'Turn order' })
    .getByRole('button', { name: /Goblin/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Expand entity list' }).click();
  await page.getByRole('button', { name: 'Clocks & goals', exact: true }).click();
  await page.getByRole('spinbutton').first().waitFor();
  await axeInThemes(page, 'table, everything open');
  await page.setViewportSize(SIZES.phone);
  await expect.poll(() => sideways(page), 'table, everything open, phone').toBeLessThanOrEqual(0);
  await page.setViewportSize(SIZES.landscape);
  await page
    .getByRole('list', { name: 'Turn order' })
    .getByRole('button', { name: /Goblin/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Clocks & goals', exact: true }).click();
  await backInHistory(page); // the tools, the list that covered the scene on a phone, and the opened combatant
  await page.goto(`${base}/map`);
  await page.getByRole('button', { name: 'Graph view' }).click();
  await page.getByRole('button', { name: 'Connect from The lamp' }).click();
  await page.getByRole('button', { name: 'Connect to The sea gate' }).click();
  await look('map, a way being made');

  await page.goto(`${base}/sessions/${ids.session}/log`);
  await page.getByRole('button', { name: 'Dice roll', exact: true }).click();
  await page.getByRole('form', { name: 'Log dice roll' }).waitFor();
  await look('dice roll form');
  await page.getByRole('button', { name: 'Start session…' }).click();
  await page.getByRole('button', { name: 'Start now' }).waitFor();
  await look('start sheet');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Roll dice (R)' }).click();
  await page.getByRole('button', { name: 'd20adv' }).click();
  await page.getByRole('button', { name: 'Log roll' }).waitFor();
  await look('dice');
  await page.keyboard.press('Escape');
  await page.goto(`${base}/goals`);
  await page.getByRole('button', { name: /^Keep the lantern dark/ }).click();
  await page.getByRole('button', { name: 'History', exact: true }).waitFor();
  await look('goal open');
  await page.getByLabel('What is at stake', { exact: true }).fill('Everything');
  await page.getByRole('button', { name: 'History', exact: true }).click();
  await page.getByRole('button', { name: 'Undo this change' }).first().waitFor();
  await look('history');
  await page.keyboard.press('Escape');
  await page.goto(`${base}/graph`);
  await page.getByRole('button', { name: 'Select' }).click();
  await page.getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'Graph view' }).click();
  await page.getByRole('figure').getByRole('button', { name: 'Pell' }).waitFor();
  await look('graph, some chosen');
});

test.describe('a campaign that is synced', () => {
  test.use({ ownServer: true });
  test('dialogs, menus and errors of keeping a campaign: axe in three themes', async ({ page, server }) => {
    const ids = await sampleIds(page, server);
    const base = `${server.url}/campaigns/${ids.campaign}`;
    const look = looksAt(page);
    await page.goto(`${base}/sessions`);
    await page.getByRole('button', { name: 'Import…' }).click();
    await page.getByLabel('Or paste it').fill('{"number": 3}');
    await page.getByRole('heading', { name: 'Contents' }).waitFor();
    await look('import sessions');
    await page.keyboard.press('Escape');

    await page.goto(`${base}/settings`);
    await page.getByRole('button', { name: 'Turn on sync' }).click();
    await page.getByRole('button', { name: 'I’ve saved it' }).waitFor();
    await look('recovery code');
    await page.getByRole('button', { name: 'I’ve saved it' }).click();
    await page.getByRole('button', { name: 'Invite a co-GM' }).click();
    await page.getByLabel('Link', { exact: true }).waitFor();
    await look('invitation');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Delete campaign…' }).click();
    await page.getByLabel(/^Type “/).waitFor();
    await look('delete campaign');
    await page.keyboard.press('Escape');
    // Single keys work once the focus has left the dialog's text field.
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
    await look('shortcuts');
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Entities' }).first().click();
    await page.getByRole('button', { name: 'New entity' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Old Tam');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('button', { name: 'Create anyway' }).waitFor();
    await look('new entity, name taken');

    await page.goto(`${server.url}/join`);
    await page.getByLabel('Invitation link or code').fill('nonsense');
    await page.getByLabel('Your name').fill('Ben');
    await page.getByRole('button', { name: 'Join' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await look('join, with its error');
  });
});
