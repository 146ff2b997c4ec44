// An evening through its stages on a touch tablet with no network: Prep, Play, Wrap-up, Completed, and back.
import {
  chip,
  expect,
  airplane,
  inSessionMenu,
  newPrep,
  noteText,
  openSample,
  prepNote,
  savedHere,
  test,
  type,
} from './journey.ts';
import type { Locator, Page } from '@playwright/test';

test.use({ serviceWorkers: 'allow', hasTouch: true, viewport: { width: 1180, height: 820 } });

const PREP = [
  'When they arrive at the docks at dusk, the warehouse is shut and a crane is burning. Nobody in the street has seen anything, and everybody looks away.',
  'Madame Lefevre greets them in her salon and begs them to find her brother Anselm. She pays fifty gold and asks for silence.',
  'The cultists attack on the bridge at midnight. Roll initiative; six of them, and their captain flees when he is hurt.',
  'Searching the chapel the next morning reveals a ledger behind the altar. It names the harbour master as a debtor.',
];
const writePrep = async (page: Page): Promise<void> => {
  await prepNote(page).click();
  for (const [i, paragraph] of PREP.entries()) {
    if (i > 0) await page.keyboard.press('Enter');
    await page.keyboard.insertText(paragraph);
  }
};
const panel = (page: Page) => page.getByRole('complementary', { name: 'Suggestions' });
const analyse = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Save & Analyse' }).click();
  await expect(panel(page).getByRole('status')).toContainText('suggestion');
};
/** Again where a machine taps so soon after the last tap, and at its place, that both are one double tap. */
const tapUntilGone = (button: Locator): Promise<void> =>
  expect(async () => {
    await button.tap({ timeout: 2000 });
    await expect(button).toHaveCount(0, { timeout: 1000 });
  }).toPass({ timeout: 30_000 });
const moveTo = async (page: Page, stage: string): Promise<void> => {
  await inSessionMenu(page, `Move to ${stage}`);
};
const tab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'This session' }).getByRole('link', { name: new RegExp(`^${name}`) });
const addScene = async (page: Page, title: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'New scene' }).fill(title);
  await page.getByRole('textbox', { name: 'New scene' }).press('Enter');
  await expect(page.getByRole('button', { name: new RegExp(`${title}`) }).first()).toBeVisible();
};
const cards = (page: Page): Promise<string[]> =>
  page
    .getByRole('list', { name: /^Scene/ })
    .locator('.title')
    .allTextContents();

test('stage tabs, one head for all, saving by stage; stages move by a button only, backwards too, and keep every word (M-330, M-336, M-362, M-375, M-378 to M-391, M-430, M-432, M-445)', async ({
  page,
  server,
}) => {
  await newPrep(page, server);
  await type(page, 'The lamp goes out.');
  await airplane(page);
  for (const name of ['Prep', 'Play', 'Wrap-up']) await expect(tab(page, name)).toBeVisible();
  await expect(tab(page, 'Prep')).toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('link', { name: 'Ash and Salt' })).toBeVisible();
  const save = page.getByRole('group', { name: 'Save' });
  await expect(save.getByRole('button').first()).toHaveText('Save & Analyse');
  await tab(page, 'Play').click();
  await expect(save.getByRole('button').first()).toHaveText('Save');
  await expect(save.getByRole('button')).toHaveCount(1);
  // Looking at another desk is no stage change.
  await expect(page.getByText('You’re viewing Play. This session is in Prep.')).toBeVisible();
  await tab(page, 'Wrap-up').click();
  await expect(save.getByRole('button').first()).toHaveText('Save, Analyse & Enrich');
  await page.getByRole('button', { name: 'More actions' }).click();
  await expect(page.getByRole('menuitem')).toHaveText(['Save, Analyse & Enrich', 'Save & Analyse', 'Save']);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Move session here' }).click();
  await expect(page.getByText(/You’re viewing/)).toBeHidden();
  await page.getByRole('textbox', { name: 'Actual notes' }).click();
  await page.keyboard.type('It went well.');
  await moveTo(page, 'Prep');
  await expect(page).toHaveURL(/\/prep$/);
  await expect.poll(() => noteText(page)).toBe('The lamp goes out.');
  await tab(page, 'Wrap-up').click();
  await expect(page.getByRole('textbox', { name: 'Actual notes' })).toHaveText('It went well.');
  // The address without a stage leads to the stage that it has, from a cold start.
  const bare = page.url().replace('/wrapup', '');
  await savedHere(page);
  await page.goto(bare);
  await expect(page).toHaveURL(/\/prep$/);
  await expect.poll(() => noteText(page)).toBe('The lamp goes out.');
});

test('a long note is found where it was left when the stage tabs go there and back (M-385)', async ({
  page,
  server,
}) => {
  await newPrep(page, server);
  await prepNote(page).click();
  for (let i = 0; i < 60; i++) {
    await page.keyboard.insertText(`Line ${i}`);
    await page.keyboard.press('Enter');
  }
  const surface = page.locator('.surface').first();
  await surface.evaluate((e) => void (e.scrollTop = 700));
  await expect.poll(() => surface.evaluate((e) => e.scrollTop)).toBe(700);
  await tab(page, 'Play').click();
  await expect(page.getByRole('textbox', { name: 'Scratchpad' })).toBeVisible();
  await tab(page, 'Prep').click();
  await prepNote(page).waitFor();
  await expect
    .poll(() =>
      page
        .locator('.surface')
        .first()
        .evaluate((e) => e.scrollTop),
    )
    .toBe(700);
});

test('notes become scenes, AI off: Save & Analyse suggests, one is accepted, one edited, one dismissed; nothing else is made (scenario 5; M-255, M-256, M-312, M-327, M-331 to M-335, M-389, M-433, M-446)', async ({
  page,
  server,
}) => {
  await newPrep(page, server);
  await writePrep(page);
  await airplane(page);
  const written = await noteText(page);
  await analyse(page);
  const found = panel(page).getByRole('region', { name: 'Scenes' }).getByRole('listitem');
  await expect.poll(() => found.count()).toBeGreaterThanOrEqual(3); // the list follows the status line
  await expect(found.first()).toContainText(/Social|Exploration|Combat|Travel|Investigation/);
  // The words it was read from are marked in the notes while it is looked at.
  await found.nth(2).focus();
  await expect(prepNote(page).locator('.quoted').first()).toContainText('The cultists attack');
  await found
    .nth(2)
    .getByRole('button', { name: /^Accept/ })
    .click();
  await found.nth(1).getByRole('button', { name: /^Edit/ }).click();
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Tea with Lefevre');
  await page.getByRole('button', { name: 'Accept with changes' }).click();
  await found.nth(0).focus();
  const dismissed = await found.nth(0).locator('strong').innerText();
  await page.keyboard.press('n');
  await expect(found.filter({ hasText: dismissed })).toHaveCount(0);
  await page.getByRole('button', { name: /^Scenes/ }).click();
  await expect.poll(() => cards(page)).toHaveLength(2);
  expect(await cards(page)).toContain('Tea with Lefevre');
  // Again: what was decided stays decided, and the notes are as they were.
  await analyse(page);
  await expect(panel(page).getByRole('status')).toContainText('1 that you dismissed before is left out');
  await expect(panel(page).getByRole('listitem').first()).toBeVisible(); // the list follows the status line
  await expect(found.filter({ hasText: dismissed })).toHaveCount(0);
  expect(await noteText(page)).toBe(written);
  await page.reload();
  await page.getByRole('button', { name: /^Scenes/ }).click();
  await expect.poll(() => cards(page)).toHaveLength(2);
});

test('scenes by hand: add, open, write, order by keyboard and by menu, lead on through a clue, delete and undo; all of it after a reload (scenario 6; M-263, M-264, M-274, M-279, M-283, M-290, M-293, M-294, M-332, M-334, M-335)', async ({
  page,
  server,
}) => {
  await newPrep(page, server);
  await airplane(page);
  await page.getByRole('button', { name: /^Scenes/ }).click();
  for (const title of ['Docks', 'Salon', 'Bridge']) await addScene(page, title);
  // By keyboard on the handle.
  const handle = page.getByRole('button', { name: 'Move Docks' });
  await handle.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => cards(page)).toEqual(['Salon', 'Bridge', 'Docks']);
  // By menu.
  await page.getByRole('button', { name: 'More for Docks' }).click();
  await page.getByRole('menuitem', { name: 'Move left' }).click();
  await expect.poll(() => cards(page)).toEqual(['Salon', 'Docks', 'Bridge']);
  await page.getByRole('button', { name: /^Other: ?Salon/ }).click();
  await page.getByRole('textbox', { name: 'Objective' }).fill('Win her over');
  await page.getByRole('textbox', { name: /^Description of Salon/ }).click();
  await page.keyboard.type('Tea on the table.');
  await page.getByRole('textbox', { name: /^GM notes of Salon/ }).click();
  await page.keyboard.type('The tea is poisoned.');
  await page.getByRole('button', { name: 'Connect to another scene…' }).click();
  await page.getByRole('combobox', { name: 'Leads to scene' }).selectOption({ label: 'Bridge' });
  await page.getByRole('combobox', { name: 'Through which clue' }).fill('The empty cup');
  await page.getByRole('textbox', { name: 'How it leads there' }).fill('Its maker works on the bridge');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Connections' })).toContainText(/Bridge\s*through The empty cup/);
  await page.getByRole('button', { name: 'All scenes' }).click();
  await page.getByRole('button', { name: 'More for Docks' }).click();
  await page.getByRole('menuitem', { name: 'Delete scene' }).click();
  await expect.poll(() => cards(page)).toEqual(['Salon', 'Bridge']);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect.poll(() => cards(page)).toEqual(['Salon', 'Docks', 'Bridge']);
  await savedHere(page);
  await page.reload();
  await page.getByRole('button', { name: /^Scenes/ }).click();
  await expect.poll(() => cards(page)).toEqual(['Salon', 'Docks', 'Bridge']);
  await page.getByRole('button', { name: /^Other: ?Salon/ }).click();
  await expect(page.getByRole('textbox', { name: 'Objective' })).toHaveValue('Win her over');
  await expect(page.getByRole('textbox', { name: /^GM notes of Salon/ })).toHaveText('The tea is poisoned.');
});

test('a scene is dragged to another place, and stays there (scenario 6; M-334, M-341)', async ({ page, server }) => {
  await newPrep(page, server);
  await page.getByRole('button', { name: /^Scenes/ }).click();
  for (const title of ['Docks', 'Salon', 'Bridge']) await addScene(page, title);
  const from = await page.getByRole('button', { name: 'Move Docks' }).boundingBox();
  const to = await page.getByRole('button', { name: 'Move Bridge' }).boundingBox();
  if (!from || !to) throw new Error('no handles');
  await page.mouse.move(from.x + 20, from.y + 20);
  await page.mouse.down();
  for (let i = 1; i <= 12; i++) await page.mouse.move(from.x + 20, from.y + 20 + ((to.y - from.y + 8) * i) / 12);
  await expect(page.locator('#dnd-action-dragged-el')).toBeVisible();
  await expect.poll(() => cards(page)).toEqual(['Salon', 'Bridge', 'Docks']);
  await page.mouse.up();
  await expect.poll(() => cards(page)).toEqual(['Salon', 'Bridge', 'Docks']);
  await page.reload();
  await page.getByRole('button', { name: /^Scenes/ }).click();
  await expect.poll(() => cards(page)).toEqual(['Salon', 'Bridge', 'Docks']);
});

test('an account pasted as a web page: read, triaged one by one and in bulk, promoted a step at a time, completed, read-only, reopened (scenario 15; M-259, M-313, M-363 to M-377, M-426, M-427, M-436, M-438, M-448, T-8, T-9, T-10)', async ({
  page,
  server,
}) => {
  await openSample(page, server);
  await page.getByRole('link', { name: 'Continue prep' }).click();
  await prepNote(page).waitFor();
  await airplane(page);
  await tab(page, 'Wrap-up').click();
  await page.getByRole('button', { name: 'Move session here' }).click();
  const notes = page.getByRole('textbox', { name: 'Actual notes' });
  await notes.click();
  await page.keyboard.type('We came by boat.');
  await page.getByRole('button', { name: 'Import session notes' }).click();
  const html =
    '<html><head><script>window.hacked = true</script><style>p{color:red}</style></head><body><h2>The sea gate</h2><p onclick="window.hacked = true">Old Tam rowed us to the sea gate at slack water. Mirabel Thorne said the name of Joss and the brass door opened. Old Tam gave Mirabel Thorne the ring.</p><h2>A stranger on the stair</h2><p>A lamplighter named Hesper Quill waited on the stair. Hesper Quill hates Baron Harkness. The drowned attacked and Kestrel was wounded.</p><img src="http://elsewhere.example/x.png" onerror="window.hacked = true"></body></html>';
  await page.getByRole('textbox', { name: 'Paste the notes here' }).fill(html);
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('Old Tam rowed us');
  await expect(page.getByRole('radio', { name: 'Add below the existing text' })).toBeChecked();
  await page.getByRole('button', { name: 'Add to note' }).click();
  await expect(notes).toContainText('We came by boat.');
  await expect(notes).toContainText('Imported from pasted text');
  await expect(notes.locator('hr')).toHaveCount(1);
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  await page.getByRole('button', { name: 'Save, Analyse & Enrich' }).click();
  const triage = page.getByRole('region', { name: 'Triage' });
  await expect(triage.getByText(/Runs on this device, offline/)).toBeVisible();
  // Log entries in bulk; nothing offers to take names or ties in bulk, or names that the session leads to already.
  await triage.getByRole('button', { name: /^Accept all \d+ log entries/ }).waitFor();
  await expect(
    triage.getByRole('button', { name: /^Accept all/ }).filter({ hasText: /name|relationship|scene/i }),
  ).toHaveCount(0);
  // Two taps accept one: the card that moves up to the second one stays.
  const cards = triage.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Accept/ }) });
  const count = await cards.count();
  await triage
    .getByRole('listitem', { name: 'New name: Hesper Quill' })
    .getByRole('button', { name: /^Accept/ })
    .dblclick();
  await expect(triage.getByRole('listitem', { name: 'New name: Hesper Quill' })).toHaveCount(0);
  await expect(cards).toHaveCount(count - 1);
  await triage
    .getByRole('region', { name: 'Relationships' })
    .getByRole('listitem')
    .filter({ hasText: 'Hesper Quill' })
    .getByRole('button', { name: /^Accept/ })
    .click();
  await triage.getByRole('button', { name: /^Accept all \d+ log entries/ }).click();
  await expect(triage.getByRole('region', { name: 'Log entries' })).toHaveCount(0);
  // The account of a planned scene settles it; the other is not in the plan.
  await triage
    .getByRole('region', { name: 'Scenes' })
    .getByRole('listitem')
    .filter({ hasText: 'The sea gate' })
    .getByRole('button', { name: 'Mark “The sea gate” as played' })
    .click();
  await triage
    .getByRole('region', { name: 'Scenes' })
    .getByRole('listitem')
    .filter({ hasText: 'A stranger on the stair' })
    .getByRole('button', { name: /^Accept/ })
    .click();
  await triage.getByRole('button', { name: 'Skipped The keeper’s room' }).click();
  const plan = (label: RegExp) => triage.locator('dl > div').filter({ hasText: label });
  await expect(plan(/^Completed/)).toContainText('The sea gate');
  await expect(plan(/^Skipped/)).toContainText('The keeper’s room');
  await expect(plan(/^Not in the plan/)).toContainText('A stranger on the stair');
  await expect(plan(/^Not played yet/)).toContainText('The lamp');
  // From draft to canon, one step, with its way back.
  const promote = triage.getByRole('button', { name: 'Mark as canon Hesper Quill', exact: true });
  await promote.click();
  await expect(promote).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(promote).toBeVisible();
  // Or all drafts at once, with one way back.
  const each = triage.getByRole('button', { name: /^Mark as canon / });
  const drafts = await each.count();
  expect(drafts).toBeGreaterThan(2);
  await triage.getByRole('button', { name: `Mark all ${drafts} as canon` }).click();
  await expect(each).toHaveCount(0);
  await expect(page.getByText(`Marked ${drafts} drafts as canon`)).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(each).toHaveCount(drafts);
  // What was prepared is at hand below, read only.
  await page.getByText('Prep notes', { exact: true }).click();
  await expect(page.getByRole('region', { name: 'Prep notes' })).toContainText('Everybody is tired');
  await page.getByRole('button', { name: 'Mark as completed' }).click();
  await expect(page).toHaveURL(/\/review$/);
  await expect(page.getByRole('region', { name: 'What happened' })).toContainText('Hesper Quill waited on the stair');
  await tab(page, 'Wrap-up').click();
  await expect(page.getByText('This session is completed and read-only.').first()).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Actual notes' })).toHaveCount(0);
  await tab(page, 'Play').click();
  await page.getByRole('region', { name: 'Tools' }).getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(page.getByText('This session is completed. Reopen it to ask here.')).toBeVisible();
  await tab(page, 'Wrap-up').click();
  await page.getByRole('button', { name: 'Reopen' }).click();
  await expect(page.getByRole('textbox', { name: 'Actual notes' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Actual notes' })).toContainText('We came by boat.');
});

test('replacing asks twice and can be undone; what cannot be read is said in a sentence and loses nothing (M-373, M-374, T-8)', async ({
  page,
  server,
}) => {
  await newPrep(page, server);
  await tab(page, 'Wrap-up').click();
  const notes = page.getByRole('textbox', { name: 'Actual notes' });
  await notes.click();
  await page.keyboard.type('The old words.');
  const importing = async (): Promise<void> => page.getByRole('button', { name: 'Import session notes' }).click();
  await importing();
  await page.getByRole('textbox', { name: 'Paste the notes here' }).fill('The new words.');
  await page.getByRole('radio', { name: 'Replace the existing text' }).check();
  await page.getByRole('button', { name: 'Replace note…' }).click();
  await expect(page.getByText('This replaces all text in this note.', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Replace note', exact: true }).click();
  await expect(notes).toHaveText('The new words.');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(notes).toHaveText('The old words.');
  await importing();
  await page
    .getByRole('dialog')
    .locator('input[type=file]')
    .setInputFiles({ name: 'photo.md', mimeType: 'text/markdown', buffer: Buffer.from([0x89, 0x50, 0, 0, 1, 2, 3]) });
  await expect(page.getByRole('alert')).toContainText('not a text file');
  // Fifty million characters are not swallowed and do not stop the page.
  await page.getByRole('textbox', { name: 'Paste the notes here' }).evaluate((field) => {
    const data = new DataTransfer();
    data.setData('text/plain', 'x'.repeat(50_000_000));
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(page.getByRole('alert')).toContainText('longer than 5 million characters');
  await page.keyboard.press('Escape');
  await expect(notes).toHaveText('The old words.');
  // Nothing to read is said, and nothing runs.
  await tab(page, 'Prep').click();
  await page.getByRole('button', { name: 'Save & Analyse' }).click();
  await expect(page.getByText('Nothing written yet.', { exact: false })).toBeVisible();
});

test('a chapter is written like prep notes: whole page, split save, the campaign’s entities at its side, import by paste, no stages (M-392, M-393, M-394, M-455, M-456, M-457)', async ({
  page,
  server,
}) => {
  const campaign = await openSample(page, server);
  await page.goto(`${server.url}/campaigns/${campaign}/chapters`);
  await airplane(page);
  await page.getByRole('textbox', { name: /^New chapter/ }).fill('The drowned year');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Write overview' }).click();
  const overview = page.getByRole('textbox', { name: 'Overview of The drowned year' });
  await overview.waitFor();
  await expect(page.getByRole('group', { name: 'Save' }).getByRole('button').first()).toHaveText('Save & Analyse');
  await expect(page.getByRole('complementary', { name: 'Entities in this campaign' })).toContainText('Madame Lefevre');
  await expect(page.getByRole('navigation', { name: 'This session' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Import…', exact: true }).click();
  await page
    .getByRole('textbox', { name: 'Paste the notes here' })
    .fill('Madame Lefevre hires Corin Vale. A smuggler named Jory Teal betrayed Baron Harkness.');
  await page.getByRole('button', { name: 'Add to note' }).click();
  await expect(overview).toContainText('Jory Teal betrayed');
  await page.getByRole('button', { name: 'Save & Analyse' }).click();
  await panel(page)
    .getByRole('listitem', { name: 'New name: Jory Teal' })
    .getByRole('button', { name: /^Accept/ })
    .click();
  await expect(panel(page).getByRole('region', { name: 'Scenes' })).toHaveCount(0);
  await expect(page.getByRole('complementary', { name: 'Entities in this campaign' })).toContainText('Jory Teal');
  await page.reload();
  await expect(overview).toContainText('Jory Teal betrayed');
});

test('the investigation map by tap in the graph and by keyboard in the list; both agree after a reload; a clue found is a log entry (scenario 18; M-266, M-272, M-441, M-442, M-443)', async ({
  page,
  server,
}) => {
  await newPrep(page, server);
  await page.getByRole('button', { name: /^Scenes/ }).click();
  for (const title of ['Surgery', 'Vault', 'Pier']) await addScene(page, title);
  await page.getByRole('link', { name: 'Map', exact: true }).click();
  await airplane(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.getByRole('button', { name: 'Graph view' }).click();
  await page.getByRole('button', { name: 'Connect from Surgery' }).tap();
  await page.getByRole('button', { name: 'Connect to Vault' }).tap();
  await page.getByRole('combobox', { name: 'Through which clue' }).first().fill('The ledger');
  await page.getByRole('textbox', { name: 'How it leads there' }).first().fill('Finding the ledger leads here');
  await page.getByRole('button', { name: 'Connect', exact: true }).first().tap();
  await expect(page.getByRole('listitem', { name: 'Surgery' })).toContainText(/Vault\s*through The ledger/);
  // The same by keyboard, in the list.
  await page
    .getByRole('listitem', { name: 'Vault' })
    .getByRole('button', { name: 'Connect to another scene…' })
    .focus();
  await page.keyboard.press('Enter');
  const form = page.getByRole('listitem', { name: 'Vault' });
  await form.getByRole('combobox', { name: 'Leads to scene' }).focus();
  await page.keyboard.type('Pier');
  await page.keyboard.press('Tab');
  await page.keyboard.type('The ledger');
  await page.keyboard.press('Enter');
  await expect(form).toContainText(/Pier\s*through The ledger/);
  await expect(page.locator('.svelte-flow__edge')).toHaveCount(2);
  await page.getByRole('button', { name: /^Mark as found/ }).click();
  await expect(page.getByText(/Found in session 1/)).toBeVisible();
  await savedHere(page);
  await page.reload();
  await expect(page.getByText('3 scenes, 2 connections.')).toBeVisible();
  await page.getByRole('button', { name: 'Graph view' }).click();
  await expect(page.locator('.svelte-flow__edge')).toHaveCount(2);
  await expect(chip(page)).toBeVisible();
});

test('notes in German are said to be so, and give no people called Beer or Rain', async ({ page, server }) => {
  await newPrep(page, server);
  await airplane(page);
  await type(
    page,
    'Am Abend trifft die Gruppe den Wirt Anselm. Er schenkt Bier aus, draußen fällt Regen, und niemand redet.',
  );
  await page.getByRole('button', { name: 'Save & Analyse' }).click();
  await expect(page.getByText(/^These notes seem to be in German\./)).toBeVisible();
  // The list is drawn after the sentence.
  await expect(page.getByText(/^No suggestions/).or(page.getByRole('listitem', { name: /^[^:]+: / }))).not.toHaveCount(
    0,
  );
  await expect(page.getByRole('listitem', { name: /^New name/ })).toHaveCount(0);
});

test('reading long notes shows how far it is and can be stopped; where no worker can be had, short notes are read all the same (M-312, M-333)', async ({
  page,
  server,
}) => {
  await page.addInitScript(() => {
    Object.assign(window, { howWorkers: 'hang' });
    window.Worker = new Proxy(window.Worker, {
      construct: (target, args: [string | URL, WorkerOptions?]) => {
        if ((window as unknown as { howWorkers: string }).howWorkers === 'none') throw new Error('no workers here'); // reason: the line above put it there
        const worker = new target(...args);
        Object.defineProperty(worker, 'postMessage', {
          value: () => worker.onmessage?.(new MessageEvent('message', { data: { type: 'progress', done: 0.4 } })),
        });
        return worker;
      },
    });
  });
  await newPrep(page, server);
  await writePrep(page);
  await page.getByRole('button', { name: 'Save & Analyse' }).click();
  const bar = page.getByRole('progressbar', { name: 'Analysing the notes' });
  await expect(bar).toHaveJSProperty('value', 0.4);
  // The page goes on meanwhile.
  await prepNote(page).press('Control+End');
  await page.keyboard.type(' Written meanwhile.');
  await expect(prepNote(page)).toContainText('Written meanwhile.');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Stopped. Nothing was suggested.')).toBeVisible();
  await expect(bar).toHaveCount(0);
  await page.evaluate(() => Object.assign(window, { howWorkers: 'none' }));
  await analyse(page);
  await expect(panel(page).getByRole('region', { name: 'Scenes' }).getByRole('listitem').first()).toBeVisible();
});

const KILN_NOTES = [
  '## The kiln',
  'Nell Voss tends the fire and lies about the key. She will not leave before the smoke turns white, and she counts every stranger at the gate twice. Three of the villagers have burned hands. Nobody says why. The vicar pays for the coal.',
  '### Clues',
  '- A burnt key under the third brick',
  '- Spot Hidden, hard: fresh wax on the sill',
  '**Kiln ghast** (AC 13, 36 hp, bite 1d8+2)',
  '## The flooded pit',
  'Orrin Pale waits below with a lamp that is almost empty. The rope is cut and the water rises by a hand every hour.',
].join('\n\n');
const PLAYED_NOTES = [
  '## At the kiln',
  'The burning kiln fell in while Nell Voss tended the fire, and they dug the burnt key out from under the third brick.',
  '## Down the flooded pit',
  'In the flooded pit [[Nell Voss]] betrayed Orrin Pale. Jora Pik attacked Nell Voss and was wounded. A diver named Jora Pik fled.',
  '## A wake in the barn',
  'The villagers sang until morning, and the vicar burned the ledger in the barn stove.',
].join('\n\n');

test('an accepted scene carries its passage and who is in it; scenes are written at the table; Wrap-up reads no requests, completes nothing by the way, and a corrected name strands nothing (M-344, M-345, M-357, M-367, M-368)', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'The Kiln Affair');
  const importNotes = async (markdown: string): Promise<void> => {
    await page.getByRole('textbox', { name: 'Paste the notes here' }).fill(markdown);
    await page.getByRole('button', { name: 'Add to note' }).tap();
  };
  await inSessionMenu(page, 'Import notes…');
  await importNotes(KILN_NOTES);
  await airplane(page);
  await analyse(page);
  const accept = (list: Locator, name: string) => list.getByRole('button', { name: `Accept ${name}`, exact: true });
  for (const name of ['The kiln', 'The flooded pit', 'Nell Voss']) await tapUntilGone(accept(panel(page), name));
  // The whole passage is there to play from, with whom it names, also who was accepted after it.
  await page.getByRole('link', { name: 'Play', exact: true }).tap();
  const scene = page.getByRole('region', { name: 'Scene', exact: true });
  const strip = page.getByRole('group', { name: 'Scenes', exact: true });
  await strip.locator('.card', { hasText: 'The kiln' }).tap();
  await expect(scene.getByRole('heading', { name: 'Clues' })).toBeVisible();
  await expect(scene.getByRole('listitem')).toHaveText([
    'A burnt key under the third brick',
    'Spot Hidden, hard: fresh wax on the sill',
  ]);
  for (const words of ['The vicar pays for the coal.', 'Kiln ghast (AC 13, 36 hp, bite 1d8+2)'])
    await expect(scene).toContainText(words);
  await expect(scene).not.toContainText('##');
  await expect(scene).not.toContainText('Orrin Pale waits below');
  await expect(scene.getByRole('button', { name: 'Nell Voss' })).toHaveCount(2);
  const rail = page.getByRole('complementary', { name: 'Entities in The kiln' });
  await rail.getByRole('button', { name: 'Expand entity list' }).tap();
  await expect(rail.getByRole('button', { name: 'Nell Voss' })).toBeVisible();
  await page.getByRole('button', { name: 'Start session…' }).tap();
  await page.getByRole('button', { name: 'Start now' }).tap();
  // A scene made at the table is written in at once, and any other where it stands.
  await page.getByRole('button', { name: 'New scene' }).tap();
  await page.getByRole('textbox', { name: 'Title of the new scene' }).fill('The ash road');
  await page.getByRole('button', { name: 'Add', exact: true }).tap();
  await expect(page.getByRole('textbox', { name: 'Description of The ash road' })).toBeFocused();
  await page.keyboard.type('Grey to the knee. Nell Voss limps.');
  await scene.getByRole('button', { name: 'Done The ash road' }).tap();
  await expect(scene.getByText('Grey to the knee.')).toBeVisible();
  await strip.locator('.card', { hasText: 'The kiln' }).tap();
  await scene.getByRole('button', { name: 'Edit The kiln' }).tap();
  await expect(page.getByRole('textbox', { name: 'Description of The kiln' })).toBeFocused();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' Her brother owns it.');
  await page.screenshot({ path: test.info().outputPath('edit-scene.png') });
  await scene.getByRole('button', { name: 'Done The kiln' }).tap();
  await expect(scene).toContainText('Her brother owns it.');
  await scene.getByRole('button', { name: 'Completed', exact: true }).tap();
  // What is said to the assistant is no account of play.
  await page.getByRole('button', { name: 'Ask', exact: true }).tap();
  for (const words of ['Thanks', 'Rename the flooded pit', 'Who is Orrin Pale?', 'The party went to the glassworks']) {
    await page.getByRole('textbox', { name: 'Question or note' }).fill(words);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('log').getByRole('listitem').last()).not.toContainText(words);
  }
  await savedHere(page);
  await tab(page, 'Wrap-up').tap();
  await page.getByRole('button', { name: 'Import session notes' }).tap();
  await importNotes(PLAYED_NOTES);
  const triage = page.getByRole('region', { name: 'Triage' });
  const readsChat = triage.getByRole('checkbox', { name: 'Include the chat' });
  await expect(readsChat).not.toBeChecked();
  await page.getByRole('button', { name: 'Save, Analyse & Enrich' }).tap();
  const scenes = triage.getByRole('region', { name: 'Scenes' }).getByRole('listitem');
  await expect(scenes).toHaveCount(2); // the kiln was completed at the table
  await expect(triage.getByRole('region', { name: 'Mentions' })).toHaveCount(0);
  await readsChat.tap();
  await page.getByRole('button', { name: 'Save, Analyse & Enrich' }).tap();
  await expect(scenes).toHaveCount(3);
  await expect(scenes.last()).toContainText('The party went to the glassworks');
  await page.reload();
  await expect(readsChat).toBeChecked();
  const pit = scenes.filter({ hasText: 'Similar to the scene “The flooded pit” of this session' });
  await page.screenshot({ path: test.info().outputPath('triage.png') });
  await pit.getByRole('button', { name: 'Add as a new scene Down the flooded pit' }).tap();
  await expect(page.getByText('Added as a draft: Down the flooded pit')).toBeVisible();
  const plan = (label: RegExp) => triage.locator('dl > div').filter({ hasText: label });
  await expect(plan(/^Not played yet/)).toContainText('The flooded pit');
  await page.getByRole('button', { name: 'Undo' }).last().tap();
  await pit.getByRole('button', { name: 'Mark “The flooded pit” as played' }).tap();
  await expect(page.getByText('Marked as played: The flooded pit')).toBeVisible();
  await expect(plan(/^Completed/)).toContainText('The flooded pit');
  // The name is put right; what is said of it under the wrong one is still accepted.
  const named = triage.getByRole('listitem', { name: 'New name: Jora Pik' });
  await tapUntilGone(named.getByRole('button', { name: /^Edit/ }));
  const rightName = named.getByRole('textbox', { name: 'Name', exact: true });
  await rightName.fill('Jorra Pike');
  await named.getByRole('button', { name: 'Accept with changes' }).tap();
  await expect(page.getByText('Added as a draft: Jorra Pike')).toBeVisible();
  await tapUntilGone(
    triage
      .getByRole('listitem', { name: 'Log entry: Jora Pik attacked Nell Voss' })
      .getByRole('button', { name: /^Accept/ }),
  );
  await expect(page.getByText('Added as a draft: Jora Pik attacked Nell Voss', { exact: true })).toBeVisible();
});
