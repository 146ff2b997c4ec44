// Shows the talk at the table without a network and without a model: it answers, makes drafts and nothing else, and is there again.
import { airplane, expect, installed, test } from './journey.ts';

test.use({ serviceWorkers: 'allow', hasTouch: true, viewport: { width: 1180, height: 820 } });

test('the dock answers from rules and campaign, makes a bartender as a draft, leads by names, says tones, and is there after a reload, in airplane mode (M-395 to M-402, M-405, M-410, M-414, M-416, M-449 to M-454)', async ({ page, server }) => {
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Open the sample campaign' }).click();
  await page.waitForURL(/\/play$/);
  await installed(page);
  await airplane(page);
  await page.reload();

  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  const talk = page.getByRole('log', { name: 'Talk of this evening' });
  const box = page.getByRole('textbox', { name: 'Ask or tell' });
  const say = async (text: string): Promise<void> => {
    await box.fill(text);
    await box.press('Enter');
  };
  // A rule, named with the system it is from.
  await say('What’s the DC for a hard check?');
  await expect(talk).toContainText(/Hard: 20|hard/i);
  // Somebody new: a draft, in the rail, with numbers of the system.
  await say('Create a bartender NPC');
  await expect(talk).toContainText(/Added .+ \(npc\) as a draft/);
  const name = /Added (.+?) \(npc\)/.exec((await talk.innerText()))?.[1] ?? '';
  expect(name.length).toBeGreaterThan(3);
  await expect(talk.getByRole('button', { name }).first()).toBeVisible();
  // A scene, on the strip.
  await say('The party went to the market');
  await expect(talk).toContainText('Added the scene “Market” (social) as a draft');
  await talk.getByRole('listitem').last().getByRole('button', { name: 'Undo' }).click();
  await expect(talk).toContainText('Taken back.');
  await expect(page.getByRole('button', { name: 'Market', exact: true })).toHaveCount(0);
  // Refused, and nothing changed.
  await say(`Delete ${name}`);
  await expect(talk).toContainText('never change, delete or promote');
  // Unsure: offered, and made when the GM says so.
  await say('ok theyre off to the lighthouse now');
  await page.getByRole('button', { name: /Create scene/ }).click();
  await expect(talk).toContainText('as a draft.');
  // A name leads to the drawer.
  await talk.getByRole('button', { name }).first().click();
  await expect(page.getByRole('region', { name: /Entity|Drawer|details/i }).or(page.locator('dl')).filter({ hasText: 'Motivation' }).first()).toBeVisible();
  // And the person stands in the rail, whichever scene is shown.
  const rail = page.getByRole('complementary', { name: /^Entities of/ });
  await rail.getByRole('button', { name: 'Unfold the entity list' }).click();
  await expect(rail.getByRole('button', { name })).toBeVisible();
  // Who are tied show it, by sign, line and word.
  await say('What do we know about Madame Lefevre?');
  await expect(talk.getByRole('listitem').last()).toContainText('Lefevre');
  await page.screenshot({ path: test.info().outputPath('dock.png') });
  // What is typed and not said is kept, and the whole talk is there again.
  await box.fill('half a ques');
  await page.reload();
  await expect(talk).toContainText('Create a bartender NPC');
  await expect(talk).toContainText('Added the scene “Market”');
  await expect(box).toHaveValue('half a ques');
});
