// Which tests run where: `unit` in Node (unit, contract, seeded fuzz), `browser` in the system's Chromium.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
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
        resolve: { alias: [{ find: /^onnxruntime-web\/webgpu$/, replacement: 'onnxruntime-web/wasm' }] },
        optimizeDeps: {
          exclude: [
            '@electric-sql/pglite',
            '@huggingface/transformers',
            'onnxruntime-web',
            // Plain modules that only a worker imports: found while it runs, they would make Vite reload the test.
            'yjs',
            'lib0',
            'minisearch',
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
