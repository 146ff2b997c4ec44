// An index over plain passages, as evaluations and benchmarks have them: one campaign at a time, without documents.
import type { Embedder, SearchAudience } from '@emberkeep/domain';
import { settleIndexes } from '../src/index-db/fill.ts';
import { copyRows, type Row } from '../src/index-db/copy.ts';
import type { Database } from '../src/index-db/sql.ts';
import { TABLES } from '../src/index-db/tables.ts';
import type { StaticModel } from '../src/lexicon/static-model.ts';
import { searchIndex, type QueryVector } from '../src/query/search.ts';
import { NearestPassages } from '../src/vectors/nearest-passages.ts';
import { vectorRow } from '../src/vectors/quantise.ts';

/** A passage of an evaluation file (see `pnpm eval search`). */
export interface PlainPassage {
  id: string;
  campaign: string;
  kind: string;
  sub?: string | null;
  session?: string | number | null;
  title?: string | null;
  text?: string | null;
}

/** A UUID that follows from a text: ids in evaluation files have any form. */
const uuidOf = (text: string): string => {
  let hex = '';
  for (let part = 0; hex.length < 32; part++) {
    let hash = 2166136261 ^ part;
    for (const unit of text) hash = Math.imul(hash ^ unit.codePointAt(0)!, 16777619);
    hex += ((hash ^ (hash >>> 15)) >>> 0).toString(16).padStart(8, '0');
  }
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
};

const campaignId = uuidOf('campaign');
const userId = uuidOf('user');

/** Rows inserted in one statement: the trigger's transition table holds a statement's rows in memory. */
const PIECE = 2000;

/** Passages embedded at a time. */
const BATCH = 16;

const embeddedText = (passage: PlainPassage): string => `${passage.title ?? ''}. ${passage.text ?? ''}`;

const sessionRow = (title: string, index: number): Row => ({
  id: uuidOf(`session ${title}`),
  campaign_id: campaignId,
  gm_user_id: userId,
  number: /^\d+$/.test(title) ? Number(title) : 1_000_000 + index,
  title,
  status: 'completed',
  is_published: true,
});

const passageRow = (passage: PlainPassage): Row => ({
  id: passage.id,
  record_kind: passage.kind,
  record_id: uuidOf(passage.id),
  part: 'main',
  kind: passage.kind,
  sub: passage.sub ?? '',
  label: passage.kind,
  session_id: passage.session ? uuidOf(`session ${String(passage.session)}`) : null,
  refs: [],
  audience: 'gm',
  tags: [],
  title: passage.title ?? '',
  heading: '',
  aliases: '',
  names: '',
  body: passage.text ?? '',
});

const copyInPieces = async (
  db: Database,
  table: 'passages' | 'passage_vectors',
  rows: readonly Row[],
): Promise<void> => {
  for (let i = 0; i < rows.length; i += PIECE) await copyRows(db, table, TABLES[table], rows.slice(i, i + PIECE));
};

/** Replaces the contents of the index with these passages of one campaign. */
export const fillWithPassages = async (
  db: Database,
  passages: readonly PlainPassage[],
  model: StaticModel | null,
): Promise<void> => {
  await db.exec('TRUNCATE passage_vectors, sentence_vectors, passages, vocabulary, sessions, users, campaigns CASCADE');
  await copyRows(db, 'campaigns', TABLES.campaigns, [{ id: campaignId, name: 'Evaluation', day_seconds: 86_400 }]);
  await copyRows(db, 'users', TABLES.users, [{ id: userId, name: 'GM' }]);
  const sessions = [...new Set(passages.map((p) => String(p.session ?? '')).filter(Boolean))];
  await copyRows(db, 'sessions', TABLES.sessions, sessions.map(sessionRow));
  await copyInPieces(db, 'passages', passages.map(passageRow));
  if (model) {
    const vectors = passages.flatMap((passage): Row[] => {
      const embedding = model.embed(embeddedText(passage));
      return embedding ? [vectorRow(passage.id, model.id, embedding)] : [];
    });
    await copyInPieces(db, 'passage_vectors', vectors);
  }
  await settleIndexes(db);
};

/** Adds the vectors of a sentence model. */
export const fillVectors = async (
  db: Database,
  passages: readonly PlainPassage[],
  embedder: Pick<Embedder, 'id' | 'embed'>,
): Promise<void> => {
  for (let i = 0; i < passages.length; i += BATCH) {
    const some = passages.slice(i, i + BATCH);
    const vectors = await embedder.embed(some.map(embeddedText));
    await copyRows(
      db,
      'sentence_vectors',
      TABLES.sentence_vectors,
      some.flatMap((p, n): Row[] => (vectors[n] ? [vectorRow(p.id, embedder.id, vectors[n])] : [])),
    );
  }
};

export interface PlainQuery {
  text: string;
  filter?: { session?: string | number; kind?: string; sub?: string };
  audience?: SearchAudience;
}

const opened = new WeakMap<Database, NearestPassages>();
/** One for each database, as in the app: it reads what is new with each query. */
const nearestIn = (db: Database): NearestPassages => {
  const nearest = opened.get(db) ?? new NearestPassages(db);
  opened.set(db, nearest);
  return nearest;
};

/** Passage ids, best first. `kind` and `sub` of a filter must both match. */
export const answerPlain = async (
  db: Database,
  model: StaticModel | null,
  query: PlainQuery,
  vectors: readonly QueryVector[] = [],
): Promise<string[]> => {
  const { session, kind, sub } = query.filter ?? {};
  const { hits } = await searchIndex(
    { sql: db, nearest: nearestIn(db), model, vectors },
    {
      text: query.text,
      limit: 20,
      ...(session !== undefined ? { sessionId: uuidOf(`session ${String(session)}`) } : {}),
      ...(kind ? { kind } : {}),
      ...(sub ? { sub } : {}),
    },
  );
  return hits.map((h) => h.passageId);
};
