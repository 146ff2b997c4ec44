// Everything, with the long fuzz and the accessibility sweep: before a release.
import {
  accessibilitySweep,
  browser,
  build,
  endToEnd,
  fuzzLong,
  lint,
  runStages,
  sizes,
  types,
  unit,
} from '../src/stages.ts';
process.exit(await runStages([lint, types, unit, fuzzLong, build, sizes, browser, endToEnd(), accessibilitySweep]));
