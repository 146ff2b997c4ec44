// Format, lint, boundaries, types, the size budget, and known vulnerabilities of our dependencies.
import { audit, lint, runSteps, sizes, types } from '../src/check-stages.ts';
process.exit(await runSteps([[[lint], [types, sizes, audit]]]));
