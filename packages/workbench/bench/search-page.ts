// The page of `pnpm bench search`: three search systems over the same passages in the same browser, driven from
// outside through `window.bench`. MiniSearch and Orama are configured as well-known users of them do.
import MiniSearch from 'minisearch';
import { create, insertMultiple, search as oramaSearch } from '@orama/orama';
import { startFromSeed } from '@emberkeep/search/host';
import { loadStaticModel, sentenceOf, SHIPPED_MODEL } from '@emberkeep/search';
import { RUNTIME_FILES } from '@emberkeep/search/runtime-files';
import { loadSentenceModel } from '@emberkeep/search/sentence-model';
import {
  answerPlain,
  fillVectors,
  fillWithPassages,
  type PlainPassage,
  type PlainQuery,
} from '../../search/testing/passage-index.ts';

export interface System {
  build(passages: readonly PlainPassage[]): Promise<void>;
  answer(query: PlainQuery): Promise<string[]>;
  drop(): Promise<void>;
}

const bytes = async (path: string): Promise<Uint8Array> => new Uint8Array(await (await fetch(path)).arrayBuffer());
const text = async (path: string): Promise<string> => (await fetch(path)).text();
const fits = (
  p: { kind: string; sub?: string | null; session?: string | number | null },
  filter: PlainQuery['filter'],
): boolean =>
  (!filter?.kind || p.kind === filter.kind) &&
  (!filter?.sub || p.sub === filter.sub) &&
  (filter?.session === undefined || String(p.session) === String(filter.session));

type SentenceModel = Awaited<ReturnType<typeof loadSentenceModel>>;

let loading: Promise<SentenceModel> | null = null;

/** Once for the page, so that its memory is that of the app. */
const loadShippedModel = (): Promise<SentenceModel> =>
  (loading ??= loadSentenceModel(SHIPPED_MODEL, (path) => fetch(`/models/${SHIPPED_MODEL.id}/${path}`), RUNTIME_FILES));

/** Passages that are embedded for real; more of them get the same vectors again, which take as long to compare. */
const EMBEDDED = 200;

/** The sentence model for any number of passages. */
const manyEmbedder = (model: SentenceModel): Pick<SentenceModel, 'id' | 'embed'> => {
  const vectors: (Float32Array | null)[] = [];
  let count = 0;
  return {
    id: model.id,
    embed: async (texts) => {
      if (vectors.length < EMBEDDED) vectors.push(...(await model.embed(texts)));
      const first = count;
      count += texts.length;
      return texts.map((_, i) => vectors[(first + i) % vectors.length] ?? null);
    },
  };
};

const emberkeep = async (): Promise<System> => {
  const base = '/models/emberkeep-lexicon-1';
  const [model, tokenizer, lexicon, seed] = await Promise.all([
    bytes(`${base}/onnx/model_int8.onnx`),
    text(`${base}/tokenizer.json`),
    text(`${base}/lexicon.json`),
    fetch('/search/index-seed.bin').then((r) => r.blob()),
  ]);
  const words = loadStaticModel({ model, tokenizer, lexicon });
  const [db, sentences] = [await startFromSeed(seed), await loadShippedModel()];
  return {
    build: async (passages) => {
      await fillWithPassages(db, passages, words);
      await fillVectors(db, passages, manyEmbedder(sentences));
    },
    answer: async (query) => {
      const vector = await sentences.embedQuery(sentenceOf(query.text));
      return answerPlain(db, words, query, vector ? [{ model: sentences.id, vector }] : []);
    },
    drop: () => db.close(),
  };
};

// As Omnisearch configures it: titles above words, prefixes, fuzziness by length.
const miniSearch = async (): Promise<System> => {
  let index = new MiniSearch<PlainPassage>({ fields: ['title', 'text'] });
  return {
    build: async (passages) => {
      index = new MiniSearch({ fields: ['title', 'text'], storeFields: ['kind', 'sub', 'session'] });
      index.addAll([...passages]);
    },
    answer: async ({ text: query, filter }) =>
      index
        .search(query, {
          prefix: true,
          boost: { title: 3 },
          fuzzy: (t) => (t.length <= 3 ? 0 : t.length <= 5 ? 0.1 : 0.2),
          // reason: MiniSearch types stored fields as unknown; these are the passages added above
          filter: (r) => fits(r as unknown as PlainPassage, filter),
        })
        .slice(0, 20)
        .map((r) => String(r.id)),
    drop: async () => undefined,
  };
};

const orama = async (): Promise<System> => {
  const make = () =>
    create({
      schema: { id: 'string', title: 'string', text: 'string', kind: 'enum', sub: 'enum', session: 'enum' } as const,
      components: { tokenizer: { stemming: false } },
    });
  let db = make();
  return {
    build: async (passages) => {
      db = make();
      await insertMultiple(
        db,
        passages.map((p) => ({
          id: p.id,
          title: p.title ?? '',
          text: p.text ?? '',
          kind: p.kind,
          sub: p.sub ?? '',
          session: String(p.session ?? ''),
        })),
        500,
      );
    },
    answer: async ({ text: query, filter }) => {
      const where = Object.fromEntries(
        Object.entries(filter ?? {}).map(([key, value]) => [key, { eq: String(value) }]),
      );
      const found = await oramaSearch(db, {
        term: query,
        properties: ['title', 'text'],
        boost: { title: 3 },
        tolerance: 1,
        limit: 20,
        ...(filter && Object.keys(where).length > 0 ? { where } : {}),
      });
      return found.hits.map((h) => h.document.id);
    },
    drop: async () => undefined,
  };
};

/** Time of the sentence model alone for each text, ms. */
const embedTimes = async (texts: readonly string[]): Promise<number[]> => {
  const model = await loadShippedModel();
  const times: number[] = [];
  for (const text of texts) {
    const started = performance.now();
    await model.embed([text]);
    times.push(performance.now() - started);
  }
  return times;
};

const MAKERS = { emberkeep, miniSearch, orama };
let system: System | null = null;

const bench = {
  start: async (name: keyof typeof MAKERS): Promise<number> => {
    await system?.drop();
    const started = performance.now();
    system = await MAKERS[name]();
    return performance.now() - started;
  },
  build: async (passages: PlainPassage[]): Promise<number> => {
    const started = performance.now();
    await system!.build(passages);
    return performance.now() - started;
  },
  answer: async (queries: PlainQuery[]): Promise<{ ids: string[]; ms: number }[]> => {
    const answers = [];
    for (const query of queries) {
      const started = performance.now();
      const ids = await system!.answer(query);
      answers.push({ ids, ms: performance.now() - started });
    }
    return answers;
  },
  embedTimes,
};
export type Bench = typeof bench;
Object.assign(window, { bench });
