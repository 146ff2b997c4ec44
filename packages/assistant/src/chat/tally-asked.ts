// "What clues have they found?" and "How much treasure do we have?": questions that the log answers by being gone
// through, not by a passage.
import { oneOf } from '../vocabulary/patterns.ts';

const WHO = oneOf([
  'they',
  'we',
  'i',
  'you',
  /the (?:party|players|group|crew|team|investigators|pcs|heroes|characters)/,
]);
const HELPER = oneOf(['have', 'has', 'did', 'do', 'does', 'had']);
const GAINED =
  '(?:find|found|discover(?:ed)?|got(?:ten)?|get|have|own|gain(?:ed)?|collect(?:ed)?|earn(?:ed)?|make|made|loot(?:ed)?)';
const SO_FAR =
  '(?: (?:so far|now|already|yet|in all|in total|altogether|until now|up to now|in (?:the|this) campaign))?';
const MONEY = oneOf(['treasure', 'gold', 'money', 'loot', 'coins?', 'cash', 'currency', 'wealth']);

/** All of the message, but for a word that begins it: what comes after may ask for something else. */
const whole = (source: string): RegExp =>
  new RegExp(String.raw`^\s*(?:(?:so|ok|okay|and|um|hey)[,\s]+)?${source}\s*[?.!]*\s*$`, 'i');

const ASKS_CLUES: readonly RegExp[] = [
  `(?:what|which)(?: of the)? clues (?:${HELPER} )?${WHO} (?:already )?${GAINED}${SO_FAR}`,
  `(?:what|which)(?: of the)? clues (?:were|are|have been) (?:already )?(?:found|discovered)${SO_FAR}`,
  `(?:list|show(?: me)?|name) (?:me )?(?:all )?(?:of )?(?:the )?(?:found |discovered )?clues(?: (?:that )?${WHO} (?:have )?${GAINED})?${SO_FAR}`,
].map(whole);

const ASKS_TREASURE: readonly RegExp[] = [
  `how (?:much|many) ${MONEY} (?:${HELPER} )?${WHO} (?:already )?${GAINED}${SO_FAR}`,
  `(?:what|which) treasures? (?:${HELPER} )?${WHO} (?:already )?${GAINED}${SO_FAR}`,
  `how much ${MONEY} (?:was|is there|has been)(?: found| gained)?${SO_FAR}`,
].map(whole);

/** Which of the tallies a message asks for; null for any other message. */
export const tallyAsked = (text: string): 'clues' | 'treasure' | null => {
  const asked = text.slice(0, 200);
  if (ASKS_CLUES.some((pattern) => pattern.test(asked))) return 'clues';
  return ASKS_TREASURE.some((pattern) => pattern.test(asked)) ? 'treasure' : null;
};

const NONE = {
  clues: 'No clue is marked as found yet.',
  treasure: 'No treasure is logged yet.',
} as const;
const HEADS = { clues: 'Clues found:', treasure: 'Treasure:' } as const;

/** The answer, from a line for each clue that was found, or for each session with treasure. */
export const tallyAnswer = (asked: 'clues' | 'treasure', lines: readonly string[]): string =>
  lines.length === 0 ? NONE[asked] : [HEADS[asked], ...lines.map((line) => `• ${line}`)].join('\n');
