// Everything that decides whether a change may be merged.
import { browser, build, endToEnd, lint, runStages, sizes, types, unit } from '../src/stages.ts';
process.exit(await runStages([lint, types, unit, build, sizes, browser, endToEnd()]));
