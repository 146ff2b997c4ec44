// Patterns for messages that contain the words of a request and must not be written at once: quotations, negations,
// questions about what happened, changes to existing records, wishes.
import { oneOf, anyPattern, re, wholeWord } from '../../vocabulary/patterns.ts';
import { PARTY } from './movement.ts';

const DOCUMENTS = [
  'book',
  'module',
  'adventure',
  'notes?',
  'text',
  'page',
  'handout',
  'letter',
  'file',
  'document',
  'pdf',
  'card',
  'rulebook',
  'it',
];
const SPEECH_VERBS = [
  'says?',
  'said',
  'reads?',
  'shout(?:s|ed)',
  'yell(?:s|ed)',
  'whisper(?:s|ed)',
  'writes?',
  'wrote',
  'text(?:s|ed)',
  'mutter(?:s|ed)',
];
/** Quoted or reported words, which are no request of the GM's; among them orders hidden in pasted text. */
export const REPORTED_SPEECH = anyPattern([
  re`\b${oneOf(DOCUMENTS)}\s+(?:says?|said|reads?|states?|told)\b`,
  re`\bquote\b.*\b(?:end|un) ?quote\b`,
  re`\bsystem\s*:`,
  re`\bignore (?:all|the|any|previous|your)\b`,
  re`\bas an? (?:ai|assistant)\b`,
  re`^\s*(?:>|\[(?!new\b|npc|scene|loc|item|clue|faction|creature|lore)[^\]]{2,40}\]|quot(?:e|ing|ed)\b\s*[:,“"])`,
  re`\bfrom the (?:pdf|book|module|adventure|document|wiki|import)\s*:`,
  re`${wholeWord(SPEECH_VERBS)}\s*[:,]?\s*["“«]`,
  re`["”»]\s*(?:is|was) what\b`,
]);

const TELLING = [
  ...SPEECH_VERBS,
  'cr(?:y|ies|ied)',
  'demand(?:s|ed)?',
  'states?',
  'goes',
  'reads?',
  'written',
  'quote',
  'ask(?:s|ed)?',
  '(?:is|was|were) like',
];
/** Someone at the table or in the world, whose wish is not the GM's. */
const OTHERS = [
  '(?:my|the|a|one|our|some) (?:of the |of my )?(?:players?|kids?|sons?|daughters?|friends?|wife|husband|book|module|flyer|sign|letter|pamphlet|captain|barkeeper|general|king|queen|prophecy|inscription)',
  "every(?:one|body)(?:'s| is)?",
];
const MAKES = ['make', 'create', 'add', 'bring', 'give', 'build', 'put', 'summon', 'need', 'want', 'new'];
/** Words in quotation marks that somebody says: in the first person, as an order, or as a whole sentence. */
export const OTHERS_WORDS = anyPattern([
  re`${wholeWord(TELLING)}[^"“«]{0,24}["“«]`,
  re`^\s*["“«][^"”»]*[,!.?]["”»]`,
  re`^\s*["“«](?:[^"”»\s]+\s+){5,}[^"”»]*["”»]?\s*$`,
  re`^\s*["“«](?:[^"”»\s]+\s+){2,}[^"”»]*["”»]\s*$`,
  re`["“«][^"”»]*\b(?:I|i'm|me|my|we|us|our|shall|thou|thee)\b[^"”»]*["”»]`,
  re`["“«](?:let's |please |y'all )?${oneOf(MAKES)}\b[^"”»]*["”»]`,
  re`${oneOf(OTHERS)}\b[^.?!]{0,30}?\b(?:say(?:s|ing)?|said|goes|yell(?:s|ed|ing)|shout(?:s|ed|ing)|just yelled|propos\w+|suggest\w*|reads?|states?|tells?|wants? (?:you|me) to|like)\b`,
  re`^(?:the |my )?(?:players?|kids)\b[^.?!]{0,30}?\b(?:says?|said|jok(?:es?|ed|ing)|telling|begs?|begging|demands?)\b`,
  re`\b\w+ sa(?:ys|id):? (?:make|create|add|he|she)\b`,
  re`\b(?:say|says|said|writes?|wrote|reads?) in (?:the|a|my|his|her|their) (?:letter|book|note|poem|song|text|sign)\b`,
  re`\bshut up\b`,
  re`\b(?:is|was|stands?) written\b`,
]);

const NOT = [
  "don'?t",
  'dinn?a[eh]?',
  'dnot',
  'dotn',
  'not',
  'do not',
  "doesn'?t",
  "didn'?t",
  'no need (?:to|for)',
  'not (?:yet|now)',
  "won'?t",
  'without',
  'never',
];
const WRITING_WORDS = [
  'create',
  'make',
  'add',
  'creating',
  'making',
  'adding',
  'save',
  'log',
  'scene',
  'npc',
  'entity',
  'new',
];
const TAKEN_BACK = [
  'nvm',
  'changed my mind',
  'scratch that',
  'on second thoughts?',
  'decided (?:against|not)',
  'cancel that',
  'leave it',
];
const UNWANTED = [
  'none',
  '(?:not|no longer|un) ?(?:needed|necessary|required)',
  re`\bno(?:t)? (?:\w+ ){0,2}(?:needed|necessary|required)`,
  '(?<!before (?:i|we) )(?:forget|forgot) (?:it|about|the)',
  'please (?:make |create |add )?no',
  re`stop (?:mak|add|creat)\w*`,
  'let (?:it|that|him|her|them) be(?! (?:titled|written|recorded|known|a|called))',
  'refrain',
  'i decline',
  'skip',
  'abort',
  'hold (?:off|on to your|your)',
  'stay thy',
  'no (?:more|need|call for)',
  'without more',
  'ignore (?:that|him|her|them|it)',
  'n/m',
  'nvm',
  'todo',
  'tbd',
  '(?:is|be) (?:a )?(?:joke|off)',
  "we'?re (?:good|fine|ok)",
  'dw about',
  '(?:clean )?out of my head',
];
const LATER_WORDS = [
  '(?<!for )(?:when|once|if|before|until) (?:they|we|he|she|it|the (?:party|group|crew))',
  'in due course',
  'down the road',
  'at some point',
  '(?:another|one|some) ?day',
  'eventually',
  'perchance',
  '(?<!and )maybe(?! (?:with|about|one|a bit))',
  'mb',
  'myabe',
  re`might(?! i\b)`,
  '(?<!for )later(?: on)?',
];
/** What may be wanted later, or under a condition. */
export const LATER = new RegExp(wholeWord(LATER_WORDS), 'i');

/** A request that is negated, put off or taken back. */
export const NEGATION = anyPattern([
  re`^(?:no|nay|not|nah|naw|nope)[,.]? (?!wait)(?:\w+ ){0,2}${wholeWord(WRITING_WORDS)}`,
  wholeWord(UNWANTED),
  re`\b(?:could|would) (?:do|have done) without\b`,
  re`\b(?:had|have|had been|'d been|'d) (?:thought|meant|meaning|intended|wanted|hoping) (?:to|of)\b`,
  re`\bwanted\b.*\b(?:but|not)\b`,
  re`:\s*(?:no|none|off)\s*$`,
  re`\?\s*(?:no|nah|nope)\b`,
  re`^#|^//`,
  re`\b(?:in|just|give me|gimme|one|hang on) a? ?(?:sec(?:ond)?|min(?:ute)?|moment|tick|mo)\b`,
  re`${wholeWord(NOT)}[^.?!]{0,30}${wholeWord(WRITING_WORDS)}`,
  re`^no(?:t)?\s+(?:new|more|another|need)\b`,
  re`\bnever ?mind\b`,
  re`(?<!\bbefore (?:i|we) )\bforget (?:it|that|about)\b`,
  re`\b(?:was|were) (?:going|about) to\b.*\bbut\b`,
  re`\b(?:but|and then) (?:nah|no|not|never)\b`,
  wholeWord(TAKEN_BACK),
  re`\b(?:was|were) (?:gonna|thinking of|thinking about)\b`,
  re`^nah[\s,.!]*$`,
  re`^(?:no|nope)[\s,.!]*$`,
]);

const CHANGE_VERBS = [
  'delete',
  'remove',
  'erase',
  'destroy',
  'get rid of',
  'throw (?:out|away)',
  'scrap',
  'drop',
  'wipe',
  'clear',
  'purge',
  'undo',
  'revert',
  'rename',
  'name (?:the|that|this|him|her|it)',
  'change',
  'edit',
  'update',
  'modify',
  'alter',
  'replace',
  'rewrite',
  'overwrite',
  'correct',
  'fix',
  'set',
  'move',
  'merge',
  'combine',
  'split',
  'promote',
  'demote',
  'approve',
  'finali[sz]e',
  'confirm',
  'publish',
  'archive',
  'hide',
  'analy[sz]e',
  'enrich',
  'run (?:the )?(?:enrichment|analysis)',
  'mark',
  'turn',
  'kill off',
  'take (?:out|away)',
  'strike',
  'nuke',
  'scratch',
  'bin',
  'lose',
  'banish',
  'slay',
  'kill',
  'burn',
  'del',
  'rm',
  'mv',
  'rn',
  'upd',
  'flip',
  'fold',
  'quit',
  'bump',
  'retire',
  'retcon',
  'backfill',
  'revise',
  'raise',
  'cancel',
  'abort',
  re`(?:throw|chuck|toss|sling)(?! (?:in|an?|me|us|one)\b)`,
];
/** Begins with a verb that changes or removes a record, which the assistant never does. */
export const CHANGE = new RegExp(re`^${oneOf(CHANGE_VERBS)}\b`, 'i');

const REMOVAL_VERBS = ['delete', 'remove', 'erase', 'get rid of', 'scrap', 'wipe', 'undo', 'rename', 'promote'];
/** A change asked for in a later sentence: "Nice. Now delete Ilse." */
export const CHANGE_LATER = new RegExp(re`[.!,;]\s*(?:and |then |also |just |please )*${oneOf(REMOVAL_VERBS)}\b`, 'i');

const EDITS = [
  re`renam\w*`,
  re`delet\w*`,
  re`remov\w*`,
  re`eras\w*`,
  re`swap\w*`,
  re`tweak\w*`,
  re`amend\w*`,
  re`consolidat\w*`,
  re`merg\w*`,
  re`undo\w*`,
  re`transfer\w*`,
  'correct (?:it|this|that|the|name)',
  re`chang\w*`,
  re`chagn\w*`,
  re`updat\w*`,
  'upd',
  re`withdraw\w*`,
  'henceforth',
  'instead of',
  '(?:the )?other way (?:round|around)',
  'deceased',
  '(?:ahead of|bump(?:ed)?) (?:the|it|that)',
  "(?:is|she's|he's|it's) (?:now|dead now)",
  '(?:into|in) (?:only |a single )?one',
  'duplicates?',
  'retcon\\w*',
  'revis(?:e|ed|ing)',
  '(?:a single|one) (?:record|person|npc|entry)',
  re`(?<!\bnpc\b.*)(?:lvl|level) \d+`,
  re`h(?:it )?p(?:oints)?(?: to|:)? \d+`,
];
/** Words of a change to what exists, wherever they are. */
export const EDITS_EXISTING = new RegExp(wholeWord(EDITS), 'i');

/** "Put the chase before the auction": an order of what exists. */
export const REORDERS =
  /\bscene\b.*(?:→|->)(?!\s*title)|\b(?:put|move|pass|shift|bump|must be|should be|to be)\b.{2,40}?\b(?:before|after|ahead of|first)\b/i;

const REMOVAL_SLANG = ['lose', 'ditch', 'toss', 'axe', 'bin', 'nix', 'dump', 'cut', 'strike', 'kill'];
const NO_LONGER = ['any ?more', 'any longer', 'in (?:the|this|my) (?:campaign|story|game|list|session)'];
const ABSENT = ["weren'?t", "wasn'?t", "isn'?t", "aren'?t", 'gone', 'out of', 'not (?:in|be|here|exist)'];
/** A change in other words: "lose him", "I wish he weren't in the story". */
export const CHANGE_IDIOM = anyPattern([
  re`\b${oneOf(REMOVAL_SLANG)} (?:it|that|this|him|her|them|those|these)\b`,
  re`\b(?:was|were|is|are) (?:a mistake|wrong|not needed|a bad idea)\b`,
  re`\btake [\w' ]+ out\b(?! (?:to|for) )`,
  re`\b(?:authoritative|canon(?:ical)?|official)\b`,
  re`\bdon'?t (?:need|want)\b.*${wholeWord(NO_LONGER)}`,
  re`\b(?:i'?d rather|i wish|better if|prefer (?:it )?if)\b.*${wholeWord(ABSENT)}`,
  re`\bshould(?:n'?t| not) (?:exist|be (?:an?|the|in|there|here))\b`,
  re`^(?!.*\b(?:new|npc|need)\b).*\bmake (?:him|her|them|it) (?:an?|the)\b`,
  re`\bno longer (?:exists?|part of|in (?:the|this) (?:story|campaign))\b`,
  re`\b(?:run|start|do) (?:the |an? )?(?:enrichment|analysis)\b`,
  re`\bcan go\b.*\b(?:list|campaign|draft)`,
]);

/** Something of the table that the assistant does not do: dice, points, turns, time. */
export const TABLE_ACTION = anyPattern([
  re`^(?:re)?roll\b(?! (?:me |us )?up\b)(?![^?]*\?)`,
  re`^[+-]\s?\d+ (?:heat|stress|xp|hp|gold|coins?|rep|harm|damage|luck|san(?:ity)?|[gsc]p)\b`,
  re`^\d+ (?:hours?|minutes?|days?|rounds?|weeks?) (?:pass|later|go by)`,
  re`^(?:start|end|begin|stop) (?:the )?(?:combat|fight|initiative|timer|clock|battle)\b`,
  re`^(?:tick|next (?:turn|round)|initiative)\b`,
  re`^(?:spend|gain|take|heal|lose|use) \d+\b`,
]);

/** What was made before, nearly made, or would not be made. */
export const NOT_ASKED = anyPattern([
  re`\b(?:wouldn't|would not|almost|nearly|could have|thought (?:about|of)|in the (?:published )?(?:module|book))\b`,
  [
    re`^(?:in (?:my|our) [\w ]{2,24},? )?(?:i|we) (?:already |once )?(?:have|had|created|made|added)\b`,
    re`(?! (?:no|nobody|not|need))(?!.*\b(?:add|put|stick|pop|save|log|create) (?:it|them|him|her|that)\b)`,
  ].join(''),
  re`^(?:yesterday|last (?:week|time|night))\b(?![^.]*\?)`,
]);

/** A character changes something: that is part of the story and not a request. */
export const STORY_ACTION = new RegExp(
  re`^(?:${PARTY}|he|she|it|the \w+|[A-Z]\w+)\s+(?:wants?|tries|try|is|are|attempts?|decides?|manages?)\b`,
  'i',
);

/** A question about what happened or would happen, whatever verbs it contains. */
export const QUESTION_ABOUT_EVENTS = anyPattern([
  re`^(?:did|were|was)\b`,
  re`^(?:have|has|had) (?:we|they|you|i|there|the)\b`,
  re`^(?:is|are) there\b`,
  re`^(?:what|who|where|how) would\b.*\bif\b`,
  re`^why\b`,
  re`\bif\b.*\b(?:who|what|where|how) (?:would|will|do|does|might|could)\b`,
  re`^when did\b`,
  re`^(?:had|hast|has|exists?|was there|is there already)\b`,
  re`\balready\b[^.!]*(?:\?|\bor\b)|\b(?:or not|or what)\s*\?|\by/n\b`,
  re`\b(?:created?|made|added) (?:today|tonight|before|so far|already|last time)\b`,
  re`^(?:what|which|how many) .*\bdid (?:i|we|they)\b`,
]);

/** "Make the baron a traitor", "give Ilse a sword": changes an existing entity, whatever verb it begins with. */
export const CHANGES_EXISTING = anyPattern(
  [
    [
      re`^(?:make|turn)\s+(?:the|him|her|it|that|this|them|those|my|[A-Z][a-z]+)\b`,
      re`(?! (?:a|an|me|us) (?:new )?(?:npc|scene|shop)\b)`,
    ].join(''),
    re`^give\s+(?:the|him|her|it|them|[A-Z][a-z]+)\s`,
    re`^un-?(?:create|make|add|do|delete)\b`,
    re`^cancel\b`,
  ],
  '',
);

/** "Add a scar to Ilse": adds to an existing entity. The group is what is added. */
export const ADDS_TO_EXISTING =
  /^(?:add|put)\s+(?!(?:in|up)\b)(.+?)\s+(?:to|into|in)\s+(?:the|that|this|my|his|her|their|[A-Z][a-z]+)\b/;

const RECORD_WORDS = [
  'scene',
  'npc',
  'character',
  'log',
  'note',
  'entry',
  'clue',
  'item',
  'location',
  'place',
  'faction',
  'creature',
  'lore',
  'shop',
  'tavern',
  'inn',
];
/** Names a record of its own, so that it is a request for a new one. */
export const NAMES_RECORD = anyPattern([wholeWord(RECORD_WORDS), ':']);

/** Opening, ending or looking at an existing scene. */
export const OPERATES_SCENE = anyPattern([
  [
    re`^(?:start|open|end|close|show(?: me)?|find|finish|resume|pause|run)\s+`,
    re`(?:the|this|that|our|my)\b[^.:]*\bscenes?\b`,
  ].join(''),
  re`^(?:end|close|finish)\b.*\bscene\b`,
]);

const TENTATIVE_OPENINGS = [
  'before',
  'unless',
  'until',
  'how',
  'if',
  'when(?:ever)?',
  'what if',
  'is',
  'are',
  'am',
  re`do(?! (?:an?|me|us|one|her|him)\b)`,
  'does',
  'should',
  'would it',
  'might',
  'perhaps',
  'maybe',
];
const TENTATIVE_WORDS = [
  'some ?day',
  'one day',
  'tomorrow',
  'next (?:week|time|session)',
  'later on',
  'would be (?:fun|nice|cool|great|good)',
  'rather not',
  '(?:tells?|told|wants?|asks?|asked|wanted) me to',
  'remind me to',
  'wants? to (?:create|make|add|build|forge|brew|write)',
  'if (?:they|we|the party)',
  'not sure',
  'pretend',
];
/** Wished, asked, reported or put off: such a request is offered and never written at once. */
export const TENTATIVE = anyPattern([re`^${oneOf(TENTATIVE_OPENINGS)}\b`, wholeWord(TENTATIVE_WORDS)]);

const CHARACTER_CLASSES = [
  'rogue',
  'wizard',
  'fighter',
  'cleric',
  'bard',
  'ranger',
  'paladin',
  'druid',
  'monk',
  'barbarian',
  'sorcerer',
  'warlock',
  'thief',
  'mage',
  'doctor',
  'detective',
  'investigator',
  'cutter',
  'hound',
  'leech',
  'lurk',
  'slide',
  'spider',
  'whisper',
];
/** A player character does something. */
export const PLAYER_ACTION = new RegExp(
  re`^(?:${PARTY}|he|she|a player|one of them|the ${oneOf(CHARACTER_CLASSES)})\b`,
  'i',
);

const RECORD_NOUNS = [
  'npcs?',
  'scenes?',
  'entity',
  'entities',
  'characters?',
  'persons?',
  'people',
  'items?',
  'locations?',
  'places?',
  'factions?',
  'clues?',
  'shops?',
  'guy',
  'drafts?',
  'log',
];
/** "That NPC", "the last scene": refers to a record that exists. */
export const REFERS_TO_EXISTING = new RegExp(
  re`\b(?:that|this|those|these|the (?:last|first|previous|old|same|other|second)) ${oneOf(RECORD_NOUNS)}\b`,
  'i',
);
