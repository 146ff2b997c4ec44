// Asks the campaign's own vocabulary how common words are, and what a misspelt word was meant to be.
import type { SearchRequest } from '@emberkeep/domain';
import type { Sql } from '../index-db/sql.ts';
import type { StaticModel } from '../lexicon/static-model.ts';
import { READABLE_BY_PLAYERS } from './filters.ts';
import { NOISE_WORDS } from './noise-words.ts';
import { repairs, type Candidate } from './spelling.ts';

export interface WordStats {
  /** The number of passages with a word in any regular form; a word that is in none has no entry. */
  counts: Map<string, number>;
  /** The number of passages, as Postgres estimates it. */
  total: number;
  /** Misspelt words with what they were meant to be, best first. */
  repaired: Map<string, string[]>;
}

/**
 * A row is one of three things: a known word with its count (`typed` null), the number of passages (`typed` null,
 * `word` empty), or a candidate for a word that is not known (`typed` set).
 */
interface VocabularyRow {
  typed: string | null;
  word: string;
  n: number;
  sounds: boolean;
  names: number;
}

// Sub-selects, not joins, so that each count uses the index of stems.
const vocabularyQuery = (mayBeRead: string): string => `
WITH known AS (
  SELECT
    t.word,
    (
      SELECT sum(v.passage_count)::int
      FROM vocabulary v
      WHERE v.stem = (ts_lexize('english_stem', t.word))[1]
    ) AS n
  FROM unnest($1::text[]) AS t(word)
)
SELECT NULL AS typed, word, n, FALSE AS sounds, 0 AS names
FROM known
WHERE n IS NOT NULL
UNION ALL
SELECT
  NULL,
  '',
  (
    SELECT greatest(reltuples::int, 10)
    FROM pg_class
    WHERE oid = 'passages'::regclass
  ),
  FALSE,
  0
UNION ALL
SELECT t.typed, v.word, v.passage_count, dmetaphone(v.word) = dmetaphone(t.typed), v.name_count
FROM unnest($2::text[]) AS t(typed)
JOIN LATERAL (
  (
    SELECT word, passage_count, name_count
    FROM vocabulary
    WHERE word % t.typed
      AND ${mayBeRead}
    ORDER BY similarity(word, t.typed) DESC
    LIMIT 25
  )
  UNION
  (
    SELECT word, passage_count, name_count
    FROM vocabulary
    WHERE dmetaphone(word) = dmetaphone(t.typed)
      AND ${mayBeRead}
    LIMIT 25
  )
) AS v ON TRUE
WHERE NOT EXISTS (
    SELECT
    FROM known
    WHERE known.word = t.typed
      AND known.n IS NOT NULL
  )
  AND length(v.word) > 2`;

// A repair reveals a word of the campaign: players are offered only words from passages they may read.
const READABLE_WORD = `EXISTS (
  SELECT
  FROM passages p
  WHERE p.words @@ to_tsquery('simple', quote_literal(word))
    AND ${READABLE_BY_PLAYERS}
)`;

const candidateOf = (row: VocabularyRow): Candidate => ({
  word: row.word,
  passageCount: row.n,
  soundsAlike: row.sounds,
  isName: row.names > 0,
});

interface LookUp {
  /** As typed. */
  words: readonly string[];
  synonyms: readonly string[];
  audience: SearchRequest['audience'];
}

/** Counts words and synonyms, and repairs those typed words that neither the campaign nor the lexicon knows. */
export const lookUpWords = async (
  sql: Sql,
  { words, synonyms, audience }: LookUp,
  model: StaticModel | null,
): Promise<WordStats> => {
  // The vocabulary has the parts of a word with an apostrophe, never the whole.
  const mayBeMisspelt = (word: string): boolean => word.length > 2 && !/^\d+$|'/.test(word) && !NOISE_WORDS.has(word);
  const doubtful = words.filter((word) => mayBeMisspelt(word) && !(model?.knows(word) ?? false));
  const { rows } = await sql.query<VocabularyRow>(vocabularyQuery(audience === 'table' ? READABLE_WORD : 'TRUE'), [
    [...new Set([...words, ...synonyms])],
    doubtful,
  ]);
  const stats: WordStats = { counts: new Map(), total: 0, repaired: new Map() };
  for (const row of rows) {
    if (row.typed !== null) continue;
    if (row.word === '') stats.total = row.n;
    else stats.counts.set(row.word, row.n);
  }
  for (const typed of doubtful) {
    const candidates = rows.filter((row) => row.typed === typed).map(candidateOf);
    const repairedAs = repairs(typed, candidates);
    if (repairedAs.length === 0) continue;
    stats.repaired.set(typed, repairedAs);
    stats.counts.set(typed, candidates.find((c) => c.word === repairedAs[0])?.passageCount ?? 0);
  }
  return stats;
};
