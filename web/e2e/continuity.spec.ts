// Journeys of the continuity guard: two versions of a fact in Prep, an NPC out of character, where things stand, a
// disputed roll.
import { expect, openRecord, openSample, sampleAtTable, savedHere, test } from './journey.ts';

test('records that contradict each other are told in Prep, never in Play; the choice is written and logged (M-239, M-240)', async ({
  page,
  server,
}) => {
  await openSample(page, server);
  const overview = page.url();
  await page.getByRole('link', { name: 'Entities' }).first().click();
  await page
    .getByRole('link', { name: /^The Salt Salon/ })
    .first()
    .click();
  await page.getByLabel('Add to present').fill('Sister Wen');
  await page.keyboard.press('Enter');
  await savedHere(page);
  await page.goto(overview);
  await page.getByRole('link', { name: 'Continue prep' }).click();
  const asked = page.getByRole('button', { name: 'Which version is canon?' });
  await expect(asked).toBeVisible();
  await page.getByRole('navigation', { name: 'This session' }).getByRole('link', { name: 'Play' }).click();
  await page.getByRole('region', { name: 'Scene', exact: true }).getByRole('heading').first().waitFor();
  await expect(asked).toHaveCount(0);
  await page.getByRole('navigation', { name: 'This session' }).getByRole('link', { name: 'Prep' }).click();
  await asked.click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('[META PAUSE] I noticed an inconsistency: Sister Wen is listed in');
  await dialog.getByRole('button', { name: /Let’s retcon/ }).click();
  await dialog.getByLabel('What actually happened').fill('She left the bell and went down to the quay.');
  await dialog.getByRole('button', { name: 'This is canon' }).click();
  await expect(page.getByRole('button', { name: 'Which version is canon?' })).toHaveCount(0);
  await page.goto(overview);
  await page.getByRole('link', { name: 'Entities' }).first().click();
  await page
    .getByRole('link', { name: /^Sister Wen/ })
    .first()
    .click();
  await expect(page.getByText('She left the bell and went down to the quay.').first()).toBeVisible();
});

test('an NPC out of character: a retcon rewrites the log entry, an explanation goes to the GM notes, a development to the description (M-241 to M-244)', async ({
  page,
  server,
}) => {
  await openSample(page, server);
  await page.getByRole('link', { name: 'Entities' }).first().click();
  await page
    .getByRole('link', { name: /^Doctor Amsel/ })
    .first()
    .click();
  const rewritten = page.getByRole('dialog').getByLabel('What is rewritten');
  const pause = async (choice: RegExp, words: string, entry?: RegExp): Promise<void> => {
    await page.getByRole('button', { name: 'Flag out-of-character moment…' }).click();
    await expect(page.getByRole('dialog')).toContainText('[META PAUSE] Doctor Amsel acted out of character there.');
    await page.getByRole('button', { name: choice }).click();
    if (entry) await rewritten.selectOption(await rewritten.getByRole('option', { name: entry }).getAttribute('value'));
    await page.getByRole('dialog').getByRole('textbox').fill(words);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  };
  await pause(/^A\) Retcon/, 'Wrote the oil down and crossed it out', /Left the oil out of the record/);
  await expect(page.getByText('Wrote the oil down and crossed it out').first()).toBeVisible();
  await expect(page.getByText('Left the oil out of the record')).toHaveCount(0);
  await pause(/^B\) In-story/, 'He was afraid for his sister.');
  await expect(page.getByRole('textbox', { name: /^GM notes on/ })).toContainText('He was afraid for his sister.');
  await pause(/^C\) Character development/, 'He has stopped being careful.');
  await expect(page.getByRole('textbox', { name: /^Description of/ })).toContainText('He has stopped being careful.');
  // 23.6: what B and C wrote tells why: no retcon rewrites it.
  await page.getByRole('button', { name: 'Flag out-of-character moment…' }).click();
  await page.getByRole('button', { name: /^A\) Retcon/ }).click();
  await expect(rewritten.getByRole('option', { name: /Wrote the oil down/ })).toHaveCount(1);
  await expect(rewritten.getByRole('option', { name: /explained:|Changed:/ })).toHaveCount(0);
});

test('where are we: place, who is there and what happened last, and each line can be put right (M-245)', async ({
  page,
  server,
}) => {
  await sampleAtTable(page, server);
  await openRecord(page, 'Log');
  await page.getByRole('button', { name: 'Dice roll', exact: true }).click();
  const roll = page.getByRole('form', { name: 'Log dice roll' });
  await roll.getByRole('textbox', { name: /^Result/ }).fill('5');
  await page.getByRole('button', { name: 'Log dice roll' }).click();
  await expect(page.getByRole('list', { name: 'Events' }).getByRole('button', { name: /Dice roll/ })).toBeVisible();
  const askWhere = async (): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search and commands' }).fill('where are we');
    await page.keyboard.press('Enter');
  };
  await askWhere();
  const dialog = page.getByRole('dialog', { name: 'Where are we?' });
  await expect(dialog).toContainText('Let me confirm the current situation');
  await expect(dialog).toContainText('Salt Street');
  await expect(dialog).toContainText('Pell');
  await expect(dialog.getByText('Correct?')).toBeVisible();
  await dialog.getByRole('button', { name: 'No, let me fix it' }).click();
  await dialog.getByLabel('Location').selectOption({ label: 'St. Brannoc' });
  await dialog.getByLabel('Add someone who is here').selectOption({ label: 'Old Tam' });
  // 23.6: what happened last is put right, too.
  const event = dialog.getByRole('textbox', { name: /^What happened: / }).first();
  await event.fill('The weir gate was shut behind them');
  await event.press('Tab');
  await expect(page.getByText('Event corrected')).toBeVisible();
  // 17.5: what is being typed when the page goes is there when it comes back.
  await event.fill('The weir gate was shut and barred behind them');
  await page.reload();
  await page.getByRole('list', { name: 'Events' }).waitFor();
  await askWhere();
  await dialog.getByRole('button', { name: 'No, let me fix it' }).click();
  await expect(event).toHaveValue('The weir gate was shut and barred behind them');
  await dialog.getByRole('button', { name: 'Confirm situation' }).click();
  await expect(dialog).toContainText('St. Brannoc');
  await expect(dialog).toContainText('Old Tam');
  await expect(dialog).toContainText('The weir gate was shut and barred behind them');
  await dialog.getByRole('button', { name: 'Correct', exact: true }).click();
  await expect(dialog).toHaveCount(0);
});

test('a disputed roll shows its parts adding up, and a correction is written and logged (M-253, M-254)', async ({
  page,
  server,
}) => {
  await openSample(page, server);
  await page.keyboard.press('r');
  await page
    .getByRole('dialog')
    .or(page.getByRole('region', { name: 'Tools' }))
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Continue prep' }).click();
  await openRecord(page, 'Log');
  await page.getByRole('button', { name: 'Dice roll', exact: true }).click();
  await page
    .getByRole('form', { name: 'Log dice roll' })
    .getByRole('textbox', { name: /^Result/ })
    .fill('5');
  await page.getByRole('button', { name: 'Log dice roll' }).click();
  const events = page.getByRole('list', { name: 'Events' });
  await events
    .getByRole('button', { name: /Dice roll/ })
    .first()
    .click();
  await expect(events).toContainText('Base: 5 + Modifier: 0 + Situational: 0 = Total: 5');
  await page.getByRole('button', { name: 'No, correct it…' }).click();
  await page.getByLabel('Situational').fill('2');
  await page.getByRole('button', { name: 'Save correction', exact: true }).click();
  await expect(events).toContainText('Base: 5 + Modifier: 0 + Situational: 2 = Total: 7');
  await expect(events).toContainText(
    'Roll corrected: Base: 5 + Modifier: 0 + Situational: 2 = Total: 7 (was Base: 5 + Modifier: 0 + Situational: 0 = Total: 5)',
  );
});
