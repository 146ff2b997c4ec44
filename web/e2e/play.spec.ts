// At the table: Play with fingers, with keys alone, in portrait and on a phone, offline; and a newcomer's first minute there.
import {
  airplane,
  expect,
  inviteLink,
  joinBy,
  newPrep,
  noteText,
  openSample,
  prepNote,
  sampleAtTable,
  savedHere,
  synced,
  test,
} from './journey.ts';
import type { Locator, Page } from '@playwright/test';

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
  await expect(hint).toContainText('Tap any name');
  await pane(page, 'Scene').getByRole('button', { name: 'the lighthouse' }).tap();
  await expect(pane(page, 'Entity details')).toContainText('Gallows Light');
  await expect(hint).toContainText('scratchpad');
  await airplane(page);
  await scratchpad(page).tap();
  await page.keyboard.type('Tam wants the true story');
  await expect(hint).toContainText('Search finds');
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

test('the sample is opened again and not made again, also after its session was deleted', async ({ page, server }) => {
  const play = await sampleAtTable(page, server);
  await page.goto(server.url);
  const open = page.getByRole('button', { name: 'Open the sample campaign' });
  await open.tap();
  await page.waitForURL(play);
  await page.getByRole('button', { name: 'More for this session' }).tap();
  await page.getByRole('menuitem', { name: 'Delete session' }).tap();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Delete/ })
    .tap();
  await page.waitForURL(/\/sessions$/);
  await page.goto(server.url);
  await open.tap();
  await page.waitForURL(/\/campaigns\/[\w-]+$/);
  await expect(page.getByRole('heading', { level: 1, name: 'The Drowned Lantern' })).toBeVisible();
  await page.goto(server.url);
  await expect(page.getByRole('link', { name: /The Drowned Lantern/ })).toHaveCount(1);
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
  await page.getByRole('menuitem', { name: 'Move left' }).tap();
  await page.getByRole('button', { name: 'More for One step too many' }).tap();
  await page.getByRole('menuitem', { name: 'Mark as skipped' }).tap();
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
    await page.getByRole('combobox', { name: 'Combatant name' }).fill(name);
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
  // The tracker is open, as it was.
  await expect(again.getByLabel('Goblin: 6 of 7 hit points')).toBeVisible();
  await expect(again.getByText('Round 1')).toBeVisible();
  await again.getByRole('link', { name: 'Wrap-up' }).click();
  await expect(again.getByRole('textbox', { name: 'Actual notes' })).toHaveText('');
  await again.getByRole('button', { name: 'Insert scratchpad' }).tap();
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
  await expect(page.getByRole('region', { name: 'Tools' }).getByRole('status')).toContainText('2d6+1');
  await page.getByRole('button', { name: 'Roll', exact: true }).focus();
  await page.keyboard.press('l');
  await expect(page.getByRole('group', { name: 'What happened' }).getByRole('button').first()).toBeFocused();
  await page.keyboard.press('e');
  await expect(
    page
      .getByRole('complementary', { name: /^Entities in/ })
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
  await expect(page.getByText('Ask the browser to keep them')).toHaveCount(0);
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
  const rail = page.getByRole('complementary', { name: 'Entities in The sea gate' });
  const railWidth = async (): Promise<number> => Math.round((await rail.boundingBox())?.width ?? 0);
  await expect.poll(railWidth).toBe(44);
  await page.getByRole('button', { name: 'NPCs: 2' }).tap();
  await expect.poll(railWidth).toBe(220);
  await expect(rail.getByRole('heading')).toHaveText(['NPCs 2', 'Locations 1', 'Items 1']);
  await rail.getByRole('button', { name: 'Gallows Light' }).tap();
  await expect(pane(page, 'Entity details')).toContainText('A black lighthouse');
  await page.getByRole('button', { name: 'Collapse entity list' }).tap();
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
    await expect(page.getByRole('region', { name: 'Tools' }).getByRole('status')).toContainText('d20');
    await page.getByRole('button', { name: 'Log', exact: true }).tap();
    await page.getByRole('group', { name: 'What happened' }).getByRole('button').first().tap();
    await page.getByRole('button', { name: 'Collapse tools' }).tap();
    await page.getByRole('button', { name: 'Expand entity list' }).tap();
    await expect(page.getByRole('complementary', { name: /^Entities in/ })).toContainText('Gallows Light');
    await page.getByRole('button', { name: 'Collapse entity list' }).tap();
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
  await Promise.all([airplane(page), airplane(second)]);
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
  await page.getByRole('textbox', { name: 'Your note' }).fill('The bell rings backwards on Sundays');
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Your note' })).toHaveValue('The bell rings backwards on Sundays');
  await page.getByRole('button', { name: 'Add to prep notes' }).tap();
  await expect(page.getByText(/Added to session 4/)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Your note' })).toHaveValue('');
  await page.goto(`${server.url}/continue`);
  await page.waitForURL(/\/campaigns\/[\w-]+/);
  await page.goto(`${server.url}/campaigns/${/campaigns\/([\w-]+)/.exec(page.url())?.[1]}`);
  await page.getByRole('link', { name: 'Continue prep' }).click();
  await expect(prepNote(page)).toContainText('The bell rings backwards on Sundays');
});

test('what is typed into a quick note while it is being added stays in the field, and is added next', async ({
  page,
  server,
}) => {
  await openSample(page, server);
  await page.goto(`${server.url}/capture`);
  const field = page.getByRole('textbox', { name: 'Your note' });
  await field.fill('First thought.');
  await expect(page.getByRole('button', { name: 'Add to prep notes' })).toBeEnabled();
  // In one task: the note is not added yet when the next words come.
  await field.evaluate((area: HTMLTextAreaElement) => {
    area.form?.requestSubmit();
    area.value += ' And the second.';
    area.dispatchEvent(new InputEvent('input', { bubbles: true }));
  });
  await expect(page.getByText(/Added to session 4/)).toBeVisible();
  await expect(field).toHaveValue('And the second.');
  await page.reload();
  await expect(field).toHaveValue('And the second.');
  await page.getByRole('button', { name: 'Add to prep notes' }).tap();
  await expect(field).toHaveValue('');
  await page.goto(`${server.url}/continue`);
  await page.waitForURL(/\/campaigns\/[\w-]+/);
  await page.goto(`${server.url}/campaigns/${/campaigns\/([\w-]+)/.exec(page.url())?.[1]}`);
  await page.getByRole('link', { name: 'Continue prep' }).click();
  for (const words of ['First thought.', 'And the second.']) await expect(prepNote(page)).toContainText(words);
  expect((await noteText(page)).split('First thought.')).toHaveLength(2);
});

const SCENES = [
  'A caravan without a driver',
  'The drowned chapel at noon',
  'What the salt keeps',
  'Toll at the bone gate',
  'Ghouls in the granary',
  'The widow’s bargain',
  'Three wells, one rope',
  'Night market of masks',
  'The cartographer lies',
  'Storm over the pans',
  'A crown of brine',
  'The road behind us',
];
/** A new campaign with twelve scenes that nothing connects, on the Prep page. */
const prepScenes = async (page: Page, server: Parameters<typeof newPrep>[1]): Promise<void> => {
  await newPrep(page, server, 'Salt Road');
  await page.getByRole('button', { name: /^Scenes/ }).tap();
  for (const title of SCENES) {
    await page.getByRole('textbox', { name: 'New scene' }).fill(title);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: 'New scene' })).toHaveValue('');
  }
};
/** One finger from a control to a place on the screen, in steps that a person's finger makes. Gives what lifts it. */
const dragTo = async (
  page: Page,
  from: { x: number; y: number },
  to: { x: number; y: number },
): Promise<() => Promise<unknown>> => {
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', [from]);
  for (let i = 1; i <= 20; i++)
    await touch('touchMove', [{ x: from.x + ((to.x - from.x) * i) / 20, y: from.y + ((to.y - from.y) * i) / 20 }]);
  await expect(page.locator('#dnd-action-dragged-el')).toBeVisible();
  return () => touch('touchEnd', []);
};
const boxOf = async (locator: Locator) => {
  const box = await locator.boundingBox();
  if (!box) throw new Error('not on the screen');
  return box;
};
const centreOf = async (locator: Locator) => {
  const { x, y, width: w, height: h } = await boxOf(locator);
  return { x: x + w / 2, y: y + h / 2 };
};

test('twelve scenes: six cards with their titles beside Notes and “+”; one that is played is shown, one dropped past the end stays there [M-341]', async ({
  page,
  server,
}) => {
  await prepScenes(page, server);
  await page.getByRole('link', { name: 'Play', exact: true }).tap();
  const strip = page.getByRole('group', { name: 'Scenes' });
  const list = page.getByRole('list', { name: 'Scene cards' });
  const titles = list.locator('.title');
  await expect(titles).toHaveCount(12);
  const area = await boxOf(list);
  const boxes = await Promise.all((await list.getByRole('listitem').all()).map(boxOf));
  expect(boxes.filter(({ x, width: w }) => x >= area.x && x + w <= area.x + area.width).length).toBeGreaterThanOrEqual(
    6,
  );
  expect(await titles.evaluateAll((all) => all.filter((e) => e.scrollHeight > e.clientHeight + 1).length)).toBe(0);
  await card(page, 'The road behind us').tap();
  await expect(pane(page, 'Scene').getByRole('heading', { level: 2 })).toHaveText('The road behind us');
  for (const name of ['Notes', 'New scene'])
    await expect(strip.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
  await page.getByRole('button', { name: 'More for Storm over the pans' }).tap();
  await page.getByRole('menuitem', { name: 'Play this scene' }).tap();
  await expect(pane(page, 'Scene').getByRole('heading', { level: 2 })).toHaveText('Storm over the pans');
  // Dragged along the strip and dropped beyond its end, on the button.
  await card(page, 'The road behind us').scrollIntoViewIfNeeded();
  const handle = page.getByRole('button', { name: 'Move Storm over the pans' });
  await expect(handle).toBeInViewport({ ratio: 1 });
  const end = await centreOf(strip.getByRole('button', { name: 'New scene' }));
  const lift = await dragTo(page, await centreOf(handle), end);
  await expect.poll(() => titles.last().textContent()).toBe('Storm over the pans');
  await lift();
  await expect(page.locator('#dnd-action-dragged-el')).toHaveCount(0);
  await expect(titles).toHaveText([...SCENES.filter((title) => !title.startsWith('Storm')), 'Storm over the pans']);
});

test('a scene card that is held at the end of the strip, which scrolls on, is dropped there [M-341]', async ({
  page,
  server,
}) => {
  await prepScenes(page, server);
  await page.getByRole('link', { name: 'Play', exact: true }).tap();
  const strip = page.getByRole('group', { name: 'Scenes' });
  const list = page.getByRole('list', { name: 'Scene cards' });
  const titles = list.locator('.title');
  await expect(titles).toHaveCount(12);
  const second = SCENES[1]!;
  await card(page, second).tap();
  const handle = page.getByRole('button', { name: `Move ${second}` });
  const area = await boxOf(list);
  const end = { x: area.x + area.width - 6, y: (await centreOf(handle)).y };
  const lift = await dragTo(page, await centreOf(handle), end);
  await expect
    .poll(() => list.evaluate((e) => e.scrollLeft + e.clientWidth - e.scrollWidth), { timeout: 20_000 })
    .toBeGreaterThan(-2);
  await expect.poll(() => titles.last().textContent()).toBe(second);
  await lift();
  await expect(page.locator('#dnd-action-dragged-el')).toHaveCount(0);
  await expect(titles).toHaveText([...SCENES.filter((title) => title !== second), second]);
  await expect(strip).toBeVisible();
});

test('a fight and its dice by touch, offline: nobody loses a turn, three ghouls are told apart, rolls stay, and an undone one can be logged again (19.21: two days in the log) [M-353]', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Salt Road');
  await page.getByRole('link', { name: 'Play', exact: true }).tap();
  await airplane(page);
  await page.getByText('Initiative and hit points').tap();
  const name = page.getByRole('combobox', { name: 'Combatant name' });
  expect((await boxOf(name)).width).toBeGreaterThan(240);
  for (const [who, initiative] of [
    ['Ghoul', '12.5'],
    ['Ghoul', '12,5'],
    ['Ghoul', '12'],
    ['Ysolde', '17'],
    ['Brine hag', '3'],
  ] as const) {
    await name.fill(who);
    await page.getByRole('textbox', { name: 'Initiative' }).fill(initiative);
    await page.keyboard.press('Enter');
    await expect(name).toHaveValue('');
  }
  const order = page.getByRole('list', { name: 'Turn order' });
  await expect(order.locator('.name')).toHaveText(['Ysolde', 'Ghoul', 'Ghoul 2', 'Ghoul 3', 'Brine hag']);
  const turn = order.locator('[aria-current="true"] .name');
  const next = page.getByRole('button', { name: 'Next turn' });
  await next.tap();
  await next.tap();
  await expect(turn).toHaveText('Ghoul');
  await order.getByRole('button', { name: /^12.5 ?Ghoul$/ }).tap();
  await order.getByRole('button', { name: 'Remove' }).tap();
  await expect(order.locator('.name')).toHaveText(['Ysolde', 'Ghoul 2', 'Ghoul 3', 'Brine hag']);
  await next.tap();
  await expect(turn).toHaveText('Ghoul 2');
  await expect(page.getByText('Round 1', { exact: true })).toBeVisible();
  // She waits until after the hag: the one between is not skipped.
  await order.getByRole('button', { name: /Ghoul 2$/ }).tap();
  await order.getByRole('button', { name: 'Move Ghoul 2 later' }).tap();
  await expect(order.locator('.name')).toHaveText(['Ysolde', 'Ghoul 3', 'Ghoul 2', 'Brine hag']);
  await next.tap();
  await expect(turn).toHaveText('Ghoul 3');
  await next.tap();
  await expect(turn).toHaveText('Ghoul 2');

  await page.clock.setFixedTime(new Date(2031, 2, 14, 23, 50));
  await page.getByRole('button', { name: 'Dice', exact: true }).tap();
  const dice = page.getByRole('region', { name: 'Tools' });
  const roll = async (formula: string): Promise<void> => {
    await dice.getByRole('textbox', { name: 'Dice', exact: true }).fill(formula);
    await dice.getByRole('button', { name: 'Roll', exact: true }).tap();
  };
  await roll('4d6!!>=7');
  await expect(dice.getByRole('alert')).toContainText('A d6 never shows 7. To count successes, write cs>=7.');
  await roll('d66');
  await expect(dice.getByRole('status').locator('.total')).toHaveText(/^[1-6][1-6]$/);
  await roll('2d20 kh1 + -1');
  await expect(dice.getByRole('status')).toContainText('Modifier 1');
  const latest = dice.getByRole('status').getByRole('button', { name: /^Log/ });
  await latest.tap();
  await expect(latest).toHaveText('Logged');
  await page.getByRole('button', { name: 'Undo' }).last().tap();
  await expect(latest).toHaveText('Log roll');
  await latest.tap();
  await expect(latest).toHaveText('Logged');
  await page.clock.setFixedTime(new Date(2031, 2, 15, 0, 10));
  await page.getByRole('button', { name: 'Log', exact: true }).tap();
  await page.getByRole('button', { name: 'Dice', exact: true }).tap();
  const earlier = dice.getByRole('list', { name: 'Earlier rolls' }).getByRole('listitem');
  await expect(earlier).toHaveCount(1);
  await earlier.getByRole('button', { name: 'Log roll' }).tap();
  await expect(earlier.getByRole('button', { name: 'Logged' })).toBeDisabled();
  await savedHere(page);
  await page.reload();
  await expect(dice.getByRole('status')).toContainText('2d20 kh1 + -1');
  await expect(earlier.getByRole('button', { name: 'Logged' })).toBeDisabled();
  await page.goto(page.url().replace(/\/play$/, '/log'));
  const events = page.getByRole('list', { name: 'Events' });
  await expect(events).toContainText(/Mar 14.*2d20 kh1|2d20 kh1.*Mar 14/);
  await expect(events).toContainText('Mar 15');
});

test('the investigation map by touch: twelve scenes in view, targets of 44 px, a new way stays in view; Play says that a clue was found [M-441] [M-442] [M-443]', async ({
  page,
  server,
}) => {
  await prepScenes(page, server);
  const prep = page.url();
  await page.goto(prep.replace(/\/sessions\/.*/, '/map'));
  await page.getByRole('button', { name: 'Graph view' }).tap();
  const map = page.getByRole('figure');
  const begin = (title: string) => map.getByRole('button', { name: `Connect from ${title}` });
  const inFrame = async (locator: Locator): Promise<boolean> => {
    const [{ x, y, width: w, height: h }, frame] = await Promise.all([boxOf(locator), boxOf(map)]);
    return x >= frame.x && y >= frame.y && x + w <= frame.x + frame.width && y + h <= frame.y + frame.height;
  };
  const smallest = (): Promise<number> =>
    map
      .getByRole('button')
      .evaluateAll((all) => Math.min(...all.map((e) => e.getBoundingClientRect()).flatMap((r) => [r.width, r.height])));
  for (const title of SCENES) await expect.poll(() => inFrame(begin(title)), title).toBe(true);
  expect(await smallest()).toBeGreaterThanOrEqual(44);
  // The controls lie beside the map, and the farthest view keeps its targets.
  const zoomOut = page.getByRole('button', { name: 'Zoom out' });
  expect((await boxOf(zoomOut)).y + (await boxOf(zoomOut)).height).toBeLessThanOrEqual((await boxOf(map)).y);
  for (let i = 0; i < 4; i++) await zoomOut.tap();
  await expect.poll(smallest).toBeGreaterThanOrEqual(44);
  await page.getByRole('button', { name: 'Fit to view' }).tap();
  const [from, to] = [SCENES[1]!, SCENES[11]!];
  await begin(from).tap();
  await map.getByRole('button', { name: `Connect to ${to}` }).tap();
  // From its heading: a notice above the page may come in meanwhile.
  const place = async (): Promise<number> =>
    (await boxOf(map)).y - (await boxOf(page.getByRole('heading', { level: 1 }))).y;
  const before = await place();
  await page.getByPlaceholder('Clue (optional)').first().fill('The torn ledger');
  await page.getByRole('button', { name: 'Connect', exact: true }).first().tap();
  for (const title of [from, to]) await expect.poll(() => inFrame(begin(title)), title).toBe(true);
  expect(Math.abs((await place()) - before)).toBeLessThan(1);
  await expect(page.getByText('12 scenes, 1 connection.')).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  const middle = async (locator: Locator): Promise<number> => (await centreOf(locator)).x;
  const node = map.locator('.svelte-flow__node').filter({ hasText: from });
  await expect.poll(async () => Math.abs((await middle(node)) - (await middle(map)))).toBeLessThan(2);
  expect(await smallest()).toBeGreaterThanOrEqual(44);

  await page.setViewportSize({ width: 1180, height: 820 });
  await page.goto(prep.replace(/\/prep.*/, '/play'));
  await card(page, from).tap();
  await pane(page, 'Scene')
    .getByRole('button', { name: /^Mark as found ?: The torn ledger$/ })
    .tap();
  await expect(pane(page, 'Scene')).toContainText('Found in session 1');
  await pane(page, 'Scene').getByRole('button', { name: 'The torn ledger', exact: true }).tap();
  await expect(pane(page, 'Entity details')).toContainText('Found in session 1');
});

test('a tap in the list of names ends there and reaches nothing below it; a fight stays open through a reload', async ({
  page,
  server,
}) => {
  await sampleAtTable(page, server);
  await pane(page, 'Scratchpad').getByText('Initiative and hit points').tap();
  const name = page.getByLabel('Combatant name');
  for (const each of ['Thug', 'Thug', 'Thug', 'Warden']) {
    await name.fill(each);
    await page.keyboard.press('Enter');
  }
  const order = page.getByRole('list', { name: 'Turn order' });
  await expect(order.getByRole('listitem')).toHaveCount(4);
  await scratchpad(page).tap();
  await page.keyboard.type('[[Ned Pike');
  await page.evaluate(() => {
    const clicked: string[] = [];
    Object.assign(window, { clicked });
    addEventListener(
      'click',
      ({ target }) => clicked.push((target as Element).closest('[role="listbox"]') ? 'the list' : 'something else'),
      { capture: true },
    );
  });
  await page.getByRole('option', { name: /Ned Pike.*NPC/ }).tap();
  await expect(pane(page, 'Entity details')).toContainText('Ned Pike');
  await expect(scratchpad(page)).toBeFocused();
  expect(await page.evaluate(() => Reflect.get(window, 'clicked') as string[])).toEqual(['the list']);
  await expect(order.getByRole('button', { expanded: true })).toHaveCount(0);
  await page.reload();
  await expect(order.getByRole('listitem')).toHaveCount(4);
});

test('at the table an NPC’s description is written in the drawer, a defeat is seen, and a goal is added; all offline', async ({
  page,
  server,
}) => {
  await sampleAtTable(page, server);
  await airplane(page);
  const drawer = pane(page, 'Entity details');
  await pane(page, 'Scene').getByRole('button', { name: 'Old Tam' }).first().tap();
  await drawer.getByRole('button', { name: 'Edit description' }).tap();
  await expect(drawer.getByRole('textbox', { name: 'Description of Old Tam' })).toBeFocused();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(' He hums when he lies.');
  await drawer.getByRole('button', { name: 'Done' }).tap();
  await expect(drawer).toContainText('He hums when he lies.');
  await drawer.getByRole('button', { name: 'Defeated' }).tap();
  await expect(drawer).toContainText('Defeated this session');
  await page.getByRole('button', { name: 'Clocks & goals' }).tap();
  await page.getByRole('textbox', { name: 'New goal' }).fill('Find the lamp keeper');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Goals', exact: true })).toContainText('Find the lamp keeper');
  await savedHere(page);
  await page.reload();
  await expect(drawer).toContainText('He hums when he lies.');
  await expect(page.getByRole('region', { name: 'Goals', exact: true })).toContainText('Find the lamp keeper');
});

test('the sample is made one’s own from its overview, with everything in it; Home offers a fresh one; offline', async ({
  page,
  server,
}) => {
  await openSample(page, server);
  const address = page.url();
  await airplane(page);
  await page.getByRole('button', { name: 'Make it yours…' }).tap();
  const dialog = page.getByRole('dialog', { name: 'Make it yours' });
  await dialog.getByRole('textbox', { name: 'Name of your campaign' }).fill('The Salt Road');
  await dialog.getByRole('button', { name: 'Keep this campaign' }).tap();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1, name: 'The Salt Road' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Make it yours…' })).toHaveCount(0);
  await savedHere(page);
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Open the sample campaign' }).tap();
  await page.waitForURL(/\/play$/);
  expect(page.url().startsWith(address)).toBe(false);
});
