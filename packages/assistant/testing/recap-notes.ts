// Reads the development set of the recap, notes in many styles labelled with what happened before any recap was
// scored, and scores recaps: facts told, admin and table talk left in, length.
import type { AnalysisInput } from '@emberkeep/domain';
import { oneOf } from '../src/vocabulary/patterns.ts';
import { parts, readNoteFile, splitOf, type Split } from './note-file.ts';

export interface RecapNote {
  id: string;
  /** The style of the note, such as "bullets, dice in brackets". */
  hand: string;
  split: Split;
  input: AnalysisInput;
  /** The words of each fact. */
  facts: readonly (readonly string[])[];
}

const readFacts = (labels: string): string[][] =>
  parts(labels.replace(/^facts:/, '').trim(), ';').map((fact) =>
    fact
      .toLowerCase()
      .split(/\s+/)
      .map((w) => w.replace(/['’]s$/, '')),
  );

/** The notes of one file, each headed `@@@ id | system | hand | split`. */
export const readRecapNotes = (source: string): RecapNote[] =>
  readNoteFile(source).map(({ head: [id = '', gameSystem = '', hand = '', split = ''], known, body, labels }) => ({
    id,
    hand,
    split: splitOf(split),
    input: { text: body, gameSystem, stage: 'actual', knownEntities: known },
    facts: readFacts(labels),
  }));

const ADMIN_PATTERNS = [
  'xp',
  'cp',
  /next (?:time|session|game|week)/,
  /session \d/,
  'attendance',
  /book-?keeping/,
  /snacks?/,
  'pizza',
  'crisps',
  /beers?/,
  /handouts?/,
  /players?/,
  /level(?:s|led)? up/,
  /hosts?/,
  /to do(?! with)/,
  /started \d/,
];

const TALK_PATTERNS = [
  /\d*d\d+/,
  /dc ?\d+/,
  /rolls?/,
  'rolled',
  /nat(?:ural)? ?(?:20|1|one|twenty)/,
  'crit',
  'hp',
  'san',
  'stress',
  'heat',
  'engagement',
  'initiative',
  'spot hidden',
  'athletics',
  /deception \d+/,
  'persuasion',
  /level \d/,
  'downtime',
  'payoff',
  'lol',
  'classic',
];

/** Words that only concern the people playing. */
export const ADMIN_WORDS = new RegExp(`\\b${oneOf(ADMIN_PATTERNS)}\\b`, 'gi');
/** Words of dice and rules. */
export const TABLE_TALK = new RegExp(`\\b${oneOf(TALK_PATTERNS)}\\b`, 'gi');

/** Counts of one recap. */
export interface RecapScore {
  facts: number;
  told: number;
  /** Words of admin and of table talk left in. */
  admin: number;
  talk: number;
  /** Length in words. */
  words: number;
  missed: string[];
}

/** Share of a fact's words that a recap must have to tell it. */
const TOLD = 0.6;

const stem = (word: string): string => word.replace(/(?:ing|ed|es|s|e)$/, '');

export const scoreRecap = (note: RecapNote, recap: string): RecapScore => {
  const words = new Set((recap.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(stem));
  const isTold = (fact: readonly string[]): boolean =>
    fact.filter((w) => words.has(stem(w))).length / fact.length >= TOLD;
  return {
    facts: note.facts.length,
    told: note.facts.filter(isTold).length,
    admin: recap.match(ADMIN_WORDS)?.length ?? 0,
    talk: recap.match(TABLE_TALK)?.length ?? 0,
    words: recap.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0,
    missed: note.facts.filter((f) => !isTold(f)).map((f) => f.join(' ')),
  };
};
