// The static model of the lexicon on disk, for tests that run in Node.
import { lexiconConcepts } from '../src/lexicon/lexicon-files.ts';
import { modelOfConcepts } from '../src/lexicon/model-of-concepts.ts';
import type { StaticModel } from '../src/lexicon/static-model.ts';

export const lexiconModel = (): StaticModel => modelOfConcepts(lexiconConcepts(), 'test');
