// The stages that check the project, and what each counts for in the closing line.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeMessages } from '../../../web/messages/compile.ts';
import { auditDependencies } from './audit.ts';
import { buildApp } from './build-app.ts';
import { buildRelay } from './build-relay.ts';
import { findPostgres } from '../../../sync-server/testing/postgres-binaries.ts';
import { ensureChromium } from './chromium-install.ts';
import { installDebianPackage } from './debian.ts';
import { REPORTS } from './rows.ts';
import { ROOT, run, VITEST_CONFIG } from './run.ts';
import { checkSizes } from './size-budget.ts';
import { sumOf, tallyOf, type Tally } from './tally.ts';

export interface Stage {
  name: string;
  run(): Promise<Tally>;
}

/** Folders whose tsconfig `tsc` checks; that of workbench has the tests of all packages and the journeys. */
export const TYPED_PROJECTS = [
  'packages/domain',
  'packages/store',
  'packages/sync',
  'packages/files',
  'packages/assistant',
  'packages/search',
  'packages/workbench',
  'sync-server',
];

/** The same for folders of web, whose tsconfigs need what SvelteKit generates. */
export const TYPED_WEB_PROJECTS = ['web/src/service-worker'];

/** The file for a stage's report, which the tally and `pnpm rows` read; the report of an earlier run is deleted. */
const reportAt = (name: string): string => {
  mkdirSync(REPORTS, { recursive: true });
  const file = join(REPORTS, `${name}.json`);
  rmSync(file, { force: true });
  return file;
};

const vitest = async (
  project: string,
  env: Readonly<Record<string, string>> = {},
  filter: readonly string[] = [],
): Promise<Tally> => {
  const out = reportAt(filter.length > 0 ? `${project}-${filter.join('-')}` : project);
  const code = await run(
    'vitest',
    [
      'run',
      '--config',
      VITEST_CONFIG,
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${out}`,
      ...filter,
    ],
    { env },
  );
  if (!existsSync(out)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(out, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    numFailedTestSuites: number;
  };
  // A test file that does not load has no tests that fail.
  return { passed: report.numPassedTests, failed: Math.max(report.numFailedTests, code === 0 ? 0 : 1) };
};

const playwright = async (
  report: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Tally> => {
  if (!(await ensureChromium()) || !(await buildOnce())) return tallyOf(false);
  const out = reportAt(report);
  const code = await run('playwright', ['test', ...args], {
    env: {
      PLAYWRIGHT_JSON_OUTPUT_NAME: out,
      PLAYWRIGHT_JSON_OUTPUT_FILE: out,
      EMBERKEEP_REPORTERS: 'list,json',
      ...env,
    },
  });
  if (!existsSync(out)) return { passed: 0, failed: 1 };
  const { stats } = JSON.parse(readFileSync(out, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number };
  };
  return { passed: stats.expected, failed: Math.max(stats.unexpected + stats.flaky, code === 0 ? 0 : 1) };
};

let built: Promise<boolean> | null = null;
/** All stages of a run look at the same build, whatever is edited meanwhile. */
const buildOnce = (): Promise<boolean> => (built ??= buildApp());

const WEB = join(ROOT, 'web');
let webTypes: Promise<number> | null = null;

/**
 * Writes the compiled messages, and the tsconfig and types that SvelteKit generates, once a run: lint and tests of web
 * read them in a fresh clone.
 */
const writeWebTypes = (): Promise<number> =>
  (webTypes ??= writeMessages().then(() =>
    run('svelte-kit', ['sync'], {
      cwd: WEB,
      quiet: true,
      env: { PATH: `${join(WEB, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}` },
    }),
  ));

const LINT_ENV = {
  // TypeScript reads a component from the disk in the form in which the parser opens it, so that the program of web is
  // built once and not again for each of its components: half the time of the lint.
  SVELTE_ESLINT_PARSER_EXPERIMENTAL_TS_SYS_HOOK: '1',
  // A program lives as long as the lint. With Node's own 16 MB for what is new, a fifth of the time goes into clearing up.
  NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --max-semi-space-size=64`,
};

export const lint: Stage = {
  name: 'format, lint and boundaries',
  run: async () => {
    await writeWebTypes();
    const isFormatted = (await run('prettier', ['--check', '--log-level', 'warn', '.'])) === 0;
    const isLinted = (await run('eslint', ['.', '--max-warnings', '0'], { env: LINT_ENV })) === 0;
    return sumOf([tallyOf(isFormatted), tallyOf(isLinted)]);
  },
};

export const audit: Stage = { name: 'dependency audit', run: auditDependencies };

export const types: Stage = {
  name: 'types',
  run: async () => {
    const tallies: Tally[] = [];
    const check = async (folder: string): Promise<void> =>
      void tallies.push(tallyOf((await run('tsc', ['--noEmit', '-p', folder])) === 0));
    for (const folder of TYPED_PROJECTS) await check(folder);
    await writeWebTypes();
    for (const folder of TYPED_WEB_PROJECTS) await check(folder);
    const status = await run(
      join(WEB, 'node_modules/.bin/svelte-check'),
      ['--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'],
      { cwd: WEB },
    );
    return sumOf([...tallies, tallyOf(status === 0)]);
  },
};

/**
 * Tests of several relays over one database need a real Postgres; without one they report loudly that they were
 * skipped.
 */
const ensurePostgres = async (): Promise<void> => {
  if (findPostgres() === null) await installDebianPackage('postgresql');
};

export const unit: Stage = {
  name: 'unit, contract and fuzz tests',
  run: async () => {
    await ensurePostgres();
    await writeWebTypes();
    return vitest('unit');
  },
};

export const fuzzLong: Stage = {
  name: 'long fuzz',
  run: () => vitest('unit', { EMBERKEEP_FUZZ_SEEDS: process.env['EMBERKEEP_FUZZ_SEEDS'] ?? '2000' }, ['fuzz']),
};

export const browser: Stage = {
  name: 'browser tests',
  run: async () => {
    if (!(await ensureChromium())) return tallyOf(false);
    await writeWebTypes();
    return vitest('browser');
  },
};

export const build: Stage = { name: 'build', run: async () => tallyOf((await buildOnce()) && (await buildRelay())) };

export const sizes: Stage = {
  name: 'size budget',
  run: async () => ((await buildOnce()) ? checkSizes() : tallyOf(false)),
};

export const endToEnd = (args: readonly string[] = []): Stage => ({
  name: 'end-to-end journeys',
  run: () => playwright('journeys', args),
});

/** Every route, dialog and menu in every theme and size. `endToEnd` looks at each of them once. */
export const accessibilitySweep: Stage = {
  name: 'accessibility in every theme and size',
  run: () => playwright('accessibility-sweep', ['accessible'], { EMBERKEEP_SWEEP: '1' }),
};

const runStage = async (stage: Stage): Promise<Tally> => {
  console.log(`\n── ${stage.name}`);
  const started = performance.now();
  const tally = await stage.run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`── ${stage.name}: ${tally.passed} passed, ${tally.failed} failed in ${seconds} s`);
  return tally;
};

/** Stages that run in order, also after one failed. */
export type Lane = readonly Stage[];

/**
 * Runs the lanes of each step beside each other and the steps in order, also after a stage failed, and prints the
 * closing line. Resolves with the exit code. Lanes of one step must not write what another one reads.
 */
export const runSteps = async (steps: readonly (readonly Lane[])[]): Promise<number> => {
  const tallies: Tally[] = [];
  const failed: string[] = [];
  const runLane = async (lane: Lane): Promise<void> => {
    for (const stage of lane) {
      const tally = await runStage(stage);
      tallies.push(tally);
      if (tally.failed > 0) failed.push(stage.name);
    }
  };
  for (const lanes of steps) await Promise.all(lanes.map(runLane));
  if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}`);
  const total = sumOf(tallies);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
};

/** Runs all stages in order. See `runSteps`. */
export const runStages = (stages: Lane): Promise<number> => runSteps([[stages]]);

/**
 * What decides whether a change may be merged. The checks of the sources run beside each other, because each of their
 * tools uses one core; tests run alone, because they use all cores.
 */
export const MERGE_STEPS: readonly (readonly Lane[])[] = [
  [[lint], [types, build, sizes]],
  [[unit, browser, endToEnd()]],
];
