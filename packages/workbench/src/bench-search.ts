// Owns `pnpm bench search`: Emberkeep's index beside MiniSearch and Orama, on the same passages in the same browser in one
// run: quality on the development set, time of a query as typed, building, memory, at three sizes.
import { chromium } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createServer } from 'vite';
import { createRandom } from '@emberkeep/domain/testing';
import {
  labelledSet,
  scoreAll,
  type LabelledQuery,
  type PlainPassage,
  type PlainQuery,
} from '@emberkeep/search/testing';
import type { Bench } from '../bench/search-page.ts';
import { heapOf, quantile } from './bench-browser.ts';
import { CHROMIUM_ARGS } from './chromium.ts';
import { ensureChromium } from './chromium-install.ts';
import { ROOT } from './run.ts';
import { buildSearchAssets } from './search-assets.ts';

const SIZES = [1000, 10_000, 50_000] as const;
/** p95 of a query at 10,000 passages, ms. */
const AIM_MS = 50;
const SYSTEMS = ['emberkeep', 'miniSearch', 'orama'] as const;

/** Passages of any number: four sentences each from the labelled ones, so that words are as rare and as common as in notes. */
const passagesOf = (count: number, from: readonly PlainPassage[]): PlainPassage[] => {
  const random = createRandom(7);
  const sentences = from.flatMap((p) => (p.text ?? '').split(/(?<=[.!?]) /));
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

/** A query as it grows under the fingers: at every word, and in the middle of the last. */
const asTyped = (text: string): string[] => {
  const words = text.split(' ');
  return [...words.slice(1).map((_, i) => words.slice(0, i + 1).join(' ')), text.slice(0, -2), text].filter(
    (t) => t.trim().length > 2,
  );
};

/** Memory of the largest renderer, MB: WASM and the index's own files are in no figure of the JavaScript heap. */
const rendererMb = (): number =>
  Math.max(
    0,
    ...execFileSync('ps', ['-eo', 'rss=,args='], { encoding: 'utf8', maxBuffer: 1e8 })
      .split('\n')
      .flatMap((line) => (line.includes('--type=renderer') ? [Number.parseInt(line, 10) / 1024] : [])),
  );

export const benchSearch = async (): Promise<void> => {
  const executablePath = await ensureChromium();
  if (!executablePath) process.exit(1);
  await buildSearchAssets();
  const server = await createServer({
    root: join(ROOT, 'packages/workbench/bench'),
    configFile: false,
    logLevel: 'error',
    publicDir: join(ROOT, 'web/static'),
    server: { port: 0, host: '127.0.0.1', fs: { allow: [ROOT] }, hmr: false, watch: null },
    optimizeDeps: { exclude: ['@electric-sql/pglite', '@electric-sql/pglite-pgvector'] },
  });
  await server.listen();
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_ARGS, '--enable-precise-memory-info'] });
  const sets = (['tuned', 'held'] as const).map((half) => labelledSet(half));
  const all: LabelledQuery[] = sets.flatMap((s) => s.queries);
  const typed: PlainQuery[] = all
    .filter((_, i) => i % 2 === 0)
    .flatMap((q) => asTyped(q.text))
    .map((text) => ({ text }));
  console.log(`                 quality (nDCG@10, recall@5, first right; ${all.length} queries)   start`);
  const lines: string[] = [];
  for (const name of SYSTEMS) {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`http://127.0.0.1:${(server.httpServer?.address() as { port: number }).port}/`);
    await page.waitForFunction(() => 'bench' in window);
    const call = <T>(run: (bench: Bench, argument: T) => Promise<unknown>, argument: T): Promise<unknown> =>
      page.evaluate(`(${run.toString()})(window.bench, ${JSON.stringify(argument)})`);
    const started = (await call((bench, n) => bench.start(n as 'orama'), name)) as number;
    const answers = new Map<string, string[]>();
    for (const { passages, queries } of sets) {
      for (const campaign of new Set(queries.map((q) => q.campaign))) {
        await call(
          (bench, p) => bench.build(p),
          passages.filter((p) => p.campaign === campaign),
        );
        const some = queries.filter((q) => q.campaign === campaign);
        const found = (await call(
          (bench, q) => bench.answer(q),
          some.map(({ text, filter }): PlainQuery => ({ text, filter })),
        )) as { ids: string[] }[];
        some.forEach((q, i) => answers.set(q.id, found[i]!.ids));
      }
    }
    const scores = scoreAll(all, answers).get('all')!;
    console.log(
      `${name.padEnd(16)} ${scores.ndcg.toFixed(2)}  ${scores.recall.toFixed(2)}  ${scores.top.toFixed(2)}${' '.repeat(44)}${started.toFixed(0)} ms`,
    );
    for (const size of SIZES) {
      const passages = passagesOf(
        size,
        sets.flatMap((s) => s.passages),
      );
      const built = (await call((bench, p) => bench.build(p), passages)) as number;
      await call((bench, q) => bench.answer(q), typed.slice(0, 5));
      const times = ((await call((bench, q) => bench.answer(q), typed)) as { ms: number }[]).map((a) => a.ms);
      const heap = await heapOf(page);
      lines.push(
        `${name.padEnd(12)} ${String(size).padStart(6)}   build ${(built / 1000).toFixed(1).padStart(5)} s   query p50 ${quantile(times, 0.5).toFixed(1).padStart(6)} ms  p95 ${quantile(times, 0.95).toFixed(1).padStart(6)} ms   heap ${heap.toFixed(0)} MB, renderer ${rendererMb().toFixed(0)} MB`,
      );
    }
    await page.close();
  }
  console.log(
    `\n${lines.join('\n')}\n(aim: p95 under ${AIM_MS} ms at 10,000 passages; ${typed.length} queries as typed)`,
  );
  await browser.close();
  await server.close();
};
