// The fuzz tests with many seeds. `--seed N` repeats one seed.
import { fuzzLong, runStages } from '../src/stages.ts';
const at = process.argv.indexOf('--seed');
if (at !== -1) process.env['EMBERKEEP_FUZZ_SEED'] = process.argv[at + 1] ?? '';
process.exit(await runStages([fuzzLong]));
