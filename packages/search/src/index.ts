// The search index of a campaign in Postgres, and everything other packages may use of it.
export { applyChanges, IndexFilling, replaceBody, type IndexChange } from './index-db/apply-changes.ts';
export { catchUp, type CatchUpSource } from './index-db/catch-up.ts';
export { emptyIndex, fillIndex, type FillSource } from './index-db/fill.ts';
export { hashesOf, type Origins } from './index-db/origins.ts';
export type { KeptStore, Manifest } from './kept/kept-store.ts';
export { chunkKeys, idOf, manifestOf } from './kept/kept-store.ts';
export type { Database, Sql } from './index-db/sql.ts';
export type { RowContext } from './records/rows.ts';
export { passagesOf } from './records/passages.ts';
export { searchIndex, type QueryVector, type SearchTools } from './query/search.ts';
export { parseQuery, sentenceOf } from './query/parse-query.ts';
export { LEXICON_MODEL } from './lexicon/model-name.ts';
export { loadStaticModel, type StaticModel, type StaticModelFiles } from './lexicon/static-model.ts';
export { createFallback, type Fallback, type FallbackSession } from './fallback.ts';
export { cellText, ROW_LIMIT, runReadOnly, toCsv, type SqlRefused, type SqlResult } from './read-only-sql.ts';
export { mendShadowedAlias, type MendedSql } from './shadowed-alias.ts';
export { mendTypedIds, refusedId } from './typed-ids.ts';
export { dumpSql } from './index-db/dump.ts';
export { REPORTS, SCHEMA_SQL, type Report } from './reports.ts';
export {
  dtypeOf,
  isFromOwnServer,
  isModelId,
  MODEL_FILES,
  modelBytes,
  readOffers,
  type OfferedModel,
} from './embedder/offered-model.ts';
export { SHIPPED_MODEL } from './embedder/shipped-model.ts';
export { embedNext, type EmbeddedStep, type VectorCache } from './embedder/queue.ts';
export type { SentenceModel } from './embedder/sentence-model.ts';
export type { RuntimeFiles } from './embedder/runtime.ts';
