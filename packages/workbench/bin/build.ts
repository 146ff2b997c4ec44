// Builds the app and the relay when a source changed.
import { buildApp } from '../src/build-app.ts';
import { buildRelay } from '../src/build-relay.ts';
process.exit((await buildApp({ force: process.argv.includes('--force') })) && (await buildRelay()) ? 0 : 1);
