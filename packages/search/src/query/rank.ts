// Orders the passages that were found: fused ranks, raised by names that were typed and by the kind of answer that a
// question asks for.
import { stem, wordsOf } from '../lexicon/words.ts';
import { fuse } from './fuse.ts';
import { ARTICLES } from './noise-words.ts';
import type { AnswerCue } from './parse-query.ts';
import type { PassageRow } from './passage-row.ts';

/** The weights of the lists, tuned on the development set. */
const WORDS = 1;
/** Of a sentence model's list: a name is asked for by its words, what was said otherwise by its meaning. */
const MEANING = 0.5;
const MEANING_OF_NAME = 0.15;
/** Where words were typed that the campaign does not use. */
const MEANING_OF_OTHER_WORDS = 1;
/** Of the lexicon's list. Where a name was typed it weighs less, so that the named record stays first. */
const CONCEPTS = 0.5;
const CONCEPTS_BESIDE_NAME = 0.4;
/** What is left of that beside a sentence model, which may not have read all passages yet. */
const CONCEPTS_BESIDE_MEANING = 0.25;
const DAY = 6;
const FILTERED = 1;

/** From this match on, the typed words are taken for a name. */
export const IS_NAME = 0.6;

/** How much a matching name raises a score, and how much in a question, where names are only what it is about. */
const NAME_BONUS = 0.9;
const NAME_BONUS_IN_QUESTION = 0.25;

/** Passage ids by list, best first in each. */
export interface FoundLists {
  words: readonly string[];
  /** Entities called by a word that is otherwise too common to look for. */
  names: readonly string[];
  /** By the concepts of the lexicon. */
  concepts: readonly string[];
  /** One list for each sentence model. */
  meaning: readonly (readonly string[])[];
  day: readonly string[];
  filtered: readonly string[];
}

export interface RankedPassage {
  row: PassageRow;
  score: number;
  /** 0 to 1: how well a name of the passage matches what was typed. */
  nameMatch: number;
  /** The title or an alias is exactly what was typed. */
  isExact: boolean;
}

/** What was asked: words after and before repair, what is known of them, and the cues of a question. */
export interface Asked {
  typed: readonly string[];
  words: readonly string[];
  cues: readonly AnswerCue[];
  /** A misspelt word was repaired. */
  isRepaired: boolean;
  /** A typed word is nowhere in the campaign. */
  hasUnknownWords: boolean;
}

const hasOwnName = (row: PassageRow): boolean => row.part === 'main' || row.kind === 'entity';

const nameMatchOf = (row: PassageRow, typed: readonly string[]): number => {
  if (!hasOwnName(row)) return 0;
  const asked = new Set(typed.map(stem));
  let best = 0;
  for (const name of [row.title, ...row.aliases.split('\n')]) {
    const own = wordsOf(name)
      .filter((word) => !ARTICLES.has(word))
      .map(stem);
    if (own.length === 0) continue;
    const shared = own.filter((word) => asked.has(word)).length;
    if (shared === 0) continue;
    // High only where the whole name was typed and little else.
    best = Math.max(best, (shared / own.length) * (0.6 + (0.4 * Math.min(shared, asked.size)) / asked.size));
  }
  return best;
};

const titleKey = (text: string): string => wordsOf(text).join(' ');

const isExactly = (row: PassageRow, { typed, words }: Asked): boolean => {
  if (!hasOwnName(row)) return false;
  const asked = titleKey(typed.join(' '));
  return (
    titleKey(row.title) === asked ||
    row.aliases.split('\n').some((alias) => titleKey(alias) === asked) ||
    titleKey(row.title) === titleKey(words.join(' '))
  );
};

const NUMBER_WORDS = [
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'dozen',
  'twenty',
  'thirty',
  'forty',
  'fifty',
  'sixty',
  'hundred',
  'hundreds',
  'thousand',
  'half',
  'quarter',
  'pair',
  'once',
  'twice',
];
const AMOUNT = new RegExp(String.raw`\d|\b(?:${NUMBER_WORDS.join('|')})\b`, 'i');
const REASON = /\b(?:because|since|so that|in order|to save|to feed|wants?|needs?|reason|therefore|otherwise)\b/i;
const PEOPLE: ReadonlySet<string> = new Set(['npc', 'pc', 'creature', 'faction']);

// Questions about the past are answered by what happened rather than by what was planned.
const pastFactor = (row: PassageRow): number => {
  if (row.sub === 'prep') return 0.9;
  return row.kind === 'event' || row.sub === 'actual' ? 1.1 : 1;
};

const CUE_FACTORS: Readonly<Record<AnswerCue, (row: PassageRow) => number>> = {
  chat: (row) => (row.kind === 'chat' ? 2.5 : 1),
  who: (row) => (row.kind === 'entity' && PEOPLE.has(row.sub) ? 1.15 : 1),
  where: (row) => (row.kind === 'entity' && row.sub === 'location' ? 1.25 : 1),
  when: (row) => (row.kind === 'event' || row.kind === 'session' ? 1.15 : 1),
  amount: (row) => (AMOUNT.test(row.body) ? 1.2 : 0.9),
  why: (row) => (REASON.test(row.body) ? 1.15 : 1),
  happened: () => 1,
};
const ABOUT_THE_PAST: ReadonlySet<AnswerCue> = new Set(['happened', 'why', 'when']);

/** How much more likely a passage answers this kind of question. */
const cueFactor = (row: PassageRow, cues: readonly AnswerCue[]): number => {
  let factor = 1;
  for (const cue of cues) {
    factor *= CUE_FACTORS[cue](row);
    if (ABOUT_THE_PAST.has(cue)) factor *= pastFactor(row);
  }
  return !cues.includes('chat') && row.kind === 'chat' ? factor * 0.8 : factor;
};

/** The weight of a sentence model's list for this query. */
const meaningWeight = ({ isRepaired, hasUnknownWords, cues }: Asked, hasName: boolean): number => {
  if (hasName && (isRepaired || cues.length === 0)) return MEANING_OF_NAME;
  return hasUnknownWords && !isRepaired ? MEANING_OF_OTHER_WORDS : MEANING;
};

const conceptWeight = ({ meaning }: FoundLists, hasName: boolean): number =>
  (hasName ? CONCEPTS_BESIDE_NAME : CONCEPTS) * (meaning.some((ids) => ids.length > 0) ? CONCEPTS_BESIDE_MEANING : 1);

/** Best first. A day that the question names comes first and in the order of game time, then exact names. */
export const rankPassages = (
  lists: FoundLists,
  passages: ReadonlyMap<string, PassageRow>,
  asked: Asked,
): RankedPassage[] => {
  const matches = new Map([...passages].map(([id, row]) => [id, nameMatchOf(row, asked.typed)]));
  const hasName = [...passages.values()].some((row) => row.kind === 'entity' && matches.get(row.id)! >= IS_NAME);
  const scores = fuse([
    { ids: lists.words, weight: WORDS },
    { ids: lists.names, weight: WORDS },
    { ids: lists.concepts, weight: conceptWeight(lists, hasName) },
    ...lists.meaning.map((ids) => ({ ids, weight: meaningWeight(asked, hasName) })),
    { ids: lists.day, weight: DAY },
    { ids: lists.filtered, weight: FILTERED },
  ]);
  const nameBonus = asked.cues.length > 0 ? NAME_BONUS_IN_QUESTION : NAME_BONUS;
  const ranked = [...scores].flatMap(([id, base]): RankedPassage[] => {
    const row = passages.get(id);
    if (!row) return [];
    const nameMatch = matches.get(id)!;
    const score = base * (1 + nameBonus * nameMatch) * cueFactor(row, asked.cues);
    return [{ row, score, nameMatch, isExact: isExactly(row, asked) }];
  });
  const dayOrder = new Map(lists.day.map((id, index) => [id, lists.day.length - index]));
  return ranked.sort(
    (a, b) =>
      (dayOrder.get(b.row.id) ?? 0) - (dayOrder.get(a.row.id) ?? 0) ||
      Number(b.isExact) - Number(a.isExact) ||
      b.score - a.score ||
      (a.row.id < b.row.id ? -1 : 1),
  );
};
