// What tests of other rooms may use of this one.
export { SAMPLE_SAVE } from './sample-save.ts';
