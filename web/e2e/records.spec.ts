// Shows that every noun with a list is made, edited, deleted and taken back through the screen, in three layouts, by
// tap and by keyboard, with no network, and is there after a reload.
import { airplane, expect, newPrep, openRecord, savedHere, test } from './journey.ts';

test.use({ serviceWorkers: 'allow' });

interface NounCheck {
  label: string;
  /** Path below the campaign. */
  path: string;
  plural: string;
  /** A field to change besides the name, with what to write. */
  field: string;
  word: string;
  rows: string;
}

const NOUNS: readonly NounCheck[] = [
  {
    label: 'progress clock',
    path: 'clocks',
    plural: 'Progress clocks',
    field: 'Advances when',
    word: 'a day is lost',
    rows: 'M-008, M-009',
  },
  { label: 'goal', path: 'goals', plural: 'Goals', field: 'What is at stake', word: 'a child', rows: 'M-142, M-151' },
  { label: 'player', path: 'people', plural: 'Players', field: 'Notes', word: 'likes puzzles', rows: 'M-046, M-073' },
  { label: 'chapter', path: 'chapters', plural: 'Chapters', field: 'Title', word: 'The long dark', rows: 'M-425' },
  { label: 'hook', path: 'notebook', plural: 'Hooks', field: 'Hook', word: 'Pell heard', rows: 'R-2' },
  {
    label: 'delayed consequence',
    path: 'notebook',
    plural: 'Delayed consequences',
    field: 'When',
    word: 'they light it',
    rows: 'R-6',
  },
  {
    label: 'decision',
    path: 'notebook',
    plural: 'Decisions',
    field: 'Effect on the world',
    word: 'the Salon opens',
    rows: 'R-6',
  },
  { label: 'inventory item', path: 'notebook', plural: 'Inventory', field: 'Condition', word: 'rusty', rows: 'R-6' },
  { label: 'line or veil', path: 'notebook', plural: 'Lines and veils', field: 'Topic', word: 'spiders', rows: 'R-6' },
  {
    label: 'missing information',
    path: 'notebook',
    plural: 'Missing information',
    field: 'Section',
    word: 'Inventory',
    rows: 'R-6',
  },
];
const LAYOUTS = {
  landscape: { width: 1180, height: 820 },
  portrait: { width: 820, height: 1180 },
  phone: { width: 390, height: 844 },
} as const;

for (const [layout, viewport] of Object.entries(LAYOUTS)) {
  test(`every noun in a list: made, edited, deleted, undone and kept, offline, in ${layout} (${[...new Set(NOUNS.map((n) => n.rows))].join(', ')})`, async ({
    page,
    server,
  }) => {
    await newPrep(page, server);
    const base = /^.*\/campaigns\/[\w-]+/.exec(page.url())?.[0] ?? '';
    await page.goto(base);
    await page.setViewportSize(viewport);
    await airplane(page);
    const byKeyboard = layout === 'landscape';
    for (const noun of NOUNS) {
      if (page.url() !== `${base}/${noun.path}`) await page.goto(`${base}/${noun.path}`);
      const name = `${noun.label} one`;
      const section = page.getByRole('region', { name: noun.plural, exact: true });
      const add = page.getByLabel(`New ${noun.label}`);
      // Nothing is made without a name: told, and the field still has the focus.
      await add.fill(name);
      if (byKeyboard) await add.press('Enter');
      else await section.getByRole('button', { name: 'Add', exact: true }).first().click();
      const row = section.getByRole('button', { name: new RegExp(name) }).first();
      await expect(row).toHaveAttribute('aria-expanded', 'true');
      const field = section.getByLabel(noun.field, { exact: true }).first();
      await field.fill(noun.word);
      await field.press('Tab');
      await savedHere(page);
      await page.reload();
      const again = section
        .getByRole('button', {
          name: new RegExp(
            noun.field === 'Title' || noun.field === 'Hook' || noun.field === 'Topic' ? noun.word : name,
          ),
        })
        .first();
      if (byKeyboard) {
        await again.focus();
        await page.keyboard.press('Enter');
      } else await again.click();
      await expect(section.getByLabel(noun.field, { exact: true }).first()).toHaveValue(noun.word);
      await section.getByRole('button', { name: 'Delete', exact: true }).first().click();
      await expect(again).toBeHidden();
      if (byKeyboard) {
        await page.locator('body').press('Control+z');
      } else await page.getByRole('button', { name: 'Undo' }).last().click();
      await expect(again).toBeVisible();
      await expect(page.getByText(/^Undone: /).last()).toBeVisible();
    }
    // Not a word of a name: refused in a sentence, nothing made.
    await page.goto(`${base}/goals`);
    await page.getByLabel('New goal').fill('   ');
    await page.getByLabel('New goal').press('Enter');
    await expect(page.getByRole('alert')).toContainText('type a name');
  });
}

for (const [layout, viewport] of Object.entries(LAYOUTS)) {
  test(`nouns with a page of their own: entity, its ties, its log, gauge, session, event: made, edited, deleted, undone and kept, offline, in ${layout} (M-002, M-012, M-020, M-025, M-269, M-270, M-424, M-428, M-429)`, async ({
    page,
    server,
  }) => {
    await newPrep(page, server);
    const base = /^.*\/campaigns\/[\w-]+/.exec(page.url())?.[0] ?? '';
    const evening = page.url().replace('/prep', '');
    await page.goto(base);
    await page.setViewportSize(viewport);
    await airplane(page);
    const byKeyboard = layout === 'landscape';
    const press = async (name: string | RegExp): Promise<void> => {
      const button = page.getByRole('button', { name, exact: typeof name === 'string' }).first();
      if (!byKeyboard) return button.click();
      await button.focus();
      await page.keyboard.press('Enter');
    };
    const undo = async (): Promise<void> => {
      if (byKeyboard) await page.locator('body').press('Control+z');
      else await page.getByRole('button', { name: 'Undo' }).last().click();
      await expect(page.getByText(/^Undone: /).last()).toBeVisible();
    };

    // Entities: without a name nothing is made.
    for (const [name, type] of [
      ['The flat bell', 'clue'],
      ['Rook', 'npc'],
    ] as const) {
      await page.goto(`${base}/entities`);
      await press('New entity');
      await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('  ');
      await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
      await expect(page.getByRole('alert')).toContainText('type a name');
      await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill(name);
      await page.getByRole('dialog').getByLabel('Type').selectOption(type);
      await page.getByRole('dialog').getByLabel('Name', { exact: true }).press('Enter');
      await expect(page.getByRole('article', { name })).toBeVisible();
    }
    const rook = page.url();
    await page.getByLabel('Whereabouts', { exact: true }).fill('On the quays');

    // Ties: a word from the other end is turned round; the note is edited in place.
    await page.getByRole('combobox', { name: 'Relationship', exact: true }).fill('rival');
    await page.getByRole('combobox', { name: 'Related entity' }).fill('The flat bell');
    await press('Add');
    const tie = page.getByRole('button', { name: 'Remove relationship with The flat bell' });
    await press('Edit relationship with The flat bell');
    await page.getByLabel('Note', { exact: true }).fill('since autumn');
    await page.getByLabel('Note', { exact: true }).press('Tab');
    await press('Remove relationship with The flat bell');
    await expect(tie).toBeHidden();
    await undo();
    await expect(tie).toBeVisible();

    // Its log: free text is enough, a kind is for filtering.
    await page.getByLabel('New log entry').fill('Looked away for one night');
    await page.getByLabel('New log entry').press('Enter');
    await page.getByRole('combobox', { name: 'Entry type', exact: true }).selectOption('relocated');
    await savedHere(page);
    await page.reload();
    await expect(page.getByText('since autumn')).toBeVisible();
    await expect(page.getByLabel('Whereabouts', { exact: true })).toHaveValue('On the quays');
    await expect(page.getByRole('button', { name: /Looked away for one night.*relocated/ })).toBeVisible();
    await press('Delete Rook');
    await expect(page.getByRole('heading', { name: 'Entities', level: 1 })).toBeVisible();
    await undo();
    await savedHere(page);
    await page.goto(rook);
    await expect(page.getByRole('article', { name: 'Rook' })).toBeVisible();

    // Gauges are for tables that use them; a level is a counter.
    await page.goto(`${base}/notebook`);
    await page.getByRole('checkbox', { name: 'Use gauges' }).check();
    await page.getByLabel('New gauge').fill('Stress');
    await page.getByLabel('New gauge').press('Enter');
    await press('Level up');
    await press('Level up');
    await expect(page.getByRole('textbox', { name: 'Level', exact: true })).toHaveValue('2');
    await undo();
    await expect(page.getByRole('textbox', { name: 'Level', exact: true })).toHaveValue('1');

    // Events: details of any shape are kept, edited beside, deleted and brought back.
    await page.goto(`${evening}/log`);
    await press('Item');
    await page.getByRole('form').getByLabel('Item', { exact: true }).fill('Spellbook');
    await press('Log item');
    const events = page.getByRole('list', { name: 'Events' });
    await expect(events).toContainText('Spellbook');
    await events.getByRole('button').first().click();
    await page.getByRole('textbox', { name: 'What happened' }).fill('From the altar');
    await press('Delete');
    await expect(events.getByText('From the altar')).toBeHidden();
    await undo();
    await expect(events.getByText('From the altar')).toBeVisible();

    // Sessions: made, renamed, deleted after a word, brought back.
    await page.goto(`${base}/sessions`);
    await press('New session');
    await openRecord(page, 'Details');
    await page.getByLabel('Title', { exact: true }).fill('Slack water');
    await page.getByRole('link', { name: 'Prep', exact: true }).click();
    await page.getByRole('button', { name: 'More for this session' }).click();
    await page.getByRole('menuitem', { name: 'Delete session' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete session' }).click();
    await expect(page.getByRole('link', { name: /Slack water/ })).toBeHidden();
    await undo();
    await expect(page.getByRole('link', { name: /Slack water/ })).toBeVisible();
    await savedHere(page);
    await page.reload();
    await expect(page.getByRole('link', { name: /Slack water/ })).toBeVisible();
  });
}

test('two entities of one name are joined from the page of either, and one Undo parts them', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Salt and Candles');
  for (const name of ['Odile Marsh', 'Brask Tolland']) {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(name);
    await page.getByRole('option', { name: `Create “${name}” as NPC` }).tap();
    await expect(page.getByRole('article', { name })).toBeVisible();
  }
  const card = page.getByRole('article', { name: 'Brask Tolland' });
  await card.getByRole('textbox', { name: 'Description of Brask Tolland' }).fill('Owes the abbey forty marks.');
  await card.getByLabel('Name', { exact: true }).fill('Odile Marsh');
  await card.getByLabel('Name', { exact: true }).press('Enter');
  await page.getByRole('button', { name: 'Join entities' }).tap();
  await expect(page.getByText('Joined Odile Marsh')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Join entities' })).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'Description of Odile Marsh' })).toContainText('Owes the abbey');
  await page.getByRole('button', { name: 'Undo', exact: true }).last().tap();
  await expect(page.getByRole('button', { name: 'Join entities' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Description of Odile Marsh' })).not.toContainText('abbey');
});

test('entities of different names are joined from the menu; Ctrl+Z and redo take the texts along, and a completed session shows the one that was kept', async ({
  page,
  server,
}) => {
  await newPrep(page, server, 'Tallow and Tide');
  const [session] = /^.*\/sessions\/[\w-]+/.exec(page.url()) ?? [''];
  const add = async (name: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(name);
    await page.getByRole('option', { name: `Create “${name}” as NPC` }).tap();
    await expect(page.getByRole('article', { name })).toBeVisible();
  };
  await add('Ludo Varga');
  await add('The Chandler');
  const chandler = page.getByRole('article', { name: 'The Chandler' });
  await chandler
    .getByRole('textbox', { name: 'Description of The Chandler' })
    .fill('Sells candles that never burn down.');
  await page.goto(`${session}/log`);
  await page.getByLabel('More event types').selectOption({ label: 'Dialogue' });
  const form = page.getByRole('form', { name: 'Log dialogue' });
  await form.getByLabel('Also involved').fill('The Chandler');
  await form.getByLabel('Words').fill('haggles over wax');
  await form.getByRole('button', { name: 'Log dialogue' }).tap();
  await expect(page.getByText(/haggles over wax/).first()).toBeVisible();
  await page.goto(`${session}/play`);
  await page.getByRole('button', { name: 'Start session…' }).tap();
  await page.getByRole('button', { name: 'Start now' }).tap();
  await expect(page.getByText('Session started')).toBeVisible();
  await page.getByRole('button', { name: 'End session…' }).tap();
  await page.getByRole('button', { name: 'End and save' }).tap();
  await page.getByRole('button', { name: 'Done' }).tap();
  await page.goto(`${session}/wrapup`);
  await page.getByRole('button', { name: 'Move session here' }).tap();
  await page.getByRole('button', { name: 'Mark as completed' }).tap();
  await expect(page.getByRole('button', { name: 'Reopen' })).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('Chandler');
  await page
    .getByRole('option', { name: /The Chandler/ })
    .first()
    .tap();
  await page.getByRole('button', { name: 'More for The Chandler' }).tap();
  await page.getByRole('menuitem', { name: 'Join with…' }).tap();
  const dialog = page.getByRole('dialog', { name: 'Join The Chandler with…' });
  await dialog.getByLabel('Entity', { exact: true }).fill('ludo');
  await dialog.getByRole('button', { name: /Ludo Varga/ }).tap();
  await dialog.getByRole('radio', { name: 'The Chandler' }).tap();
  await expect(dialog).toContainText('It is called “The Chandler”. “Ludo Varga” becomes one of its aliases');
  await dialog.getByRole('radio', { name: 'Ludo Varga' }).tap();
  await expect(dialog).toContainText('It is called “Ludo Varga”. “The Chandler” becomes one of its aliases');
  await expect(dialog).toContainText('Description: the text of “The Chandler” is added below.');
  await dialog.getByRole('button', { name: 'Join', exact: true }).tap();

  const kept = page.getByRole('article', { name: 'Ludo Varga' });
  const text = kept.getByRole('textbox', { name: 'Description of Ludo Varga' });
  await expect(text).toContainText('never burn down');
  await expect(kept.getByRole('region', { name: 'Events' })).toContainText('haggles over wax');
  await page.getByRole('heading', { name: 'Ludo Varga' }).first().focus();
  await page.keyboard.press('Control+z');
  await expect(text).not.toContainText('never burn down');
  await expect(page.getByText('Undone: Join The Chandler with Ludo Varga')).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await expect(text).toContainText('never burn down');
  await page.goto(`${session}/log`);
  await expect(page.getByText(/Ludo Varga/).first()).toBeVisible();
  await page.goto(`${session.replace(/\/sessions.*/, '')}/deleted`);
  await expect(page.getByRole('listitem').filter({ hasText: 'The Chandler' })).toContainText('joined with Ludo Varga');
});

test('an undo of a deletion is told once', async ({ page, server }) => {
  await newPrep(page, server, 'Quiet Ovens');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Pim Aster');
  await page.getByRole('option', { name: 'Create “Pim Aster” as NPC' }).tap();
  for (const undo of ['toast', 'keys'] as const) {
    const card = page.getByRole('article', { name: 'Pim Aster' });
    await card.getByLabel('Name', { exact: true }).focus();
    await card.getByRole('button', { name: 'Delete Pim Aster' }).tap();
    const toast = page.getByRole('status').filter({ hasText: 'Deleted Pim Aster' });
    await expect(toast.first()).toBeVisible();
    if (undo === 'toast') await page.getByRole('button', { name: 'Undo', exact: true }).last().tap();
    else await page.keyboard.press('Control+z');
    await expect(page.getByText('Undone: Delete Pim Aster').last()).toBeVisible();
    await expect(page.getByText(/was restored because/)).toHaveCount(0);
    await expect(page.getByText('Deleted Pim Aster', { exact: true })).toHaveCount(0);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('Pim');
    await page
      .getByRole('option', { name: /Pim Aster/ })
      .first()
      .tap();
  }
});
