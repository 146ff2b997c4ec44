// `pnpm bench search`: Emberkeep's index beside MiniSearch and Orama, on the same passages in the same browser in one
// run. Quality on the development set; build time, query time as typed, and memory at three sizes.
import { chromium, type Browser, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createServer, type ViteDevServer } from 'vite';
import { createRandom } from '@emberkeep/domain/testing';
import {
  labelledSet,
  scoreAll,
  type LabelledQuery,
  type LabelledSet,
  type PlainPassage,
  type PlainQuery,
} from '@emberkeep/search/testing';
import type { Bench } from '../bench/search-page.ts';
import { heapOf } from './bench-browser.ts';
import { CHROMIUM_ARGS } from './chromium.ts';
import { ensureChromium } from './chromium-install.ts';
import { p50AndP95, quantile } from './quantile.ts';
import { ROOT } from './run.ts';
import { buildSearchAssets } from './search-assets.ts';

const SIZES = [1000, 10_000, 50_000] as const;
/** p95 of a query at 10,000 passages, ms. */
const AIM_MS = 50;
const SYSTEMS = ['emberkeep', 'miniSearch', 'orama'] as const;
type System = (typeof SYSTEMS)[number];

/**
 * Any number of passages, of four sentences each from the labelled ones, so that words are as rare as in real notes.
 */
const passagesOf = (count: number, from: readonly PlainPassage[]): PlainPassage[] => {
  const random = createRandom(7);
  const sentences = from.flatMap((passage) => (passage.text ?? '').split(/(?<=[.!?]) /));
  return Array.from({ length: count }, (_, i) => ({
    id: `g${i}`,
    campaign: 'generated',
    kind: random.pick(['note', 'entity', 'scene', 'event']),
    sub: '',
    session: String(1 + random.int(100)),
    title: `${random.pick(from).title} ${i}`,
    text: Array.from({ length: 4 }, () => random.pick(sentences)).join(' '),
  }));
};

/** A query as it grows while it is typed: after every word, and in the middle of the last one. */
const asTyped = (text: string): string[] => {
  const words = text.split(' ');
  const prefixes = words.slice(1).map((_, i) => words.slice(0, i + 1).join(' '));
  return [...prefixes, text.slice(0, -2), text].filter((typed) => typed.trim().length > 2);
};

/** Memory of the largest renderer, MB. The JavaScript heap leaves out WASM and the index's files. */
const rendererMb = (): number => {
  const processes = execFileSync('ps', ['-eo', 'rss=,args='], { encoding: 'utf8', maxBuffer: 1e8 }).split('\n');
  const renderers = processes.filter((line) => line.includes('--type=renderer'));
  return Math.max(0, ...renderers.map((line) => Number.parseInt(line, 10) / 1024));
};

const startPageServer = async (): Promise<ViteDevServer> => {
  await buildSearchAssets();
  const server = await createServer({
    root: join(ROOT, 'packages/workbench/bench'),
    configFile: false,
    logLevel: 'error',
    publicDir: join(ROOT, 'web/static'),
    server: { port: 0, host: '127.0.0.1', fs: { allow: [ROOT] }, hmr: false, watch: null },
    // As in the app's own build: the smaller runtime, and packages that load files by a path relative to themselves.
    resolve: { alias: [{ find: /^onnxruntime-web\/webgpu$/, replacement: 'onnxruntime-web/wasm' }] },
    optimizeDeps: {
      exclude: ['@electric-sql/pglite', '@huggingface/transformers', 'onnxruntime-web'],
    },
  });
  return server.listen();
};

/** One system on a page of its own. */
interface SystemPage {
  page: Page;
  /** Time to start it, ms. */
  startMs: number;
  /** Replaces the indexed passages; resolves with the time it took, ms. */
  build(passages: readonly PlainPassage[]): Promise<number>;
  answer(queries: readonly PlainQuery[]): Promise<{ ids: string[]; ms: number }[]>;
  /** Time of the sentence model for each text, ms. */
  embedTimes(texts: readonly string[]): Promise<number[]>;
}

const openSystem = async (browser: Browser, server: ViteDevServer, name: System): Promise<SystemPage> => {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  const { port } = server.httpServer?.address() as { port: number };
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.waitForFunction(() => 'bench' in window);
  // As source text, because `window.bench` has types in the page only.
  const call = <T>(run: (bench: Bench, argument: T) => Promise<unknown>, argument: T): Promise<unknown> =>
    page.evaluate(`(${run.toString()})(window.bench, ${JSON.stringify(argument)})`);
  return {
    page,
    startMs: (await call((bench, system) => bench.start(system), name)) as number,
    build: (passages) => call((bench, all) => bench.build([...all]), passages) as Promise<number>,
    answer: (queries) =>
      call((bench, all) => bench.answer([...all]), queries) as Promise<{ ids: string[]; ms: number }[]>,
    embedTimes: (texts) => call((bench, all) => bench.embedTimes([...all]), texts) as Promise<number[]>,
  };
};

/** Prints one system's scores on the development set. */
const scoreSystem = async (name: System, system: SystemPage, sets: readonly LabelledSet[]): Promise<void> => {
  const answers = new Map<string, string[]>();
  for (const { passages, queries } of sets)
    for (const campaign of new Set(queries.map((query) => query.campaign))) {
      await system.build(passages.filter((passage) => passage.campaign === campaign));
      const asked = queries.filter((query) => query.campaign === campaign);
      const found = await system.answer(asked.map(({ text, filter }) => ({ text, filter })));
      asked.forEach((query, i) => answers.set(query.id, found[i]!.ids));
    }
  const all: LabelledQuery[] = sets.flatMap((set) => set.queries);
  const { ndcg, recall, top } = scoreAll(all, answers).get('all')!;
  const scores = [ndcg, recall, top].map((score) => score.toFixed(2)).join('  ');
  console.log(`${name.padEnd(16)} ${scores}${' '.repeat(44)}${system.startMs.toFixed(0)} ms`);
};

const printEmbedTimes = async (what: string, system: SystemPage, texts: readonly string[]): Promise<void> => {
  console.log(`the sentence model reads ${what}: ${p50AndP95(await system.embedTimes(texts), 1)}`);
};

/** One line of times and memory at a size. */
const timeSystem = async (
  name: System,
  system: SystemPage,
  passages: readonly PlainPassage[],
  typed: readonly PlainQuery[],
): Promise<string> => {
  const buildMs = await system.build(passages);
  await system.answer(typed.slice(0, 5));
  const times = (await system.answer(typed)).map((answer) => answer.ms);
  const heap = await heapOf(system.page);
  const msAt = (share: number): string => quantile(times, share).toFixed(1).padStart(6);
  return [
    `${name.padEnd(12)} ${String(passages.length).padStart(6)}`,
    `build ${(buildMs / 1000).toFixed(1).padStart(5)} s`,
    `query p50 ${msAt(0.5)} ms  p95 ${msAt(0.95)} ms`,
    `heap ${heap.toFixed(0)} MB, renderer ${rendererMb().toFixed(0)} MB`,
  ].join('   ');
};

export const benchSearch = async (): Promise<void> => {
  const executablePath = await ensureChromium();
  if (!executablePath) process.exit(1);
  const server = await startPageServer();
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_ARGS, '--enable-precise-memory-info'] });
  const sets = (['tuned', 'held'] as const).map(labelledSet);
  const queries = sets.flatMap((set) => set.queries);
  const labelled = sets.flatMap((set) => set.passages);
  const typed = queries
    .filter((_, i) => i % 2 === 0)
    .flatMap((query) => asTyped(query.text))
    .map((text): PlainQuery => ({ text }));
  console.log(`                 quality (nDCG@10, recall@5, first right; ${queries.length} queries)   start`);
  const lines: string[] = [];
  for (const name of SYSTEMS) {
    const system = await openSystem(browser, server, name);
    await scoreSystem(name, system, sets);
    if (name === 'emberkeep') {
      await printEmbedTimes(
        'a query',
        system,
        queries.map(({ text }) => text),
      );
      await printEmbedTimes(
        'a passage',
        system,
        labelled.map(({ text }) => text ?? ''),
      );
    }
    for (const size of SIZES) lines.push(await timeSystem(name, system, passagesOf(size, labelled), typed));
    await system.page.close();
  }
  console.log(`\n${lines.join('\n')}`);
  console.log(`(aim: p95 under ${AIM_MS} ms at 10,000 passages; ${typed.length} queries as typed)`);
  await browser.close();
  await server.close();
};
