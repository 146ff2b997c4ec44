// Shows that the types stage reads every TypeScript file: sources, tests, journeys, configs and the service worker.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { ROOT } from './run.ts';
import { TYPED_PROJECTS, TYPED_WEB_PROJECTS } from './check-stages.ts';

const projectAt = (folder: string): ts.ParsedCommandLine => {
  const project = ts.getParsedCommandLineOfConfigFile(
    join(ROOT, folder, 'tsconfig.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (problem) => {
        throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
      },
    },
  );
  if (!project) throw new Error(`${folder} has no tsconfig.json`);
  return project;
};
const PROJECTS = [...TYPED_PROJECTS, 'web', ...TYPED_WEB_PROJECTS];

it('the types stage checks every TypeScript file, tests and journeys included', () => {
  const checked = new Set(PROJECTS.flatMap((folder) => projectAt(folder).fileNames));
  const written = globSync('**/*.ts', {
    cwd: ROOT,
    exclude: (path) => /(?:^|\/)(?:node_modules|\.svelte-kit|build|test-results|data)$/.test(path),
  });
  expect(written.length).toBeGreaterThan(1000);
  expect(written.filter((file) => !checked.has(join(ROOT, file)))).toEqual([]);
});

it.each(PROJECTS)('%s is checked strictly', (folder) => {
  const { options } = projectAt(folder);
  expect(options).toMatchObject({ strict: true, noUncheckedIndexedAccess: true, noUnusedLocals: true });
});
