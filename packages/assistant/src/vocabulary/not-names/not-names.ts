// Words that are not names when they are capitalised.
import { CALENDAR } from './calendar.ts';
import { COMMON_WORDS } from './common-words.ts';
import { FUNCTION_WORDS } from './function-words.ts';
import { GAME_TERMS } from './game-terms.ts';
import { NOTE_HEADINGS } from './note-headings.ts';
import { VERBS } from './verbs.ts';
import { wordSet } from '../patterns.ts';

export const NOT_NAMES = wordSet([
  ...FUNCTION_WORDS,
  ...VERBS,
  ...CALENDAR,
  ...GAME_TERMS,
  ...NOTE_HEADINGS,
  ...COMMON_WORDS,
]);
