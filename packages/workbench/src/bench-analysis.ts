// `pnpm bench analysis`: how long the rules take for notes of 450 to 200,000 words, made from the labelled notes with
// their 110 known names. In Node, on one core; a tablet's worker takes three to five times as long.
import type { AnalysisInput } from '@emberkeep/domain';
import { analyse } from '@emberkeep/assistant';
import { developmentSet } from './eval-analysis.ts';
import { p50AndP95 } from './quantile.ts';

const SIZES = [
  { words: 450, runs: 40 },
  { words: 10_000, runs: 10 },
  { words: 50_000, runs: 3 },
  { words: 200_000, runs: 1 },
];

/** Characters of a word with its space, on average; enough to make a text of so many words. */
const CHARACTERS_PER_WORD = 7;

/**
 * Repeats the notes until there are enough words. Names vary, because in a real campaign a long text names hundreds.
 */
const textOf = (notes: string, words: number): string => {
  let text = '';
  for (let round = 0; text.length < words * CHARACTERS_PER_WORD; round++) {
    const suffix = round % 3 === 2 ? String.fromCharCode(97 + (round % 26)) : '';
    text += `${notes.replace(/\b([A-Z][a-z]{3,})\b/g, (name) => name + suffix)}\n\n`;
  }
  return text
    .split(/(?<=\s)/)
    .slice(0, words)
    .join('');
};

const timeRuns = (text: string, knownEntities: AnalysisInput['knownEntities'], runs: number): number[] => {
  const times: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const started = performance.now();
    analyse({ text, gameSystem: 'dnd-5e', stage: 'actual', knownEntities });
    const took = performance.now() - started;
    // The first run compiles the patterns, so it counts only for the largest text, which is run once.
    if (runs === 1) return [took];
    if (run > 0) times.push(took);
  }
  return times;
};

export const benchAnalysis = async (): Promise<void> => {
  const notes = developmentSet().filter((note) => note.input.stage === 'actual');
  const knownEntities = notes.flatMap((note) =>
    note.input.knownEntities.map((entity) => ({ ...entity, id: note.id + entity.id })),
  );
  const allNotes = notes.map((note) => note.input.text).join('\n\n');
  for (const { words, runs } of SIZES) {
    const times = timeRuns(textOf(allNotes, words), knownEntities, runs);
    const count = `${times.length} run${times.length === 1 ? '' : 's'}`;
    console.log(`${words.toLocaleString('en')} words: ${p50AndP95(times)} over ${count}`);
  }
};
