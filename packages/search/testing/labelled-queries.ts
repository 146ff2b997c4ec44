// Owns the development set: passages and queries with what answers them, a half that was tuned on and a half that was not.
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
  /** 3 answers it, 2 helps, 1 touches it. */
  grades: ReadonlyMap<string, number>;
}

export interface LabelledSet {
  passages: PlainPassage[];
  queries: LabelledQuery[];
}

const fields = (line: string): string[] => line.split('|').map((f) => f.trim());

/** `half` is `tuned` or `held`. */
export const labelledSet = (half: 'tuned' | 'held'): LabelledSet => {
  const set: LabelledSet = { passages: [], queries: [] };
  let campaign = '';
  for (const line of readFileSync(new URL(`labelled/${half}.txt`, import.meta.url), 'utf8').split('\n')) {
    if (line.startsWith('@campaign ')) campaign = line.split(' ')[1] ?? '';
    if (line.startsWith('p ')) {
      const [head = '', text = ''] = line.slice(2).split(' :: ');
      const [id = '', kind = '', sub = '', session = '', title = ''] = fields(head);
      set.passages.push({ id, campaign, kind, sub, session, title, text });
    }
    if (line.startsWith('q ')) {
      const [name = '', text = '', filter = '', grades = ''] = fields(line.slice(2));
      const marks = new Map(grades.split(' ').map((g) => [g.split('=')[0] ?? '', Number(g.split('=')[1])]));
      const about = set.passages.find((p) => marks.has(p.id));
      if (!about || [...marks.keys()].some((id) => !set.passages.some((p) => p.id === id)))
        throw new Error(`a query names no passage: ${line}`);
      set.queries.push({
        id: `${half}-${set.queries.length + 1}`,
        campaign: about.campaign,
        class: name as QueryClass,
        text,
        filter: Object.fromEntries(
          filter
            .split(' ')
            .filter(Boolean)
            .map((f) => f.split('=')),
        ),
        grades: marks,
      });
    }
  }
  return set;
};
