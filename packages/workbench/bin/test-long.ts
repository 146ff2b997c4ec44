// What takes too long for every change: the fuzz with many seeds, and accessibility in every theme and size. `--seed N`
// repeats one seed of the fuzz and runs nothing else; `--sweep` runs accessibility only.
import { accessibilitySweep, fuzzLong, runStages } from '../src/check-stages.ts';

const seedAt = process.argv.indexOf('--seed');
if (seedAt !== -1) process.env['EMBERKEEP_FUZZ_SEED'] = process.argv[seedAt + 1] ?? '';
const isSeed = process.env['EMBERKEEP_FUZZ_SEED'] !== undefined;
const isSweep = process.argv.includes('--sweep');
process.exit(await runStages([...(isSweep ? [] : [fuzzLong]), ...(isSeed ? [] : [accessibilitySweep])]));
