// Finds names and words in memory where Postgres cannot start (old tablets, little memory): the same filters, phrases
// and exclusions, but no search by meaning.
import MiniSearch from 'minisearch';
import {
  appendAll,
  sessionsDuring,
  type CampaignSearch,
  type SearchAnswer,
  type SearchHit,
  type SearchRequest,
  type Session,
} from '@emberkeep/domain';
import type { Row } from './index-db/copy.ts';
import { plainText, wordsOf } from './lexicon/words.ts';
import { parseQuery, type ParsedQuery } from './query/parse-query.ts';
import { passageText, snippetOf } from './query/snippet.ts';

/** What the fallback must know about sessions, for filters and for what players may see. */
export interface FallbackSession extends Pick<Session, 'gameStart' | 'gameEnd' | 'status'> {
  id: string;
  number: number;
  title: string;
  tags: readonly string[];
  isPublished: boolean;
}

/** The campaign's time, in game seconds, for `day:`. */
export interface FallbackTime {
  now: number;
  secondsPerDay: number;
}

type Sessions = ReadonlyMap<string, FallbackSession>;

interface IndexedPassage {
  id: string;
  title: string;
  aliases: string;
  heading: string;
  body: string;
  row: Row;
}

/** A passage that matches, with the words that matched it. */
interface Match {
  row: Row;
  score: number;
  terms: readonly string[];
}

const DEFAULT_LIMIT = 20;

/** Passages indexed before the page gets its turn. */
const CHUNK_SIZE = 200;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const fuzziness = (term: string): number => {
  if (term.length <= 3) return 0;
  return term.length <= 5 ? 0.1 : 0.2;
};

const createIndex = (): MiniSearch<IndexedPassage> =>
  new MiniSearch<IndexedPassage>({
    fields: ['title', 'aliases', 'heading', 'body'],
    storeFields: ['row'],
    tokenize: (value) => wordsOf(value),
    processTerm: (term) => plainText(term),
    searchOptions: {
      boost: { title: 4, aliases: 4, heading: 2 },
      prefix: (term) => term.length > 2,
      fuzzy: fuzziness,
    },
  });

const indexedPassage = (row: Row): IndexedPassage => ({
  id: textOf(row['id']),
  title: textOf(row['title']),
  aliases: textOf(row['aliases']),
  heading: textOf(row['heading']),
  body: textOf(row['body']),
  row,
});

const contains = (row: Row, phrase: string): boolean => {
  const text = [row['title'], row['aliases'], row['heading'], row['body']].map(textOf).join('\n');
  return plainText(text).includes(plainText(phrase));
};

const isNumbered = (session: FallbackSession, typed: string): boolean => String(session.number) === typed;

const isTitled = (session: FallbackSession, typed: string): boolean =>
  !/^\d+$/.test(typed) && plainText(session.title).includes(plainText(typed));

const matchesRequest = (row: Row, session: FallbackSession | undefined, request: SearchRequest): boolean => {
  if (request.audience === 'table') {
    if (row['audience'] !== 'table') return false;
    if (row['session_id'] && !session?.isPublished) return false;
  }
  if (request.sessionId && row['session_id'] !== request.sessionId) return false;
  if (request.kind && row['kind'] !== request.kind) return false;
  return !request.sub || row['sub'] === request.sub;
};

/** As the index does: events of the day, and sessions and notes whose time covers it. */
const happensOn = (
  row: Row,
  session: FallbackSession | undefined,
  day: number,
  { now, secondsPerDay }: FallbackTime,
): boolean => {
  const from = day * secondsPerDay;
  const to = from + secondsPerDay - 1;
  const moment = row['game_time'];
  if (typeof moment === 'number') return from <= moment && moment <= to;
  const isAboutWholeSession = row['kind'] === 'session' || row['kind'] === 'note';
  return isAboutWholeSession && session !== undefined && sessionsDuring([session], { from, to }, now).length > 0;
};

const isAsked = (session: FallbackSession | undefined, { sessions }: ParsedQuery): boolean =>
  session !== undefined && sessions.some((typed) => isNumbered(session, typed) || isTitled(session, typed));

const textOfPassage = (row: Row): string => passageText({ heading: textOf(row['heading']), body: textOf(row['body']) });

/**
 * The entities that something in the sessions that are asked for refers to or names, as the index tells them. `readable`:
 * the passages that the request may read.
 */
const entitiesOfSessions = (readable: readonly Row[], sessions: Sessions, query: ParsedQuery): ReadonlySet<string> => {
  const inSessions = readable.filter((row) => isAsked(sessions.get(textOf(row['session_id'])), query));
  const refs = new Set(inSessions.flatMap((row) => row['refs'] as string[]));
  const words = inSessions.map((row) => ` ${wordsOf(textOfPassage(row)).join(' ')} `).join('\n');
  for (const row of readable)
    if (row['kind'] === 'entity' && words.includes(` ${wordsOf(textOf(row['title'])).join(' ')} `))
      refs.add(textOf(row['entity_id']));
  return refs;
};

/** `entities`: those of the sessions that are asked for together with a type. */
const matchesFilters = (
  row: Row,
  session: FallbackSession | undefined,
  query: ParsedQuery,
  { time, entities }: { time: FallbackTime; entities: ReadonlySet<string> },
): boolean => {
  const { types, sessions, tags, days } = query;
  if (types.length > 0 && !types.includes(textOf(row['kind'])) && !types.includes(textOf(row['sub']).toLowerCase()))
    return false;
  const isOfSessions = row['kind'] === 'entity' && entities.has(textOf(row['entity_id']));
  if (sessions.length > 0 && !isOfSessions && !isAsked(session, query)) return false;
  if (days.length > 0 && !days.some((day) => happensOn(row, session, day, time))) return false;
  const rowTags = row['tags'] as string[];
  return tags.length === 0 || tags.some((tag) => rowTags.includes(tag) || session?.tags.includes(tag));
};

const matchesPhrases = (row: Row, { phrases, excluded }: ParsedQuery): boolean =>
  phrases.every((phrase) => contains(row, phrase)) && !excluded.some((phrase) => contains(row, phrase));

const hitOf = ({ row, score, terms }: Match, query: ParsedQuery, request: SearchRequest): SearchHit => {
  const passage = { title: textOf(row['title']), heading: textOf(row['heading']), body: textOf(row['body']) };
  const { runs, typedHits } = snippetOf(passage, terms.length > 0 ? terms : query.words, []);
  return {
    passageId: textOf(row['id']),
    kind: textOf(row['kind']),
    sub: textOf(row['sub']),
    label: textOf(row['label']),
    recordId: textOf(row['record_id']),
    sessionId: textOf(row['session_id']) || null,
    chapterId: textOf(row['chapter_id']) || null,
    entityId: textOf(row['entity_id']) || null,
    title: textOf(row['title']),
    snippet: runs,
    why: typedHits.length > 0 ? `words: ${typedHits.join(', ')}` : 'words',
    score,
    ...(request.withText && { text: passageText(passage) }),
  };
};

const shownFilters = ({ types, sessions, tags, days }: ParsedQuery): string[] => [
  ...types.map((type) => `type: ${type}`),
  ...sessions.map((session) => `session: ${session}`),
  ...tags.map((tag) => `tag: ${tag}`),
  ...days.map((day) => `day: ${day}`),
];

/** Search in memory that can be asked while passages are still being added. */
export interface Fallback extends CampaignSearch {
  /** Adds passages, in turns between which the page stays responsive; about a second for ten thousand. */
  add(passages: readonly Row[]): Promise<void>;
}

export const createFallback = (sessions: readonly FallbackSession[], time: FallbackTime): Fallback => {
  const index = createIndex();
  const passages: Row[] = [];
  const sessionsById: Sessions = new Map(sessions.map((session) => [session.id, session]));

  const find = (request: SearchRequest, query: ParsedQuery): Match[] => {
    const sessionOf = (row: Row): FallbackSession | undefined => sessionsById.get(textOf(row['session_id']));
    const readers: SearchRequest = { text: '', audience: request.audience ?? 'gm' };
    const mayRead = (row: Row): boolean => matchesRequest(row, sessionOf(row), readers);
    const hasBoth = query.types.length > 0 && query.sessions.length > 0;
    const entities = hasBoth ? entitiesOfSessions(passages.filter(mayRead), sessionsById, query) : new Set<string>();
    const matches = (row: Row): boolean =>
      matchesRequest(row, sessionOf(row), request) &&
      matchesFilters(row, sessionOf(row), query, { time, entities }) &&
      matchesPhrases(row, query);
    if (query.words.length === 0) return passages.filter(matches).map((row) => ({ row, score: 0, terms: [] }));
    return index
      .search(query.words.join(' '), { filter: (result) => matches(result['row'] as Row) })
      .map((result) => ({ row: result['row'] as Row, score: result.score, terms: result.terms }));
  };

  return {
    add: async (rows) => {
      appendAll(passages, rows);
      await index.addAllAsync(rows.map(indexedPassage), { chunkSize: CHUNK_SIZE });
    },
    search: async (request): Promise<SearchAnswer> => {
      const query = parseQuery(request.text);
      const matches = find(request, query).slice(0, request.limit ?? DEFAULT_LIMIT);
      return { hits: matches.map((match) => hitOf(match, query, request)), repaired: [], filters: shownFilters(query) };
    },
  };
};
