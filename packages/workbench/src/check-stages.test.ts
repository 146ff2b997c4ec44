// Shows that the one test command runs every stage that decides whether a change may be merged.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { ROOT } from './run.ts';
import { MERGE_STEPS, runSteps, type Stage } from './check-stages.ts';

it('one command runs lint, types, unit, browser and end-to-end tests, and CI runs that command (M-430, M-444)', () => {
  const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
  expect(read('packages/workbench/bin/test.ts')).toContain('await runSteps(MERGE_STEPS)');
  expect(MERGE_STEPS.flat(2).map((stage) => stage.name)).toEqual([
    'format, lint and boundaries',
    'types',
    'build',
    'size budget',
    'unit, contract and fuzz tests',
    'browser tests',
    'end-to-end journeys',
  ]);
  expect(read('.ci/run')).toMatch(/^npm test$/m);
  expect(JSON.parse(read('package.json'))).toMatchObject({
    scripts: { test: expect.stringContaining('bootstrap.mjs test') as string },
  });
});

it('lanes of a step run beside each other, and a failed stage stops none and fails the run', async () => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const ran: string[] = [];
  let startSecond = (): void => undefined;
  const secondStarted = new Promise<void>((resolve) => (startSecond = resolve));
  const first: Stage = {
    name: 'first',
    run: async () => {
      await secondStarted;
      ran.push('first');
      return { passed: 0, failed: 1 };
    },
  };
  const second: Stage = {
    name: 'second',
    run: async () => {
      startSecond();
      return { passed: 1, failed: 0 };
    },
  };
  const after = (name: string): Stage => ({
    name,
    run: async () => {
      ran.push(name);
      return { passed: 1, failed: 0 };
    },
  });
  expect(await runSteps([[[first, after('in the lane')], [second]], [[after('next step')]]])).toBe(1);
  expect(ran).toEqual(['first', 'in the lane', 'next step']);
  expect(await runSteps([[[second]]])).toBe(0);
});
