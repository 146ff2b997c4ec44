// Answers a query from the index: reads what was typed, repairs spelling, asks for ranked lists by words, meaning and
// day, and fuses them. Whatever is typed is a query; nothing that is typed makes it throw.
import type { SearchAnswer, SearchHit, SearchRequest } from '@emberkeep/domain';
import type { Sql } from '../index-db/sql.ts';
import type { StaticModel, Synonyms } from '../lexicon/static-model.ts';
import { wordsOf } from '../lexicon/words.ts';
import type { Near, NearestPassages } from '../vectors/nearest-passages.ts';
import { asksForDayAlone, namesDay, readEmptyDay } from './empty-day.ts';
import { filterOf, type Filter } from './filters.ts';
import { parseQuery, type ParsedQuery } from './parse-query.ts';
import { readPassages } from './passage-row.ts';
import { IS_NAME, rankPassages, type FoundLists, type RankedPassage } from './rank.ts';
import { listByFilter, listByWords, listOfDay, listOfNames } from './ranked-lists.ts';
import { passageText, snippetOf } from './snippet.ts';
import { termsOf } from './terms.ts';
import { lookUpWords, type WordStats } from './vocabulary.ts';

/** A query's vector by one sentence model. */
export interface QueryVector {
  model: string;
  vector: Float32Array;
}

export interface SearchTools {
  sql: Sql;
  /** Of the same database. */
  nearest: NearestPassages;
  /** The lexicon and its vectors; null: words are found as they are typed. */
  model: StaticModel | null;
  /** None where no sentence model runs. */
  vectors?: readonly QueryVector[];
}

/**
 * The least cosine that counts as related. By a sentence model unrelated texts reach .3 by chance and related ones are
 * often below, so that only rank tells them apart. Under a filter any cosine counts.
 */
const LEAST_COSINE = 0.05;
/** For one word that is found nowhere: most likely a name that is not in the campaign, which is like nothing in it. */
const LEAST_COSINE_OF_UNKNOWN_WORD = 0.35;

const DEFAULT_LIMIT = 20;

/** A parsed query with all that was looked up for it. */
interface Question {
  request: SearchRequest;
  query: ParsedQuery;
  filter: Filter;
  /** The GM narrowed the search; that players see less does not count. */
  isNarrowed: boolean;
  synonyms: readonly Synonyms[];
  stats: WordStats;
  /** The typed words with misspelt ones repaired. */
  typed: readonly string[];
}

const isNarrowed = (request: SearchRequest, query: ParsedQuery, filter: Filter): boolean =>
  filter.shown.length > 0 ||
  query.phrases.length > 0 ||
  query.excluded.length > 0 ||
  [request.sessionId, request.kind, request.sub].some((value) => value !== undefined);

const understand = async (
  { sql, model }: SearchTools,
  request: SearchRequest,
  query: ParsedQuery,
  filter: Filter,
): Promise<Question> => {
  const synonyms = model?.synonyms(query.text) ?? [];
  const oneWord = synonyms.flatMap((entry) => entry.others.filter((form) => !form.includes(' ')));
  const stats = await lookUpWords(sql, { words: query.words, synonyms: oneWord, audience: request.audience }, model);
  return {
    request,
    query,
    filter,
    isNarrowed: isNarrowed(request, query, filter),
    synonyms,
    stats,
    typed: query.words.flatMap((word) => stats.repaired.get(word)?.slice(0, 1) ?? [word]),
  };
};

const idsNearerThan = (near: readonly Near[], least: number, { isNarrowed }: Question): string[] =>
  near.filter((each) => isNarrowed || each.cosine > least).map((each) => each.id);

const listByConcepts = async ({ nearest, model }: SearchTools, question: Question): Promise<string[]> => {
  const vector = model?.embed(question.query.text) ?? null;
  if (!model || !vector) return [];
  const near = await nearest.near({ table: 'passage_vectors', model: model.id, vector }, question.filter);
  return idsNearerThan(near, LEAST_COSINE, question);
};

/** One list for each sentence model that gave a vector. */
const listsByMeaning = async (
  { nearest, vectors = [] }: SearchTools,
  question: Question,
  least: number,
): Promise<string[][]> => {
  const lists: string[][] = [];
  for (const each of vectors) {
    const near = await nearest.near({ table: 'sentence_vectors', ...each }, question.filter);
    lists.push(idsNearerThan(near, least, question));
  }
  return lists;
};

const findLists = async (tools: SearchTools, question: Question): Promise<FoundLists> => {
  const { sql } = tools;
  const { query, filter, synonyms, stats, request } = question;
  const words = await listByWords(sql, termsOf(query, synonyms, stats), {
    total: stats.total,
    filter,
    audience: request.audience,
  });
  const names = query.noiseNames.length > 0 ? await listOfNames(sql, query.noiseNames, filter) : [];
  const day = query.spokenDay !== null && query.days.length === 0 ? await listOfDay(sql, query.spokenDay, filter) : [];
  const isUnknownWord = query.words.length === 1 && [words, names, day].every((list) => list.length === 0);
  const concepts = await listByConcepts(tools, question);
  const meaning = await listsByMeaning(tools, question, isUnknownWord ? LEAST_COSINE_OF_UNKNOWN_WORD : LEAST_COSINE);
  // Filters alone give a list, newest first; so do filters beside words that find nothing, such as question words.
  const hasFound = [words, names, day, concepts, ...meaning].some((list) => list.length > 0);
  const isList = question.isNarrowed && !(query.words.length > 0 && hasFound);
  return { words, names, concepts, meaning, day, filtered: isList ? await listByFilter(sql, filter) : [] };
};

const idsOf = ({ words, names, concepts, meaning, day, filtered }: FoundLists): string[] => [
  ...words,
  ...names,
  ...concepts,
  ...meaning.flat(),
  ...day,
  ...filtered,
];

const whyOf = (
  { row, isExact, nameMatch }: RankedPassage,
  snippet: { typedHits: readonly string[]; meantHits: readonly string[] },
  lists: FoundLists,
  spokenDay: number | null,
): string => {
  const reasons = [
    ...(isExact || nameMatch >= IS_NAME ? ['name'] : []),
    ...(snippet.typedHits.length > 0 ? [`words: ${snippet.typedHits.join(', ')}`] : []),
    ...(snippet.meantHits.length > 0 ? [`means the same: ${snippet.meantHits.join(', ')}`] : []),
    ...(lists.day.includes(row.id) ? [`day ${spokenDay}`] : []),
  ];
  return reasons.join(' · ') || (lists.filtered.includes(row.id) ? 'filter' : 'meaning');
};

const hitOf = (
  passage: RankedPassage,
  { query, typed, synonyms }: Question,
  lists: FoundLists,
  request: SearchRequest,
): SearchHit => {
  const { row, score } = passage;
  const snippet = snippetOf(
    row,
    [...typed, ...query.phrases.flatMap(wordsOf)],
    synonyms.flatMap((entry) => entry.others),
  );
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
    snippet: snippet.runs,
    why: whyOf(passage, snippet, lists, query.spokenDay),
    score,
    ...(request.withText && { text: passageText(row) }),
  };
};

/**
 * Hybrid search over one campaign. Out: hits, best first, at most `request.limit`; which misspelt words were repaired
 * as what; and which filters were understood. A line without words, filters or exclusions finds nothing. Rejects only
 * where Postgres fails.
 */
export const searchIndex = async (tools: SearchTools, request: SearchRequest): Promise<SearchAnswer> => {
  const query = parseQuery(request.text);
  const filter = filterOf(query, request);
  if (query.words.length === 0 && filter.shown.length === 0 && query.excluded.length === 0)
    return { hits: [], repaired: [], filters: [] };

  const question = await understand(tools, request, query, filter);
  const lists = await findLists(tools, question);
  const found = new Set(idsOf(lists));
  const { typed } = question;
  const all =
    found.size === 0
      ? []
      : rankPassages(lists, await readPassages(tools.sql, [...found]), {
          // A word typed alone is in both.
          typed: [...new Set([...typed, ...query.noiseNames])],
          words: query.words,
          cues: query.cues,
          isRepaired: question.stats.repaired.size > 0,
          hasUnknownWords: query.words.some((word) => !question.stats.counts.has(word)),
        });
  const day = query.days.length === 0 ? query.spokenDay : null;
  const isOfDay = ({ row }: RankedPassage): boolean => lists.day.includes(row.id) || namesDay(row, day ?? 0);
  // What only resembles the words of such a question would read as an account of the day.
  const ranked = asksForDayAlone(query) ? all.filter(isOfDay) : all;
  return {
    ...(day !== null && lists.day.length === 0 && { emptyDay: await readEmptyDay(tools.sql, day, filter) }),
    hits: ranked.slice(0, request.limit ?? DEFAULT_LIMIT).map((passage) => hitOf(passage, question, lists, request)),
    repaired: [...question.stats.repaired].map(([word, meant]) => [word, meant[0]!] as const),
    filters: filter.shown,
  };
};
