// The journey of a fight: prepared for a scene, started by one tap with no network, fought by touch with hit points,
// conditions and a delayed turn, merged with the other GM's damage, put aside, and taken up the next night.
import type { Page } from '@playwright/test';
import { axeViolations } from './axe.ts';
import {
  airplane,
  expect,
  installed,
  inviteLink,
  joinBy,
  sampleAtTable,
  savedHere,
  synced,
  test,
  watch,
} from './journey.ts';

test.use({
  ownServer: true,
  serviceWorkers: 'allow',
  hasTouch: true,
  viewport: { width: 1180, height: 820 },
  actionTimeout: 20_000,
});

const WCAG = { type: 'tag' as const, values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] };
const order = (page: Page) => page.getByRole('list', { name: 'Turn order' });
const rowOf = (page: Page, name: string) => order(page).getByRole('listitem').filter({ hasText: name });
const openRow = (page: Page, name: string) => rowOf(page, name).locator('.who').first().tap();
const press = async (page: Page, digits: string): Promise<void> => {
  const pad = page.getByRole('form', { name: /^Damage and healing of/ });
  for (const digit of digits) await pad.getByRole('button', { name: digit, exact: true }).tap();
};
/** With the fight scrolled to its start: what is half under its heading is no target there. */
const violations = async (page: Page): Promise<string[]> => {
  for (const tracker of await page.locator('.tracker').all())
    await tracker.evaluate((element) => void (element.scrollTop = 0));
  return (await axeViolations(page, WCAG)).map(({ id }) => id);
};

test('a fight is prepared, fought offline by two GMs without a loss, and goes on the next night', async ({
  page,
  browser,
  server,
  errors,
}) => {
  const table = await sampleAtTable(page, server);
  const coGm = await inviteLink(page);
  await synced(page);
  await installed(page);
  await page.goto(table.replace(/\/play.*$/, '/prep'));
  await airplane(page);

  // Prepared in Prep: by count, by touch.
  await page.getByRole('button', { name: /^Scenes/ }).tap();
  const scenes = page.getByRole('complementary', { name: 'Scenes of this session' });
  await scenes
    .getByRole('button', { name: /^(?!Move|More).*The sea gate/ })
    .first()
    .tap();
  await page.getByText('Encounter', { exact: true }).tap();
  await page.getByLabel('Creatures to add').fill('2 goblins and a dire wolf');
  await page.getByRole('button', { name: 'Add creatures' }).tap();
  const creatures = page.getByRole('list', { name: 'Creatures of the encounter' });
  await expect(creatures.getByRole('listitem')).toHaveText([/2.*Goblin/, /1.*Dire wolf/]);
  await creatures.getByRole('button', { name: 'One Goblin more' }).tap();
  await expect(creatures.getByRole('listitem').first()).toHaveText(/3.*Goblin/);
  expect(await violations(page)).toEqual([]);
  await savedHere(page);

  // One tap starts it in Play, with average hit points.
  await page.goto(table);
  await page.getByRole('button', { name: 'Start fight' }).tap();
  await expect(order(page).getByRole('listitem')).toHaveCount(4);
  await expect(page.getByLabel('Goblin 3: 7 of 7 hit points')).toBeVisible();
  await expect(page.getByLabel('Dire wolf: 37 of 37 hit points')).toBeVisible();
  // The scene's cast by one tap, and one who is typed with a higher initiative than all.
  await page.getByRole('button', { name: /^Add cast of The sea gate/ }).tap();
  await page.getByRole('combobox', { name: 'Combatant name' }).fill('Captain Brand');
  await page.getByPlaceholder('Init', { exact: true }).fill('40');
  await page.getByPlaceholder('HP', { exact: true }).fill('30');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Next turn' }).tap();
  await expect(order(page).locator('[aria-current="true"]').first()).toContainText('Captain Brand');

  // Damage by the number pad, undone, and dealt again; a fallen goblin is defeated and in the log.
  await openRow(page, 'Goblin 1');
  await press(page, '12');
  await page.getByRole('button', { name: 'Damage', exact: true }).tap();
  await expect(rowOf(page, 'Goblin 1')).toContainText('defeated');
  await page.getByRole('button', { name: 'Undo', exact: true }).last().tap();
  await expect(page.getByLabel('Goblin 1: 7 of 7 hit points')).toBeVisible();
  await press(page, '12');
  await page.getByRole('button', { name: 'Damage', exact: true }).tap();
  await openRow(page, 'Goblin 1');
  await page.getByRole('button', { name: 'Log', exact: true }).tap();
  const events = page.getByRole('list', { name: 'Recent events' });
  await expect(events).toContainText('Defeated: ');
  await expect(events).toContainText('Goblin 1');
  await page.getByRole('button', { name: 'Log', exact: true }).tap();

  // A condition until the end of the captain's next turn, told when it ends.
  await openRow(page, 'Goblin 2');
  const opened = rowOf(page, 'Goblin 2');
  await opened.getByLabel('Lasts').selectOption('1');
  await opened.getByText('Choose a condition').tap();
  await opened.getByRole('button', { name: 'Prone', exact: true }).tap();
  await expect(opened).toContainText('to the end of Captain Brand’s turn, round 2');
  expect(await violations(page)).toEqual([]);
  await openRow(page, 'Goblin 2');
  const next = page.getByRole('button', { name: 'Next turn' });
  await next.tap();
  await expect(page.getByText(/^Stat block:/)).toBeVisible();
  await page.getByText(/^Stat block:/).tap();
  await savedHere(page);
  await page.reload();
  await expect(rowOf(page, 'Goblin 2')).toContainText('Prone (1)');

  // The other GM deals damage apart, on a phone.
  await page.context().setOffline(false);
  await synced(page);
  const ben = await browser.newContext({
    serviceWorkers: 'block',
    hasTouch: true,
    viewport: { width: 390, height: 844 },
  });
  watch(ben, errors);
  const other = await ben.newPage();
  await joinBy(other, coGm, 'Ben');
  await synced(other);
  await other.goto(table);
  await other
    .getByRole('button', { name: 'Scratchpad' })
    .or(other.getByRole('tab', { name: 'Scratchpad' }))
    .first()
    .tap();
  await other.getByText('Initiative and hit points').tap();
  await expect(other.getByLabel('Dire wolf: 37 of 37 hit points')).toBeVisible();
  await airplane(page);
  await openRow(other, 'Dire wolf');
  await press(other, '9');
  expect(
    (await other.getByRole('button', { name: 'Damage', exact: true }).boundingBox())!.height,
  ).toBeGreaterThanOrEqual(44);
  await other.getByRole('button', { name: 'Damage', exact: true }).tap();
  await expect(other.getByLabel('Dire wolf: 28 of 37 hit points')).toBeVisible();
  expect(await violations(other)).toEqual([]);
  await openRow(page, 'Dire wolf');
  await press(page, '8');
  await page.getByRole('button', { name: 'Damage', exact: true }).tap();
  await openRow(page, 'Dire wolf');
  await page.context().setOffline(false);
  await synced(page);
  await synced(other);
  for (const each of [page, other]) await expect(each.getByLabel('Dire wolf: 20 of 37 hit points')).toBeVisible();
  await ben.close();

  // Put aside for another fight, which ends; then this one goes on.
  await page.getByRole('button', { name: 'Fights', exact: true }).tap();
  await page.getByLabel('Name of a new fight').fill('On the stairs');
  await page.getByRole('button', { name: 'Start new fight' }).tap();
  await expect(page.getByRole('heading', { name: 'On the stairs' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Combatant name' }).fill('2 skeletons');
  await page.keyboard.press('Enter');
  await expect(order(page).locator('.name')).toHaveText(['Skeleton 1', 'Skeleton 2']);
  const fights = page.getByRole('button', { name: 'Fights', exact: true });
  await fights.tap();
  await page.getByLabel('Outcome of the fight').fill('fled');
  await page.getByRole('button', { name: 'End fight' }).tap();
  await fights.tap();
  await page.getByRole('button', { name: 'Resume fight: The sea gate' }).tap();
  await expect(page.getByLabel('Dire wolf: 20 of 37 hit points')).toBeVisible();
  expect(await violations(page)).toEqual([]);

  // The next night it goes on as it was left; what a fight's name says is found.
  await airplane(page);
  await page.goto(table.replace(/\/sessions\/.*$/, '/sessions'));
  await page.getByRole('button', { name: 'New session' }).tap();
  await page.waitForURL(/\/prep$/);
  await page.goto(page.url().replace(/prep$/, 'play'));
  const fold = page.getByText('Initiative and hit points');
  await fold.tap();
  await fights.tap();
  await page.getByRole('button', { name: 'Resume fight: The sea gate' }).tap();
  await expect(page.getByLabel('Dire wolf: 20 of 37 hit points')).toBeVisible();
  await expect(page.getByText('Round 1', { exact: true })).toBeVisible();
  await expect(rowOf(page, 'Goblin 2')).toContainText('Prone (1)');
  await page.getByRole('button', { name: 'Undo', exact: true }).last().tap();
  await expect(order(page).getByRole('listitem')).toHaveCount(0);
});
