// Reads which day of the campaign a message asks about: "what happened on Day 8", "day three", "recap the 4th day".
import { oneOf, re } from '../vocabulary/patterns.ts';
import { bareRequest } from './phrasing.ts';
import { NUMBER_WORDS, numberSaid, ORDINALS } from './said-numbers.ts';

const NUMBER = re`-?\d{1,7}|${oneOf(NUMBER_WORDS)}`;
const DAY = re`(?:the )?(?:game |in-game )?day\s*(?:#|no\.?|number)?\s*(${NUMBER})|(?:the )?(?:(${oneOf(ORDINALS)})|(\d{1,7})(?:st|nd|rd|th)) day`;
const ASKS = oneOf([
  re`what(?:'s| has| had| all)? (?:happen(?:ed|s)?|went on|took place|occurred|was done)`,
  re`what did (?:we|they|the \w+|everyone) (?:get up to|do)`,
  re`(?:recap|summar(?:y|i[sz]e)|events?|(?:tell|remind) (?:me|us) (?:about|of|what happened))`,
]);
const PREPOSITION = re`(?:\s*\b(?:back |about |on|of|for|during|in)\b)*`;
/** A day by its number, with or without words that ask what happened. */
const COUNTED = new RegExp(re`^(?:and |so )?(?:${ASKS})?${PREPOSITION}\s*(?:${DAY})[\s?.!]*$`, 'i');
/** What follows "what happened on" may be a date of the campaign's calendar. */
const DATED = new RegExp(re`^(?:and |so )?${ASKS} on (?:the )?(.{2,40}?)[\s?.!]*$`, 'i');

/**
 * The day that a message asks about and nothing else, as a number ("8") or in the words in which it was typed, which
 * may name no day ("the bridge"); null for any other message.
 */
export const dayAsked = (text: string): string | null => {
  const said = bareRequest(text.trim());
  const [, counted, ordinal, numeral] = COUNTED.exec(said) ?? [];
  const number = counted ?? ordinal ?? numeral;
  return number === undefined ? (DATED.exec(said)?.[1] ?? null) : String(numberSaid(number));
};
