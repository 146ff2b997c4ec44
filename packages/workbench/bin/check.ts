// Types, lint, boundaries, the size budget, and what the registry knows of our dependencies.
import { audit, lint, runStages, sizes, types } from '../src/stages.ts';
process.exit(await runStages([lint, types, sizes, audit]));
