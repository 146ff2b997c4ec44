import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

// The relay that `pnpm dev` starts beside this server.
const relay = `http://localhost:${process.env['RELAY_PORT'] ?? '8788'}`;

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter({ pages: 'build', assets: 'build', fallback: 'index.html' }),
      serviceWorker: { register: false }, // workbox-window registers it, so that an update can ask first
      version: { name: process.env['EMBERKEEP_BUILD'] ?? 'dev' },
    }),
  ],
  server: { proxy: { '/sync': { target: relay, ws: true, changeOrigin: true }, '/api': { target: relay, changeOrigin: true } } },
  build: { target: 'es2022' },
});
