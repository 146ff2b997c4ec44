// Owns answering a query from the index: filters, spelling, the lexical and the meaning leg, names, and what a question asks
// for. In: a database, the static model, optionally vectors of a larger model. Out: hits, best first. Never throws on typing.
import type { SearchAnswer, SearchHit, SearchRequest } from '@emberkeep/domain';
import type { Sql } from '../index-db/sql.ts';
import type { StaticModel } from '../lexicon/static-model.ts';
import { stem, wordsOf } from '../lexicon/words.ts';
import { fuse, type Leg } from './fuse.ts';
import { LARGEST, parseQuery, type AnswerCue, type ParsedQuery } from './parse-query.ts';
import { snippetOf } from './snippet.ts';
import { repairs, type Candidate } from './spelling.ts';

/** A query's vector by a further model (tier 1); it runs beside the static one. */
export interface QueryVector {
  model: string;
  vector: Float32Array;
  weight: number;
}

export interface SearchTools {
  sql: Sql;
  /** Null: words only. */
  model: StaticModel | null;
  vectors?: readonly QueryVector[];
}

/** How much a word that only means the same counts against one that was typed. Tuned on the development set. */
const SYNONYM = 0.25;
const GENERIC_SYNONYM = 0.1;
/** Weights of the legs; where a name was typed the words weigh more, so that exact names keep the first place. */
const WORDS = 1;
const MEANING = 0.5;
const MEANING_BESIDE_NAME = 0.4;
const LEG_LENGTH = 60;
/** Unrelated texts have a cosine near 0.1 by chance, and a long passage on one of many things is hardly above: at 0.15 paraphrases were lost. A filter narrows by itself. */
const LEAST_COSINE = 0.05;

type Synonyms = ReturnType<StaticModel['synonyms']>[number];

interface Term {
  /** In to_tsquery's language; made of letters and digits only. */
  query: string;
  weight: number;
}

interface Row {
  id: string;
  kind: string;
  sub: string;
  label: string;
  part: string;
  record_id: string;
  session_id: string | null;
  chapter_id: string | null;
  entity_id: string | null;
  title: string;
  heading: string;
  aliases: string;
  body: string;
}

const quoted = (words: string): string =>
  wordsOf(words)
    .map((w) => `'${w.replaceAll("'", '')}'`)
    .join(' <-> ');

/** What players may read: their own kind of passage, of an evening that is published or of none. */
const FOR_TABLE = `p.audience = 'table' AND (p.session_id IS NULL OR EXISTS (SELECT FROM sessions s WHERE s.id = p.session_id AND s.is_published))`;

interface LookedUp {
  /** In how many passages a word stands, in any regular form; absent for one that stands in none. */
  counts: Map<string, number>;
  total: number;
  /** What misspelt words were meant to be, best first. */
  repaired: Map<string, string[]>;
}

/** Asks the campaign's vocabulary: how common words are, and what is meant by those that neither it nor the lexicon knows. */
const lookUp = async (
  sql: Sql,
  words: readonly string[],
  meant: readonly string[],
  model: StaticModel | null,
  audience: SearchRequest['audience'],
): Promise<LookedUp> => {
  const doubtful = words.filter((w) => w.length > 2 && !/^\d+$/.test(w) && !(model?.knows(w) ?? false));
  // A repair names a word of the campaign: to players only one that stands where they may read.
  const mayBeRead =
    audience === 'table'
      ? `EXISTS (SELECT FROM passages p WHERE p.words @@ to_tsquery('simple', quote_literal(word)) AND ${FOR_TABLE})`
      : 'TRUE';
  const { rows } = await sql.query<{ typed: string | null; word: string; n: number; sounds: boolean; names: number }>(
    // Sub-selects and not joins: each goes through the index of stems. The number of passages is Postgres's own estimate.
    `WITH known AS (
       SELECT t.word, (SELECT sum(v.passage_count)::int FROM vocabulary v WHERE v.stem = (ts_lexize('english_stem', t.word))[1]) AS n FROM unnest($1::text[]) AS t(word)
     )
     SELECT NULL AS typed, word, n, FALSE AS sounds, 0 AS names FROM known WHERE n IS NOT NULL
     UNION ALL SELECT NULL, '', (SELECT greatest(reltuples::int, 10) FROM pg_class WHERE oid = 'passages'::regclass), FALSE, 0
     UNION ALL
     SELECT t.typed, v.word, v.passage_count, dmetaphone(v.word) = dmetaphone(t.typed), v.name_count
     FROM unnest($2::text[]) AS t(typed)
     JOIN LATERAL (
       (SELECT word, passage_count, name_count FROM vocabulary WHERE word % t.typed AND ${mayBeRead} ORDER BY similarity(word, t.typed) DESC LIMIT 25)
       UNION (SELECT word, passage_count, name_count FROM vocabulary WHERE dmetaphone(word) = dmetaphone(t.typed) AND ${mayBeRead} LIMIT 25)
     ) AS v ON TRUE
     WHERE NOT EXISTS (SELECT FROM known WHERE known.word = t.typed AND known.n IS NOT NULL) AND length(v.word) > 2`,
    [[...new Set([...words, ...meant])], doubtful],
  );
  const found: LookedUp = { counts: new Map(), total: 0, repaired: new Map() };
  for (const row of rows) {
    if (row.typed !== null) continue;
    if (row.word === '') found.total = row.n;
    else found.counts.set(row.word, row.n);
  }
  for (const typed of doubtful) {
    const candidates = rows
      .filter((r) => r.typed === typed)
      .map((r): Candidate => ({ word: r.word, passageCount: r.n, soundsAlike: r.sounds, isName: r.names > 0 }));
    const repairedAs = repairs(typed, candidates);
    if (repairedAs.length === 0) continue;
    found.repaired.set(typed, repairedAs);
    found.counts.set(typed, candidates.find((c) => c.word === repairedAs[0])?.passageCount ?? 0);
  }
  return found;
};

/** In a campaign of some size, words that stand everywhere tell nothing and cost much: from these shares of passages on. */
const LARGE = 3000;
const COMMON = 0.1;
const COMMON_SYNONYM = 0.02;

/** Terms with what they weigh, and whether all that was typed is common: then passages must have all of it. */
const termsOf = (
  query: ParsedQuery,
  synonyms: readonly Synonyms[],
  { counts, total, repaired }: LookedUp,
): { terms: Term[]; mustHaveAll: boolean } => {
  const isCommon = (word: string, share: number): boolean => total > LARGE && (counts.get(word) ?? 0) > total * share;
  const typed = query.words.map((word) => ({
    word,
    query: (repaired.get(word) ?? [word]).map(quoted).filter(Boolean).join(' | '),
    weight: 1,
  }));
  const rare = typed.filter(({ word }) => !isCommon(word, COMMON));
  const mustHaveAll = rare.length === 0 && typed.length > 0;
  const terms: Term[] = mustHaveAll ? typed : rare;
  for (const { others, isGeneric } of synonyms) {
    const forms = others
      .filter((form) => !isCommon(form, COMMON_SYNONYM))
      .map(quoted)
      .filter(Boolean)
      .map((form) => (form.includes('<->') ? `(${form})` : form));
    if (forms.length > 0 && !mustHaveAll)
      terms.push({ query: forms.join(' | '), weight: isGeneric ? GENERIC_SYNONYM : SYNONYM });
  }
  return { terms: terms.filter((term) => term.query !== ''), mustHaveAll };
};

const KINDS = new Set([
  'session',
  'note',
  'chapter',
  'entity',
  'scene',
  'event',
  'log',
  'chat',
  'clock',
  'goal',
  'notebook',
]);

interface Filter {
  where: string;
  params: unknown[];
  words: string[];
}

/** The filters as SQL over `p`; parameters from $1 on. */
const filterOf = (query: ParsedQuery, request: SearchRequest): Filter => {
  const params: unknown[] = [];
  const where: string[] = [];
  const words: string[] = [];
  const param = (value: unknown): string => `$${params.push(value)}`;
  if (request.audience === 'table') where.push(FOR_TABLE);
  if (request.sessionId) where.push(`p.session_id = ${param(request.sessionId)}::uuid`);
  if (request.kind) where.push(`p.kind = ${param(request.kind)}`);
  if (request.sub) where.push(`p.sub = ${param(request.sub)}`);
  if (query.types.length > 0) {
    const kinds = query.types.filter((t) => KINDS.has(t));
    const subs = query.types.filter((t) => !KINDS.has(t));
    where.push(`(p.kind = ANY(${param(kinds)}::text[]) OR lower(p.sub) = ANY(${param(subs)}::text[]))`);
    words.push(`type: ${query.types.join(', ')}`);
  }
  if (query.sessions.length > 0) {
    const numbers = query.sessions
      .filter((s) => /^\d+$/.test(s))
      .map(Number)
      .filter((n) => n <= LARGEST);
    const titles = query.sessions.filter((s) => !/^\d+$/.test(s)).map((s) => `%${s.replace(/[%_\\]/g, '\\$&')}%`);
    where.push(
      `p.session_id IN (SELECT id FROM sessions WHERE number = ANY(${param(numbers)}::int[]) OR title ILIKE ANY(${param(titles)}::text[]))`,
    );
    words.push(`session: ${query.sessions.join(', ')}`);
  }
  if (query.tags.length > 0) {
    // An evening's tags hold for everything in it. They are the GM's: players find nothing by them.
    where.push(
      request.audience === 'table'
        ? 'FALSE'
        : `(p.tags && ${param(query.tags)}::text[] OR p.session_id IN (SELECT id FROM sessions WHERE tags && ${param(query.tags)}::text[]))`,
    );
    words.push(`tag: ${query.tags.join(', ')}`);
  }
  if (query.days.length > 0) {
    where.push(`(${query.days.map((day) => onDay(param(day))).join(' OR ')})`);
    words.push(`day: ${query.days.join(', ')}`);
  }
  for (const phrase of query.phrases) {
    const exact = quotedSimple(phrase);
    if (exact) where.push(`p.words @@ to_tsquery('simple', ${param(exact)})`);
  }
  for (const phrase of query.excluded) {
    const exact = quotedSimple(phrase);
    if (exact) where.push(`NOT p.words @@ to_tsquery('simple', ${param(exact)})`);
  }
  return { where: where.length > 0 ? where.join(' AND ') : 'TRUE', params, words };
};
// As written, accents too: the vocabulary of `words` is not plain text.
const quotedSimple = (phrase: string): string =>
  (phrase.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((w) => `'${w}'`).join(' <-> ');

const DAY_SECONDS = '(SELECT day_seconds FROM campaigns LIMIT 1)';
// What happened on a day of the campaign: events of it, and evenings that it lies in.
const onDay = (day: string): string =>
  `(p.game_time / ${DAY_SECONDS} = ${day}::int OR (p.game_time IS NULL AND p.kind IN ('session', 'note') AND EXISTS (SELECT FROM sessions s WHERE s.id = p.session_id AND s.game_start_time / ${DAY_SECONDS} <= ${day}::int AND coalesce(s.game_end_time, s.game_start_time) / ${DAY_SECONDS} >= ${day}::int)))`;

/** Passages ranked at most where everything that was typed is common. */
const RANKED = 1500;

const lexicalLeg = async (
  sql: Sql,
  { terms, mustHaveAll }: { terms: readonly Term[]; mustHaveAll: boolean },
  total: number,
  filter: Filter,
  audience: SearchRequest['audience'],
): Promise<string[]> => {
  if (terms.length === 0) return [];
  // Players may not find by the names that a passage points at: weight C is left out for them.
  const forAudience = (query: string): string =>
    audience === 'table' ? query.replace(/'([^']+)'/g, `'$1':ABD`) : query;
  if (mustHaveAll) {
    const all = terms.map((t) => `(${forAudience(t.query)})`).join(' & ');
    const { rows } = await sql.query<{ id: string }>(
      `SELECT id FROM (SELECT p.id, p.lexemes FROM passages p WHERE p.lexemes @@ to_tsquery('english', $${filter.params.length + 1}) AND ${filter.where} LIMIT ${RANKED}) AS p
       ORDER BY ts_rank('{0.35,0.55,0.8,1.0}', p.lexemes, to_tsquery('english', $${filter.params.length + 1}), 1) DESC, id LIMIT ${LEG_LENGTH}`,
      [...filter.params, all],
    );
    return rows.map((r) => r.id);
  }
  const params = [...filter.params, JSON.stringify(terms.map((t) => ({ q: forAudience(t.query), w: t.weight })))];
  // Postgres ranks by place and frequency and knows no rarity: each term is ranked alone and weighed by how few have it.
  const { rows } = await sql.query<{ id: string }>(
    `WITH term AS (SELECT row_number() OVER () AS i, to_tsquery('english', t.q) AS q, (numnode(to_tsquery('english', t.q)) + 1) / 2 AS size, t.w FROM jsonb_to_recordset($${params.length}::jsonb) AS t(q text, w real)),
     matched AS (
       SELECT term.i, term.w, p.id, ts_rank('{0.35,0.55,0.8,1.0}', p.lexemes, term.q, 1) * term.size AS r, count(*) OVER (PARTITION BY term.i) AS n
       FROM term JOIN passages p ON p.lexemes @@ term.q WHERE ${filter.where}
     )
     SELECT id FROM matched GROUP BY id
     ORDER BY sum(w * r * ln(1 + greatest(0, ${total} - n + 0.5) / (n + 0.5))) DESC, id LIMIT ${LEG_LENGTH}`,
    params,
  );
  return rows.map((r) => r.id);
};

const meaningLeg = async (
  sql: Sql,
  model: string,
  vector: Float32Array,
  filter: Filter,
): Promise<{ id: string; cosine: number }[]> => {
  const params = [...filter.params, model, `[${vector.join(',')}]`];
  // Without a filter the passages themselves need not be touched.
  if (filter.where === 'TRUE')
    return (
      await sql.query<{ id: string; cosine: number }>(
        `SELECT passage_id AS id, 1 - (embedding <=> $2::vector) AS cosine FROM passage_vectors WHERE model = $1 ORDER BY embedding <=> $2::vector LIMIT ${LEG_LENGTH}`,
        params,
      )
    ).rows;
  const { rows } = await sql.query<{ id: string; cosine: number }>(
    `SELECT p.id, 1 - (v.embedding <=> $${params.length}::vector) AS cosine FROM passage_vectors v JOIN passages p ON p.id = v.passage_id
     WHERE v.model = $${params.length - 1} AND ${filter.where} ORDER BY v.embedding <=> $${params.length}::vector, p.id LIMIT ${LEG_LENGTH}`,
    params,
  );
  return rows;
};

const COLUMNS =
  'p.id, p.kind, p.sub, p.label, p.part, p.record_id, p.session_id, p.chapter_id, p.entity_id, p.title, p.heading, p.aliases, p.body';

/** How well a name answers what was typed: 1 = it is what was typed, near 1 = all of it was, 0 = not a name hit. */
const nameMatch = (row: Row, typed: readonly string[]): number => {
  if (row.part !== 'main' && row.kind !== 'entity') return 0;
  const asked = new Set(typed.map(stem));
  let best = 0;
  for (const name of [row.title, ...row.aliases.split('\n')]) {
    const own = wordsOf(name)
      .filter((w) => w !== 'the' && w !== 'of' && w !== 'a')
      .map(stem);
    if (own.length === 0) continue;
    const shared = own.filter((w) => asked.has(w)).length;
    if (shared === 0) continue;
    // Both ways: the whole name was typed, and little else was.
    best = Math.max(best, (shared / own.length) * (0.6 + (0.4 * Math.min(shared, asked.size)) / asked.size));
  }
  return best;
};

const NUMBER =
  /\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|forty|fifty|sixty|hundred|hundreds|thousand|half|quarter|pair|once|twice)\b/i;
const REASON = /\b(?:because|since|so that|in order|to save|to feed|wants?|needs?|reason|therefore|otherwise)\b/i;
const PEOPLE = new Set(['npc', 'pc', 'creature', 'faction']);

/** How much more likely a passage answers this kind of question. */
const cueFactor = (row: Row, cues: readonly AnswerCue[]): number => {
  let factor = 1;
  for (const cue of cues) {
    if (cue === 'chat') factor *= row.kind === 'chat' ? 2.5 : 1;
    if (cue === 'who') factor *= row.kind === 'entity' && PEOPLE.has(row.sub) ? 1.15 : 1;
    if (cue === 'where') factor *= row.kind === 'entity' && row.sub === 'location' ? 1.25 : 1;
    if (cue === 'when') factor *= row.kind === 'event' || row.kind === 'session' ? 1.15 : 1;
    if (cue === 'amount') factor *= NUMBER.test(row.body) ? 1.2 : 0.9;
    if (cue === 'why') factor *= REASON.test(row.body) ? 1.15 : 1;
    // What happened before what was planned.
    if (cue === 'happened' || cue === 'why' || cue === 'when')
      factor *= row.sub === 'prep' ? 0.9 : row.kind === 'event' || row.sub === 'actual' ? 1.1 : 1;
  }
  if (!cues.includes('chat') && row.kind === 'chat') factor *= 0.8;
  return factor;
};

const titleKey = (text: string): string => wordsOf(text).join(' ');

/** Answers one query. */
export const searchIndex = async (
  { sql, model, vectors = [] }: SearchTools,
  request: SearchRequest,
): Promise<SearchAnswer> => {
  const query = parseQuery(request.text);
  const filter = filterOf(query, request);
  const limit = request.limit ?? 20;
  const hasWords = query.words.length > 0;
  if (!hasWords && filter.words.length === 0 && query.excluded.length === 0)
    return { hits: [], repaired: [], filters: [] };

  const synonyms: readonly Synonyms[] = model?.synonyms(query.text) ?? [];
  const looked = await lookUp(
    sql,
    query.words,
    synonyms.flatMap((s) => s.others.filter((form) => !form.includes(' '))),
    model,
    request.audience,
  );
  const { repaired } = looked;
  const typed = query.words.flatMap((word) => repaired.get(word)?.slice(0, 1) ?? [word]);
  const lexical = await lexicalLeg(sql, termsOf(query, synonyms, looked), looked.total, filter, request.audience);
  // What somebody narrowed by; that players see less is no narrowing of theirs.
  const isNarrow =
    filter.words.length > 0 ||
    query.phrases.length > 0 ||
    query.excluded.length > 0 ||
    [request.sessionId, request.kind, request.sub].some((f) => f !== undefined);
  const vector = model?.embed(query.text) ?? null;
  const meaning =
    model && vector
      ? (await meaningLeg(sql, model.id, vector, filter))
          .filter((m) => m.cosine > LEAST_COSINE || isNarrow)
          .map((m) => m.id)
      : [];
  const further: Leg[] = [];
  for (const each of vectors)
    further.push({
      ids: (await meaningLeg(sql, each.model, each.vector, filter)).map((m) => m.id),
      weight: each.weight,
    });

  let spoken: string[] = [];
  if (query.spokenDay !== null && query.days.length === 0) {
    const params = [...filter.params, query.spokenDay];
    spoken = (
      await sql.query<{ id: string }>(
        `SELECT p.id FROM passages p WHERE p.kind IN ('session', 'event') AND p.part = 'main' AND ${onDay(`$${params.length}`)} AND ${filter.where} ORDER BY p.kind DESC, p.game_time, p.id LIMIT ${LEG_LENGTH}`,
        params,
      )
    ).rows.map((r) => r.id);
  }
  // Filters alone are a list, newest first; so is what they leave where the words are only question words.
  const hasFound = lexical.length + meaning.length + further.length + spoken.length > 0;
  const listed =
    !isNarrow || (hasWords && hasFound)
      ? []
      : (
          await sql.query<{ id: string }>(
            `SELECT p.id FROM passages p WHERE ${filter.where} ORDER BY p.happened_at DESC NULLS LAST, p.title, p.id LIMIT ${LEG_LENGTH}`,
            filter.params,
          )
        ).rows.map((r) => r.id);

  const wanted = [...new Set([...lexical, ...meaning, ...further.flatMap((leg) => leg.ids), ...spoken, ...listed])];
  if (wanted.length === 0) return { hits: [], repaired: shownRepairs(repaired), filters: filter.words };
  const { rows } = await sql.query<Row>(`SELECT ${COLUMNS} FROM passages p WHERE p.id = ANY($1::text[])`, [wanted]);
  const byId = new Map(rows.map((row) => [row.id, row]));

  const names = new Map(rows.map((row) => [row.id, nameMatch(row, typed)]));
  const hasName = [...names].some(([id, match]) => match >= 0.6 && byId.get(id)!.kind === 'entity');
  const scores = fuse([
    { ids: lexical, weight: WORDS },
    { ids: meaning, weight: hasName ? MEANING_BESIDE_NAME : MEANING },
    ...further,
    { ids: spoken, weight: 6 },
    { ids: listed, weight: 1 },
  ]);
  const isQuestion = query.cues.length > 0;
  const asked = titleKey(typed.join(' '));
  const ranked = [...scores].flatMap(([id, base]): { row: Row; score: number; exact: number }[] => {
    const row = byId.get(id);
    if (!row) return [];
    const match = names.get(id)!;
    const exact =
      row.kind === 'entity' || row.part === 'main'
        ? titleKey(row.title) === asked ||
          row.aliases.split('\n').some((a) => titleKey(a) === asked) ||
          titleKey(row.title) === titleKey(query.words.join(' '))
          ? 1
          : 0
        : 0;
    return [{ row, exact, score: base * (1 + (isQuestion ? 0.25 : 0.9) * match) * cueFactor(row, query.cues) }];
  });
  // A day that was spoken of is told in the order of its time, before everything else.
  const told = (id: string): number => (spoken.includes(id) ? spoken.length - spoken.indexOf(id) : 0);
  ranked.sort(
    (a, b) =>
      told(b.row.id) - told(a.row.id) || b.exact - a.exact || b.score - a.score || (a.row.id < b.row.id ? -1 : 1),
  );

  const hits = ranked.slice(0, limit).map(({ row, score, exact }): SearchHit => {
    const { runs, typedHits, meantHits } = snippetOf(
      row,
      [...typed, ...query.phrases.flatMap(wordsOf)],
      synonyms.flatMap((s) => s.others),
    );
    const nameWhy = exact === 1 || names.get(row.id)! >= 0.6 ? ['name'] : [];
    const why = [
      ...nameWhy,
      ...(typedHits.length > 0 ? [`words: ${typedHits.join(', ')}`] : []),
      ...(meantHits.length > 0 ? [`means the same: ${meantHits.join(', ')}`] : []),
      ...(spoken.includes(row.id) ? [`day ${query.spokenDay}`] : []),
    ];
    return {
      passageId: row.id,
      kind: row.kind,
      sub: row.sub,
      label: row.label,
      recordId: row.record_id,
      sessionId: row.session_id,
      chapterId: row.chapter_id,
      entityId: row.entity_id,
      title: row.title,
      snippet: runs,
      why: why.join(' · ') || (listed.includes(row.id) ? 'filter' : 'meaning'),
      score,
    };
  });
  return { hits, repaired: shownRepairs(repaired), filters: filter.words };
};

const shownRepairs = (repaired: ReadonlyMap<string, string[]>): (readonly [string, string])[] =>
  [...repaired].map(([typed, meant]) => [typed, meant[0]!] as const);
