// Scores the recap on the project's own notes: the half that was tuned on beside the half that was not.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recapNotes, recapText } from '@emberkeep/assistant';
import { readRecapNotes, scoreRecap, type RecapNote, type RecapScore } from '@emberkeep/assistant/testing';
import { ROOT } from './run.ts';

export const recapSet = (): RecapNote[] =>
  readRecapNotes(readFileSync(join(ROOT, 'packages/assistant/testing/recaps/notes.txt'), 'utf8'));

export const recapScores = (split: 'tune' | 'hold'): { note: RecapNote; text: string; score: RecapScore }[] =>
  recapSet()
    .filter((n) => n.split === split)
    .map((note) => {
      const text = recapText(recapNotes(note.input));
      return { note, text, score: scoreRecap(note, text) };
    });

/** The means of a half: share of facts told, share of recaps with admin text, table talk per recap, words. */
export const recapMeans = (
  rows: readonly { score: RecapScore }[],
): { facts: number; admin: number; talk: number; words: number; inRange: number } => ({
  facts: rows.reduce((n, r) => n + r.score.told / r.score.facts, 0) / rows.length,
  admin: rows.filter((r) => r.score.admin > 0).length / rows.length,
  talk: rows.reduce((n, r) => n + r.score.talk, 0) / rows.length,
  words: rows.reduce((n, r) => n + r.score.words, 0) / rows.length,
  inRange: rows.filter((r) => r.score.words >= 90 && r.score.words <= 160).length / rows.length,
});

const printRecap = (note: RecapNote, text: string, score: RecapScore): void => {
  const { told, facts, words, admin, talk, missed } = score;
  console.log(`\n== ${note.id}: ${told}/${facts}, ${words} words, admin ${admin}, talk ${talk}`);
  console.log(`${text}\n-- missed: ${missed.join('; ')}`);
};

/** Prints the scores of both halves; `showErrors` adds the recaps of the tuned half and what they missed. */
export const scoreRecaps = (showErrors: boolean): void => {
  const [tuned, held] = [recapScores('tune'), recapScores('hold')];
  const [a, b] = [recapMeans(tuned), recapMeans(held)];
  console.log(`${'score'.padEnd(26)}${'tuned'.padStart(8)}${'held'.padStart(8)}`);
  for (const key of Object.keys(a) as (keyof typeof a)[])
    console.log(`${key.padEnd(26)}${a[key].toFixed(2).padStart(8)}${b[key].toFixed(2).padStart(8)}`);
  if (showErrors) for (const { note, text, score } of tuned) printRecap(note, text, score);
};
