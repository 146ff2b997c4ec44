// Owns an index over plain passages, as evaluations and benchmarks bring them: one campaign at a time, no documents.
import type { Embedder, SearchAudience } from '@emberkeep/domain';
import { settleIndexes } from '../src/index-db/fill.ts';
import { copyRows, type Row } from '../src/index-db/copy.ts';
import type { Database } from '../src/index-db/sql.ts';
import { TABLES } from '../src/index-db/tables.ts';
import type { StaticModel } from '../src/lexicon/static-model.ts';
import { searchIndex, type QueryVector } from '../src/query/search.ts';

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

/** A UUID that follows from a text; for ids that files bring in any shape. */
const uuidOf = (text: string): string => {
  let hex = '';
  for (let part = 0; hex.length < 32; part++) {
    let hash = 2166136261 ^ part;
    for (const unit of text) hash = Math.imul(hash ^ unit.codePointAt(0)!, 16777619);
    hex += ((hash ^ (hash >>> 15)) >>> 0).toString(16).padStart(8, '0');
  }
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
};

/** Replaces what the index holds by these passages of one campaign. */
export const fillWithPassages = async (
  db: Database,
  passages: readonly PlainPassage[],
  model: StaticModel | null,
): Promise<void> => {
  await db.exec('TRUNCATE passage_vectors, passages, vocabulary, sessions, users, campaigns CASCADE');
  const campaign = uuidOf('campaign');
  const user = uuidOf('user');
  await copyRows(db, 'campaigns', TABLES.campaigns, [{ id: campaign, name: 'Evaluation', day_seconds: 86_400 }]);
  await copyRows(db, 'users', TABLES.users, [{ id: user, name: 'GM' }]);
  const sessions = [...new Set(passages.map((p) => String(p.session ?? '')).filter(Boolean))];
  await copyRows(
    db,
    'sessions',
    TABLES.sessions,
    sessions.map((s, i) => ({
      id: uuidOf(`session ${s}`),
      campaign_id: campaign,
      gm_user_id: user,
      number: /^\d+$/.test(s) ? Number(s) : 1_000_000 + i,
      title: s,
      status: 'completed',
      is_published: true,
    })),
  );
  const rows = passages.map((p): Row => ({
    id: p.id,
    record_kind: p.kind,
    record_id: uuidOf(p.id),
    part: 'main',
    kind: p.kind,
    sub: p.sub ?? '',
    label: p.kind,
    session_id: p.session ? uuidOf(`session ${String(p.session)}`) : null,
    refs: [],
    audience: 'gm',
    tags: [],
    title: p.title ?? '',
    heading: '',
    aliases: '',
    names: '',
    body: p.text ?? '',
  }));
  // COPY in pieces: the trigger's transition table holds one statement's rows.
  for (let i = 0; i < rows.length; i += 2000) await copyRows(db, 'passages', TABLES.passages, rows.slice(i, i + 2000));
  if (model) {
    const vectors = passages.flatMap((p): Row[] => {
      const embedding = model.embed(`${p.title ?? ''}. ${p.text ?? ''}`);
      return embedding ? [{ passage_id: p.id, model: model.id, embedding }] : [];
    });
    for (let i = 0; i < vectors.length; i += 2000)
      await copyRows(db, 'passage_vectors', TABLES.passage_vectors, vectors.slice(i, i + 2000));
  }
  await settleIndexes(db);
};

/** Puts a further model's vectors beside the passages. */
export const fillVectors = async (
  db: Database,
  passages: readonly PlainPassage[],
  embedder: Pick<Embedder, 'id' | 'embed'>,
): Promise<void> => {
  for (let i = 0; i < passages.length; i += 16) {
    const some = passages.slice(i, i + 16);
    const vectors = await embedder.embed(some.map((p) => `${p.title ?? ''}. ${p.text ?? ''}`));
    await copyRows(
      db,
      'passage_vectors',
      TABLES.passage_vectors,
      some.flatMap((p, n): Row[] =>
        vectors[n] ? [{ passage_id: p.id, model: embedder.id, embedding: vectors[n] }] : [],
      ),
    );
  }
};

export interface PlainQuery {
  text: string;
  filter?: { session?: string | number; kind?: string; sub?: string };
  audience?: SearchAudience;
}

/** Ids, best first. `kind` and `sub` of a filter must both hold. */
export const answerPlain = async (
  db: Database,
  model: StaticModel | null,
  query: PlainQuery,
  vectors: readonly QueryVector[] = [],
): Promise<string[]> => {
  const { session, kind, sub } = query.filter ?? {};
  const { hits } = await searchIndex(
    { sql: db, model, vectors },
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
