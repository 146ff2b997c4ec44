// What tools that build or bring a model need; screens reach it through the search itself.
export { readLexicon, type Concept } from './read-lexicon.ts';
export { buildModel, DIMS } from './build-model.ts';
export { loadStaticModel, type StaticModel, type StaticModelFiles } from './static-model.ts';
export { writeTableModel, readTableModel } from './onnx.ts';
