// Builds once and serves app and relay on one origin.
import { join } from 'node:path';
import { APP_DIR, buildApp } from '../src/build-app.ts';
import { buildRelay } from '../src/build-relay.ts';
import { ROOT } from '../src/run.ts';

if (!(await buildApp()) || !(await buildRelay())) process.exit(1);
process.env['APP_DIR'] ??= APP_DIR;
process.env['DATA_DIR'] ??= join(ROOT, 'data');
const launcher = join(ROOT, 'sync-server', 'bin', 'relay.mjs');
const flags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4', '--single-threaded-gc'];
// The relay takes the place of this process, with none of the memory that the build took. Windows cannot do that.
if (process.platform !== 'win32' && process.execve)
  process.execve(process.execPath, [process.execPath, ...flags, launcher, ...process.argv.slice(2)]);
await import(launcher);
