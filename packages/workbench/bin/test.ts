// Everything: what decides whether a change may land.
import { browser, build, endToEnd, lint, runStages, sizes, types, unit } from '../src/stages.ts';
process.exit(await runStages([lint, types, unit, build, sizes, browser, endToEnd()]));
