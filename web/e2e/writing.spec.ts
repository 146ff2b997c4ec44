// Journeys of writing: keyboard only from home to a link, importing a file, what a tap on a name does, restoring a
// backup.
import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import {
  airplane,
  backInHistory,
  expect,
  newPrep,
  noteText,
  openSample,
  prepNote,
  savedHere,
  test,
  type,
} from './journey.ts';

test('keyboard only, from home to a link (M-331)', async ({ page, server }) => {
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Open the sample campaign' }).waitFor();
  const press = async (key: string, until: () => Promise<boolean>, most = 40): Promise<void> => {
    for (let i = 0; i < most && !(await until()); i++) await page.keyboard.press(key);
    expect(await until()).toBe(true);
  };
  const focused = (name: RegExp) => async (): Promise<boolean> =>
    page.evaluate((source) => new RegExp(source).test(document.activeElement?.textContent ?? ''), name.source);
  await press('Tab', focused(/^Open the sample campaign$/));
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/play$/);
  await page.getByRole('textbox', { name: 'Scratchpad' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('go to prep');
  await expect(page.getByRole('option', { name: 'Go to Prep', exact: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await prepNote(page).waitFor();
  await press('F6', async () => prepNote(page).evaluate((e) => e === document.activeElement));
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' Meet [[Mad');
  await expect(page.getByRole('option', { name: /Madame Lefevre/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.type(' at nine.');
  await expect(prepNote(page)).toContainText('Meet [[Madame Lefevre]] at nine.');
  for (let i = 0; i < 15; i++) await page.keyboard.press('ArrowLeft');
  await expect.poll(() => page.evaluate(() => getSelection()?.anchorNode?.textContent)).toBe('Madame Lefevre');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('article', { name: 'Madame Lefevre' })).toBeVisible();
  await expect(page.getByRole('listbox', { name: 'Link to' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('lefev');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/entities\//);
  await expect(page.getByText('Meet Madame Lefevre at nine.')).toBeVisible();
});

test('a real Markdown file is imported into Prep; Undo takes it back, also from another page', async ({
  page,
  server,
}, info) => {
  await newPrep(page, server);
  await type(page, 'Mine.');
  const file = info.outputPath('Session notes.md');
  writeFileSync(
    file,
    '# The mill\n\n- [ ] flour\n- [x] rats\n\nAsk [[Old Miller|the miller]] about **the cellar**.\n\n| who | wants |\n| --- | --- |\n| Ada | the key |\n',
  );
  await page.getByRole('button', { name: 'More for this session' }).click();
  await page.getByRole('menuitem', { name: 'Import notes…' }).click();
  await page.getByRole('dialog').locator('input[type=file]').setInputFiles(file);
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('The mill');
  await page.getByRole('button', { name: 'Add to note' }).click();
  await expect(prepNote(page)).toContainText('Imported from Session notes.md');
  await expect(prepNote(page).getByRole('heading', { name: 'The mill' })).toBeVisible();
  await expect(prepNote(page).getByRole('cell', { name: 'the key' })).toBeVisible();
  expect(await noteText(page)).toMatch(/^Mine\./);
  // In the note that it changed, for as long as it can be undone: the message goes after seconds.
  const listed = page.getByRole('region', { name: 'Recent imports' });
  await listed.getByRole('button', { name: 'Undo Session notes.md' }).click();
  await expect(listed).toHaveCount(0);
  await expect(prepNote(page)).not.toContainText('The mill');
  await expect.poll(() => noteText(page)).toBe('Mine.');

  const prep = page.url();
  await page.getByRole('button', { name: 'More for this session' }).click();
  await page.getByRole('menuitem', { name: 'Import notes…' }).click();
  await page.getByRole('dialog').locator('input[type=file]').setInputFiles(file);
  await page.getByLabel('Replace the existing text').check();
  await page.getByRole('button', { name: 'Replace note…' }).click();
  await page.getByRole('button', { name: 'Replace note', exact: true }).click();
  await expect(prepNote(page)).not.toContainText('Mine.');
  await page.getByRole('link', { name: 'Sessions' }).first().click();
  await prepNote(page).waitFor({ state: 'detached' });
  const replaced = page.getByText('Replaced by Session notes.md');
  await replaced.locator('..').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Undone', { exact: true }).last()).toBeVisible();
  await page.goto(prep);
  await expect.poll(() => noteText(page)).toBe('Mine.');
});

test('a note that is ready late does not take the keys that are meant for the title', async ({ page, server }) => {
  await newPrep(page, server);
  // A GM who taps the title as soon as it is there, before the note is.
  await page.evaluate(() => {
    const before = document.querySelector('input.title');
    const watcher = new MutationObserver(() => {
      const title = document.querySelector<HTMLInputElement>('input.title');
      if (!title || title === before) return;
      watcher.disconnect();
      title.focus();
    });
    watcher.observe(document.body, { childList: true, subtree: true });
  });
  await page.getByRole('link', { name: 'Sessions', exact: true }).first().click();
  await page.getByRole('button', { name: 'New session' }).click();
  await prepNote(page).waitFor();
  const title = page.getByLabel('Session title');
  await expect(title).toBeFocused();
  // The note would have taken the focus with the next frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.keyboard.type('Rain');
  await expect(title).toHaveValue('Rain');
  await title.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Rain');
  expect(await noteText(page)).toBe('');
});

test('a file that is no note is refused in a sentence', async ({ page, server }, info) => {
  await newPrep(page, server);
  const file = info.outputPath('map.png');
  writeFileSync(file, 'x');
  await page.getByRole('button', { name: 'More for this session' }).click();
  await page.getByRole('menuitem', { name: 'Import notes…' }).click();
  await page.getByRole('dialog').locator('input[type=file]').setInputFiles(file);
  await expect(page.getByRole('alert')).toContainText('.md, .txt and .html');
});

/** What another program put on the clipboard is pasted at the caret. */
const paste = (page: Page, clipboard: { html?: string; text?: string; picture?: boolean }): Promise<void> =>
  prepNote(page).evaluate((element, { html, text, picture }) => {
    const data = new DataTransfer();
    if (html) data.setData('text/html', html);
    if (text) data.setData('text/plain', text);
    if (picture) data.items.add(new File(['x'], 'map.png', { type: 'image/png' }));
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, clipboard);

test('a long note is laid out only where it is seen; caret, end, typing and paper are as in a short one', async ({
  page,
  server,
}) => {
  await newPrep(page, server);
  await type(page, '.');
  // Each block has a link, which is drawn as an element: one that can be asked whether it is laid out.
  const text = Array.from({ length: 400 }, (_, i) => `Line ${i} at [[Quay ${i}]].\n\n`).join('');
  await paste(page, { text });
  const note = prepNote(page);
  const lines = note.locator('p');
  await expect(lines.filter({ hasText: 'Line 399' })).toHaveCount(1);
  await savedHere(page);
  await page.reload();
  await expect(lines.filter({ hasText: 'Line 399' })).toHaveCount(1);
  const laidOut = (): Promise<number> =>
    note.evaluate(
      (box) =>
        [...box.querySelectorAll('.wl')].filter((link) => link.checkVisibility({ contentVisibilityAuto: true })).length,
    );
  await expect.poll(laidOut).toBeLessThan(200);
  await note.click({ position: { x: 200, y: 24 } });
  await page.keyboard.press('Control+Home');
  for (let i = 0; i < 60; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.type(' Here.');
  const here = lines.filter({ hasText: 'Here.' });
  await expect(here).toBeInViewport();
  expect(await here.evaluate((line) => [...line.parentElement!.children].indexOf(line))).toBe(60);
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' Done.');
  await expect(lines.last()).toHaveText(/Done\.$/);
  await expect(lines.last()).toBeInViewport();
  await page.keyboard.press('Control+Shift+Home');
  expect((await page.evaluate(() => getSelection()?.toString().length)) ?? 0).toBeGreaterThan(400 * 15);
  await page.keyboard.press('ArrowRight');
  await page.emulateMedia({ media: 'print' });
  await expect.poll(laidOut).toBe(400);
  await page.emulateMedia({ media: 'screen' });
  await savedHere(page);
  await page.reload();
  await expect(here).toHaveCount(1);
});

test('what is pasted is what it was in the other program, and what is left out is said', async ({ page, server }) => {
  await newPrep(page, server);
  await type(page, 'Before.');
  await page.keyboard.press('Enter');
  await paste(page, { text: '# The tannery\n\nNan waits.\nShe has the key.\n\n- hides\n- lye' });
  await expect(prepNote(page).getByRole('heading', { name: 'The tannery', level: 1 })).toBeVisible();
  await expect(prepNote(page).getByRole('listitem')).toHaveText(['hides', 'lye']);
  await expect(prepNote(page).locator('p').filter({ hasText: 'Nan waits.' }).locator('br')).toHaveCount(1);
  await page.keyboard.type(' and salt');
  await expect(prepNote(page).getByRole('listitem').last()).toHaveText('lye and salt');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const point = (level: number, words: string): string =>
    `<ul><li aria-level="${level}"><p><span>${words}</span></p></li></ul>`;
  await paste(page, {
    html: `<meta charset="utf-8"><p>Clues</p>${point(1, 'a boot')}${point(2, 'left foot')}<img src="data:image/png;base64,AA">`,
    text: 'Clues\na boot\nleft foot',
  });
  await expect(prepNote(page).locator('li li')).toHaveText('left foot');
  await expect(
    page.getByText('Left out: 1 picture. To add a picture, save it and choose it in the note.'),
  ).toBeVisible();
  await paste(page, { picture: true });
  await expect(page.getByText('Emberkeep can’t show this picture.', { exact: false })).toBeVisible();
  await savedHere(page);
  await page.reload();
  await expect(prepNote(page).locator('li li')).toHaveText('left foot');
  await expect(prepNote(page).getByRole('heading', { name: 'The tannery' })).toBeVisible();
});

test('a heading that is pasted behind words stays a heading, and a list a list', async ({ page, server }) => {
  await newPrep(page, server);
  await type(page, 'The crew left the barge.');
  await paste(page, { text: '\n## The counting house\n\nTobin counts eels.' });
  await expect(prepNote(page).getByRole('heading', { name: 'The counting house', exact: true })).toBeVisible();
  await expect(prepNote(page).locator('p')).toHaveText(['The crew left the barge.', 'Tobin counts eels.']);
  await paste(page, { text: '- a crate\n- two oars' });
  await expect(prepNote(page).getByRole('listitem')).toHaveText(['a crate', 'two oars']);
  // In a list, the first point goes on where the caret is.
  await page.keyboard.type(', one broken, ');
  await paste(page, { text: '- a rope\n- a lamp' });
  await expect(prepNote(page).getByRole('listitem')).toHaveText(['a crate', 'two oars, one broken, a rope', 'a lamp']);
  // A heading alone is words to write on with.
  await page.keyboard.type(' of ');
  await paste(page, { html: '<h2>Chapel</h2>', text: 'Chapel' });
  await expect(prepNote(page).getByRole('listitem').last()).toHaveText('a lamp of Chapel');
});

test('a table lets the caret out, changes by touch, and holds no other table', async ({ page, server }) => {
  await newPrep(page, server);
  await prepNote(page).tap();
  await page.getByRole('button', { name: 'Table', exact: true }).tap();
  const tools = page.getByRole('toolbar', { name: 'Table' });
  await expect(tools).toBeVisible();
  await page.setViewportSize({ width: 1180, height: 820 });
  await expect(tools.getByRole('button', { name: 'Remove table' })).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('button', { name: 'Table', exact: true })).toHaveCount(0);
  await page.keyboard.type('who');
  for (const tool of [
    'Add row below',
    'Add column after',
    'Add row above',
    'Remove row',
    'Add column before',
    'Remove column',
  ])
    await tools.getByRole('button', { name: tool }).tap();
  await expect(prepNote(page).locator('tr')).toHaveCount(4);
  await expect(prepNote(page).locator('tr').first().locator('th, td')).toHaveCount(3);
  await paste(page, {
    html: '<p>Debts</p><table><tr><td>Nan</td><td>9 gp</td></tr><tr><td>Bo</td><td>1 gp</td></tr></table>',
  });
  await expect(prepNote(page)).toContainText('Nan | 9 gp');
  await expect(prepNote(page).locator('table')).toHaveCount(1);
  // A tap below the table is enough to write on.
  const box = await prepNote(page).locator('table').boundingBox();
  await page.touchscreen.tap(box!.x + 20, box!.y + box!.height + 60);
  await expect(tools).toHaveCount(0);
  await page.keyboard.type('After the table.');
  await expect(prepNote(page).locator(':scope > p').last()).toHaveText('After the table.');
  await prepNote(page).locator('td').last().tap();
  await tools.getByRole('button', { name: 'Add text above' }).tap();
  await page.keyboard.type('Above the table.');
  await expect(prepNote(page).locator(':scope > p').first()).toHaveText('Above the table.');
});

test('the key for the end of a note goes below its table, not into a cell', async ({ page, server }) => {
  await newPrep(page, server);
  await prepNote(page).tap();
  await page.getByRole('button', { name: 'Table', exact: true }).tap();
  await page.keyboard.type('who');
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('At the end.');
  await expect(prepNote(page).locator(':scope > :last-child')).toHaveText('At the end.');
  await expect(prepNote(page).locator('table')).toHaveText('who');
});

test('a link to an entity has its preview by keyboard too, and Escape closes it', async ({ page, server }) => {
  await newPrep(page, server, 'Lye and Hides');
  await page.goto(page.url().replace(/\/sessions\/.*$/, '/entities'));
  await page.getByRole('button', { name: 'New entity' }).click();
  const dialog = page.getByRole('dialog', { name: 'New entity' });
  await dialog.getByLabel('Name', { exact: true }).fill('Nan Sowerby');
  await dialog.getByLabel('Name', { exact: true }).press('Enter');
  await page.waitForURL(/\/entities\/[0-9a-f-]{36}/);
  await page.getByRole('link', { name: 'Entities', exact: true }).first().click();
  const link = page.getByRole('link', { name: /Nan Sowerby/ });
  await link.waitFor();
  await page.getByRole('button', { name: 'New entity' }).focus();
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(link).toBeFocused({ timeout: 100 });
  }).toPass();
  await expect(page.getByRole('tooltip')).toContainText('Nan Sowerby');
  await expect(link).toHaveAttribute('aria-describedby', (await page.getByRole('tooltip').getAttribute('id'))!);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toHaveCount(0);
});

test('the scratchpad that is typed in stays when the window narrows to split view', async ({ page, server }) => {
  await newPrep(page, server, 'Lye and Hides');
  await page.goto(page.url().replace(/\/prep$/, '/play'));
  const pad = page.getByRole('textbox', { name: 'Scratchpad' });
  await pad.tap();
  await page.keyboard.type('Nan has ');
  await page.setViewportSize({ width: 540, height: 820 });
  await expect(page.getByRole('group', { name: 'Panes' }).or(pad).first()).toBeVisible();
  await page.keyboard.type('the key.');
  await expect(pad).toContainText('Nan has the key.');
  // A pane that is taken away with the caret in it throws nothing either: this press does not move the focus.
  await page.getByRole('button', { name: 'Scene', exact: true }).dispatchEvent('click');
  await expect(pad).toHaveCount(0);
  await page.getByRole('button', { name: 'Scratchpad', exact: true }).tap();
  await expect(pad).toContainText('Nan has the key.');
});

test('a name that does not exist is made while writing; a tap on it opens it beside the note; a rename keeps every link', async ({
  page,
  server,
}) => {
  await newPrep(page, server);
  await type(page, 'They owe [[Old Miller');
  await page.getByRole('option', { name: 'Create “Old Miller” as NPC' }).tap();
  await page.keyboard.type(' a favour.');
  await expect(prepNote(page)).toContainText('They owe [[Old Miller]] a favour.');
  await prepNote(page).getByRole('link', { name: 'Old Miller' }).tap();
  const card = page.getByRole('article', { name: 'Old Miller' });
  await expect(card).toBeVisible();
  await expect(card.getByText('They owe Old Miller a favour.')).toBeVisible();
  await card.getByLabel('Name', { exact: true }).fill('Josef Miller');
  await card.getByLabel('Name', { exact: true }).press('Enter');
  await expect(prepNote(page).getByRole('link', { name: 'Josef Miller' })).toBeVisible();
  await page.getByRole('button', { name: /Update 1 link/ }).click();
  await expect(prepNote(page)).toContainText('They owe [[Josef Miller]] a favour.');
});

test('[M-420] names with accents, a slash or brackets are found, linked and renamed; a neutral relationship has a colour of its own', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Lye and Hides');
  const prep = page.url();
  const option = (name: string | RegExp) => page.getByRole('option', { name });
  for (const name of ['Éowyn Skála', 'Мария Волкова', 'Room [3]', 'Lord Ashe']) {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(name);
    await option(`Create “${name}” as NPC`).tap();
    await expect(page.getByRole('article', { name })).toBeVisible();
  }
  await page.goto(prep);
  // Found without the accents, by the second word of any script, and with brackets: nobody is offered twice.
  for (const [typed, name] of [
    ['eowyn', 'Éowyn Skála'],
    ['волкова', 'Мария Волкова'],
    ['room', 'Room [3]'],
    ['Room [3]', 'Room [3]'],
    ['ashe', 'Lord Ashe'],
  ] as const) {
    await type(page, ` [[${typed}`);
    await option(new RegExp(`^${name.replace(/[[\]]/g, '\\$&')}`))
      .first()
      .tap();
    await expect(prepNote(page).getByRole('link', { name }).first()).toBeVisible();
  }
  await expect(prepNote(page)).toContainText('[[Room 3]] [[Room 3]] [[Lord Ashe]]');
  await prepNote(page).getByRole('link', { name: 'Room [3]' }).first().tap();
  await expect(page.getByRole('article', { name: 'Room [3]' })).toBeVisible();

  // A slash in a name keeps its links.
  await prepNote(page).getByRole('link', { name: 'Lord Ashe' }).tap();
  const card = page.getByRole('article', { name: 'Lord Ashe' });
  await card.getByLabel('Name', { exact: true }).fill('Lord/Lady Ashe');
  await card.getByLabel('Name', { exact: true }).press('Enter');
  await page.getByRole('button', { name: /Update 1 link/ }).tap();
  await expect(prepNote(page)).toContainText('[[Lord/Lady Ashe]]');
  await prepNote(page).getByRole('link', { name: 'Lord/Lady Ashe' }).tap();
  const renamed = page.getByRole('article', { name: 'Lord/Lady Ashe' });
  await expect(renamed).toBeVisible();

  await renamed.getByLabel('Relationship', { exact: true }).fill('knows');
  await renamed.getByLabel('Related entity').fill('Éowyn Skála');
  await renamed.getByRole('button', { name: 'Add', exact: true }).first().tap();
  const sign = renamed.getByRole('img', { name: 'Neutral' });
  await expect(sign).toBeVisible();
  const colours = await sign.evaluate((element) => {
    const probe = document.body.appendChild(document.createElement('i'));
    const of = (name: string): string => {
      probe.style.color = `var(--${name})`;
      return getComputedStyle(probe).color;
    };
    const [neutral, others] = [of('neutral'), ['accent', 'positive', 'negative', 'text'].map(of)];
    probe.remove();
    return { shown: getComputedStyle(element).color, neutral, others };
  });
  expect(colours.shown).toBe(colours.neutral);
  expect(colours.others).not.toContain(colours.shown);
});

test('a link without an entity asks what to create, by touch and by keyboard, and Undo takes it back', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Cinder Locks');
  await type(page, 'They wait at [[Harbour Gate]] for [[Wenna Sorrel]], who whispers to the ferryman.');
  const link = (name: string) => prepNote(page).getByRole('link', { name });
  await link('Harbour Gate').tap();
  const dialog = page.getByRole('dialog', { name: '“Harbour Gate” doesn’t exist yet' });
  // The likeliest type is first and has the focus.
  await expect(dialog.getByRole('group', { name: 'Create it as' }).getByRole('button').first()).toHaveText('Location');
  await dialog.getByRole('button', { name: 'Cancel' }).tap();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('article')).toHaveCount(0);
  await expect(link('Harbour Gate (not created yet)')).toBeVisible();

  await link('Harbour Gate').tap();
  await dialog.getByRole('button', { name: 'Location' }).tap();
  const card = page.getByRole('article', { name: 'Harbour Gate' });
  await expect(card).toBeVisible();
  await expect(card.getByRole('combobox', { name: 'Type' })).toHaveValue('location');
  await page.getByRole('button', { name: 'Undo', exact: true }).last().tap();
  await expect(link('Harbour Gate (not created yet)')).toBeVisible();
  await page.getByRole('button', { name: 'Close entity details' }).tap();

  // By keyboard: the caret in the link, Mod+Enter, Escape; again, and Enter creates the likeliest.
  await prepNote(page).click();
  await page.keyboard.press('Control+End');
  for (let i = 0; i < ', who whispers to the ferryman.'.length + 4; i++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Control+Enter');
  const second = page.getByRole('dialog', { name: '“Wenna Sorrel” doesn’t exist yet' });
  await expect(second.getByRole('button', { name: 'NPC' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(second).toHaveCount(0);
  await expect(prepNote(page)).toBeFocused();
  await backInHistory(page);
  await page.keyboard.press('Control+Enter');
  await expect(second.getByRole('button', { name: 'NPC' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article', { name: 'Wenna Sorrel' })).toBeVisible();
});

test('a link that gives a known name a title asks whether it is the same, and then leads there', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Salt Row');
  await type(page, 'They meet [[Odile Marsh]] by the quay.');
  const link = (name: string) => prepNote(page).getByRole('link', { name });
  await link('Odile Marsh').tap();
  await page.getByRole('dialog').getByRole('button', { name: 'NPC' }).tap();
  await page.getByRole('button', { name: 'Close entity details' }).tap();

  await type(page, ' Later [[Dr. Odile Marsh]] sends a letter.');
  await link('Dr. Odile Marsh').tap();
  const dialog = page.getByRole('dialog', { name: '“Dr. Odile Marsh” doesn’t exist yet' });
  await expect(dialog.getByRole('button', { name: 'Same as Odile Marsh' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Same as Odile Marsh' }).tap();
  await expect(page.getByRole('article', { name: 'Odile Marsh' })).toBeVisible();
  await expect(link('Dr. Odile Marsh (not created yet)')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo', exact: true }).last().tap();
  await expect(link('Dr. Odile Marsh (not created yet)')).toBeVisible();
});

test('a bracket that is open in a new name is closed in the entity and in its link', async ({ page, server }) => {
  await newPrep(page, server, 'Bracket Row');
  await type(page, 'The alarm is in [[Cell [7');
  await page.getByRole('option', { name: 'Create “Cell [7]” as Location' }).tap();
  await page.keyboard.type(' and rings.');
  await expect(prepNote(page)).toContainText('[[Cell 7]] and rings.');
  await prepNote(page).getByRole('link', { name: 'Cell [7]' }).tap();
  await expect(page.getByRole('article', { name: 'Cell [7]' })).toBeVisible();
});

test('create on a miss in the palette; one undo takes it back', async ({ page, server }) => {
  await newPrep(page, server);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Old Tam the ferryman');
  await page.getByRole('option', { name: 'Create “Old Tam the ferryman” as NPC' }).click();
  await page.waitForURL(/\/entities\//);
  await expect(page.getByRole('article', { name: 'Old Tam the ferryman' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(page.getByText('This entity was deleted')).toBeVisible();
});

test('a backup restores everything into an empty browser; deleting asks for the name first (M-003)', async ({
  page,
  browser,
  server,
}, info) => {
  await openSample(page, server);
  await page.getByRole('link', { name: 'Settings' }).first().click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Back up campaign' }).click();
  const file = info.outputPath('backup.json');
  await (await download).saveAs(file);
  await page.getByRole('button', { name: 'Delete campaign…' }).click();
  await expect(page.getByRole('button', { name: 'Delete from this device' })).toBeDisabled();
  await page.getByLabel(/Type “The Drowned Lantern”/).fill('The Drowned Lantern');
  await page.getByRole('button', { name: 'Delete from this device' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await page.getByRole('button', { name: 'New campaign' }).waitFor();
  await expect(page.getByText('Your campaigns')).toHaveCount(0);
  // An empty profile that has the app and no network.
  const fresh = await browser.newContext({ serviceWorkers: 'allow' });
  const other = await fresh.newPage();
  await other.goto(server.url);
  await airplane(other);
  await other.locator('input[type=file]').setInputFiles(file);
  await expect(other.getByText('This backup opens completely.')).toBeVisible();
  await other.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(other.getByRole('heading', { name: 'The Drowned Lantern' })).toBeVisible();
  await other.getByRole('link', { name: 'Continue prep' }).click();
  await expect(prepNote(other)).toContainText('One step too many');
  await fresh.close();
});

test('Sessions is a destination of its own in the navigation, at every size (M-152)', async ({ page, server }) => {
  await openSample(page, server);
  for (const viewport of [
    { width: 1180, height: 820 },
    { width: 820, height: 1180 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(viewport);
    await page.getByRole('navigation', { name: 'Campaign' }).getByRole('link', { name: 'Entities' }).click();
    await expect(page.getByRole('heading', { name: 'Entities', level: 1 })).toBeVisible();
    await page.getByRole('navigation', { name: 'Campaign' }).getByRole('link', { name: 'Sessions' }).click();
    await expect(page.getByRole('heading', { name: 'Sessions', level: 1 })).toBeVisible();
    await expect(page.getByRole('link', { name: /Slack Water/ })).toBeVisible();
  }
});
