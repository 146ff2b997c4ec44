// Everything, with the long fuzz and the accessibility sweep: before a release.
import { accessibilitySweep, fuzzLong, MERGE_STEPS, runSteps } from '../src/check-stages.ts';
process.exit(await runSteps([...MERGE_STEPS, [[fuzzLong, accessibilitySweep]]]));
