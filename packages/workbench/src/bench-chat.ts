// Owns `pnpm bench chat`: from the tap on Send to the answer on screen, without a model, in the 300-session campaign, once its index is
// filled; by kind of answer, plain and at 4× CPU throttle.
import { profileWith, quantile, startBench } from './bench-browser.ts';

/** What an answer may take in the big campaign, p95, ms. */
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

export const benchChat = async (): Promise<void> => {
  const bench = await startBench();
  const { context, path } = await profileWith(bench, 300, { scenesPerSession: 12 });
  const page = await context.newPage();
  await page.goto(bench.url + path.replace(/prep$/, 'play'));
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  const box = page.getByRole('textbox', { name: 'Ask or tell' });
  const ask = async (text: string): Promise<number> => {
    await box.fill(text);
    return page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const list = document.querySelector('[role="log"]')!;
          const before = list.querySelectorAll('li.assistant').length;
          const started = performance.now();
          const watch = new MutationObserver(() => {
            if (list.querySelectorAll('li.assistant').length === before) return;
            watch.disconnect();
            // The task after the frame: it has been painted.
            requestAnimationFrame(() => {
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => resolve(performance.now() - started);
              port2.postMessage(0);
            });
          });
          watch.observe(list, { childList: true, subtree: true });
          document.querySelector<HTMLButtonElement>('form.say button')!.click();
        }),
    );
  };
  const fromCold = await ask('Who owes the ferry money?');
  console.log(`first question, before there is an index: ${fromCold.toFixed(0)} ms`);
  // The search page says when the index is filled; by the app's own way there and back, for a reload would begin anew.
  const started = performance.now();
  await page.evaluate(
    (href) => document.body.appendChild(Object.assign(document.createElement('a'), { href })).click(),
    path.replace(/\/sessions\/.*$/, '/search'),
  );
  const bar = page.getByRole('progressbar', { name: 'Getting search ready' });
  await bar.waitFor({ timeout: 5000 }).catch(() => undefined);
  await bar.waitFor({ state: 'detached', timeout: 900_000 });
  console.log(`index filled after another ${((performance.now() - started) / 1000).toFixed(0)} s`);
  await page.goBack();
  await box.waitFor();
  await ask('Who owes the ferry money?');
  const client = await context.newCDPSession(page);
  for (const rate of [1, 4]) {
    await client.send('Emulation.setCPUThrottlingRate', { rate });
    const all: number[] = [];
    for (const [kind, texts] of PROMPTS) {
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round++) for (const text of texts) times.push(await ask(text));
      all.push(...times);
      console.log(
        `${rate}× CPU: ${kind.padEnd(10)} p50 ${quantile(times, 0.5).toFixed(0)} ms, p95 ${quantile(times, 0.95).toFixed(0)} ms over ${times.length}`,
      );
    }
    console.log(
      `${rate}× CPU: all        p50 ${quantile(all, 0.5).toFixed(0)} ms, p95 ${quantile(all, 0.95).toFixed(0)} ms${rate === 1 ? ` (aim: p95 under ${AIM_MS} ms)` : ''}`,
    );
  }
  await bench.close();
};
