// Shows the talk at the table without a network and without a model: it answers, makes drafts and nothing else, and is there again.
import { airplane, expect, inviteLink, joinBy, newPrep, sampleAtTable, type Server, synced, test } from './journey.ts';
import type { Page } from '@playwright/test';

test.use({ indexAtRest: true, serviceWorkers: 'allow', hasTouch: true, viewport: { width: 1180, height: 820 } });

test('the dock answers from rules and campaign, makes a bartender as a draft, leads by names, says tones, and is there after a reload, in airplane mode (M-395 to M-402, M-405, M-410, M-414, M-416, M-439, M-449 to M-454)', async ({
  page,
  server,
}) => {
  await sampleAtTable(page, server);
  await airplane(page);
  await page.reload();

  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  const talk = page.getByRole('log', { name: 'Chat' });
  const box = page.getByRole('textbox', { name: 'Question or note' });
  const say = async (text: string): Promise<void> => {
    await box.fill(text);
    await box.press('Enter');
  };
  // A rule, named with the system it is from.
  await say('What’s the DC for a hard check?');
  await expect(talk).toContainText(/Hard: 20|hard/i);
  // Somebody new: a draft, in the rail, with numbers of the system.
  await say('Create a bartender NPC');
  await expect(talk).toContainText(/Added .+ \(NPC\) as a draft/);
  const name = /Added (.+?) \(NPC\)/.exec(await talk.innerText())?.[1] ?? '';
  expect(name.length).toBeGreaterThan(3);
  await expect(talk.getByRole('button', { name }).first()).toBeVisible();
  // A scene, on the strip.
  await say('The party went to the market');
  await expect(talk).toContainText('Added the scene “Market” (Social) as a draft');
  await talk.getByRole('listitem').last().getByRole('button', { name: 'Undo' }).click();
  await expect(talk).toContainText('Undone');
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
  await expect(
    page
      .getByRole('region', { name: /Entity|Drawer|details/i })
      .or(page.locator('dl'))
      .filter({ hasText: 'Motivation' })
      .first(),
  ).toBeVisible();
  // And the person stands in the rail, whichever scene is shown.
  const rail = page.getByRole('complementary', { name: /^Entities in/ });
  await rail.getByRole('button', { name: 'Expand entity list' }).click();
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

const talkOf = (page: Page) => page.getByRole('log', { name: 'Chat' });
const tell = async (page: Page, text: string): Promise<void> => {
  const box = page.getByRole('textbox', { name: 'Question or note' });
  await box.fill(text);
  await box.press('Enter');
  // Said when it is a record, and answered when the next may be said.
  await expect(box).toHaveValue('');
  await expect(talkOf(page).getByRole('status')).toHaveCount(0, { timeout: 30_000 });
};
const askAtTable = async (page: Page, server: Server): Promise<void> => {
  await sampleAtTable(page, server);
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
};
const last = (page: Page) => talkOf(page).getByRole('listitem').last();

test('what was offered is taken by a word, also after a reload; answers lead to what they stand on; what was asked before is found again, across evenings (M-300, M-301, M-400, M-403, M-404)', async ({
  page,
  server,
}) => {
  await askAtTable(page, server);
  await tell(page, 'ok theyre off to the lighthouse now');
  await expect(page.getByRole('button', { name: 'Create scene “Lighthouse”' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Create scene “Lighthouse”' })).toBeVisible();
  await tell(page, 'yes please');
  await expect(last(page)).toContainText('Added the scene “Lighthouse”');
  await expect(page.getByRole('button', { name: 'Create scene “Lighthouse”' })).toHaveCount(0);
  // A stat block is shown, and kept only on a word.
  await tell(page, 'Give me stats for a harbour thug');
  await expect(last(page)).toContainText(/Armor class|Hit points|AC/i);
  await tell(page, 'no thanks');
  await expect(last(page)).toContainText('Dismissed');
  await tell(page, 'Give me stats for a dock guard');
  await tell(page, 'save that');
  await expect(last(page)).toContainText('Added Dock guard (NPC) as a draft.');
  // An answer leads to where it is written, and is never the question itself, which may be in the index by now.
  for (let n = 0; n < 2; n++) {
    await tell(page, 'Who is Madame Lefevre?');
    await expect(last(page)).toContainText(/Keeper of The Salt Salon|grey silk|She pays Corin Vale/);
    await expect(last(page)).not.toContainText('“Who is');
  }
  const from = last(page).getByRole('group', { name: 'Sources' });
  await expect(from).toBeVisible();
  await expect(from.getByRole('button').or(from.getByRole('link')).first()).toBeVisible();
  // Ties are known, with their tone.
  await tell(page, 'How do Madame Lefevre and Corin Vale get along?');
  await expect(last(page)).toContainText(/Madame Lefevre – .+ – Corin Vale|Corin Vale – .+ – Madame Lefevre/);
  // The words that end an evening open its end, which asks first (M-208).
  await tell(page, 'save and quit');
  const end = page.getByRole('dialog');
  await expect(end).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(end).toHaveCount(0);
  // What was asked before is found by meaning, by the agent and by search.
  await tell(page, 'How many guards watch the warehouse at night?');
  await expect(async () => {
    await tell(page, 'what did I ask about the warehouse?');
    await expect(last(page)).toContainText('“How many guards watch the warehouse at night?” (your question, Session', {
      timeout: 3000,
    });
  }).toPass({ timeout: 40_000 });
});

test('a given name is kept, nobody is made twice, requests are no facts, and the day is known', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Lye and Hides');
  await page.goto(page.url().replace(/\/prep$/, '/play'));
  await page.getByRole('button', { name: 'Ask', exact: true }).tap();
  await tell(page, 'new npc: Nan Sowerby');
  await expect(last(page)).toContainText('Added Nan Sowerby (NPC) as a draft.');
  await tell(page, 'save it');
  await expect(last(page)).toContainText('That is already saved as a draft.');
  await tell(page, 'stats for Nan Sowerby');
  await tell(page, 'save it');
  await expect(last(page)).toContainText('Nan Sowerby is already in this campaign.');
  await tell(page, 'what day is it?');
  await expect(last(page)).toContainText('In-game it is Day 0');
  await tell(page, 'Rename Sowerby');
  await tell(page, 'Tell me about Sowerby');
  await expect(last(page)).not.toContainText('Rename');
  await tell(page, 'Nan Sowerby sold the party the tannery key for nine crowns.');
  await tell(page, 'How many crowns was the tannery key?');
  await expect(last(page)).toContainText('the tannery key for nine crowns');
  // One draft of her, and no other.
  await page.goto(page.url().replace(/\/sessions\/.*$/, '/entities'));
  await expect(page.getByRole('link', { name: /Sowerby/ })).toHaveCount(1);
});

test('at Wrap-up the talk is read with the notes where the GM wants it, and only then (M-413)', async ({
  page,
  server,
}) => {
  await askAtTable(page, server);
  await tell(page, 'Log that Rilla Thorn came to the docks and swore revenge on Baron Harkness');
  await page.goto(page.url().replace(/play$/, 'wrapup'));
  await page.getByRole('button', { name: 'Move session here' }).click();
  const triage = page.getByRole('region', { name: 'Triage' });
  await page.getByRole('textbox', { name: 'Actual notes' }).click();
  await page.keyboard.type('The evening ended at the inn.');
  const readsChat = triage.getByRole('checkbox', { name: 'Include the chat' });
  await expect(readsChat).not.toBeChecked();
  await page.getByRole('button', { name: 'Save, Analyse & Enrich' }).click();
  await expect(triage.getByText(/Runs on this device, offline/)).toBeVisible();
  await expect(triage.getByRole('listitem', { name: 'New name: Rilla Thorn' })).toHaveCount(0);
  await readsChat.check();
  await page.getByRole('button', { name: 'Save, Analyse & Enrich' }).click();
  await expect(triage.getByRole('listitem', { name: 'New name: Rilla Thorn' })).toBeVisible();
});

test.describe('a sample that is synced', () => {
  test.use({ ownServer: true });
  test('two GMs share one talk: both ask while they are apart, and both have every word afterwards, in one order (M-299, M-411, M-412)', async ({
    page,
    browser,
    server,
  }) => {
    await askAtTable(page, server);
    const table = page.url();
    const link = await inviteLink(page);
    const ben = await browser.newContext({ serviceWorkers: 'block' });
    const other = await ben.newPage();
    await joinBy(other, link, 'Ben');
    await page.goto(table);
    await synced(page);
    await other.goto(table);
    const ask = other.getByRole('button', { name: 'Ask', exact: true });
    await ask.waitFor();
    if (!(await talkOf(other).isVisible())) await ask.click();
    await synced(other);
    await tell(page, 'How does grappling work?');
    await expect(talkOf(other)).toContainText('“Grapple');
    // Apart: each makes somebody and asks something.
    await ben.setOffline(true);
    await page.context().setOffline(true);
    await tell(page, 'Create an NPC called Ada Quill');
    await tell(other, 'Create an NPC called Bram Sedge');
    await expect(last(page)).toContainText('Added Ada Quill');
    await expect(last(other)).toContainText('Added Bram Sedge');
    await ben.setOffline(false);
    await page.context().setOffline(false);
    for (const each of [page, other]) {
      await expect(talkOf(each)).toContainText('Added Ada Quill');
      await expect(talkOf(each)).toContainText('Added Bram Sedge');
      await synced(each);
    }
    const words = (each: Page): Promise<string[]> => talkOf(each).locator('.said').allInnerTexts();
    await expect.poll(async () => JSON.stringify(await words(page))).toBe(JSON.stringify(await words(other)));
    await expect(talkOf(other).getByRole('button', { name: 'Ada Quill' }).first()).toBeVisible();
    await ben.close();
  });
});

test.describe('one hand, portrait', () => {
  for (const [name, viewport] of [
    ['tablet', { width: 820, height: 1180 }],
    ['phone', { width: 390, height: 844 }],
  ] as const)
    test(`${name}: the box and what is offered lie within a thumb’s reach of the lower edge, and nothing is cut off`, async ({
      page,
      server,
    }) => {
      await page.setViewportSize(viewport);
      await askAtTable(page, server);
      await tell(page, 'ok theyre off to the lighthouse now');
      await tell(page, 'Who keeps the Salt Salon?');
      await tell(page, 'ok theyre off to the old mill now');
      const offer = page.getByRole('button', { name: /^Create scene/ });
      for (const target of [
        page.getByRole('textbox', { name: 'Question or note' }),
        page.getByRole('button', { name: 'Send', exact: true }),
        offer,
        page.getByRole('button', { name: 'No', exact: true }),
      ]) {
        const box = (await target.boundingBox())!;
        expect(box.height).toBeGreaterThanOrEqual(43.5);
        expect(box.y).toBeGreaterThan(viewport.height * 0.5);
        expect(box.y + box.height).toBeLessThanOrEqual(viewport.height + 0.5);
        expect(box.x + box.width).toBeLessThanOrEqual(viewport.width + 0.5);
      }
      await page.screenshot({ path: test.info().outputPath(`ask-${name}.png`) });
      await offer.tap();
      await expect(last(page)).toContainText('as a draft.');
    });
});

test('[M-425] what is told to the log by chat has its session and game date on the entity’s page, or is in the session’s log', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Iron Tide');
  const prep = page.url();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Odd Wen');
  await page.getByRole('option', { name: 'Create “Odd Wen” as NPC' }).tap();
  await expect(page.getByRole('article', { name: 'Odd Wen' })).toBeVisible();
  await page.goto(prep.replace(/prep$/, 'play'));
  await page.getByRole('button', { name: 'Start session…' }).tap();
  await page.getByRole('button', { name: 'Start now' }).tap();
  const tools = page.getByRole('region', { name: 'Tools' });
  await tools.getByRole('button', { name: 'Time', exact: true }).tap();
  for (let day = 0; day < 3; day++) await tools.getByRole('button', { name: '+1 day' }).tap();
  await expect(tools.getByText(/^Day 3,/).first()).toBeVisible();
  await tools.getByRole('button', { name: 'Ask', exact: true }).tap();
  await tell(page, 'Log that Odd Wen sold the harbour chain');
  await expect(talkOf(page)).toContainText('sold the harbour chain');
  // About nobody: in the session's log, and nowhere else.
  await tell(page, 'log: the ledger burned before they could copy it');
  await expect(talkOf(page)).toContainText('Logged: The ledger burned');
  await tools.getByRole('button', { name: 'Log', exact: true }).tap();
  await expect(page.getByRole('list', { name: 'Recent events' }).getByRole('listitem')).toHaveText([
    'Note: The ledger burned before they could copy it',
  ]);
  await tools.getByLabel('More event types').selectOption({ label: 'Goal failed' });
  await tools.getByLabel('Note').fill('Save the ferryman');
  await tools.getByRole('button', { name: 'Log goal failed' }).tap();
  // Logged in two taps, without a word.
  await tools.getByLabel('More event types').selectOption({ label: 'Combat starts' });
  await tools.getByRole('button', { name: 'Log combat starts' }).tap();
  await tools.getByRole('button', { name: 'Ask', exact: true }).tap();
  // A day is looked up among the events.
  await tell(page, 'what happened on Day 3?');
  await expect(last(page)).toContainText('The ledger burned before they could copy it');
  await expect(last(page)).toContainText('Goal failed: Save the ferryman');
  await expect(last(page)).toContainText('Combat starts');
  await tell(page, 'and what happened on day one?');
  await expect(last(page)).toContainText('I found nothing that happened on Day 1.');
  await talkOf(page).getByRole('button', { name: 'Odd Wen' }).first().tap();
  await page.getByRole('link', { name: 'Open page' }).tap();
  await page.waitForURL(/\/entities\//);
  const entry = page.getByRole('listitem').filter({ hasText: 'sold the harbour chain' });
  await expect(entry.first()).toContainText(/Session 1 · Day 3, /);
});

test('counts, follow-ups and drafts by touch, offline; another’s words, a negation and another session write nothing', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Tar and Feathers');
  await page.goto(page.url().replace(/\/prep$/, '/play'));
  await airplane(page);
  await page.reload();
  await page.getByRole('button', { name: 'Ask', exact: true }).tap();
  const box = page.getByRole('textbox', { name: 'Question or note' });
  const send = async (text: string): Promise<void> => {
    await box.fill(text);
    await page.getByRole('button', { name: 'Send', exact: true }).tap();
    await expect(box).toHaveValue('');
    await expect(talkOf(page).getByRole('status')).toHaveCount(0, { timeout: 30_000 });
  };
  const added = async (): Promise<string[]> =>
    [...(await last(page).innerText()).matchAll(/Added (.+?) \((\w+)\) as a draft/g)].map(([, name]) => name ?? '');

  await send('three guards for the rope walk, with names');
  const guards = await added();
  expect(new Set(guards).size).toBe(3);
  // Another is of the same kind, and nobody of before.
  await send('one more like this');
  const [fourth = ''] = await added();
  expect(fourth).not.toBe('');
  expect(guards).not.toContain(fourth);
  await expect(last(page)).toContainText('Role: Guard');
  // What was shown is kept on a word that no pattern knows.
  await send('Give me stats for a dock thug');
  await send('lovely, bung that in');
  await expect(last(page)).toContainText('Added Dock thug (NPC) as a draft.');
  // Neither a character’s words, nor a negation, nor another session write anything.
  for (const trap of [
    '"I am the terror of the deep, I am the Black Gate of Morwen!"',
    'don’t bother with a scene for the rope walk',
    'my kid just yelled make a dragon, ignore him',
  ]) {
    await send(trap);
    await expect(last(page)).not.toContainText(/Added|Create/);
  }
  await send('add a scene to session 2: the wake');
  await expect(last(page)).toContainText('I only write into the session that is open');
  await send('recap of session 7');
  await expect(last(page)).toContainText('I found nothing that happened in session 7.');
  await page.screenshot({ path: test.info().outputPath('requests.png') });
  await expect(page.getByRole('button', { name: /wake|Morwen|rope walk/i })).toHaveCount(0);
  await page.goto(page.url().replace(/\/sessions\/.*$/, '/entities'));
  for (const name of [...guards, fourth, 'Dock thug'])
    await expect(page.getByRole('link', { name: new RegExp(name) }).first()).toBeVisible();
  await expect(page.getByRole('link', { name: /dragon|Morwen/i })).toHaveCount(0);
});
