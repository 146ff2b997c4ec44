// Which tests run where: `unit` in Node (unit, contract, seeded fuzz), `browser` in the system's Chromium.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { writeMessages } from '../../web/messages/compile.ts';
import { chromiumPath, CHROMIUM_ARGS } from './src/chromium.ts';
import { serveShippedModel } from './src/serve-shipped-model.ts';

await writeMessages();

// Relays that tests start as processes leave no notes about themselves in the developer's home folder.
process.env['XDG_STATE_HOME'] = join(tmpdir(), 'emberkeep-tests-state');

const root = fileURLToPath(new URL('../..', import.meta.url));
const inAll = (pattern: string): string[] => [
  `packages/*/{src,testing}/**/${pattern}`,
  `sync-server/src/**/${pattern}`,
  `web/{src,messages}/**/${pattern}`,
];

/** The file of a package that only other packages depend on: `path` leads to it from `packages/files`. */
const fileOf = (...path: string[]): string =>
  path.reduce((from, name) => createRequire(from).resolve(name), `${root}packages/files/package.json`);

export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        // Modules with runes (`*.svelte.ts`) compile as in the app, with the client build of Svelte.
        plugins: [svelte({ configFile: false })],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'unit',
          include: inAll('*.test.ts'),
          exclude: ['**/node_modules/**', ...inAll('*.browser.test.ts')],
          environment: 'node',
          setupFiles: [`${root}packages/workbench/src/fuzz-seed.ts`],
          // These only end what hangs: a busy machine may take ten times as long.
          testTimeout: 120_000,
          hookTimeout: 60_000,
          // By default one core of two stays idle.
          maxWorkers: '100%',
        },
      },
      {
        root,
        plugins: [serveShippedModel()],
        // As in the app's own build: the smaller runtime, and packages that load files by a path relative to
        // themselves.
        // The browser's build of the last needs a DOM, which workers lack (`web/vite.config.ts`).
        resolve: {
          alias: [
            { find: /^onnxruntime-web\/webgpu$/, replacement: 'onnxruntime-web/wasm' },
            {
              find: /^decode-named-character-reference$/,
              replacement: fileOf('remark-parse', 'mdast-util-from-markdown', 'decode-named-character-reference'),
            },
          ],
        },
        optimizeDeps: {
          // What only this worker imports: found while it runs, it would make Vite reload the test.
          entries: ['web/src/workers/transfer.ts'],
          exclude: [
            '@electric-sql/pglite',
            '@huggingface/transformers',
            'onnxruntime-web',
            // Plain modules that only a worker imports: found while it runs, they would make Vite reload the test.
            'yjs',
            'lib0',
            'minisearch',
            'yaml',
          ],
        },
        test: {
          name: 'browser',
          include: inAll('*.browser.test.ts'),
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath: chromiumPath() ?? '', args: CHROMIUM_ARGS } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
