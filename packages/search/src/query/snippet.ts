// Chooses the words shown under a hit: the part of a passage with most of the query in it, with matching words marked.
import { OUTLINE_LINK, type SnippetRun } from '@emberkeep/domain';
import { plainText, stem, wordsOf } from '../lexicon/words.ts';

/** Characters of a snippet: two lines on a tablet. */
const LENGTH = 180;
/** Characters kept before the first marked word, and the start within which the text is not cut. */
const LEAD = 40;
const UNCUT_START = 60;
/** Words listed at most as typed or as synonyms. */
const MOST_HITS = 6;

const TYPED = 3;
const MEANT = 1;

export interface Snippet {
  runs: SnippetRun[];
  /** Words of the passage that were typed, each once, as written. */
  typedHits: string[];
  /** Words of the passage that are synonyms of typed ones. */
  meantHits: string[];
}

interface Hit {
  start: number;
  end: number;
  text: string;
  /** `TYPED` or `MEANT`. */
  weight: number;
}

/** Heading and body, with the line breaks of the body; `[[target|shown]]` as `shown`. */
export const passageText = ({ heading, body }: { heading: string; body: string }): string =>
  [heading, body].filter(Boolean).join(' — ').replace(OUTLINE_LINK, '$1').trim();

const plainLine = (passage: { heading: string; body: string }): string =>
  passageText(passage).replace(/\n+/g, ' · ').replace(/\s+/g, ' ').trim();

const hitsIn = (text: string, typed: ReadonlySet<string>, meant: ReadonlySet<string>): Hit[] =>
  [...text.matchAll(/[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu)].flatMap((match) => {
    const key = stem(plainText(match[0]).replace(/'s$/, ''));
    const weight = typed.has(key) ? TYPED : meant.has(key) ? MEANT : 0;
    return weight === 0 ? [] : [{ start: match.index, end: match.index + match[0].length, text: match[0], weight }];
  });

/** Where the window with the heaviest hits starts; the earliest of equals. */
const heaviestStart = (hits: readonly Hit[]): number => {
  let best = 0;
  let bestWeight = -1;
  for (const { start } of hits) {
    const inside = hits.filter((hit) => hit.start >= start && hit.end <= start + LENGTH - LEAD);
    const weight = inside.reduce((sum, hit) => sum + hit.weight, 0);
    if (weight > bestWeight) [best, bestWeight] = [start, weight];
  }
  return best;
};

/** The window around a position, cut at spaces where there are any. */
const windowAround = (text: string, position: number): { from: number; to: number } => {
  const from = position < UNCUT_START ? 0 : text.indexOf(' ', position - LEAD) + 1;
  const cut = text.length <= from + LENGTH ? text.length : text.lastIndexOf(' ', from + LENGTH);
  return { from, to: cut > from ? cut : from + LENGTH };
};

const runsOf = (text: string, hits: readonly Hit[], { from, to }: { from: number; to: number }): SnippetRun[] => {
  const runs: SnippetRun[] = [];
  let at = from;
  for (const hit of hits) {
    if (hit.start < at || hit.end > to) continue;
    if (hit.start > at) runs.push({ text: text.slice(at, hit.start), isHit: false });
    runs.push({ text: hit.text, isHit: true });
    at = hit.end;
  }
  if (at < to) runs.push({ text: text.slice(at, to), isHit: false });
  if (from > 0) runs.unshift({ text: '… ', isHit: false });
  if (to < text.length) runs.push({ text: ' …', isHit: false });
  return runs;
};

/** `typed`: words that were typed, repaired; `meant`: their synonyms. */
export const snippetOf = (
  passage: { heading: string; body: string; title: string },
  typed: readonly string[],
  meant: readonly string[],
): Snippet => {
  const typedStems = new Set(typed.map(stem));
  // One word of a phrase alone does not mean the same, so only single words are marked.
  const singleWords = meant.map(wordsOf).filter((words) => words.length === 1);
  const meantStems = new Set(singleWords.map((words) => stem(words[0]!)));
  const text = plainLine(passage);
  const hits = hitsIn(text, typedStems, meantStems);
  const hitWords = (weight: number): string[] =>
    hits.filter((hit) => hit.weight === weight).map((hit) => hit.text.toLowerCase());
  const inTitle = wordsOf(passage.title).filter((word) => typedStems.has(stem(word)));
  return {
    runs: runsOf(text, hits, windowAround(text, heaviestStart(hits))),
    typedHits: [...new Set([...hitWords(TYPED), ...inTitle])].slice(0, MOST_HITS),
    meantHits: [...new Set(hitWords(MEANT))].slice(0, MOST_HITS),
  };
};
