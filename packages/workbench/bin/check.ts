// Types, lint, boundaries and the size budget.
import { lint, runStages, sizes, types } from '../src/stages.ts';
process.exit(await runStages([lint, types, sizes]));
