// Shows that the one test command runs every stage that decides whether a change may be merged.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './run.ts';

it('one command runs lint, types, unit, browser and end-to-end tests, and CI runs that command (M-430, M-444)', () => {
  const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
  const stages = /runStages\(\[([^\]]*)\]\)/.exec(read('packages/workbench/bin/test.ts'))?.[1] ?? '';
  for (const stage of ['lint', 'types', 'unit', 'build', 'sizes', 'browser', 'endToEnd'])
    expect(stages).toContain(stage);
  expect(read('.ci/run')).toMatch(/^npm test$/m);
  expect(JSON.parse(read('package.json'))).toMatchObject({
    scripts: { test: expect.stringContaining('bootstrap.mjs test') as string },
  });
});
