// Scores search on the project's own labelled set, tuned half beside held half, with ablations that show what the
// sentence model and the lexicon add, and answers a file of passages and queries.
import { sentenceOf, type QueryVector } from '@emberkeep/search';
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
  scoreRanking,
  shippedEmbedder,
  type LabelledQuery,
  type LabelledSet,
  type PlainPassage,
  type PlainQuery,
  type SearchScores,
  type SentenceEmbedder,
} from '@emberkeep/search/testing';
import { permutationTest } from './permutation-test.ts';

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

/** What search works with beside words. */
export interface SearchSystem {
  lexicon: StaticModel | null;
  sentences: readonly SentenceEmbedder[];
}

/** A query's vectors, as the app passes them to its search. */
export const queryVectors = async (sentences: readonly SentenceEmbedder[], text: string): Promise<QueryVector[]> => {
  const vectors: QueryVector[] = [];
  for (const { id, embedQuery } of sentences) {
    const vector = await embedQuery(sentenceOf(text));
    if (vector) vectors.push({ model: id, vector });
  }
  return vectors;
};

/** Answers every query within its campaign. Resolves with passage ids and with ms, both by query. */
export const answerFile = async (
  db: IndexDatabase,
  file: SearchFile,
  { lexicon, sentences }: SearchSystem,
): Promise<{ answers: Map<string, string[]>; times: Map<string, number> }> => {
  const answers = new Map<string, string[]>();
  const times = new Map<string, number>();
  for (const campaign of [...new Set(file.queries.map((q) => q.campaign))]) {
    const passages = file.passages.filter((p) => p.campaign === campaign);
    await fillWithPassages(db, passages, lexicon);
    for (const model of sentences) await fillVectors(db, passages, model);
    for (const query of file.queries.filter((q) => q.campaign === campaign)) {
      const started = performance.now();
      const vectors = await queryVectors(sentences, query.text);
      answers.set(
        query.id,
        await answerPlain(
          db,
          lexicon,
          { text: query.text, ...(query.filter ? { filter: query.filter } : {}) },
          vectors,
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

const SHIPPED = 'as shipped';

/** nDCG@10 by query. */
type Gains = ReadonlyMap<string, number>;

/** Prints the scores of one system, and resolves with nDCG@10 of every query of both halves. */
const scoreSystem = async (
  db: IndexDatabase,
  [name, system]: readonly [string, SearchSystem],
  [tuned, held]: readonly [LabelledSet, LabelledSet],
  showMisses: boolean,
): Promise<Gains> => {
  const ofTuned = (await answerFile(db, tuned, system)).answers;
  const ofHeld = (await answerFile(db, held, system)).answers;
  const tunedScores = scoreAll(tuned.queries, ofTuned);
  const heldScores = scoreAll(held.queries, ofHeld);
  console.log(scoreLine(name, tunedScores.get('all'), heldScores.get('all')));
  for (const group of QUERY_CLASSES)
    console.log(scoreLine(`  ${group}`, tunedScores.get(group), heldScores.get(group)));
  if (showMisses && name === SHIPPED) printMisses(tuned.queries, ofTuned);
  const answers = new Map([...ofTuned, ...ofHeld]);
  return new Map(
    [...tuned.queries, ...held.queries].map(({ id, grades }) => [id, scoreRanking(answers.get(id) ?? [], grades).ndcg]),
  );
};

const printDifference = (name: string, shipped: Gains, ablated: Gains): void => {
  const differences = [...shipped].map(([id, gain]) => gain - (ablated.get(id) ?? 0));
  const mean = differences.reduce((sum, x) => sum + x, 0) / differences.length;
  console.log(`${name.padEnd(28)}  ${mean.toFixed(3)}   p = ${permutationTest(differences).toFixed(3)}`);
};

/**
 * Prints the scores of the development set; with `showMisses`, every query of the tuned half whose recall is not
 * full.
 */
export const scoreSearch = async (showMisses: boolean): Promise<void> => {
  const db = await createIndexDatabase();
  const concepts = lexiconConcepts();
  const lexicon = modelOfConcepts(concepts);
  const sentences = [await shippedEmbedder()];
  const sets = [labelledSet('tuned'), labelledSet('held')] as const;
  const forms = concepts.reduce((sum, concept) => sum + concept.forms.length, 0);
  const [tuned, held] = sets.map((set) => `${set.passages.length} passages, ${set.queries.length} queries`);
  console.log(`${concepts.length} concepts, ${forms} forms; tuned: ${tuned}; held: ${held}`);
  console.log('                              nDCG@10      recall@5     MRR          first is right   empty');
  const shipped = await scoreSystem(db, [SHIPPED, { lexicon, sentences }], sets, showMisses);
  const ablations: (readonly [string, SearchSystem])[] = [
    ['without the sentence model', { lexicon, sentences: [] }],
    ['without the lexicon', { lexicon: null, sentences }],
    ['words only', { lexicon: null, sentences: [] }],
    ['with the lexicon shuffled', { lexicon: modelOfConcepts(shuffled(concepts)), sentences }],
  ];
  const gains: (readonly [string, Gains])[] = [];
  for (const ablation of ablations) gains.push([ablation[0], await scoreSystem(db, ablation, sets, showMisses)]);
  console.log('\nnDCG@10 lost, both halves, paired permutation test');
  for (const [name, ablated] of gains) printDifference(name, shipped, ablated);
  await db.close();
};
