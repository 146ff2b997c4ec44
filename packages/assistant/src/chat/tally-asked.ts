// "What clues have they found?", "How much treasure do we have?" and "Who is dead?": questions that the records answer by
// being gone through, not by a passage.
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

const WHOM = '(?:who(?:m)?(?: all| else)?|(?:which|what) (?:npcs?|characters?|people|enemies|creatures|villains))';
const ENDED = oneOf(['dead', 'died', 'killed', 'slain', 'defeated', 'deceased']);

const ASKS_DEAD: readonly RegExp[] = [
  `${WHOM} (?:(?:is|are|was|were|has been|have been|got) )?(?:already )?${ENDED}${SO_FAR}`,
  `${WHOM} (?:has|have) (?:already )?died${SO_FAR}`,
  `${WHOM} (?:have|has|did|had) ${WHO} (?:already )?(?:kill(?:ed)?|slain|slay|defeat(?:ed)?)${SO_FAR}`,
  `(?:list|show(?: me)?|name) (?:me )?(?:all )?(?:of )?(?:the )?dead(?: (?:npcs?|characters?|people))?${SO_FAR}`,
].map(whole);

export type Tally = 'clues' | 'treasure' | 'dead';

const TALLIES: readonly (readonly [Tally, readonly RegExp[]])[] = [
  ['clues', ASKS_CLUES],
  ['treasure', ASKS_TREASURE],
  ['dead', ASKS_DEAD],
];

/** Which of the tallies a message asks for; null for any other message. */
export const tallyAsked = (text: string): Tally | null => {
  const asked = text.slice(0, 200);
  return TALLIES.find(([, patterns]) => patterns.some((pattern) => pattern.test(asked)))?.[0] ?? null;
};

const NONE = {
  clues: 'No clue is marked as found yet.',
  treasure: 'No treasure is logged yet.',
  dead: 'No one is marked as dead or logged as defeated yet.',
} as const;
const HEADS = { clues: 'Clues found:', treasure: 'Treasure:', dead: 'Dead or defeated:' } as const;

/** The answer, from a line for each clue that was found, session with treasure, or entity that is dead or defeated. */
export const tallyAnswer = (asked: Tally, lines: readonly string[]): string =>
  lines.length === 0 ? NONE[asked] : [HEADS[asked], ...lines.map((line) => `• ${line}`)].join('\n');
