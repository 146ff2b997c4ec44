// Owns the words shown under a hit: the part of a passage where most of the query stands, with the matching words marked.
import type { SnippetRun } from '@emberkeep/domain';
import { plainText, stem, wordsOf } from '../lexicon/words.ts';

/** Characters of a snippet; two lines on a tablet. */
const LENGTH = 180;

export interface Snippet {
  runs: SnippetRun[];
  /** Words of the passage that were typed, and that only mean the same; as written, each once. */
  typedHits: string[];
  meantHits: string[];
}

export const snippetOf = (
  row: { heading: string; body: string; title: string },
  typed: readonly string[],
  meant: readonly string[],
): Snippet => {
  const typedStems = new Set(typed.map(stem));
  // One word of a phrase alone means nothing: only single words are marked.
  const meantStems = new Set(meant.flatMap((form) => (wordsOf(form).length === 1 ? [stem(wordsOf(form)[0]!)] : [])));
  const text = [row.heading, row.body]
    .filter(Boolean)
    .join(' — ')
    .replace(/\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]/g, '$1')
    .replace(/\n+/g, ' · ')
    .replace(/\s+/g, ' ')
    .trim();
  const words = [...text.matchAll(/[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu)].map((m) => {
    const key = stem(plainText(m[0]).replace(/'s$/, ''));
    return {
      start: m.index,
      end: m.index + m[0].length,
      weight: typedStems.has(key) ? 3 : meantStems.has(key) ? 1 : 0,
      text: m[0],
    };
  });
  const hits = words.filter((w) => w.weight > 0);
  // The window with the most in it; the earliest of equals.
  let best = 0;
  let bestWeight = -1;
  for (const first of hits) {
    const weight = hits.reduce(
      (sum, hit) => (hit.start >= first.start && hit.end <= first.start + LENGTH - 40 ? sum + hit.weight : sum),
      0,
    );
    if (weight > bestWeight) [best, bestWeight] = [first.start, weight];
  }
  const from = best < 60 ? 0 : text.indexOf(' ', best - 40) + 1;
  const cut = text.length <= from + LENGTH ? text.length : text.lastIndexOf(' ', from + LENGTH);
  const to = cut > from ? cut : from + LENGTH;
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
  const once = (weight: number): string[] =>
    [
      ...new Set([
        ...hits.filter((h) => h.weight === weight).map((h) => h.text.toLowerCase()),
        ...(weight === 3 ? wordsOf(row.title).filter((w) => typedStems.has(stem(w))) : []),
      ]),
    ].slice(0, 6);
  return { runs, typedHits: once(3), meantHits: once(1) };
};
