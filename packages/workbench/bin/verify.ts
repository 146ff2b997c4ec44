// Everything, with the long fuzz; run before a release.
import { browser, build, endToEnd, fuzzLong, lint, runStages, sizes, types, unit } from '../src/stages.ts';
process.exit(await runStages([lint, types, unit, fuzzLong, build, sizes, browser, endToEnd()]));
