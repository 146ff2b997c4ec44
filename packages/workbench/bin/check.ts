// Format, lint, boundaries, types, the size budget, and known vulnerabilities of our dependencies.
import { audit, lint, runStages, sizes, types } from '../src/stages.ts';
process.exit(await runStages([lint, types, sizes, audit]));
