// Shows that every noun with a list is made, edited, deleted and taken back through the screen, in three layouts, by tap and
// by keyboard, with no network, and is there after a reload.
import { airplane, expect, newPrep, savedHere, test } from './journey.ts';

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
  { label: 'progress clock', path: 'clocks', plural: 'Progress clocks', field: 'Ticks when', word: 'a day is lost', rows: 'M-008, M-009' },
  { label: 'goal', path: 'goals', plural: 'Goals', field: 'What is at stake', word: 'a child', rows: 'M-142, M-151' },
  { label: 'player', path: 'people', plural: 'Players', field: 'Notes', word: 'likes puzzles', rows: 'M-046, M-073' },
  { label: 'chapter', path: 'chapters', plural: 'Chapters', field: 'Title', word: 'The long dark', rows: 'M-425' },
  { label: 'hook', path: 'notebook', plural: 'Hooks', field: 'Hook', word: 'Pell heard', rows: 'R-2' },
  { label: 'delayed consequence', path: 'notebook', plural: 'Delayed consequences', field: 'When', word: 'they light it', rows: 'R-6' },
  { label: 'decision', path: 'notebook', plural: 'Decisions', field: 'Effect on the world', word: 'the Salon opens', rows: 'R-6' },
  { label: 'possession', path: 'notebook', plural: 'Possessions', field: 'Condition', word: 'rusty', rows: 'R-6' },
  { label: 'line or veil', path: 'notebook', plural: 'Lines and veils', field: 'Topic', word: 'spiders', rows: 'R-6' },
  { label: 'to reconstruct', path: 'notebook', plural: 'To reconstruct', field: 'Section', word: 'Inventory', rows: 'R-6' },
];
const LAYOUTS = { landscape: { width: 1180, height: 820 }, portrait: { width: 820, height: 1180 }, phone: { width: 390, height: 844 } } as const;

for (const [layout, viewport] of Object.entries(LAYOUTS)) {
  test(`every noun in a list: made, edited, deleted, undone and kept, offline, in ${layout} (${[...new Set(NOUNS.map((n) => n.rows))].join(', ')})`, async ({ page, server }) => {
    test.setTimeout(150_000);
    await newPrep(page, server);
    const base = /^.*\/campaigns\/[\w-]+/.exec(page.url())?.[0] ?? '';
    await page.goto(base);
    await page.setViewportSize(viewport);
    await airplane(page);
    const byKeyboard = layout === 'landscape';
    for (const noun of NOUNS) {
      await page.goto(`${base}/${noun.path}`);
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
      const again = section.getByRole('button', { name: new RegExp(noun.field === 'Title' || noun.field === 'Hook' || noun.field === 'Topic' ? noun.word : name) }).first();
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
