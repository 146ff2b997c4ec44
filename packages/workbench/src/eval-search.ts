// Scores search on the project's own labelled set, tuned half beside held half, with ablations that show what the
// lexicon adds, and answers a file of passages and queries.
import { modelOfConcepts, type Concept, type StaticModel } from '@emberkeep/search/lexicon';
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
  type LabelledSet,
  type PlainPassage,
  type PlainQuery,
  type SearchScores,
  type SentenceEmbedder,
} from '@emberkeep/search/testing';

type IndexDatabase = Awaited<ReturnType<typeof createIndexDatabase>>;

/** The same words, dealt to other concepts: how much of a score does not come from meaning. */
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

/** Answers every query within its campaign. Resolves with passage ids and with ms, both by query. */
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

/** Both halves of each score, side by side. */
const scoreLine = (name: string, tuned: SearchScores | undefined, held: SearchScores | undefined): string => {
  const pair = (score: 'ndcg' | 'recall' | 'mrr' | 'top' | 'empty'): string =>
    `${two(tuned?.[score])}  ${two(held?.[score])}`;
  const scores = [pair('ndcg'), pair('recall'), pair('mrr'), pair('top')].join('   ');
  return `${name.padEnd(28)}  ${scores}       ${pair('empty')}`;
};

/** A query whose recall is not full, with what was found and what was missed. */
const printMiss = (
  query: LabelledQuery,
  ids: readonly string[],
  missed: readonly (readonly [string, number])[],
): void => {
  const gradeOf = (id: string): string => (query.grades.has(id) ? `(${query.grades.get(id)})` : '');
  const found = ids.slice(0, 6).map((id) => `${id}${gradeOf(id)}`);
  const places = missed.map(([id, grade]) => `${id}(${grade}) at ${ids.indexOf(id) + 1}`);
  console.log(`    ${query.class}: ${query.text} → ${found.join(' ')}; missed ${places.join(' ')}`);
};

const printMisses = (queries: readonly LabelledQuery[], answers: ReadonlyMap<string, readonly string[]>): void => {
  for (const query of queries) {
    const ids = answers.get(query.id) ?? [];
    const missed = [...query.grades].filter(([id, grade]) => grade >= 2 && !ids.slice(0, 5).includes(id));
    if (missed.length > 0) printMiss(query, ids, missed);
  }
};

const SHIPPED = 'with the lexicon';

const scoreSystem = async (
  db: IndexDatabase,
  [name, model]: readonly [string, StaticModel | null],
  [tuned, held]: readonly [LabelledSet, LabelledSet],
  showMisses: boolean,
): Promise<void> => {
  const { answers } = await answerFile(db, tuned, model);
  const tunedScores = scoreAll(tuned.queries, answers);
  const heldScores = scoreAll(held.queries, (await answerFile(db, held, model)).answers);
  console.log(scoreLine(name, tunedScores.get('all'), heldScores.get('all')));
  if (model)
    for (const group of QUERY_CLASSES)
      console.log(scoreLine(`  ${group}`, tunedScores.get(group), heldScores.get(group)));
  if (showMisses && name === SHIPPED) printMisses(tuned.queries, answers);
};

/**
 * Prints the scores of the development set; with `showMisses`, every query of the tuned half whose recall is not
 * full.
 */
export const scoreSearch = async (showMisses: boolean): Promise<void> => {
  const db = await createIndexDatabase();
  const concepts = lexiconConcepts();
  const sets = [labelledSet('tuned'), labelledSet('held')] as const;
  const forms = concepts.reduce((sum, concept) => sum + concept.forms.length, 0);
  const [tuned, held] = sets.map((set) => `${set.passages.length} passages, ${set.queries.length} queries`);
  console.log(`${concepts.length} concepts, ${forms} forms; tuned: ${tuned}; held: ${held}`);
  console.log('                              nDCG@10      recall@5     MRR          first is right   empty');
  for (const system of [
    ['words only', null],
    [SHIPPED, modelOfConcepts(concepts)],
    ['with it shuffled', modelOfConcepts(shuffled(concepts))],
  ] as const)
    await scoreSystem(db, system, sets, showMisses);
  await db.close();
};
