// Journeys of looking back: an evening's review and its file for the players, figures over sessions, the campaign in
// its own time, what a day held; the palette's passages; what players may find.
import {
  airplane,
  expect,
  newPrep,
  openSample,
  savedHere,
  test,
  openRecord,
  recordTab,
  reopenSession,
} from './journey.ts';
import { readFileSync } from 'node:fs';

test.use({ indexAtRest: true });

test.describe('offline', () => {
  test.use({ serviceWorkers: 'allow' });
  test('a completed session opens read-only with timeline, combats, places, people, gains and goals, and leaves as a file for the players (M-031, M-130 to M-137)', async ({
    page,
    server,
  }) => {
    await openSample(page, server);
    await airplane(page);
    await page.getByRole('link', { name: 'Sessions' }).first().click();
    // The list shows date, duration and objectives.
    const row = page.getByRole('link', { name: /Nine Pages/ });
    await expect(row).toContainText('Oct 3, 2026');
    await expect(row).toContainText('4 h 25 min');
    await expect(row).toContainText('Seven of nine pages');
    await row.click();
    await openRecord(page, 'Review');
    const combats = page.getByRole('region', { name: 'Combats' }).last();
    await expect(combats.getByRole('row', { name: /Company in the tower/ })).toContainText('Two of the Wick fled');
    await expect(page.getByRole('region', { name: 'Explored' })).toContainText('St. Brannoc');
    await expect(page.getByRole('region', { name: 'Met' })).toContainText('Sister Wen');
    await expect(page.getByRole('region', { name: 'Treasure and XP' })).toContainText('900 XP and 60 marks in total');
    const lines = page.getByRole('list', { name: 'Timeline of the session' }).getByRole('listitem');
    await expect(lines).toHaveCount(10);
    await expect(lines.first()).toContainText('The bell loft');
    await expect(page.locator('.review [contenteditable="true"]')).toHaveCount(0);
    await page.getByText('Auto-generated').click();
    await expect(page.getByText('The party earned 900 XP and 60 marks in treasure.')).toBeVisible();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'For players' }).click();
    const html = readFileSync(await (await download).path(), 'utf8');
    expect(html).toContain('Seven came down dry');
    expect(html).not.toContain('Get the pages out of the bell'); // the GM's own objective
    await expect(page.getByText(/^Saved Session 3.*\.html: what players may know/)).toBeVisible();
  });
});

test('the review of a session is hidden from players and shown to them by one button, which says what it did (M-130)', async ({
  page,
  server,
}) => {
  await openSample(page, server);
  await page.getByRole('link', { name: 'Sessions' }).first().click();
  await page.getByRole('link', { name: /Nine Pages/ }).click();
  await openRecord(page, 'Review');
  const button = page.getByRole('button', { name: /^Show(?:n)? to players$/ });
  const toasts = page.locator('.toast');
  const wasShown = (await button.getAttribute('aria-pressed')) === 'true';
  for (const isShown of [!wasShown, wasShown]) {
    await button.tap();
    await expect(button).toHaveAttribute('aria-pressed', String(isShown));
    await expect(button).toHaveText(isShown ? 'Shown to players' : 'Show to players');
    await expect(toasts.last()).toContainText(isShown ? 'Shown to players' : 'Hidden from players');
  }
});

test('the automatic summary goes behind the GM’s own words, with Undo (M-123)', async ({ page, server }) => {
  await openSample(page, server);
  await page.getByRole('link', { name: 'Sessions' }).first().click();
  await page.getByRole('link', { name: /Nine Pages/ }).click();
  await reopenSession(page);
  await openRecord(page, 'Details');
  await recordTab(page, 'Summary');
  const summary = page.getByRole('textbox', { name: 'Player summary' });
  await expect(summary).toContainText('The pages were in the bell');
  await page.getByText('Auto summary from the log').click();
  await page.getByRole('button', { name: 'Insert into player summary' }).click();
  await expect(summary).toContainText('The pages were in the bell');
  await expect(summary).toContainText('The party earned 900 XP');
  await page.getByText('Added to the summary').locator('..').getByRole('button', { name: 'Undo' }).click();
  await expect(summary).not.toContainText('The party earned 900 XP');
});

test('figures over sessions and chapters, each with its table, and attendance (M-119 to M-121, M-149)', async ({
  page,
  server,
}) => {
  await openSample(page, server);
  await page.goto(`${page.url()}/analytics`);
  await expect(page.getByRole('img', { name: /^Minutes played: 740 min in total/ })).toBeVisible();
  await page.getByRole('figure', { name: /^XP/ }).getByText('Show as table').click();
  await expect(page.getByRole('row', { name: '3 900', exact: true })).toBeVisible();
  await expect(page.getByRole('row', { name: /Ana/ })).toContainText('66.67');
  await page.getByRole('button', { name: 'By chapter' }).click();
  await expect(page.getByRole('row', { name: /Eleven years of dark/ }).first()).toContainText('1,650');
});

test('the campaign session by session: boundaries, gaps, chapters, progress (M-144, M-146 to M-148)', async ({
  page,
  server,
}) => {
  await openSample(page, server);
  await page.goto(`${page.url()}/timeline`);
  const arc = page.getByRole('list', { name: 'The campaign in its own time' });
  await expect(arc.getByRole('heading', { name: 'Eleven years of dark' })).toBeVisible();
  await expect(arc).toContainText('1 d 11 h pass');
  await expect(arc.getByRole('listitem').filter({ hasText: 'The Clerk Who Counts' })).toContainText(
    'Keep the lantern dark progressed',
  );
  await expect(arc).toContainText('Day 4, 6:00 AM – Day 4, 10:00 PM');
});

test('"what happened on Day 9" answers with that day; the palette shows names first and passages below; players find only what is theirs (M-145)', async ({
  page,
  server,
}) => {
  await openSample(page, server);
  const overview = page.url();
  await page.goto(`${overview}/search`);
  const answers = page.getByRole('list', { name: 'Answers' }).getByRole('listitem');
  const box = page.getByRole('searchbox', { name: 'Search the campaign' });
  await box.waitFor();
  await expect(page.getByRole('progressbar', { name: 'Getting search ready' })).toHaveCount(0, { timeout: 30_000 });
  await box.fill('what happened on Day 9');
  await expect(answers.first()).toContainText('Nine Pages');
  await expect(answers.nth(1)).toContainText('The bell loft');
  await box.fill('nine pages tied inside the bell');
  await expect(answers.filter({ hasText: 'GM notes' }).first()).toBeVisible();
  await page.getByRole('checkbox', { name: 'Only what players may know' }).check();
  await expect(answers.filter({ hasText: 'GM notes' })).toHaveCount(0);
  await expect(answers.first()).toBeVisible();
  await expect(answers.filter({ hasText: 'GM notes' })).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('lamp');
  const palette = page.getByRole('dialog', { name: 'Search and commands' });
  await expect(palette.getByRole('option').first()).toContainText(/lamp/i);
  await expect(palette.getByRole('group', { name: 'In the text' }).getByRole('option').first()).toBeVisible();
  await palette.getByRole('option', { name: /Search everything for/ }).click();
  await expect(page).toHaveURL(/search\?q=lamp/);
  await expect(box).toHaveValue('lamp');
});

test.describe('by touch', () => {
  test.use({ hasTouch: true, viewport: { width: 1180, height: 820 } });
  test('figures follow the log while a session is live and after its end; what is typed over is said; SQL and days too [M-061 to M-067] [T-3]', async ({
    page,
    server,
  }) => {
    await newPrep(page, server, 'Salt and Cinders');
    const session = page.url().replace(/\/prep$/, '');
    const overview = session.replace(/\/sessions\/.*$/, '');
    const log = async (type: string, label: string, details: Readonly<Record<string, string>>): Promise<void> => {
      if (type === 'xp' || type === 'treasure') await page.getByRole('button', { name: label, exact: true }).tap();
      else await page.getByLabel('More event types').selectOption(type);
      for (const [field, text] of Object.entries(details)) await page.getByLabel(field, { exact: true }).fill(text);
      await page.getByRole('button', { name: `Log ${label.toLowerCase()}` }).tap();
    };
    await page.getByRole('button', { name: 'Start session…' }).tap();
    await page.getByRole('button', { name: 'Start now' }).tap();
    await openRecord(page, 'Log');
    await log('xp', 'XP', { Amount: '40' });
    await log('location_discovered', 'place found', { Note: 'Kelp Stair' });
    await expect(page.getByRole('heading', { name: 'Events 2' })).toBeVisible();
    await savedHere(page);

    await page.goto(`${overview}/analytics`);
    await expect(page.getByRole('img', { name: /^XP: 40 in total/ })).toBeVisible();
    await page.goto(`${session}/review`);
    await expect(page.getByRole('region', { name: 'Treasure and XP' })).toContainText('40 XP and 0 gp in total');

    await page.getByRole('button', { name: 'End session…' }).tap();
    await page.getByRole('button', { name: 'End and save' }).tap();
    await page.getByRole('button', { name: 'Done' }).tap();
    await openRecord(page, 'Log');
    await log('xp', 'XP', { Amount: '30' });
    await log('location_discovered', 'place found', { Note: 'Salt Cellar' });
    await log('combat_start', 'combat starts', { Note: 'Gulls on the stair' });
    await log('damage', 'damage', { Amount: '9' });
    await log('damage', 'damage', { Amount: '4' });
    await log('healing', 'healing', { Amount: '5' });
    await log('npc_killed', 'defeated', { 'How many': '3' });
    await log('treasure', 'Treasure', { 'Amount (gp)': '75' });
    await openRecord(page, 'Details');
    await recordTab(page, 'Stats');
    for (const [stat, value] of [
      ['Events', '10'],
      ['Combats', '1'],
      ['Damage dealt', '13'],
      ['Healing', '5'],
      ['Defeated', '3'],
      ['Treasure', '75'],
    ] as const)
      await expect(page.getByRole('textbox', { name: stat, exact: true }), stat).toHaveValue(value);
    const xp = page.getByRole('textbox', { name: 'XP', exact: true });
    await expect(xp).toHaveValue('70');
    await expect(xp.locator('..')).toContainText('from the log');
    await recordTab(page, 'Summary');
    await expect(page.getByText('In the log but not in these lists: Salt Cellar')).toBeVisible();
    await page.getByRole('button', { name: 'Add to the lists' }).tap();
    await expect(page.getByText('In the log but not in these lists')).toHaveCount(0);
    await recordTab(page, 'Stats');
    await xp.fill('100');
    await xp.press('Enter');
    await expect(xp.locator('..')).toContainText('typed over · from the log: 70');
    await savedHere(page);
    await page.reload();
    await expect(xp).toHaveValue('100');
    await xp.fill('');
    await xp.press('Enter');
    await expect(xp).toHaveValue('70');
    await savedHere(page);

    await page.goto(`${overview}/questions`);
    await page.getByText('Tables').waitFor({ timeout: 30_000 });
    const sql = page.getByRole('textbox', { name: 'SQL' });
    await sql.fill("SELECT stats->>'xpEarned' AS xp, updated_at > created_at AS revised FROM sessions");
    await page.getByRole('button', { name: 'Run', exact: true }).tap();
    await expect(page.getByRole('region', { name: 'Result' }).getByRole('row').last()).toHaveText(/70\s*true/);
    await sql.fill("SELECT player_data->>'userId' FROM sessions s, jsonb_array_elements(s.player_data) AS player_data");
    await page.getByRole('button', { name: 'Run', exact: true }).tap();
    await page.getByRole('button', { name: 'Run with the alias p' }).tap();
    await expect(sql).toHaveValue("SELECT p->>'userId' FROM sessions s, jsonb_array_elements(s.player_data) AS p");
    // The ids of the source document, which no table has.
    await sql.fill("SELECT title FROM sessions WHERE campaign_id = 'campaign-001' AND id = 'session-001'");
    await page.getByRole('button', { name: 'Run', exact: true }).tap();
    await expect(page.getByRole('alert')).toContainText('“campaign-001” is an id from elsewhere');
    await page.getByRole('button', { name: 'Run with the ids of this campaign' }).tap();
    await expect(page.getByText('1 row', { exact: true })).toBeVisible();

    await page.goto(`${overview}/search`);
    await page.getByRole('searchbox', { name: 'Search the campaign' }).fill('What happened on Day 400?');
    await expect(page.getByText('Nothing on Day 400.')).toBeVisible({ timeout: 30_000 });
    const answers = page.getByRole('list', { name: 'Answers' });
    await expect(answers).toHaveCount(0);
    await page.getByRole('group', { name: 'Nearest days with something' }).getByRole('button', { name: /^Day/ }).tap();
    await expect(answers).toContainText('Kelp Stair');
  });
});
