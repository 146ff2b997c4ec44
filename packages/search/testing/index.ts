// What evaluations, benchmarks and tests share about search.
export {
  labelledSet,
  QUERY_CLASSES,
  type LabelledQuery,
  type LabelledSet,
  type QueryClass,
} from './labelled-queries.ts';
export { scoreAll, scoreRanking, type SearchScores } from './score-search.ts';
export { answerPlain, fillVectors, fillWithPassages, type PlainPassage, type PlainQuery } from './passage-index.ts';
export { lexiconConcepts } from '../src/lexicon/lexicon-files.ts';
export { createIndexDatabase, dumpSeed, schemaSql } from '../src/index-db/schema-files.ts';
export { embedPassages, memoryCache } from './embed-passages.ts';
export { tinyTextModel } from './tiny-text-model.ts';
export { embedderInNode, shippedEmbedder, type SentenceEmbedder } from './embedder-in-node.ts';
