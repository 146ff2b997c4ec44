// Builds the instructions that a model gets before it says an answer of the built-in rules in its own words.
import { linesInstruction } from './safety-lines.ts';

/** The instructions as one text. `lines`: topics to leave out. */
export const rephraseInstructions = (lines: readonly string[]): string =>
  [
    'Answer the question in one to three plain sentences, only from the text between « and ».',
    'Add no name, number or event.',
    ...linesInstruction(lines),
  ].join(' ');
