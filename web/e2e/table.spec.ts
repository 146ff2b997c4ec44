// How little the table asks of the hand: taps are counted, nothing covers a control, a low screen keeps space to write,
// and no tap moves the app.
import type { Locator, Page } from '@playwright/test';
import { faults } from './faults.ts';
import { airplane, expect, newPrep, prepNote, savedHere, test, sampleAtTable } from './journey.ts';

test.use({ serviceWorkers: 'allow', hasTouch: true, viewport: { width: 1180, height: 820 } });

const SIZES = [
  { width: 1180, height: 820 },
  { width: 820, height: 1180 },
  { width: 390, height: 844 },
  { width: 1180, height: 430 },
];

const pane = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const drawer = (page: Page) => pane(page, 'Entity details');
const dock = (page: Page) => pane(page, 'Tools');
const dockTab = (page: Page, name: string) => dock(page).getByRole('button', { name, exact: true });
const scratchpad = (page: Page) => page.getByRole('textbox', { name: 'Scratchpad' });
const lastEvents = (page: Page) => page.getByRole('list', { name: 'Recent events' }).getByRole('listitem');

/**
 * Does something from Play with a folded dock, in exactly so many taps; what is tapped is on screen without scrolling.
 */
const inTaps = async (
  page: Page,
  aim: number,
  run: (tap: (target: Locator) => Promise<void>) => Promise<void>,
): Promise<void> => {
  const fold = dock(page).getByRole('button', { name: 'Collapse tools' });
  if (await fold.isVisible()) await fold.tap();
  const at = page.url();
  let taps = 0;
  await run(async (target) => {
    await expect(target).toBeInViewport({ ratio: 0.95 });
    await target.tap();
    taps += 1;
  });
  expect(taps).toBe(aim);
  expect(page.url()).toBe(at);
};

/** A session in progress with a late player, a goal and an empty table. */
const openTable = async (page: Page, goal: string): Promise<void> => {
  const prep = page.url();
  await page.goto(prep.replace(/sessions.*/, 'goals'));
  await page.getByPlaceholder('New goal…').fill(goal);
  await page.keyboard.press('Enter');
  await expect(page.getByPlaceholder('New goal…')).toHaveValue('');
  await savedHere(page);
  await page.goto(prep.replace(/prep$/, 'play'));
  await page.getByRole('button', { name: 'Start session…' }).tap();
  await page.getByRole('dialog').getByLabel('Add a player').fill('Jo');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Here Jo' }).tap();
  // Typed and not added: Start now takes the name along.
  await page.getByRole('dialog').getByLabel('Add a player').fill('Wojciech');
  await page.getByRole('button', { name: 'Start now' }).tap();
  await expect(page.getByText('Session started')).toBeVisible();
};

test('[M-024] the taps of an evening, counted: names, a kill, experience, treasure, a late player, a goal, a faction, dice; the table is never left', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Iron Tide');
  await openTable(page, 'Burn the tollhouse');
  await airplane(page);

  // Adding an NPC: 5 and the way back → 2, in the drawer.
  await inTaps(page, 2, async (tap) => {
    await tap(page.getByRole('button', { name: /^Search and commands/ }));
    await page.keyboard.type('Captain Brill');
    await tap(page.getByRole('option', { name: 'Create “Captain Brill” as NPC' }));
  });
  await expect(drawer(page)).toContainText('Captain Brill');
  await expect(drawer(page)).toContainText('NPC');
  // From the rail: its button, and Create.
  await inTaps(page, 2, async (tap) => {
    await tap(page.getByRole('button', { name: 'Add an entity' }));
    await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused();
    await page.keyboard.type('Odd Wen');
    await tap(page.getByRole('dialog').getByRole('button', { name: 'Create' }));
  });
  await expect(drawer(page)).toContainText('Odd Wen');
  // While writing, with its type; the words go on.
  await scratchpad(page).tap();
  await page.keyboard.type('[[Captain Brill]] owes [[The Gulls');
  await page.getByRole('option', { name: 'Create “The Gulls” as Faction' }).tap();
  await page.keyboard.type(' a ship.');
  await expect(scratchpad(page)).toContainText('[[The Gulls]] a ship.');
  await expect(drawer(page)).toContainText('The Gulls');
  // Finding a name: the drawer, not another page.
  await inTaps(page, 2, async (tap) => {
    await tap(page.getByRole('button', { name: /^Search and commands/ }));
    await page.keyboard.type('odd w');
    await tap(page.getByRole('option', { name: /Odd Wen/ }).first());
  });
  await expect(drawer(page)).toContainText('Odd Wen');

  // An NPC killed: 5 and the name → 2.
  await inTaps(page, 2, async (tap) => {
    await tap(scratchpad(page).getByRole('link', { name: 'Captain Brill' }));
    await tap(drawer(page).getByRole('button', { name: 'Defeated' }));
  });
  await expect(drawer(page).getByText('Defeated this session')).toBeVisible();
  await expect(drawer(page).getByRole('button', { name: 'Defeated' })).toHaveCount(0);
  // Nobody set hit points: none are shown, and there is nothing to take one from.
  await expect(drawer(page).getByRole('textbox', { name: 'Hit points' })).toHaveValue('');
  await expect(drawer(page).getByRole('button', { name: 'Hit points down' })).toBeDisabled();
  await drawer(page).getByRole('textbox', { name: 'Hit points' }).fill('14');
  await page.keyboard.press('Enter');
  await drawer(page).getByRole('button', { name: 'Hit points down' }).tap();
  await expect(drawer(page).getByRole('textbox', { name: 'Hit points' })).toHaveValue('13');
  // A faction’s reputation: 3, typing and the way back → 2. Hold is a switch.
  await inTaps(page, 2, async (tap) => {
    await tap(scratchpad(page).getByRole('link', { name: 'The Gulls' }));
    await tap(drawer(page).getByRole('button', { name: 'Reputation down' }));
  });
  await expect(drawer(page).getByRole('textbox', { name: 'Reputation' })).toHaveValue('-1');
  const hold = drawer(page).getByRole('group', { name: 'Hold' });
  await hold.getByRole('button', { name: 'Strong' }).tap();
  await expect(hold.getByRole('button', { name: 'Strong' })).toHaveAttribute('aria-pressed', 'true');

  // A roll: 4 and scrolling → 3.
  await inTaps(page, 3, async (tap) => {
    await tap(dockTab(page, 'Log'));
    await tap(dockTab(page, 'Dice roll'));
    await tap(dockTab(page, '4'));
  });
  await expect(lastEvents(page).first()).toHaveText('Dice roll: risky / standard / 4');
  await expect(lastEvents(page).nth(1)).toHaveText('Defeated: Captain Brill');
  // Experience for all: 5 and a number → 3. Treasure: 5 → 3.
  for (const [kind, amount] of [
    ['XP', '350'],
    ['Treasure', '75'],
  ] as const) {
    await inTaps(page, 3, async (tap) => {
      await tap(dockTab(page, 'Log'));
      await tap(dockTab(page, kind));
      await page.keyboard.type(amount);
      await tap(dockTab(page, `Log ${kind === 'XP' ? kind : kind.toLowerCase()}`));
    });
    await expect(lastEvents(page).first()).toHaveText(kind === 'XP' ? 'XP: 350' : /^Treasure: 75 (?:gp|coins?)$/);
  }
  // A late player: 3 and leaving → 2.
  const jo = page.getByRole('group', { name: 'Attendance of Jo' });
  await inTaps(page, 2, async (tap) => {
    await tap(dockTab(page, 'Players'));
    await tap(jo.getByRole('button', { name: 'Late' }));
  });
  await expect(jo.getByRole('button', { name: 'Attended' })).toHaveAttribute('aria-pressed', 'true');
  const attended = (name: string) =>
    page.getByRole('group', { name: `Attendance of ${name}` }).getByRole('button', { name: 'Attended' });
  await expect(attended('Wojciech')).toHaveAttribute('aria-pressed', 'true');
  // A guest whom nobody planned with.
  await dock(page).getByLabel('Add a player').fill('Þóra');
  await dock(page).getByRole('button', { name: 'Add', exact: true }).tap();
  await expect(attended('Þóra')).toHaveAttribute('aria-pressed', 'true');
  await expect(jo.getByRole('button', { name: 'Late' })).toHaveAttribute('aria-pressed', 'true');
  // A goal: 3 and a long scroll → 2.
  await inTaps(page, 2, async (tap) => {
    await tap(dockTab(page, 'Clocks & goals'));
    await tap(dockTab(page, 'Log progress Burn the tollhouse'));
  });
  await expect(page.getByText('Burn the tollhouse: moves on')).toBeVisible();
  // 3d6: 3 and typing → 2.
  await inTaps(page, 2, async (tap) => {
    await tap(dockTab(page, 'Dice'));
    await tap(dockTab(page, '3d6'));
  });
  await expect(dock(page).getByRole('status')).toContainText('3d6');
});

test('five players: anyone is marked late in two taps at every size; on a phone the open list of names squeezes no scene', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Tallow Saints');
  await page.goto(page.url().replace(/prep$/, 'play'));
  await page.getByRole('button', { name: 'New scene' }).tap();
  await page.getByRole('textbox', { name: 'Title of the new scene' }).fill('Dowd’s raid on the Leaky Bucket');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add an entity' }).tap();
  await page.getByRole('dialog').getByLabel('Name').fill('Sergeant Dowd');
  await page.getByRole('dialog').getByRole('button', { name: 'Create' }).tap();
  await expect(drawer(page)).toContainText('Sergeant Dowd');
  await page.getByRole('button', { name: 'Start session…' }).tap();
  const players = ['Dee', 'Marek', 'Yun', 'Kasimir', 'Aurelie'];
  for (const name of players) {
    await page.getByRole('dialog').getByLabel('Add a player').fill(name);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: `Here ${name}` })).toBeVisible();
  }
  await page.getByRole('button', { name: 'Start now' }).tap();
  await expect(page.getByText('Session started')).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).first().tap();
  // What a low screen has no height for is scrolled to; the first rows are there at once.
  const inView = [players, players, players.slice(0, 3), players.slice(0, 3)];
  for (const [i, size] of SIZES.entries()) {
    await page.setViewportSize(size);
    for (const name of inView[i]!) {
      const late = page.getByRole('group', { name: `Attendance of ${name}` }).getByRole('button', { name: 'Late' });
      await inTaps(page, 2, async (tap) => {
        await tap(dockTab(page, 'Players'));
        await tap(late);
      });
      await expect(late).toHaveAttribute('aria-pressed', String(i % 2 === 0));
      const shown = await dock(page).getByText(name, { exact: true }).boundingBox();
      expect(shown?.height, `${name} in one line at ${size.width}×${size.height}`).toBeLessThan(32);
    }
  }

  await page.setViewportSize({ width: 390, height: 844 });
  await dock(page).getByRole('button', { name: 'Collapse tools' }).tap();
  await pane(page, 'Scene')
    .or(page.getByRole('button', { name: 'Scene', exact: true }))
    .first()
    .waitFor();
  const width = async (): Promise<number> => (await page.locator('.panes').boundingBox())?.width ?? 0;
  const before = await width();
  await page.getByRole('button', { name: 'Expand entity list' }).tap();
  const listed = page
    .getByRole('complementary', { name: /^Entities in/ })
    .getByRole('button', { name: /Sergeant Dowd/ });
  await expect(listed).toBeVisible();
  expect(await width()).toBe(before);
  const at = page.url();
  await page.goBack();
  await expect(listed).toHaveCount(0);
  expect(page.url()).toBe(at);
  await page.getByRole('button', { name: 'Expand entity list' }).tap();
  await listed.tap();
  await expect(drawer(page)).toContainText('Sergeant Dowd');
  await expect(listed).toHaveCount(0);
});

test('with the largest text a phone keeps two fifths of Play for the scene, and the dock scrolls', async ({
  page,
  server,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await sampleAtTable(page, server);
  const height = (selector: string): Promise<number> =>
    page.locator(selector).evaluate((element) => element.getBoundingClientRect().height);
  for (const size of [18, 20, 22]) {
    await page.evaluate((px) => document.documentElement.style.setProperty('font-size', `${px}px`), size);
    for (const tab of ['Clocks & goals', 'Ask', 'Dice']) {
      await dockTab(page, tab).tap();
      await expect(dockTab(page, tab)).toHaveAttribute('aria-pressed', 'true');
      await expect
        .poll(async () => (await height('.play .pane')) / (await height('.play')), { message: `${tab}, ${size} px` })
        .toBeCloseTo(0.4, 2);
      await expect(dockTab(page, tab)).toBeInViewport({ ratio: 1 });
      const content = dock(page).locator('.content');
      expect((await content.boundingBox())?.height, `${tab}, ${size} px`).toBeGreaterThan(100);
    }
    await dock(page).getByRole('button', { name: 'Collapse tools' }).tap();
    await expect(page.getByRole('button', { name: 'Scratchpad', exact: true })).toBeVisible();
  }
});

test('a tap on a type in the rail opens the list at its names', async ({ page, server }) => {
  await sampleAtTable(page, server);
  await page.setViewportSize({ width: 1180, height: 560 });
  const rail = page.getByRole('complementary', { name: /^Entities in/ });
  await rail.getByRole('button', { name: /^Locations: [1-9]/ }).tap();
  await expect(rail.getByRole('heading', { name: /^Locations/ })).toBeInViewport({ ratio: 1 });
});

test('at every size a roll is logged in three taps, the dock keeps its height, and toasts cover no control', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Iron Tide');
  await page.goto(page.url().replace(/prep$/, 'play'));
  await scratchpad(page).waitFor({ state: 'attached' });
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await inTaps(page, 3, async (tap) => {
      await tap(dockTab(page, 'Log'));
      await tap(dockTab(page, 'Dice roll'));
      await tap(dockTab(page, '5'));
    });
    await expect(page.getByText('Logged: Dice roll').last()).toBeInViewport({ ratio: 1 });
    // With the toast on screen every tool is reached, and the next tab is where the last one was.
    const rects: string[] = [];
    for (const tab of ['Ask', 'Dice', 'Clocks & goals', 'Time', 'Players', 'Log']) {
      await dockTab(page, tab).tap();
      await expect(dockTab(page, tab)).toHaveAttribute('aria-pressed', 'true');
      rects.push(JSON.stringify(await dock(page).boundingBox()));
    }
    expect(new Set(rects).size, `the dock at ${size.width}×${size.height}`).toBe(1);
    const covered = await page.evaluate(() => {
      const toasts = [...document.querySelectorAll('.toast')].map((toast) => toast.getBoundingClientRect());
      return [...document.querySelectorAll('button, a, input, select, textarea')]
        .filter((control) => !control.closest('.toast'))
        .map((control) => ({ control, box: control.getBoundingClientRect() }))
        .filter(({ control, box }) => {
          const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
          const isUnder = toasts.some((t) => t.width > 0 && x > t.left && x < t.right && y > t.top && y < t.bottom);
          return isUnder && control.checkVisibility() && document.elementFromPoint(x, y)?.closest('.toast') !== null;
        })
        .filter(({ control, box }) => {
          // What is scrolled out of its own pane is not covered by anything.
          const scroller = control.closest('.scroll, .content, .surface, .rail, .lists');
          return !scroller || box.y + box.height / 2 < scroller.getBoundingClientRect().bottom;
        })
        .map(({ control }) => control.outerHTML.slice(0, 80));
    });
    expect(covered, `under a toast at ${size.width}×${size.height}`).toEqual([]);
    await expect(page.getByText('Logged: Dice roll').first()).toHaveCount(1);
    await page.getByRole('button', { name: 'Dismiss' }).first().tap();
  }
});

test('no tap moves the app at any size, and with a keyboard up there is space to write', async ({ page, server }) => {
  await newPrep(page, server, 'Iron Tide');
  await prepNote(page).tap();
  await page.keyboard.insertText(
    'When the bells ring at dawn, Sergeant Vale bars the tollhouse door against the crowd. Sergeant Vale works for Mother Sump and hates Odd Wen.',
  );
  const prep = page.url();
  await page.getByRole('button', { name: 'Save & Analyse' }).tap();
  await expect(page.getByRole('listitem', { name: 'New name: Sergeant Vale' })).toBeVisible();
  await page.goto(prep.replace(/prep$/, 'play'));
  for (let n = 1; n <= 9; n++) {
    await page.getByRole('button', { name: 'New scene' }).tap();
    await page.getByRole('textbox', { name: 'Title of the new scene' }).fill(`The toll of pier ${n}`);
    await page.keyboard.press('Enter');
    await expect(pane(page, 'Scene').getByRole('heading', { level: 2 })).toHaveText(`The toll of pier ${n}`);
  }

  /** How far everything above what the pages draw is scrolled, after each element was asked to be seen. */
  const moved = (): Promise<string[]> =>
    page.evaluate(() => {
      const shell = document.querySelector('.shell');
      const main = document.querySelector('main');
      const above = [document.documentElement, document.body, shell, main?.parentElement, main];
      const where = (): number => above.reduce((sum, each) => sum + (each ? each.scrollLeft + each.scrollTop : 0), 0);
      const movers: string[] = [];
      for (const element of shell?.querySelectorAll('*') ?? []) {
        element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        if (where() === 0) continue;
        movers.push(element.outerHTML.slice(0, 120));
        above.forEach((each) => each?.scrollTo(0, 0));
      }
      return movers;
    });
  const scrolled = (): Promise<number> =>
    page.evaluate(() =>
      [...document.querySelectorAll('html, body, .shell, .shell > .column, main')].reduce(
        (sum, each) => sum + each.scrollLeft + each.scrollTop,
        0,
      ),
    );
  const bars = page.getByRole('button', { name: 'The session’s bars' });
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const desk of ['play', 'prep', 'wrapup']) {
      await page.goto(prep.replace(/prep$/, desk));
      await (desk === 'play' ? dockTab(page, 'Dice') : page.locator('.note').first()).waitFor();
      if (desk === 'prep') await page.getByRole('button', { name: /^Suggestions/ }).tap();
      if (size.height < 560) await bars.tap();
      if (desk === 'play')
        for (const target of [
          page.getByRole('button', { name: /: The toll of pier 9/ }),
          dockTab(page, 'Players'),
          dockTab(page, 'Ask'),
          dock(page).getByRole('button', { name: 'Collapse tools' }),
          page.getByRole('button', { name: 'Expand entity list' }),
          page.getByRole('button', { name: 'Collapse entity list' }),
        ]) {
          if (size.height < 560 && !(await target.isVisible())) await bars.tap();
          await target.tap();
          expect(await scrolled(), `${desk} at ${size.width}×${size.height}`).toBe(0);
        }
      expect(await moved(), `${desk} at ${size.width}×${size.height}`).toEqual([]);
    }
  }

  // The keyboard of a tablet and of a phone, a phone on its side, and a page at 200 %.
  for (const size of [
    { width: 1180, height: 430 },
    { width: 390, height: 520 },
    { width: 844, height: 390 },
    { width: 590, height: 410 },
  ]) {
    await page.setViewportSize(size);
    for (const [desk, label] of [
      ['play', 'Scratchpad'],
      ['prep', 'Prep notes'],
      ['wrapup', 'Actual notes'],
    ] as const) {
      await page.goto(prep.replace(/prep$/, desk));
      const tab = page.getByRole('group', { name: 'Panes' }).getByRole('button', { name: 'Scratchpad' });
      const note = page.getByRole('textbox', { name: label });
      await note.or(tab).first().waitFor();
      if (desk === 'play' && (await tab.isVisible())) await tab.tap();
      const space = await note.evaluate((e) => e.parentElement?.parentElement?.querySelector('.surface')?.clientHeight);
      expect(space, `${label} at ${size.width}×${size.height}`).toBeGreaterThanOrEqual(120);
    }
  }
  // What is folded is one tap away.
  await page.goto(prep.replace(/prep$/, 'play'));
  await expect(page.getByRole('group', { name: 'Scenes' })).toBeHidden();
  await bars.tap();
  await page.getByRole('button', { name: /: The toll of pier 2/ }).tap();
  await expect(pane(page, 'Scene').getByRole('heading', { level: 2 })).toHaveText('The toll of pier 2');
  await expect(page.getByRole('group', { name: 'Scenes' })).toBeHidden();
});

test('at every size nothing in Play, Wrap-up, Log and Record is covered, cut or off the side', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'The Inquest at Saint Ambrosius-under-the-Hill');
  const prep = page.url();
  await page.getByLabel('Session title').fill('The Worshipful Company of Lamplighters closes the harbour');
  await page.getByLabel('Session title').press('Enter');
  await prepNote(page).tap();
  await page.keyboard.insertText(
    'At dusk Archdeacon Maximiliana Hohenbergstein meets Brother Paul at the pier. Roll initiative.',
  );
  await page.goto(prep.replace(/prep$/, 'play'));
  for (const title of ['The inquest opens in the chapter house with every seat taken', 'Bell tower', 'The ferry']) {
    await page.getByRole('button', { name: 'New scene' }).tap();
    await page.getByRole('textbox', { name: 'Title of the new scene' }).fill(title);
    await page.keyboard.press('Enter');
    await expect(pane(page, 'Scene').getByRole('heading', { level: 2 })).toHaveText(title);
  }
  await scratchpad(page).tap();
  await page.keyboard.type('Nobody sat down first. ');
  await page.goto(prep.replace(/prep$/, 'wrapup'));
  await page.getByRole('textbox', { name: 'Actual notes' }).tap();
  await page.keyboard.insertText('Archdeacon Maximiliana Hohenbergstein struck Brother Paul with her crozier.');
  await page.getByRole('button', { name: 'Save, Analyse & Enrich' }).tap();
  const suggestion = page.getByRole('button', { name: /^Accept Archdeacon Maximiliana/ });
  await expect(suggestion.first()).toBeVisible();

  const bars = page.getByRole('button', { name: 'The session’s bars' });
  const quickLog = page.getByRole('group', { name: 'What happened' });
  const openLog = async (): Promise<void> => {
    const log = dockTab(page, 'Log');
    await log.or(bars).first().waitFor();
    if (!(await log.isVisible())) await bars.tap();
    if ((await log.getAttribute('aria-pressed')) !== 'true') await log.tap();
    await expect(quickLog).toBeVisible();
  };
  const desks = {
    play: () => page.locator('main h2, main .note').first().waitFor(),
    wrapup: () => suggestion.first().waitFor(),
    log: () => page.getByRole('heading', { name: /^Events/ }).waitFor(),
    record: () => page.getByLabel('Number', { exact: true }).waitFor(),
  };
  const looksRight = (where: string): Promise<void> =>
    expect(async () => expect(await faults(page), where).toEqual([])).toPass({ timeout: 10_000 });
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const [desk, shown] of Object.entries(desks)) {
      await page.goto(prep.replace(/prep$/, desk));
      await shown();
      await looksRight(`${desk} at ${size.width}×${size.height}`);
      if (desk !== 'play') continue;
      await openLog();
      await looksRight(`${desk} with its log open at ${size.width}×${size.height}`);
      await dock(page).getByRole('button', { name: 'Collapse tools' }).tap();
      await expect(quickLog).toHaveCount(0);
      await looksRight(`${desk} with its dock folded at ${size.width}×${size.height}`);
    }
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(prep.replace(/prep$/, 'wrapup'));
  const save = page.getByRole('button', { name: 'Save, Analyse & Enrich' });
  const [title, button] = [await page.getByLabel('Session title').boundingBox(), await save.boundingBox()];
  expect(title?.width).toBeGreaterThan(100);
  expect((title?.x ?? 0) + (title?.width ?? 0)).toBeLessThanOrEqual(button?.x ?? 0);
});

test('a whole evening by touch and offline in Call of Cthulhu: names of two scripts, a link without an entity, a clue found in Prep, on its page and in Wrap-up, treasure in dollars, and what was created last (M-443)', async ({
  page,
  server,
}) => {
  await page.goto(server.url);
  await page.getByRole('button', { name: 'New campaign' }).tap();
  await page.getByLabel('Name', { exact: true }).fill('The Paper Moth');
  await page.getByLabel('Game system').selectOption({ label: 'Call of Cthulhu 7e' });
  await page.getByRole('button', { name: 'Create campaign' }).tap();
  await page.getByRole('button', { name: 'Skip hints' }).tap();
  await prepNote(page).tap();
  await airplane(page);
  const prep = page.url();
  const [base] = /^.*\/campaigns\/[\w-]+/.exec(prep) ?? [''];
  const lines = [
    'Scene 1: Breath of the Deep',
    'At the gate, Mylera Klev speaks of the flood. A priest named 田中さくら keeps the torn ticket.',
    'The headline of the Moth: "Bus Stops Early".',
    '[[Harbour Gate]] is closed.',
  ];
  for (const line of lines) {
    await page.keyboard.type(line);
    await page.keyboard.press('Enter');
  }

  // New names: the speaker and the priest, no headline and no title of a scene.
  await page.getByRole('button', { name: 'Save & Analyse' }).first().tap();
  const panel = page.getByRole('complementary', { name: 'Suggestions' });
  await expect(panel).toContainText('田中さくら');
  await expect(panel).toContainText('Mylera Klev');
  await expect(panel.getByRole('button', { name: /^Accept (?:Bus Stops|Breath of|Headline)/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Close suggestions' }).tap();

  // The link asks for its type.
  await prepNote(page).getByRole('link', { name: 'Harbour Gate' }).tap();
  await page.getByRole('dialog').getByRole('button', { name: 'Location' }).tap();
  await expect(page.getByRole('article', { name: 'Harbour Gate' })).toBeVisible();
  await page.getByRole('button', { name: 'Close entity details' }).tap();

  // Two scenes and two clues between them.
  await page.goto(`${base}/map`);
  for (const title of ['Harbour', 'Depot', 'Chapel']) {
    await page.getByPlaceholder('New scene title').fill(title);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('listitem', { name: title })).toBeVisible();
  }
  for (const [to, clue] of [
    ['Depot', 'The torn ticket'],
    ['Chapel', 'A wax seal'],
  ] as const) {
    const item = page.getByRole('listitem', { name: 'Harbour' });
    const connect = item.getByRole('button', { name: 'Connect to another scene…' });
    if (await connect.isVisible()) await connect.tap();
    await item.getByRole('combobox', { name: 'Leads to scene' }).selectOption({ label: to });
    await item.getByPlaceholder('Clue (optional)').fill(clue);
    await item.getByRole('button', { name: 'Connect', exact: true }).tap();
    await expect(item).toContainText(clue);
  }
  await savedHere(page);
  await page.goto(prep.replace(/prep.*$/, 'play'));
  await page.getByRole('button', { name: 'Start session…' }).tap();
  await page.getByRole('button', { name: 'Start now' }).tap();
  await expect(page.getByText('Session started')).toBeVisible();
  await dockTab(page, 'Log').tap();
  await dockTab(page, 'Treasure').tap();
  await dock(page).getByLabel('Amount (dollars)').fill('14');
  await dockTab(page, 'Log treasure').tap();
  await expect(lastEvents(page).first()).toHaveText('Treasure: 14 dollars');

  // From Prep: the clues of the session.
  await page.goto(prep);
  await page.getByRole('button', { name: /^Scenes/ }).tap();
  const inList = (clue: string) => page.getByRole('listitem').filter({ hasText: clue });
  await page.getByRole('button', { name: /^Mark as found ?: The torn ticket/ }).tap();
  await expect(inList('The torn ticket').last()).toContainText(/Found in session 1, Day/);
  // From Wrap-up, taken back.
  await page.goto(prep.replace(/prep.*$/, 'wrapup'));
  await page.getByRole('button', { name: /^Mark as found ?: A wax seal/ }).tap();
  await expect(page.getByText('Found: A wax seal')).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).last().tap();
  await expect(page.getByRole('button', { name: /^Mark as found ?: A wax seal/ })).toBeVisible();
  // From its own page, with the same event.
  await page.getByRole('button', { name: 'A wax seal', exact: true }).tap();
  await page.getByRole('link', { name: 'Open page' }).tap();
  await page.getByRole('button', { name: /^Mark as found in session 1 ?: A wax seal/ }).tap();
  await expect(page.getByRole('article', { name: 'A wax seal' })).toContainText(/Found in session 1, Day/);
  await savedHere(page);
  await page.goto(prep.replace(/prep.*$/, 'log'));
  await expect(page.getByRole('heading', { name: 'Events 3' })).toBeVisible();
  const events = page.getByRole('region', { name: 'Events 3' });
  for (const clue of ['The torn ticket', 'A wax seal']) await expect(events).toContainText(clue);

  // Ask knows what was made last.
  await page.goto(prep.replace(/prep.*$/, 'play'));
  await dockTab(page, 'Ask').tap();
  await dock(page).getByRole('textbox').first().fill('What did I just create?');
  await page.keyboard.press('Enter');
  await expect(dock(page)).toContainText('Created last, newest first:');
  await expect(dock(page)).toContainText(/Clue: A wax seal/);
  const ask = async (text: string): Promise<void> => {
    await dock(page).getByRole('textbox').first().fill(text);
    await page.keyboard.press('Enter');
  };
  await ask('What clues have they found?');
  await expect(dock(page)).toContainText('Clues found:');
  await expect(dock(page)).toContainText('The torn ticket (session 1)');
  await ask('How much treasure do we have?');
  await expect(dock(page)).toContainText('14 dollars in all');
  await expect(dock(page)).toContainText('session 1: 14 dollars');

  // A clue that is in no scene, marked from its page, is in the list of Wrap-up.
  await page.goto(prep.replace(/sessions.*$/, 'entities'));
  await page.getByRole('button', { name: 'New entity' }).first().tap();
  const newEntity = page.getByRole('dialog');
  await newEntity.getByLabel('Name', { exact: true }).fill('The ashes');
  await newEntity.getByLabel('Type').selectOption('clue');
  await newEntity.getByRole('button', { name: 'Create' }).tap();
  await page.getByRole('button', { name: /^Mark as found in session 1 ?: The ashes/ }).tap();
  await savedHere(page);
  await page.goto(prep.replace(/prep.*$/, 'wrapup'));
  await expect(page.getByRole('listitem').filter({ hasText: 'The ashes' }).last()).toContainText('Found in session 1');
});
