// The development set: passages, and queries with graded answers, in two halves.
import { readFileSync } from 'node:fs';
import type { PlainPassage } from './passage-index.ts';

export const QUERY_CLASSES = ['exact', 'misspelt', 'paraphrase', 'question', 'filtered'] as const;
export type QueryClass = (typeof QUERY_CLASSES)[number];

export interface LabelledQuery {
  id: string;
  campaign: string;
  class: QueryClass;
  text: string;
  filter: { session?: string; kind?: string; sub?: string };
  /** By passage id: 3 answers the query, 2 helps, 1 is related. */
  grades: ReadonlyMap<string, number>;
}

export interface LabelledSet {
  passages: PlainPassage[];
  queries: LabelledQuery[];
}

/** `tuned`: the half that weights were tuned on. `held`: the half that nothing was tuned on. */
export type Half = 'tuned' | 'held';

const columnsOf = (line: string): string[] => line.split('|').map((column) => column.trim());

/** A list of `key=value` separated by spaces. */
const pairsOf = (text: string): [key: string, value: string][] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((pair) => pair.split('=') as [string, string]);

/** A line `p id | kind | sub | session | title :: text`. */
const readPassage = (line: string, campaign: string): PlainPassage => {
  const [head = '', text = ''] = line.slice(2).split(' :: ');
  const [id = '', kind = '', sub = '', session = '', title = ''] = columnsOf(head);
  return { id, campaign, kind, sub, session, title, text };
};

/** A line `q class | query | filter | id=grade …`. */
const readQuery = (line: string, id: string, passages: readonly PlainPassage[]): LabelledQuery => {
  const [name = '', text = '', filter = '', gradeList = ''] = columnsOf(line.slice(2));
  const grades = new Map(pairsOf(gradeList).map(([passageId, grade]) => [passageId, Number(grade)]));
  const about = passages.find((passage) => grades.has(passage.id));
  if (!about || [...grades.keys()].some((graded) => !passages.some((passage) => passage.id === graded)))
    throw new Error(`a query grades a passage that does not exist: ${line}`);
  return {
    id,
    campaign: about.campaign,
    class: name as QueryClass,
    text,
    filter: Object.fromEntries(pairsOf(filter)),
    grades,
  };
};

export const labelledSet = (half: Half): LabelledSet => {
  const set: LabelledSet = { passages: [], queries: [] };
  let campaign = '';
  for (const line of readFileSync(new URL(`labelled/${half}.txt`, import.meta.url), 'utf8').split('\n')) {
    if (line.startsWith('@campaign ')) campaign = line.split(' ')[1] ?? '';
    if (line.startsWith('p ')) set.passages.push(readPassage(line, campaign));
    if (line.startsWith('q ')) set.queries.push(readQuery(line, `${half}-${set.queries.length + 1}`, set.passages));
  }
  return set;
};
