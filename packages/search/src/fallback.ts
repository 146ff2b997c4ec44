// Owns finding without Postgres: names and plain words in memory, where PGlite cannot start (old tablets, little memory).
// In: passages of every record. Out: the same hits, without meaning. Knows filters, exact phrases and exclusions too.
import MiniSearch from 'minisearch';
import type { CampaignSearch, SearchAnswer, SearchHit } from '@emberkeep/domain';
import type { Row } from './index-db/copy.ts';
import { plainText, wordsOf } from './lexicon/words.ts';
import { parseQuery } from './query/parse-query.ts';
import { snippetOf } from './query/snippet.ts';

interface Doc {
  id: string;
  title: string;
  aliases: string;
  heading: string;
  body: string;
  row: Row;
}

/** What the fallback must know of evenings, for filters and for what players may see. */
export interface FallbackSession {
  id: string;
  number: number;
  title: string;
  tags: readonly string[];
  isPublished: boolean;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Indexes passages in memory, in turns that leave the page its own; about a second for ten thousand. */
export const createFallback = async (
  passages: readonly Row[],
  sessions: readonly FallbackSession[],
): Promise<CampaignSearch> => {
  const index = new MiniSearch<Doc>({
    fields: ['title', 'aliases', 'heading', 'body'],
    storeFields: ['row'],
    tokenize: (value) => wordsOf(value),
    processTerm: (term) => plainText(term),
    searchOptions: {
      boost: { title: 4, aliases: 4, heading: 2 },
      prefix: (term) => term.length > 2,
      fuzzy: (term) => (term.length <= 3 ? 0 : term.length <= 5 ? 0.1 : 0.2),
    },
  });
  await index.addAllAsync(
    passages.map((row) => ({
      id: text(row['id']),
      title: text(row['title']),
      aliases: text(row['aliases']),
      heading: text(row['heading']),
      body: text(row['body']),
      row,
    })),
    { chunkSize: 200 },
  );
  const byId = new Map(sessions.map((s) => [s.id, s]));
  return {
    search: async (request): Promise<SearchAnswer> => {
      const query = parseQuery(request.text);
      const has = (row: Row, phrase: string): boolean =>
        plainText([row['title'], row['aliases'], row['heading'], row['body']].map(text).join('\n')).includes(
          plainText(phrase),
        );
      const fits = (row: Row): boolean => {
        const session = byId.get(text(row['session_id']));
        if (
          request.audience === 'table' &&
          (row['audience'] !== 'table' || (row['session_id'] && !session?.isPublished))
        )
          return false;
        if (
          (request.sessionId && row['session_id'] !== request.sessionId) ||
          (request.kind && row['kind'] !== request.kind) ||
          (request.sub && row['sub'] !== request.sub)
        )
          return false;
        if (
          query.types.length > 0 &&
          !query.types.includes(text(row['kind'])) &&
          !query.types.includes(text(row['sub']).toLowerCase())
        )
          return false;
        if (
          query.sessions.length > 0 &&
          !(
            session &&
            query.sessions.some(
              (s) => String(session.number) === s || (!/^\d+$/.test(s) && session.title.toLowerCase().includes(s)),
            )
          )
        )
          return false;
        if (
          query.tags.length > 0 &&
          !query.tags.some((t) => (row['tags'] as string[]).includes(t) || session?.tags.includes(t))
        )
          return false;
        return query.phrases.every((p) => has(row, p)) && !query.excluded.some((p) => has(row, p));
      };
      const found =
        query.words.length > 0
          ? index.search(query.words.join(' '), { filter: (r) => fits(r['row'] as Row) })
          : passages.filter(fits).map((row) => ({ row, score: 0, terms: [] as string[] }));
      const hits = found.slice(0, request.limit ?? 20).map((result): SearchHit => {
        const row = result['row'] as Row;
        const { runs, typedHits } = snippetOf(
          { title: text(row['title']), heading: text(row['heading']), body: text(row['body']) },
          result.terms.length > 0 ? result.terms : query.words,
          [],
        );
        return {
          passageId: text(row['id']),
          kind: text(row['kind']),
          sub: text(row['sub']),
          label: text(row['label']),
          recordId: text(row['record_id']),
          sessionId: text(row['session_id']) || null,
          chapterId: text(row['chapter_id']) || null,
          entityId: text(row['entity_id']) || null,
          title: text(row['title']),
          snippet: runs,
          why: typedHits.length > 0 ? `words: ${typedHits.join(', ')}` : 'words',
          score: result.score,
        };
      });
      return {
        hits,
        repaired: [],
        filters: [
          ...query.types.map((t) => `type: ${t}`),
          ...query.sessions.map((s) => `session: ${s}`),
          ...query.tags.map((t) => `tag: ${t}`),
        ],
      };
    },
  };
};
