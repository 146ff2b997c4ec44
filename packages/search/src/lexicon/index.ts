// What tools that build a model or load one need; the app reaches the lexicon through search itself.
export { readLexicon, type Concept } from './read-lexicon.ts';
export { buildModel, DIMS } from './build-model.ts';
export { modelOfConcepts } from './model-of-concepts.ts';
export { loadStaticModel, type StaticModel, type StaticModelFiles } from './static-model.ts';
export { writeTableModel, readTableModel } from './onnx.ts';
