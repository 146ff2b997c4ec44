// The end-to-end journeys; arguments go to Playwright (a file, -g "words").
import { endToEnd, runStages } from '../src/check-stages.ts';
process.exit(await runStages([endToEnd(process.argv.slice(2))]));
