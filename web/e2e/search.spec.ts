// Journeys of finding: by name as one types, by words, by meaning, in airplane mode; what the index knows a second after it
// was typed; what players may find; and search that goes on where the index cannot.
import { airplane, expect, newPrep, openSample, savedHere, test, type } from './journey.ts';
import type { Page } from '@playwright/test';

const answers = (page: Page) => page.getByRole('list', { name: 'Answers' }).getByRole('listitem');
const box = (page: Page) => page.getByRole('searchbox', { name: 'Search the campaign' });
/** The index is filled: the page has nothing more to say about it. */
const ready = async (page: Page): Promise<void> => expect(page.getByRole('progressbar', { name: 'Getting search ready' })).toHaveCount(0, { timeout: 30_000 });

const toSearch = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Search', exact: true }).first().click();
  await box(page).waitFor();
  await ready(page);
};

test.describe('offline', () => {
  test.use({ serviceWorkers: 'allow' });
  test('words, meaning and misspelt names are found in airplane mode, after a reload too (M-271, M-308, M-309)', async ({ page, server }) => {
    await openSample(page, server);
    await toSearch(page);
    await airplane(page);
    await server.kill();
    await page.reload();
    await ready(page);
    // No word of this stands in the text: the watch and its captain are found by what they are.
    await box(page).fill('policewoman in charge of the port');
    await expect(answers(page).filter({ hasText: 'Captain Isaura Rook' }).first()).toBeVisible();
    await box(page).fill('Maddame Lefevr');
    await expect(answers(page).first()).toContainText('Madame Lefevre');
    await expect(page.getByText('Read as:')).toBeVisible();
    await box(page).fill('type:clue green flame');
    await expect(answers(page).first()).toContainText('Oil in the lungs');
    await box(page).fill('type:scene kestrel boat');
    await expect(answers(page).first().getByText(/^Scene/)).toBeVisible();
    await expect(page.locator('mark').first()).toBeVisible();
  });
});

test('a word is found within a second of being typed, in a note of another evening too (M-296)', async ({ page, server }) => {
  await newPrep(page, server);
  await page.getByRole('link', { name: 'Search', exact: true }).first().click();
  await ready(page);
  await page.goBack();
  await type(page, 'The quinquereme waits below the bridge.');
  await savedHere(page);
  await page.getByRole('link', { name: 'Search', exact: true }).first().click();
  await box(page).fill('quinquereme');
  await expect(answers(page).first()).toContainText('quinquereme');
});
