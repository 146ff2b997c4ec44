// `pnpm bench chat`: from the tap on Send to the answer on screen, without a model, in the 300-session campaign once
// its index is filled; by kind of answer, with and without 4× CPU throttling.
import type { BrowserContext, Page } from '@playwright/test';
import { profileWith, startBench } from './bench-browser.ts';
import { addAfterPaint } from './painted.ts';
import { p50AndP95 } from './quantile.ts';
import { waitUntilSearchReady } from './search-ready.ts';

/** What an answer may take in the large campaign, p95, ms. */
const AIM_MS = 100;
const ROUNDS = 4;

const PROMPTS: readonly (readonly [kind: string, texts: readonly string[]])[] = [
  [
    'question',
    [
      'Who owes the ferry money?',
      'Where was the ledger hidden?',
      'What do we know about the harbour watch?',
      'Who was seen at the lighthouse?',
      'What happened at the market?',
    ],
  ],
  ['rules', ['How does grappling work?', 'What is the DC for a hard check?', 'rules for falling damage']],
  ['situation', ['The rogue wants to pickpocket the guard', 'she is climbing the wet cliff']],
  [
    'drafts',
    [
      'I need a bartender at the Anchor',
      'The party went to the market',
      'Create a shop called Meridian Imports',
      'Log that the bridge burned down',
    ],
  ],
  ['stats', ['Give me stats for a thug']],
];

/** Sends a message; resolves with the time until the answer is painted, ms. */
const timeAnswer = async (page: Page, text: string): Promise<number> => {
  await page.getByRole('textbox', { name: 'Question or note' }).fill(text);
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const list = document.querySelector('[role="log"]')!;
        const answers = (): number => list.querySelectorAll('li.assistant').length;
        const before = answers();
        const started = performance.now();
        const observer = new MutationObserver(() => {
          if (answers() === before) return;
          observer.disconnect();
          void window.afterPaint().then(() => resolve(performance.now() - started));
        });
        observer.observe(list, { childList: true, subtree: true });
        document.querySelector<HTMLButtonElement>('form.say button')!.click();
      }),
  );
};

/** Goes to the search page and back through the app's own router: a reload would start the index anew. */
const fillIndex = async (page: Page, searchPath: string): Promise<void> => {
  const started = performance.now();
  await page.evaluate(
    (href) => document.body.appendChild(Object.assign(document.createElement('a'), { href })).click(),
    searchPath,
  );
  await waitUntilSearchReady(page, 900_000);
  console.log(`index filled after another ${((performance.now() - started) / 1000).toFixed(0)} s`);
  await page.goBack();
  await page.getByRole('textbox', { name: 'Question or note' }).waitFor();
};

const timePrompts = async (context: BrowserContext, page: Page, rate: number): Promise<void> => {
  const client = await context.newCDPSession(page);
  await client.send('Emulation.setCPUThrottlingRate', { rate });
  const all: number[] = [];
  for (const [kind, texts] of PROMPTS) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) for (const text of texts) times.push(await timeAnswer(page, text));
    all.push(...times);
    console.log(`${rate}× CPU: ${kind.padEnd(10)} ${p50AndP95(times)} over ${times.length}`);
  }
  const aim = rate === 1 ? ` (aim: p95 under ${AIM_MS} ms)` : '';
  console.log(`${rate}× CPU: all        ${p50AndP95(all)}${aim}`);
};

export const benchChat = async (): Promise<void> => {
  const bench = await startBench();
  const { context, path } = await profileWith(bench, 300, { scenesPerSession: 12 });
  const page = await context.newPage();
  await page.goto(bench.url + path.replace(/prep$/, 'play'));
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await addAfterPaint(page);
  const first = await timeAnswer(page, 'Who owes the ferry money?');
  console.log(`first question, before there is an index: ${first.toFixed(0)} ms`);
  await fillIndex(page, path.replace(/\/sessions\/.*$/, '/search'));
  await timeAnswer(page, 'Who owes the ferry money?');
  for (const rate of [1, 4]) await timePrompts(context, page, rate);
  await bench.close();
};
