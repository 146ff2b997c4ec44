// Everything that decides whether a change may be merged.
import { MERGE_STEPS, runSteps } from '../src/check-stages.ts';
process.exit(await runSteps(MERGE_STEPS));
