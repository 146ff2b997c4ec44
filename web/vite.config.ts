import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';
import { cataloguesOfBuild, COMPILED, IS_PSEUDO, writeMessages } from './messages/compile.ts';
import { inlineMessages } from './messages/inline.ts';

// The relay that `pnpm dev` starts beside this server.
const relay = `http://localhost:${process.env['RELAY_PORT'] ?? '8788'}`;

/**
 * The Markdown parser's table of character names asks the page's document; a worker has none, and takes the table
 * itself.
 */
const namesWithoutDocument: Plugin = {
  name: 'character-names-in-workers',
  enforce: 'pre',
  async resolveId(id, importer) {
    if (id !== 'decode-named-character-reference') return null;
    const found = await this.resolve(id, importer, { skipSelf: true });
    return found && { ...found, id: found.id.replace(/index\.dom\.js$/, 'index.js') };
  },
};

await writeMessages();
const OUT = IS_PSEUDO ? 'build-pseudo' : 'build';
const catalogues = cataloguesOfBuild();

export default defineConfig({
  plugins: [
    inlineMessages(catalogues),
    sveltekit({
      adapter: adapter({ pages: OUT, assets: OUT, fallback: 'index.html' }),
      // Apart, because the size budget is measured in the output of the build that ships.
      outDir: IS_PSEUDO ? '.svelte-kit/pseudo' : '.svelte-kit',
      serviceWorker: { register: false }, // workbox-window registers it, so that an update can ask first
      version: { name: process.env['EMBERKEEP_BUILD'] ?? 'dev' },
    }),
  ],
  server: {
    proxy: { '/sync': { target: relay, ws: true, changeOrigin: true }, '/api': { target: relay, changeOrigin: true } },
  },
  environments: {
    client: {
      build: {
        rolldownOptions: {
          output: {
            codeSplitting: {
              // A file of its own for every icon is more to fetch than to draw: those that are loaded together share
              // one.
              groups: [
                // What every page of a session shows is one file, whichever menus are loaded later.
                {
                  name: 'icons-session',
                  test: /lucide[\\/]svelte[\\/]dist[\\/](?:Icon\.svelte|context|defaultAttributes|utils[\\/].*|icons[\\/](?:arrow-down|arrow-up|bold|brackets|chevron-down|chevron-left|cloud-off|ellipsis-vertical|heading|house|italic|list|list-checks|list-ordered|minus|panel-top-close|panel-top-open|plus|quote|redo-2|save|scan-text|shield-check|table|triangle-alert|undo-2|x)\.)/,
                  priority: 1,
                },
                {
                  name: 'icons',
                  test: /lucide[\\/]svelte[\\/]dist[\\/]icons[\\/]/,
                  entriesAware: true,
                  entriesAwareMergeThreshold: 6_000,
                },
              ],
            },
          },
        },
      },
    },
  },
  build: { target: 'es2022', rolldownOptions: { checks: { eval: false } } },
  // PGlite is compiled C: its glue has an eval that is never reached.
  worker: {
    format: 'es',
    plugins: () => [namesWithoutDocument, inlineMessages(catalogues)],
    rolldownOptions: { checks: { eval: false } },
  },
  // They find their own wasm beside themselves; a bundled copy would look in the wrong place.
  optimizeDeps: { exclude: ['@electric-sql/pglite', '@huggingface/transformers'] },
  // The larger build of ONNX Runtime is twice the size for a GPU that a tablet's browser does not give.
  resolve: {
    alias: [
      { find: /^onnxruntime-web\/webgpu$/, replacement: 'onnxruntime-web/wasm' },
      ...(IS_PSEUDO ? [{ find: '#messages', replacement: `${COMPILED}/messages.js` }] : []),
    ],
  },
});
