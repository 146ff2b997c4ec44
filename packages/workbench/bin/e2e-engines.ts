// The core journeys in Firefox ESR and WebKitGTK. Words choose: `pnpm e2e:engines firefox backup`.
import { buildApp } from '../src/build-app.ts';
import { runEngines } from '../src/engines.ts';

if (!(await buildApp())) process.exit(1);
const { passed, failed } = await runEngines(process.argv.slice(2));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
