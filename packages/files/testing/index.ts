// For the tests of other packages.
export { SAMPLE_SAVE } from './sample-save.ts';
