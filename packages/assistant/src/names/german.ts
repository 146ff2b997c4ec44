// Notes that are partly German: every noun has a capital there, so that a capital alone makes no name.
import { LETTERS } from '../vocabulary/patterns.ts';

/** Words that German sentences have and English ones do not; "die", "war" and "in" are left out. */
const GERMAN_WORDS =
  /(?<![\p{L}])(?:der|das|und|ist|nicht|ein|eine|einen|einem|einer|dass|daß|sich|auf|mit|für|von|dem|des|auch|wird|sind|zum|zur|beim|vom|aber|oder|wenn|nach|über|unter|zwischen|haben|hat|ihr|ihm|sie|wir|ich|noch|schon|nur)(?![\p{L}])/gu;
/** From this many of them on, a note is partly German: one is a quoted word. */
const LEAST = 3;

export const isPartlyGerman = (text: string): boolean => (text.match(GERMAN_WORDS)?.length ?? 0) >= LEAST;

/** What stands before a noun, in German and in English: articles, and the words that hold one. */
const NOUN_BEFORE = new RegExp(
  `(?<![${LETTERS}])(?:der|die|das|den|dem|des|ein|eine|einen|einem|einer|eines|kein|keine|keinen|mein|meine|sein|seine|seinen|seiner|ihre|ihren|ihrer|im|am|ins|ans|zum|zur|beim|vom|the|an?)\\s+$`,
  'iu',
);

/** Whether a word with a capital follows an article, as nouns do and names of people do not. */
export const isNounAt = (text: string, start: number): boolean =>
  NOUN_BEFORE.test(text.slice(Math.max(0, start - 10), start));
