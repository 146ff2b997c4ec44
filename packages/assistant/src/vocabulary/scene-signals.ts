// Signals that a new scene begins in running text, and how much each counts (M-315 to M-325).
import { LETTERS, oneOf } from './patterns.ts';

export type Signal =
  'location' | 'time' | 'combat' | 'introduction' | 'investigation' | 'objective' | 'challenge' | 'score';

// ---------------------------------------------------------------- location: "When they arrive at the docks…"

const LEAD_IN_ADVERBS = ['and', 'then', 'so', 'finally', 'eventually', 'next', 'later', 'soon', 'meanwhile'];
const NAME = `[${LETTERS}][${LETTERS}'’]+`;
const TRAVELLERS = [
  'they',
  'we',
  'he',
  'she',
  'it',
  'party',
  'pcs',
  'players',
  'characters',
  'heroes',
  'investigators',
  'crew',
  'group',
  `${NAME}(?: and ${NAME})?`,
];
const MOVES = [
  /arriv\w*/,
  /reach\w*/,
  /enter\w*/,
  /c[ao]me (?:to|into|up|down|out|back|upon)/,
  /comes (?:to|into)/,
  /go(?:es)? (?:to|into|down|up|back|on to)/,
  /went (?:to|into|down|up|back|in|out|on)/,
  /return\w*/,
  /head\w* (?:to|for|back|out|into)/,
  /travel\w*/,
  /s[ae]t (?:out|off)/,
  /sail\w*/,
  /r[oi]de[sn]?(?: into| to| out| off)/,
  /r[oi]de into/,
  /walk\w* (?:to|into|up|down)/,
  /l[ae]ft (?:for|the)/,
  /leaves? (?:for|the)/,
  /follow\w*/,
  /made (?:it|our|their) (?:way )?to/,
  /makes? (?:it|their way) to/,
  /got (?:to|back)/,
  /gets? (?:to|back)/,
  /climb\w*/,
  /descend\w*/,
  /cross(?:ed|es)?/,
  /to[ok]+k? the (?:last |first |night )?(?:train|ferry|boat|road|coach)/,
  /dock\w*/,
  /land\w*/,
  /cre[ep]t\w*/,
  /sn[eu][ac]k\w*/,
];
const SOMEONE_MOVES = new RegExp(
  `^(?:${oneOf(LEAD_IN_ADVERBS)},?\\s+)?(?:when|once|as|after|if)?\\s*(?:the )?` +
    `${oneOf(TRAVELLERS)}\\s+(?:all )?(?:finally )?${oneOf(MOVES)}\\b`,
  'i',
);

const PLACE_PREPOSITIONS = [
  'in',
  'at',
  'inside',
  'outside',
  'into',
  'on',
  'behind',
  'beneath',
  'under',
  'near',
  'across',
  'over',
  'beyond',
  'down',
  'up',
  'back (?:in|at|to)',
  'aboard',
  'through',
  'along',
  'by',
  'back',
];
const AT_A_PLACE = new RegExp(
  `^(?:(?:and|then|so|finally),?\\s+)?${oneOf(PLACE_PREPOSITIONS)}\\s+(?:the|a|an|his|her|their|our|[\\p{Lu}])`,
  'u',
);

/** The same in notes that leave out the subject: "Arrived at noon", "Back at the inn", "Upstairs:". */
const BARE_MOVES = [
  'got',
  'arrived',
  'reached',
  'drove',
  'rode',
  'sailed',
  'went',
  'walked',
  'travelled',
  'traveled',
  'headed',
  'returned',
  'followed',
  'entered',
  'left',
  'back',
  'down the',
  'up the',
  'into the',
  'inside',
  'outside',
  'upstairs',
  'downstairs',
  'tunnel',
  'aboard',
];

// ---------------------------------------------------------------- time: "The next morning…", "Meanwhile", "10 pm"

const WEEKDAYS = ['saturday', 'sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
const NEXT_TIME = new RegExp(
  `^(?:the |that |this |on the |in the |at |by |around |about |just |well )?` +
    `${oneOf(['next', 'following', 'same', 'second', 'third', 'last', 'fourth', 'fifth'])}\\s+` +
    `${oneOf(['morning', 'day', 'night', 'evening', 'afternoon', 'week', 'month', 'dawn', 'hour'])}\\b`,
  'i',
);
const TIME_PREPOSITIONS = [
  'at',
  'by',
  'before',
  'around',
  'about',
  'after',
  'until',
  'till',
  'just before',
  'just after',
  'towards?',
  'in the',
  'during the',
  'that',
  'one',
  'every',
  'all',
];
const TIMES_OF_DAY = [
  'dawn',
  'dusk',
  'noon',
  'midnight',
  'sunset',
  'sunrise',
  'nightfall',
  'night',
  'morning',
  'evening',
  'daybreak',
  'first light',
  'high tide',
  'low tide',
  'dinner',
  'breakfast',
  'lunch',
  'tea',
  'moonrise',
  'afternoon',
  'day',
];
const TIME_ADVERBS = [
  'meanwhile',
  'later',
  /afterwards?/,
  'eventually',
  /hours? later/,
  /days? later/,
  /(?:\w+ )?(?:hours?|days?|nights?|weeks?|months?|minutes?) later/,
  'soon after',
  'the morning after',
  'tomorrow',
  ...WEEKDAYS,
  'tonight',
  'elsewhere',
  'at the same time',
  `on (?:the way|${WEEKDAYS.join('|')})`,
];
const CLOCK_TIMES = [
  /\d{1,2}[:.]\d{2}\s*(?:am|pm)?/,
  /\d{1,2}\s*(?:am|pm)/,
  /day \d+/,
  /night \d+/,
  'dawn',
  'dusk',
  'noon',
  'midnight',
  'morning',
  'evening',
  'afternoon',
];

// ---------------------------------------------------------------- the others

/** "The cultists attack…" */
const COMBAT = [
  /attack\w*/,
  /ambush\w*/,
  /roll (?:for )?initiative/,
  'initiative',
  'fight breaks out',
  'draw steel',
  /drew (?:steel|swords?|knives|guns?)/,
  /open(?:s|ed)? fire/,
  'shooting started',
  /charg(?:e|es|ed) (?:at|the|them|us)/,
  'all hell',
  /f[ie]ll on (?:us|them)/,
  /jump(?:s|ed)? (?:us|them|the)/,
  /strikes? (?:during|at|from)/,
  'goes loud',
  'went loud',
  'came through the',
  'was waiting',
  'were waiting',
  'shoot first',
  'brawl',
];
/** "Madame Lefevre greets them…" */
const INTRODUCTION = [
  /greet\w*/,
  /introduc\w*/,
  /welcom\w*/,
  /approach\w*/,
  /waits?\b/,
  'waiting',
  'called',
  'named',
  /invit\w*/,
  /met\b/,
  /meets?\b/,
  /receiv\w*/,
  /summon\w*/,
  /begs?\b/,
  'begged',
  /asks?\b/,
  'is hiring',
  /sends? (?:her|his|their|for)/,
  /offer\w*/,
  /turns? up/,
  /shows? up/,
];
/** "Searching the study reveals…" */
const INVESTIGATION = [
  /search\w*/,
  /reveal\w*/,
  /examin\w*/,
  /investigat\w*/,
  /clues?/,
  /found\b/,
  /finds?\b/,
  /discover\w*/,
  'library',
  /listen\w*/,
  /question\w*/,
  /interview\w*/,
  /learn\w*/,
  'diary',
  /letters?/,
  /tracks? lead/,
  'surveyed',
  /gather(?:ed|s|ing)? info\w*/,
  'tailed',
  /went to .{0,30}to ask/,
];
/** "Now they need to find the key" */
const OBJECTIVE = [
  /need(?:s|ed)? to/,
  'must',
  'have to',
  'had to',
  'the goal is',
  'their task',
  'their job',
  /wants? (?:us|them) to/,
];
/** "To cross the chasm…" */
const CHALLENGE = [
  'cross',
  'get',
  'reach',
  'climb',
  'open',
  'stop',
  'enter',
  'escape',
  'pass',
  'break',
  'disarm',
  'solve',
  'survive',
];
/** "The plan is to break into…" */
const SCORE = [
  /the plan (?:is|was)/,
  'the score',
  'the job',
  'the heist',
  'engagement',
  'break into',
  'breaking into',
  'boarding action',
];

const startsWith = (patterns: readonly (string | RegExp)[]): RegExp => new RegExp(`^${oneOf(patterns)}\\b`, 'i');
const contains = (patterns: readonly (string | RegExp)[]): RegExp => new RegExp(`\\b${oneOf(patterns)}\\b`, 'i');

export const SIGNALS: Readonly<Record<Signal, readonly RegExp[]>> = {
  location: [SOMEONE_MOVES, AT_A_PLACE, startsWith(BARE_MOVES)],
  time: [
    NEXT_TIME,
    new RegExp(`^${oneOf(TIME_PREPOSITIONS)}\\s+${oneOf(TIMES_OF_DAY)}\\b`, 'i'),
    startsWith(TIME_ADVERBS),
    startsWith(CLOCK_TIMES),
    /^(?:in|over|for) the (?:following|next|coming) (?:week|days|month|weeks|hours)\b/i,
    /^after (?:that|the (?:fight|battle|score|job|meeting|funeral))\b/i,
  ],
  combat: [contains(COMBAT)],
  introduction: [contains(INTRODUCTION)],
  investigation: [contains(INVESTIGATION)],
  objective: [/^(?:now|next)\s+(?:they|we|the party|the players|it)\b/i, contains(OBJECTIVE)],
  challenge: [
    new RegExp(`^to ${oneOf(CHALLENGE)}\\b`, 'i'),
    /\b(?:skill challenge|three checks|checks in a row|successes before)\b/i,
  ],
  score: [contains(SCORE)],
};

/** The signal in words, for the reason that the GM reads. */
export const SIGNAL_WORDS: Readonly<Record<Signal, string>> = {
  location: 'The place changes here',
  time: 'Time passes here',
  combat: 'A fight begins here',
  introduction: 'Someone appears here',
  investigation: 'Something is investigated here',
  objective: 'The objective changes here',
  challenge: 'A challenge comes up here',
  score: 'A job begins here',
};

/** Phases of Forged in the Dark at the start of a line. */
export const PHASE =
  /^(?:free play|gather(?:ing)? info(?:rmation)?|(?:the )?score|engagement|payoff|downtime|(?:the )?entanglements?)\b/i;

const CONTINUATIONS = [
  'if',
  'but',
  'and',
  'or',
  'also',
  'so',
  'because',
  'otherwise',
  'then again',
  'he',
  'she',
  'it',
  'they',
  'his',
  'her',
  'their',
  'its',
  'there (?:is|are|was|were)',
  'this',
  'that',
  'these',
  'those',
  'inside:',
  'clues?:',
  'leads? to',
  'dc ',
  'roll',
  'everyone',
  'both',
  'the (?:landlord|other|others|pin|door|body|rest|man|woman|chip|thing|boss)',
  "(?:see|note|devil'?s bargain)",
];
/** A line that continues the one before. */
export const CONTINUES = startsWith(CONTINUATIONS);
