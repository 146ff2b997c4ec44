// Builds once and serves app and relay on one origin.
import { join } from 'node:path';
import { APP_DIR, buildApp } from '../src/build-app.ts';
import { ROOT } from '../src/run.ts';

if (!(await buildApp())) process.exit(1);
process.env['APP_DIR'] ??= APP_DIR;
process.env['DATA_DIR'] ??= join(ROOT, 'data');
await import('../../../sync-server/src/main.ts');
