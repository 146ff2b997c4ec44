// Owns scoring the search: on the project's own labelled set, tuned half beside held half, with the ablations that show what
// each part brings; and answering a file of anyone's passages and queries.
import type { Embedder } from '@emberkeep/domain';
import { buildModel, loadStaticModel, type Concept, type StaticModel } from '@emberkeep/search/lexicon';
import {
  answerPlain,
  createIndexDatabase,
  fillVectors,
  fillWithPassages,
  labelledSet,
  lexiconConcepts,
  QUERY_CLASSES,
  scoreAll,
  type LabelledQuery,
  type PlainPassage,
  type PlainQuery,
} from '@emberkeep/search/testing';

/** A larger model as evaluations use it. */
export type SentenceEmbedder = Pick<Embedder, 'id' | 'embed'> & {
  embedQuery(text: string): Promise<Float32Array | null>;
};

type IndexDatabase = Awaited<ReturnType<typeof createIndexDatabase>>;

/** The static model of a lexicon, through its files as the app loads them. */
export const modelOf = (concepts: readonly Concept[], id = 'emberkeep-lexicon'): StaticModel => {
  const { files } = buildModel(concepts, id);
  const text = (name: string): string => new TextDecoder().decode(files.get(name));
  return loadStaticModel({
    model: files.get('onnx/model_int8.onnx')!,
    tokenizer: text('tokenizer.json'),
    lexicon: text('lexicon.json'),
  });
};

/** The same words, dealt to other concepts: what is left is not meaning. */
export const shuffled = (concepts: readonly Concept[]): Concept[] => {
  const forms = concepts.flatMap((c) => c.forms);
  let state = 20261121;
  for (let i = forms.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = state % (i + 1);
    [forms[i], forms[j]] = [forms[j]!, forms[i]!];
  }
  let at = 0;
  return concepts.map((c) => ({ ...c, forms: forms.slice(at, (at += c.forms.length)) }));
};

export interface SearchFile {
  passages: PlainPassage[];
  queries: { id: string; text: string; campaign: string; filter?: PlainQuery['filter'] }[];
}

/** Answers every query within its campaign. Gives ids by query and milliseconds by query. */
export const answerFile = async (
  db: IndexDatabase,
  file: SearchFile,
  model: StaticModel | null,
  larger: SentenceEmbedder | null = null,
): Promise<{ answers: Map<string, string[]>; times: Map<string, number> }> => {
  const answers = new Map<string, string[]>();
  const times = new Map<string, number>();
  for (const campaign of [...new Set(file.queries.map((q) => q.campaign))]) {
    const passages = file.passages.filter((p) => p.campaign === campaign);
    await fillWithPassages(db, passages, model);
    if (larger) await fillVectors(db, passages, larger);
    for (const query of file.queries.filter((q) => q.campaign === campaign)) {
      const started = performance.now();
      const vector = await larger?.embedQuery(query.text);
      answers.set(
        query.id,
        await answerPlain(
          db,
          model,
          { text: query.text, ...(query.filter ? { filter: query.filter } : {}) },
          larger && vector ? [{ model: larger.id, vector, weight: 0.9 }] : [],
        ),
      );
      times.set(query.id, performance.now() - started);
    }
  }
  return { answers, times };
};

const two = (n: number | undefined): string => (n ?? 0).toFixed(2);

/** Prints the scores of the development set; with `showMisses`, every query whose recall is not full. */
export const scoreSearch = async (showMisses: boolean): Promise<void> => {
  const db = await createIndexDatabase();
  const concepts = lexiconConcepts();
  const systems: [string, StaticModel | null][] = [
    ['words only', null],
    ['with the lexicon', modelOf(concepts)],
    ['with it shuffled', modelOf(shuffled(concepts))],
  ];
  const halves = (['tuned', 'held'] as const).map((half) => ({ half, set: labelledSet(half) }));
  console.log(
    `${concepts.length} concepts, ${concepts.reduce((n, c) => n + c.forms.length, 0)} forms; ${halves.map(({ half, set }) => `${half}: ${set.passages.length} passages, ${set.queries.length} queries`).join('; ')}`,
  );
  console.log('                              nDCG@10      recall@5     MRR          first is right   empty');
  for (const [name, model] of systems) {
    const scored = [];
    for (const { set } of halves) {
      const { answers } = await answerFile(db, set, model);
      scored.push({ scores: scoreAll(set.queries, answers), answers, set });
    }
    for (const group of ['all', ...QUERY_CLASSES] as const) {
      if (group !== 'all' && !model) continue;
      const [t, h] = scored.map((s) => s.scores.get(group));
      console.log(
        `${(group === 'all' ? name : `  ${group}`).padEnd(28)}  ${two(t?.ndcg)}  ${two(h?.ndcg)}   ${two(t?.recall)}  ${two(h?.recall)}   ${two(t?.mrr)}  ${two(h?.mrr)}   ${two(t?.top)}  ${two(h?.top)}       ${two(t?.empty)}  ${two(h?.empty)}`,
      );
    }
    if (showMisses && name === 'with the lexicon')
      for (const { answers, set } of scored.slice(0, 1)) printMisses(set.queries, answers);
  }
  await db.close();
};

const printMisses = (queries: readonly LabelledQuery[], answers: ReadonlyMap<string, readonly string[]>): void => {
  for (const query of queries) {
    const ids = answers.get(query.id) ?? [];
    const missed = [...query.grades].filter(([id, grade]) => grade >= 2 && !ids.slice(0, 5).includes(id));
    if (missed.length > 0)
      console.log(
        `    ${query.class}: ${query.text} → ${ids
          .slice(0, 6)
          .map((id) => `${id}${query.grades.has(id) ? `(${query.grades.get(id)})` : ''}`)
          .join(' ')}; missed ${missed.map(([id, g]) => `${id}(${g}) at ${ids.indexOf(id) + 1}`).join(' ')}`,
      );
  }
};
