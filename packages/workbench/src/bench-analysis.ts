// Owns `pnpm bench analysis`: how long the rules need for notes of 450 to 200,000 words, made of the labelled ones, with their
// 110 known names. In Node, on one core; a tablet's worker needs three to five times that.
import { analyse } from '@emberkeep/assistant';
import { developmentSet } from './eval-analysis.ts';
import { quantile } from './bench-browser.ts';

const SIZES = [
  [450, 40],
  [10_000, 10],
  [50_000, 3],
  [200_000, 1],
] as const;

export const benchAnalysis = (): void => {
  const notes = developmentSet().filter((n) => n.input.stage === 'actual');
  const knownEntities = notes.flatMap((n) => n.input.knownEntities.map((k) => ({ ...k, id: n.id + k.id })));
  const round = notes.map((n) => n.input.text).join('\n\n');
  // Names differ from round to round, as in a real campaign: a text of ten thousand words names hundreds.
  const textOf = (words: number): string => {
    let text = '';
    for (let i = 0; text.length < words * 7; i++)
      text += `${round.replace(/\b([A-Z][a-z]{3,})\b/g, (name) => (i % 3 === 2 ? name + String.fromCharCode(97 + (i % 26)) : name))}\n\n`;
    return text
      .split(/(?<=\s)/)
      .slice(0, words)
      .join('');
  };
  for (const [words, runs] of SIZES) {
    const text = textOf(words);
    const times: number[] = [];
    for (let i = 0; i < runs + 1; i++) {
      const started = performance.now();
      analyse({ text, gameSystem: 'dnd-5e', stage: 'actual', knownEntities });
      // The first run compiles the patterns; it counts for the largest only, which runs once.
      if (i > 0 || runs === 1) times.push(performance.now() - started);
      if (runs === 1) break;
    }
    console.log(
      `${words.toLocaleString('en')} words: p50 ${quantile(times, 0.5).toFixed(0)} ms, p95 ${quantile(times, 0.95).toFixed(0)} ms over ${times.length} run${times.length === 1 ? '' : 's'}`,
    );
  }
};
