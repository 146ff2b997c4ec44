// Owns `pnpm bench import`: a vault of 1,000 Markdown notes from the file to searchable, into an empty campaign and into one of 300
// sessions, with the longest time for which the page stood still.
import { strToU8, zipSync } from 'fflate';
import { createRandom } from '@emberkeep/domain/testing';
import { profileWith, startBench } from './bench-browser.ts';

const NOTES = 1000;
const WORDS =
  'harbour lantern rope tide salt keeper ash marsh bell loft captain oar ledger smuggler fog quay gate child debt ring'.split(
    ' ',
  );

/** About 1.5 kB a note, with links, headings, lists and front matter; the last one has a word of its own. */
const vault = (): Buffer => {
  const random = createRandom(11);
  const words = (n: number): string => Array.from({ length: n }, () => random.pick(WORDS)).join(' ');
  const folders = ['NPCs', 'Places', 'Factions', 'Items', 'Lore'];
  const files = Object.fromEntries(
    Array.from({ length: NOTES }, (_, i): [string, Uint8Array] => [
      `Vault/${folders[i % 5]}/${words(2)} ${i}.md`,
      strToU8(
        `---\naliases: [Alias ${i}]\ntags: [one, two]\nage: ${i}\n---\n${words(60)}\n\n## ${words(3)}\n\n- ${words(12)}\n- [[${words(2)} ${(i * 7) % NOTES}]]\n\n${words(110)}${i === NOTES - 1 ? ' quillonberry' : ''}\n`,
      ),
    ]),
  );
  return Buffer.from(zipSync(files));
};

export const benchImport = async (): Promise<void> => {
  const bench = await startBench();
  const buffer = vault();
  for (const [what, sessions] of [
    ['an empty campaign', 1],
    ['300 sessions', 300],
  ] as const) {
    const { context, path } = await profileWith(
      bench,
      sessions,
      sessions === 1 ? { entities: 5, eventsPerSession: 2, logEntries: 2, noteBytes: 500 } : {},
    );
    const page = await context.newPage();
    const base = path.replace(/\/sessions\/.*/, '');
    await page.goto(`${bench.url}${base}/search`);
    // The index is filled before it is measured what the import adds.
    const field = page.getByRole('searchbox', { name: 'Search the campaign' });
    await field.waitFor();
    await page
      .getByRole('progressbar', { name: 'Getting search ready' })
      .waitFor({ state: 'detached', timeout: 240_000 });
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find or do' }).fill('Files in and out');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Files in and out', level: 1 }).waitFor();
    await page.waitForTimeout(2000); // reason: what a fresh page does at rest is not the import's
    await page.evaluate(() => {
      const tasks: number[] = [];
      Object.assign(window, { longTasks: tasks });
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map((e) => e.duration))).observe({
        type: 'longtask',
      });
    });
    await page.getByRole('button', { name: 'Bring in files…' }).click();
    const started = performance.now();
    await page
      .getByRole('dialog')
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'vault.zip', mimeType: 'application/zip', buffer });
    await page.getByText('What is in it').waitFor({ timeout: 120_000 });
    const read = performance.now();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText(/Brought in from vault\.zip/).waitFor({ timeout: 120_000 });
    const written = performance.now();
    await page.getByRole('link', { name: 'Search', exact: true }).first().click();
    await field.fill('quillonberry');
    await page.getByRole('main').locator('mark', { hasText: 'quillonberry' }).first().waitFor({ timeout: 180_000 });
    const searchable = performance.now();
    const tasks = (await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks)).sort(
      (a, b) => b - a,
    );
    console.log(
      `${NOTES} notes (${(buffer.length / 1e6).toFixed(1)} MB ZIP) into ${what}: read ${Math.round(read - started)} ms, written ${Math.round(written - read)} ms, found ${Math.round(searchable - written)} ms later; longest task of the page ${Math.round(tasks[0] ?? 0)} ms (aim: under 100), ${tasks.filter((t) => t > 100).length} over 100 of ${tasks.length} over 50`,
    );
    await context.close();
  }
  await bench.close();
};
