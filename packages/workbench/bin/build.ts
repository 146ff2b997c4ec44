// Builds the app when a source changed.
import { buildApp } from '../src/build-app.ts';
process.exit((await buildApp({ force: process.argv.includes('--force') })) ? 0 : 1);
