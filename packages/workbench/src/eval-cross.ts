// Scores the reading of notes on hands that it was not trained on: trains without one hand, answers its notes, and does
// so for every hand.
import { analyse } from '@emberkeep/assistant';
import {
  OWN_HAND,
  scoreNote,
  summarise,
  toPrediction,
  trainReading,
  examplesOf,
  type NoteExamples,
  type NoteScore,
} from '@emberkeep/assistant/testing';
import { goldNotes } from './note-sets.ts';

interface HandScores {
  hand: string;
  scores: NoteScore[];
}

const scoresWithout = (hand: string, examples: readonly NoteExamples[]): HandScores => {
  const weights = trainReading(examples.filter(({ note }) => note.hand !== hand));
  const scores = examples
    .filter(({ note }) => note.hand === hand)
    .map(({ note }) => {
      const items = analyse(note.input, () => undefined, weights);
      return scoreNote(note, toPrediction(items, note.input.knownEntities));
    });
  return { hand, scores };
};

/** The scores that are shown for each hand, with the heads of their columns. */
const COLUMNS: readonly [score: string, head: string][] = [
  ['scene boundary F1', 'bound'],
  ['WindowDiff', 'WD'],
  ['scene type', 'type'],
  ['new name P', 'newP'],
  ['new name R', 'newR'],
  ['new name type', 'newT'],
  ['relationship P', 'relP'],
  ['relationship R', 'relR'],
  ['log P', 'logP'],
  ['log R', 'logR'],
];

const printHand = ({ hand, scores }: HandScores): void => {
  const summary = summarise(scores);
  const cells = COLUMNS.map(([name]) => summary[name]!.toFixed(2).padStart(6));
  console.log(`${hand.padEnd(20)}${String(scores.length).padStart(5)}${cells.join('')}`);
};

/**
 * Prints the scores of every hand and of all of them. Notes that were written for this project are trained on, and
 * counted apart.
 */
export const scoreCross = (folders: readonly string[]): void => {
  const notes = goldNotes(folders);
  const hands = [...new Set(notes.map((note) => note.hand))].filter((hand) => hand !== OWN_HAND);
  console.log(`${'hand'.padEnd(20)}notes${COLUMNS.map(([, head]) => head.padStart(6)).join('')}`);
  const examples = notes.map(examplesOf);
  const all = hands.map((hand) => {
    const found = scoresWithout(hand, examples);
    printHand(found);
    return found;
  });
  const scores = all.flatMap((each) => each.scores);
  console.log(`\n${scores.length} notes of ${hands.length} hands, each left out in turn`);
  for (const [name, value] of Object.entries(summarise(scores))) console.log(`${name.padEnd(24)}${value.toFixed(3)}`);
};
