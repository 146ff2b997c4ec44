// Owns scoring the recap on the project's own notes: what was tuned on beside what was not.
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

/** Means of a half: facts told, recaps with admin text, table talk a recap, words. */
export const recapMeans = (
  rows: readonly { score: RecapScore }[],
): { facts: number; admin: number; talk: number; words: number; inRange: number } => ({
  facts: rows.reduce((n, r) => n + r.score.told / r.score.facts, 0) / rows.length,
  admin: rows.filter((r) => r.score.admin > 0).length / rows.length,
  talk: rows.reduce((n, r) => n + r.score.talk, 0) / rows.length,
  words: rows.reduce((n, r) => n + r.score.words, 0) / rows.length,
  inRange: rows.filter((r) => r.score.words >= 90 && r.score.words <= 160).length / rows.length,
});

/** Prints both halves; `errors` adds the recaps of the half that may be looked at, and what they missed. */
export const scoreRecaps = (errors: boolean): void => {
  const [tuned, held] = [recapScores('tune'), recapScores('hold')];
  const [a, b] = [recapMeans(tuned), recapMeans(held)];
  console.log(`${'score'.padEnd(26)}${'tuned'.padStart(8)}${'held'.padStart(8)}`);
  for (const key of Object.keys(a) as (keyof typeof a)[])
    console.log(`${key.padEnd(26)}${a[key].toFixed(2).padStart(8)}${b[key].toFixed(2).padStart(8)}`);
  if (errors)
    for (const { note, text, score } of tuned)
      console.log(
        `\n== ${note.id}: ${score.told}/${score.facts}, ${score.words} words, admin ${score.admin}, talk ${score.talk}\n${text}\n-- missed: ${score.missed.join('; ')}`,
      );
};
