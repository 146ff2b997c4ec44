// Starts the dev server with a relay beside it; when one stops, both do.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../src/run.ts';
import { buildSearchAssets } from '../src/search-assets.ts';

await buildSearchAssets();

const relayPort = process.env['RELAY_PORT'] ?? '8788';
const port = process.env['PORT'] ?? '5173';
const children = [
  spawn('node', ['--watch', 'sync-server/src/main.ts'], {
    cwd: ROOT,
    stdio: 'inherit',
    env: {
      ...process.env,
      PORT: relayPort,
      HOST: '127.0.0.1',
      DATA_DIR: join(ROOT, 'data', 'dev'),
      ALLOWED_ORIGINS: `http://localhost:${port}`,
    },
  }),
  spawn(join(ROOT, 'web/node_modules/.bin/vite'), ['dev', '--port', port], {
    cwd: join(ROOT, 'web'),
    stdio: 'inherit',
    env: { ...process.env, RELAY_PORT: relayPort },
  }),
];
const stop = (): void => children.forEach((child) => child.kill());
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
for (const child of children) child.on('exit', stop);
