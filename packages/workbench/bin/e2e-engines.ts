// The smoke journey in Firefox ESR and WebKitGTK; not part of `npm test`.
import { buildApp } from '../src/build-app.ts';
import { runEngines } from '../src/engines.ts';

if (!(await buildApp())) process.exit(1);
const { passed, failed } = await runEngines();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
