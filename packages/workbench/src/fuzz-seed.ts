// Property tests that name no seed run with the same one each time, so that a failure can be repeated.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['EMBERKEEP_FUZZ_SEED'] || 20261121) });
