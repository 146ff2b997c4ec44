// At the table: Play with fingers, with keys alone, in portrait and on a phone, offline; and a newcomer's first minute there.
import {
  airplane,
  expect,
  inviteLink,
  joinBy,
  newPrep,
  openSample,
  prepNote,
  sampleAtTable,
  savedHere,
  synced,
  test,
} from './journey.ts';
import type { Page } from '@playwright/test';

test.use({ serviceWorkers: 'allow', hasTouch: true, viewport: { width: 1180, height: 820 } });

const pane = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const scratchpad = (page: Page) => page.getByRole('textbox', { name: 'Scratchpad' });
const card = (page: Page, title: string) =>
  page.getByRole('list', { name: 'Scene cards' }).getByRole('button', { name: new RegExp(`: ${title}`) });
const width = async (page: Page, name: string): Promise<number> => (await pane(page, name).boundingBox())?.width ?? 0;

test('a newcomer’s first minute: the sample lands at the table, a name opens, a line is kept, nothing blocks the way, and it can be made one’s own (scenario 2; M-255)', async ({
  page,
  server,
}) => {
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Open the sample campaign' }).tap();
  await page.waitForURL(/\/play$/);
  await expect(pane(page, 'Entity details')).toContainText('Ferryman of the back channels');
  const hint = page.getByRole('complementary', { name: 'Hint' });
  await expect(hint).toContainText('Tap a name');
  await pane(page, 'Scene').getByRole('button', { name: 'the lighthouse' }).tap();
  await expect(pane(page, 'Entity details')).toContainText('Gallows Light');
  await expect(hint).toContainText('scratchpad');
  await airplane(page);
  await scratchpad(page).tap();
  await page.keyboard.type('Tam wants the true story');
  await expect(hint).toContainText('magnifier');
  await hint.getByRole('button', { name: 'Show me' }).tap();
  await page.keyboard.type('har');
  await expect(page.getByRole('option', { name: /Harkness/ }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const yours = page.getByRole('complementary', { name: 'Make it yours' });
  await expect(yours).toBeVisible();
  await page.reload();
  await expect(scratchpad(page)).toHaveText('Tam wants the true story');
  await page.getByRole('button', { name: 'Skip hints' }).tap();
  await expect(hint).toHaveCount(0);
  await page.reload();
  await expect(pane(page, 'Entity details')).toContainText('Gallows Light');
  await expect(hint).toHaveCount(0);
});

test('scenes on the strip, one tap each; the drawer stays; a split party flips between two; statuses, a quick scene, order; all offline and after a reload (scenario 7; M-257, M-281, M-286, M-337 to M-351, M-415 to M-423, M-434, M-435, M-447)', async ({
  page,
  server,
}) => {
  await sampleAtTable(page, server);
  await airplane(page);
  const [viewer, drawer, pad] = [
    await width(page, 'Scene'),
    await width(page, 'Entity details'),
    await width(page, 'Scratchpad'),
  ];
  const total = viewer + drawer + pad;
  expect([viewer / total, drawer / total, pad / total].map((share) => Math.round(share * 20) * 5)).toEqual([
    40, 30, 30,
  ]);
  await expect(card(page, 'The sea gate')).toHaveAttribute('aria-current', 'true');
  // Links in the scene and in plain words open beside; the tie of two who are named carries its tone in words too.
  await pane(page, 'Scene').getByRole('button', { name: 'Old Tam', exact: true }).first().tap();
  await expect(pane(page, 'Entity details')).toContainText('Old Tam');
  await card(page, 'The keeper’s room').tap();
  await expect(pane(page, 'Scene').getByRole('heading', { level: 2 })).toHaveText('The keeper’s room');
  await expect(pane(page, 'Entity details')).toContainText('Old Tam');
  await pane(page, 'Scene').getByRole('button', { name: 'Active', exact: true }).tap();
  const tabs = page.getByRole('group', { name: 'Active scenes' });
  await expect(tabs.getByRole('button')).toHaveCount(2);
  await tabs.getByRole('button', { name: /The sea gate/ }).tap();
  await expect(pane(page, 'Scene').getByRole('heading', { level: 2 })).toHaveText('The sea gate');
  await expect(pane(page, 'Entity details')).toContainText('Old Tam');
  // Back and forward in the drawer.
  await pane(page, 'Entity details')
    .getByRole('button', { name: /Tam’s Ring/ })
    .tap();
  await expect(pane(page, 'Entity details')).toContainText('A plain silver ring');
  await page.getByRole('button', { name: 'Back', exact: true }).tap();
  await expect(pane(page, 'Entity details')).toContainText('Ferryman');
  await page.getByRole('button', { name: 'New scene' }).tap();
  await page.getByRole('textbox', { name: 'Title of the new scene' }).fill('A boat in the fog');
  await page.keyboard.press('Enter');
  await expect(pane(page, 'Scene').getByRole('heading', { level: 2 })).toHaveText('A boat in the fog');
  await page.getByRole('button', { name: 'More for A boat in the fog' }).tap();
  await page.getByRole('menuitem', { name: 'Move before' }).tap();
  await page.getByRole('button', { name: 'More for One step too many' }).tap();
  await page.getByRole('menuitem', { name: 'Skipped' }).tap();
  await expect(card(page, 'One step too many')).toContainText('Skipped');
  // "Notes" is the first tab: what was prepared, whole, read only, its links at work.
  await page.getByRole('group', { name: 'Scenes' }).getByRole('button', { name: 'Notes' }).tap();
  await expect(pane(page, 'Scene').getByRole('heading', { name: 'Prep notes' })).toBeVisible();
  await pane(page, 'Scene').getByRole('button', { name: 'Madame Lefevre' }).first().tap();
  await expect(pane(page, 'Entity details')).toContainText('Madame Lefevre');
  await page.reload();
  await expect(pane(page, 'Scene').getByRole('heading', { name: 'Prep notes' })).toBeVisible();
  await expect(pane(page, 'Entity details')).toContainText('Madame Lefevre');
  await expect(card(page, 'A boat in the fog')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Scene cards' }).locator('.title')).toHaveText([
    'The sea gate',
    'One step too many',
    'The keeper’s room',
    'A boat in the fog',
    'The lamp',
  ]);
});

test('killing the tab a second after the last key loses nothing of the scratchpad; it stays out of the actual notes; initiative survives too (M-302, M-303, M-352, M-353, M-354)', async ({
  page,
  server,
  context,
}) => {
  await newPrep(page, server);
  await page.getByRole('link', { name: 'Play', exact: true }).click();
  await airplane(page);
  await page.getByText('Initiative and hit points').tap();
  for (const [name, initiative, hp] of [
    ['Goblin', '9', '7'],
    ['Vex', '15', '22'],
  ] as const) {
    await page.getByRole('combobox', { name: 'Who joins' }).fill(name);
    await page.getByRole('textbox', { name: 'Initiative' }).fill(initiative);
    await page.getByRole('textbox', { name: 'Hit points' }).fill(hp);
    await page.keyboard.press('Enter');
  }
  const order = page.getByRole('list', { name: 'Turn order' });
  await expect(order.locator('.name')).toHaveText(['Vex', 'Goblin']);
  await page.getByRole('button', { name: 'Next turn' }).tap();
  await page.getByRole('button', { name: 'Goblin: 1 hit point less' }).tap();
  await expect(page.getByLabel('Goblin: 6 of 7 hit points')).toBeVisible();
  await scratchpad(page).tap();
  await page.keyboard.type('Goblin prone, Vex has the lantern');
  const url = page.url();
  await page.waitForTimeout(1000); // the row names this second: the tab is killed then
  await page.close({ runBeforeUnload: false });
  const again = await context.newPage();
  await again.goto(url);
  await expect(scratchpad(again)).toHaveText('Goblin prone, Vex has the lantern');
  await again.getByText('Initiative and hit points').tap();
  await expect(again.getByLabel('Goblin: 6 of 7 hit points')).toBeVisible();
  await expect(again.getByText('Round 1')).toBeVisible();
  await again.getByRole('link', { name: 'Wrap-up' }).click();
  await expect(again.getByRole('textbox', { name: 'Actual notes' })).toHaveText('');
  await again.getByRole('button', { name: 'Copy the scratchpad here' }).tap();
  await expect(again.getByRole('textbox', { name: 'Actual notes' })).toContainText('Vex has the lantern');
});

test('play without a mouse: keys go through scenes, panes, scratchpad, dice and log; focus is always seen (scenario 8)', async ({
  page,
  server,
}) => {
  await sampleAtTable(page, server);
  await page.getByRole('button', { name: 'Skip hints' }).press('Enter');
  const seen = (): Promise<boolean> =>
    page.evaluate(() => {
      const e = document.activeElement;
      return e !== null && e !== document.body && (e as HTMLElement).offsetParent !== null;
    });
  await page.keyboard.press(']');
  await expect(pane(page, 'Scene').getByRole('heading', { level: 2 })).toHaveText('One step too many');
  await page.keyboard.press('1');
  await expect(pane(page, 'Scene').getByRole('heading', { level: 2 })).toHaveText('The sea gate');
  await page.keyboard.press('s');
  await expect(scratchpad(page)).toBeFocused();
  await page.keyboard.type('Tam 9 HP [r1]');
  await expect(scratchpad(page)).toHaveText('Tam 9 HP [r1]');
  await page.keyboard.press('F6');
  await expect.poll(seen).toBe(true);
  await page.keyboard.press('r');
  await expect(page.getByRole('textbox', { name: 'Dice', exact: true })).toBeFocused();
  await page.keyboard.type('2d6+1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: /^Dice/ }).getByRole('status')).toContainText('2d6+1');
  await page.getByRole('button', { name: 'Roll', exact: true }).focus();
  await page.keyboard.press('l');
  await expect(page.getByRole('group', { name: 'What happened' }).getByRole('button').first()).toBeFocused();
  await page.keyboard.press('e');
  await expect(
    page
      .getByRole('complementary', { name: /^Entities of/ })
      .getByRole('listitem')
      .getByRole('button')
      .first(),
  ).toBeFocused();
  await expect.poll(seen).toBe(true);
});

test('nothing in Play analyses, pops up or blocks: no such button, no worker, no dialog, whatever is written (M-257, M-314, M-390)', async ({
  page,
  server,
}) => {
  await page.addInitScript(() => {
    const made: string[] = [];
    Object.assign(window, { workersMade: made });
    window.Worker = new Proxy(window.Worker, {
      construct: (target, args: [string | URL, WorkerOptions?]) => {
        made.push(String(args[0]));
        return new target(...args);
      },
    });
  });
  await sampleAtTable(page, server);
  await scratchpad(page).tap();
  await page.keyboard.type('The cultists attack at dawn. Jorra Pike betrays them.');
  await savedHere(page);
  await expect(page.getByRole('button', { name: /Analyse/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'More for this session' }).tap();
  await expect(page.getByRole('menuitem', { name: /analyse|enrich/i })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByText('Ask the browser never to clear them')).toHaveCount(0);
  expect(
    await page.evaluate(() =>
      // reason: the init script put it there
      (window as unknown as { workersMade: string[] }).workersMade.filter((w) => w.includes('analysis')),
    ),
  ).toEqual([]);
});

test('the screen stays on in Play and nowhere else; widths are dragged, stepped and put back (M-338, M-355, M-356, M-360)', async ({
  page,
  server,
}) => {
  await page.addInitScript(() => {
    const calls: string[] = [];
    Object.assign(window, { wakeCalls: calls });
    Object.defineProperty(navigator, 'wakeLock', {
      value: {
        request: async () => {
          calls.push('on');
          return { release: async () => void calls.push('off') };
        },
      },
    });
  });
  const calls = (): Promise<string[]> => page.evaluate(() => (window as unknown as { wakeCalls: string[] }).wakeCalls); // reason: the init script put it there
  await sampleAtTable(page, server);
  await expect.poll(calls).toEqual(['on']);
  const splitter = page.getByRole('separator', { name: 'Width of the scene' });
  const before = await width(page, 'Scene');
  await splitter.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => width(page, 'Scene')).toBeGreaterThan(before + 20);
  await page.keyboard.press('Home');
  await expect.poll(async () => Math.abs((await width(page, 'Scene')) - before)).toBeLessThan(2);
  const rail = page.getByRole('complementary', { name: 'Entities of The sea gate' });
  const railWidth = async (): Promise<number> => Math.round((await rail.boundingBox())?.width ?? 0);
  await expect.poll(railWidth).toBe(44);
  await page.getByRole('button', { name: 'NPCs: 2' }).tap();
  await expect.poll(railWidth).toBe(220);
  await expect(rail.getByRole('heading')).toHaveText(['NPCs 2', 'Locations 1', 'Items 1']);
  await rail.getByRole('button', { name: 'Gallows Light' }).tap();
  await expect(pane(page, 'Entity details')).toContainText('A black lighthouse');
  await page.getByRole('button', { name: 'Fold the entity list' }).tap();
  await page.getByRole('link', { name: 'Prep' }).click();
  await expect(prepNote(page)).toBeVisible();
  await expect.poll(calls).toEqual(['on', 'off']);
});

for (const [name, size] of [
  ['portrait', { width: 820, height: 1180 }],
  ['a phone', { width: 390, height: 844 }],
] as const) {
  test(`Play in ${name}: every panel is a tap away and nothing is lost (M-338, M-355 to M-359, M-361)`, async ({
    page,
    server,
  }) => {
    await page.setViewportSize(size);
    await sampleAtTable(page, server);
    await page.getByRole('button', { name: 'Skip hints' }).tap();
    await airplane(page);
    const panes = page.getByRole('group', { name: 'Panes' });
    await pane(page, 'Scene').getByRole('button', { name: 'Old Tam', exact: true }).first().tap();
    await expect(pane(page, 'Entity details')).toContainText('Ferryman');
    await panes.getByRole('button', { name: 'Scratchpad' }).tap();
    await scratchpad(page).tap();
    await page.keyboard.type('One hand is enough');
    await page.getByRole('button', { name: 'Dice', exact: true }).tap();
    await page.getByRole('button', { name: 'd20', exact: true }).tap();
    await expect(page.getByRole('region', { name: /^Dice/ }).getByRole('status')).toContainText('d20');
    await page.getByRole('button', { name: 'Log', exact: true }).tap();
    await page.getByRole('group', { name: 'What happened' }).getByRole('button').first().tap();
    await page.getByRole('button', { name: 'Fold the dock' }).tap();
    await page.getByRole('button', { name: 'Unfold the entity list' }).tap();
    await expect(page.getByRole('complementary', { name: /^Entities of/ })).toContainText('Gallows Light');
    await page.getByRole('button', { name: 'Fold the entity list' }).tap();
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBeLessThanOrEqual(0);
    await page.reload();
    if (name === 'a phone') await panes.getByRole('button', { name: 'Scratchpad' }).tap();
    await expect(scratchpad(page)).toHaveText('One hand is enough');
  });
}

test('notes only: no scenes, no prep structure; the strip has one tab and the evening is played all the same (M-255, M-273, M-343, M-346, M-347, M-435)', async ({
  page,
  server,
}) => {
  await newPrep(page, server);
  await prepNote(page).click();
  await page.keyboard.type('Only this.');
  await page.getByRole('link', { name: 'Play', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Scene cards' })).toHaveCount(0);
  await expect(pane(page, 'Scene')).toContainText('Only this.');
  await page.getByRole('button', { name: 'New scene' }).tap();
  await page.getByRole('textbox', { name: 'Title of the new scene' }).fill('Suddenly');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Scene cards' }).locator('.title')).toHaveText(['Suddenly']);
  await page.getByRole('group', { name: 'Scenes' }).getByRole('button', { name: 'Notes' }).tap();
  await expect(pane(page, 'Scene')).toContainText('Only this.');
});

test('two GMs at one table: scenes reordered, hit points stepped and suggestions decided on two tablets end in one (M-006, M-260, M-283)', async ({
  page,
  server,
  browser,
}) => {
  test.setTimeout(90_000);
  await newPrep(page, server);
  await prepNote(page).click();
  await page.keyboard.insertText(
    'When they arrive at the mill at night, Jorra Pike waits by the door with a lamp and a knife. Jorra Pike works for Mother Silt and hates the miller.',
  );
  const prep = page.url();
  const link = await inviteLink(page);
  const other = await browser.newContext({ hasTouch: true, viewport: { width: 1180, height: 820 } });
  const second = await other.newPage();
  await joinBy(second, link, 'Ben');
  await synced(second);
  await page.goto(prep);
  await second.goto(prep);
  await expect(prepNote(second)).toContainText('Jorra Pike waits');
  await Promise.all([page, second].map((each) => each.getByRole('button', { name: 'Save & Analyse' }).click()));
  for (const each of [page, second])
    await expect(each.getByRole('listitem', { name: 'New name: Jorra Pike' })).toHaveCount(1);
  await Promise.all([page.context().setOffline(true), other.setOffline(true)]);
  for (const each of [page, second])
    await each
      .getByRole('listitem', { name: 'New name: Jorra Pike' })
      .getByRole('button', { name: /^Accept/ })
      .click();
  await Promise.all([page.context().setOffline(false), other.setOffline(false)]);
  await Promise.all([synced(page), synced(second)]);
  for (const each of [page, second]) {
    await each.goto(prep.replace(/\/sessions.*/, '/entities'));
    await expect(each.getByRole('link', { name: /Jorra Pike/ })).toHaveCount(1);
  }
  await other.close();
});

test('home screen shortcuts: a quick note waits on the device, then ends up in prep; continue leads to the table (ux 4.6)', async ({
  page,
  server,
}) => {
  await openSample(page, server);
  await airplane(page);
  await page.goto(`${server.url}/capture`);
  await page.getByRole('textbox', { name: 'What came to mind' }).fill('The bell rings backwards on Sundays');
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'What came to mind' })).toHaveValue(
    'The bell rings backwards on Sundays',
  );
  await page.getByRole('button', { name: 'Add to the prep notes' }).tap();
  await expect(page.getByText(/Added to session 4/)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'What came to mind' })).toHaveValue('');
  await page.goto(`${server.url}/continue`);
  await page.waitForURL(/\/campaigns\/[\w-]+/);
  await page.goto(`${server.url}/campaigns/${/campaigns\/([\w-]+)/.exec(page.url())?.[1]}`);
  await page.getByRole('link', { name: 'Continue prep' }).click();
  await expect(prepNote(page)).toContainText('The bell rings backwards on Sundays');
});
