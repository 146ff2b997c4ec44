// Owns what a GM means at the table. In order: guards (what sounds like writing and is not, what is never done), what was pending,
// precise patterns, the nearest of many phrasings, and else a question to the campaign. Pure: the same words mean the same.
// Invariant: nothing that a guard caught can come out as writing.
import { SCENE_TYPES, type EntityType, type SceneType } from '@emberkeep/domain';
import { gameSystem } from '@emberkeep/domain/game-systems';
import { sceneTypeOf } from '../scene-type.ts';
import { WRITES, type Intent, type KnownName, type Slots, type Understood } from './intents.ts';
import { wordsOf } from './likeness.ts';
import { nearest } from './nearest.ts';
import { ARRIVING, FIGHTING, GOING, MEETING, PARTY, ROLES, TYPE_WORDS } from './words.ts';

export interface Talk {
  system: string;
  names: readonly KnownName[];
  /** What the assistant said before, as far as it can be saved or agreed to. */
  previous: string;
  embed?: (text: string) => Float32Array | null;
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const oneOf = (words: readonly string[]): string =>
  [...words]
    .sort((a, b) => b.length - a.length)
    .map(escape)
    .join('|');

export const FILLER =
  /^(?:(?:ok(?:ay)?|so+|uh+|um+|er|hey|hi|well|right|alright|now|and|then|also|oh|actually|please|pls|plz|quick(?:ly)?|wait|hmm+|yes|yeah|just|nah|crap|damn|argh+|aw+|hm)\b[\s,.!-]*)+/i;
export const POLITE =
  /^(?:(?:can|could|would|will) (?:you|we|u)(?: please)?|i(?:'d| would) like (?:you )?to|i want (?:you )?to|let(?:'|’)?s|let us|please|pls|you (?:can|may|should)|go ahead and|feel free to)\s+/i;
/** What is left of a request once it is as short as it can be said. */
const bare = (text: string): string => {
  let rest = text.trim();
  for (let n = 0; n < 3; n++) rest = rest.replace(FILLER, '').replace(POLITE, '').trim();
  return rest === '' ? text.trim() : rest;
};

/** "Can you …?" asks for doing, whatever mark it ends with. */
export const ASKS_FOR_DOING = new RegExp(
  `^(?:can|could|would|will) (?:you|u)\\b(?: please)? (?:${'create|make|add|generate|invent|build|put|give|get|come up|set up|start|open|show|name|log|note|save|describe|do'})\\b`,
  'i',
);
export const NAMED_THEN_ASKED =
  /^[^,:?]{2,40}[,:–-]\s*(?:who|what|where|when|why)(?:'s| is| was| were| does| did| has)\b/i;
export const QUESTION_WORD =
  /^(?:who|whom|whose|what|when|where|why|which|how|whats|whos|wheres|hows|whens|did|does|do|is|are|was|were|has|have|had|will|would|can|could|should)\b/i;
const isQuestion = (text: string): boolean =>
  NAMED_THEN_ASKED.test(text) ||
  (/\?\s*$/.test(text) && !ASKS_FOR_DOING.test(text.trim().replace(FILLER, ''))) ||
  QUESTION_WORD.test(bare(text));

const MAKE =
  'create|make up|make|add|name me|name|generate|invent|build|put in|put|need|want|give me|gimme|get me|come up with|set up|start|open|new';

// --- guards

export const TALKED_OF =
  /\b(?:book|module|adventure|notes?|text|page|handout|letter|file|document|pdf|card|rulebook|it)\s+(?:says?|said|reads?|states?|told)\b|\bsystem\s*:|\bignore (?:all|the|any|previous|your)\b|\bas an? (?:ai|assistant)\b|^\s*(?:>|\[[^\]]{2,40}\]|quot(?:e|ing|ed)\b\s*[:,“"])|\bfrom the (?:pdf|book|module|adventure|document|wiki|import)\s*:|\b(?:says?|said|reads?|shout(?:s|ed)|yell(?:s|ed)|whisper(?:s|ed)|writes?|wrote|text(?:s|ed)|mutter(?:s|ed))\b\s*[:,]?\s*["“«]|["”»]\s*(?:is|was) what\b/i;
export const NOT_NOW =
  /\b(?:don'?t|do not|doesn'?t|didn'?t|no need (?:to|for)|not (?:yet|now)|won'?t|without|never)\b[^.?!]{0,30}\b(?:create|make|add|creating|making|adding|save|log|scene|npc|entity|new)\b|^no(?:t)?\s+(?:new|more|another|need)\b|\bnever ?mind\b|\bforget (?:it|that|about)\b|\b(?:was|were) (?:going|about) to\b.*\bbut\b|\b(?:but|and then) (?:nah|no|not|never)\b|\b(?:nvm|changed my mind|scratch that|on second thoughts?|decided (?:against|not)|cancel that|leave it)\b|\b(?:was|were) (?:gonna|thinking of|thinking about)\b|^nah[\s,.!]*$|^(?:no|nope)[\s,.!]*$/i;
const CHANGE =
  'delete|remove|erase|destroy|get rid of|throw (?:out|away)|scrap|drop|wipe|clear|purge|undo|revert|rename|change|edit|update|modify|alter|replace|rewrite|overwrite|correct|fix|set|move|merge|combine|split|promote|demote|approve|finali[sz]e|confirm|publish|archive|hide|analy[sz]e|enrich|run (?:the )?(?:enrichment|analysis)|mark|turn|kill off|take (?:out|away)|strike';
export const REFUSED = new RegExp(`^(?:${CHANGE})\\b`, 'i');
export const REFUSED_LATER = new RegExp(
  `[.!,;]\\s*(?:and |then |also |just |please )*(?:delete|remove|erase|get rid of|scrap|wipe|undo|rename|promote)\\b`,
  'i',
);
export const REFUSED_IDIOM =
  /\b(?:lose|ditch|toss|axe|bin|nix|dump|cut|strike|kill) (?:it|that|this|him|her|them|those|these)\b|\b(?:was|were|is|are) (?:a mistake|wrong|not needed|a bad idea)\b|\btake [\w' ]+ out\b(?! (?:to|for) )|\b(?:authoritative|canon(?:ical)?|official)\b|\bdon'?t (?:need|want)\b.*\b(?:any ?more|any longer|in (?:the|this|my) (?:campaign|story|game|list|session))\b|\b(?:i'?d rather|i wish|better if|prefer (?:it )?if)\b.*\b(?:weren'?t|wasn'?t|isn'?t|aren'?t|gone|out of|not (?:in|be|here|exist))\b|\bshould(?:n'?t| not) (?:exist|be (?:in|there|here))\b|\bno longer (?:exists?|part of|in (?:the|this) (?:story|campaign))\b|\b(?:run|start|do) (?:the |an? )?(?:enrichment|analysis)\b|\bcan go\b.*\b(?:list|campaign|draft)/i;
/** Something in the story changes something: that is play, not a request. */
export const IN_STORY = new RegExp(
  `^(?:${PARTY}|he|she|it|the \\w+|[A-Z]\\w+)\\s+(?:wants?|tries|try|is|are|attempts?|decides?|manages?)\\b`,
  'i',
);

export const ABOUT_THE_PAST =
  /^did (?:we|i|they|you|anyone|anybody)\b|^have (?:we|they|you)\b|^(?:what|who|where|how) would\b.*\bif\b|^why\b|\bif\b.*\b(?:who|what|where|how) (?:would|will|do|does|might|could)\b|^when did\b|^(?:what|which|how many) .*\bdid (?:i|we|they)\b/i;
const guard = (text: string, names: readonly KnownName[]): Intent | null => {
  const said = bare(text);
  if (TALKED_OF.test(text)) return 'smalltalk';
  if (/^(?:should|shall) (?:i|we)\b|\bis it worth\b|\bwould it be (?:better|wise)\b/i.test(said))
    return 'situation_help';
  if (ABOUT_THE_PAST.test(said)) return 'campaign_question';
  if (
    !IN_STORY.test(said) &&
    (REFUSED_IDIOM.test(text) ||
      REFUSED_LATER.test(text) ||
      (REFUSED.test(said) && !/^set (?:up\b|(?:me |us )?(?:an?|the) (?:new )?(?:\w+ )?scene\b)/i.test(said)))
  )
    return 'refuse';
  if (NOT_NOW.test(text) || /\b(?:rather|would) not (?:add|make|create|have)\b/i.test(text)) return 'smalltalk';
  if (!IN_STORY.test(said) && isChange(said, names)) return 'refuse';
  if (HANDLES_SCENE.test(said)) return 'smalltalk';
  return null;
};

/** Making something of what is there, or putting something to it: a change, whatever word it begins with. Naming something new is none. */
export const CHANGES_IT = new RegExp(
  `^(?:make|turn)\\s+(?:the|him|her|it|that|this|them|those|my|[A-Z][a-z]+)\\b(?! (?:a|an|me|us) (?:new )?(?:npc|scene|shop)\\b)|^give\\s+(?:the|him|her|it|them|[A-Z][a-z]+)\\s|^un-?(?:create|make|add|do|delete)\\b|^cancel\\b`,
);
export const PUTS_TO = new RegExp(
  `^(?:add|put)\\s+(?!(?:in|up)\\b)(.+?)\\s+(?:to|into|in)\\s+(?:the|that|this|my|his|her|their|[A-Z][a-z]+)\\b`,
);
export const KIND_OF_RECORD =
  /\b(?:scene|npc|character|log|note|entry|clue|item|location|place|faction|creature|lore|shop|tavern|inn)\b|:/i;
const isChange = (said: string, names: readonly KnownName[]): boolean => {
  if (/\b(?:called|named)\b|[“"]/.test(said)) return false;
  // Made of somebody whom nobody knows: that is somebody new.
  if (/^(?:make|turn|give)\s+[A-Z]/i.test(said) && /^\w+\s+[A-Z]/.test(said) && namedIn(said, names).length === 0)
    return false;
  if (CHANGES_IT.test(said.charAt(0).toLowerCase() + said.slice(1))) return true;
  const what = PUTS_TO.exec(said.charAt(0).toLowerCase() + said.slice(1))?.[1];
  return (
    what !== undefined &&
    !KIND_OF_RECORD.test(what) &&
    !new RegExp(`\\b(?:${oneOf(ROLES)})\\b`, 'i').test(what.replace(/^(?:[A-Z]\w+ ?)+/, ''))
  );
};
/** Opening, ending or looking at a scene that is there. */
export const HANDLES_SCENE =
  /^(?:start|open|end|close|show(?: me)?|find|finish|resume|pause|run)\s+(?:the|this|that|our|my)\b[^.:]*\bscenes?\b|^(?:end|close|finish)\b.*\bscene\b/i;
/** What is wished, asked, told of or put off is no request: it may be offered, and is never done at once. */
export const DOUBTFUL =
  /^(?:how|if|when(?:ever)?|what if|is|are|am|do|does|should|would it|might|perhaps|maybe)\b|\b(?:some ?day|one day|tomorrow|next (?:week|time|session)|later on|would be (?:fun|nice|cool|great|good)|rather not|(?:tells?|told|wants?|asks?|asked|wanted) me to|remind me to|wants? to (?:create|make|add|build|forge|brew|write)|if (?:they|we|the party)|not sure|pretend)\b/i;

/** Somebody of the table's side does something. */
export const IN_PLAY = new RegExp(
  `^(?:${PARTY}|he|she|a player|one of them|the (?:rogue|wizard|fighter|cleric|bard|ranger|paladin|druid|monk|barbarian|sorcerer|warlock|thief|mage|doctor|detective|investigator|cutter|hound|leech|lurk|slide|spider|whisper))\\b`,
  'i',
);

/** "That NPC", "the last scene": something that is there already, and nothing to be made. */
export const THERE_ALREADY =
  /\b(?:that|this|those|these|the (?:last|first|previous|old|same|other|second)) (?:npcs?|scenes?|entity|entities|characters?|persons?|people|items?|locations?|places?|factions?|clues?|shops?|guy|drafts?|log)\b/i;

// --- what was pending

export const SAVE =
  /^(?:(?:yes|yeah|yep|ya|yup|ok(?:ay)?|sure|good (?:one|stuff)|nice|great|perfect|love it|cool)[\s,.!]*)*(?:please\s+)?(?:save|keep|store|add|file|use|take)\s+(?:that|it|this|those|them|him|her|these)\b(?:\s+(?:one|guy|npc|block|stat ?block|person|for later|please|to (?:the )?(?:campaign|session|notes|cast)))*[\s.!]*$/i;

// --- patterns

export const LOG =
  /^(?:(?:add|make|create|new) (?:an? )?(?:log entry|entry (?:to|in) the log|note)\b[\s:,–-]*|(?:fyi\s+)?(?:for|in|into|to) the log[\s,:-]*|log(?:\s*(?:it|this))?\b[\s:,–-]*|(?:make a )?note(?: down)?\b[\s:,-]*|jot(?: down)?\b[\s:,-]*|record(?:\s+that\b|\s*:)[\s:,-]*|write (?:it )?down\b[\s:,-]*|add (?:(?:it|this) )?to (?:the )?log[\s:,-]*|put (?:it )?in the log[\s:,-]*|remember(?: for later)?\b[\s:,-]*)(?:that\s+)?/i;
export const STATS =
  /\bstat(?:s|istics)?\b|\bstat ?-?blocks?\b|\bhit points\b.*\bfor\b|\bhp\b|\bnumbers (?:for|of)\b|\b(?:ac|armou?r class) (?:and|of)\b/i;
const subjectOfStats = (text: string): string =>
  clean(
    (
      /\b(?:for|of|4)\s+(?:an?\s+|the\s+|some\s+)?(.+)$/i.exec(text)?.[1] ??
      /\b(?:would|does|do)\s+(?:an?\s+|the\s+)?(.+?)\s+have\b/i.exec(text)?.[1] ??
      text.replace(
        /\b(?:combat |quick |full )?(?:stat(?:s|istics)?(?: ?-?blocks?)?|numbers|please|pls|show me|give me|gimme|need|i|an?|the)\b/gi,
        '',
      )
    ).replace(/,?\s*(?:like|please|pls|quick|asap)\b.*$/i, ''),
  );

const clean = (text: string): string =>
  text
    .replace(/[\s,.;:!?–-]+$/, '')
    .replace(/^[\s,.;:!?–-]+/, '')
    .replace(/\s+/g, ' ')
    .trim();
const unquoted = (text: string): string => clean(text.replace(/^[“"'‘«]+|[”"'’»]+$/g, ''));
const quoted = (text: string): string | null =>
  /[“"«]([^”"»]{2,80})[”"»]|(?:^|\s)['‘]([^'’]{2,80})['’](?=\s|[.,!?]|$)/.exec(text)?.slice(1).find(Boolean) ?? null;
export const BEHIND_KIND = new RegExp(
  `\\b(?:npc|character|person|${oneOf(TYPE_WORDS.flatMap(([, words]) => words).filter((word) => !/ of$/.test(word)))})\\s+((?:[Tt]he\\s+)?[A-Z][\\w'’-]*(?:\\s+(?:(?:of|the|and|de|von|la|le)\\s+)*[A-Z][\\w'’-]*)*)`,
);
export const APPOSED =
  /\b(?:new|a|an|another)\s+[a-z]+(?: [a-z]+)?,\s+(?:the\s+)?([A-Z][\w'’-]*(?:\s+(?:(?:of|the|and|de|von)\s+)*[A-Z][\w'’-]*)*)(?=\s*[.!,]|\s*$)/;
export const PLACE_OF =
  /\b(?:village|town|city|island|house|order|temple|church|cult|guild|kingdom|barony|county|school|brotherhood|sisterhood|temple|inn|port|isle|forest|castle|tower) of (?:the )?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*/;
/** What comes after "called", "named" or a colon, or stands in quotes. */
const nameIn = (text: string): string | null => {
  const inQuotes = quoted(text);
  if (inQuotes) return unquoted(inQuotes);
  const called = /\b(?:called|named|titled|by the name of)\s+(?:it\s+)?(.+?)(?:,|\.|;|$)/i.exec(text)?.[1];
  if (called)
    return unquoted(
      called
        .replace(/\s+(?:please|pls|now|some ?day|tomorrow|later|today|tonight|for (?:this|that|them))$/i, '')
        .replace(/\s+(?:to|at|in|on|from|who|that|which|with|as|near)\s+(?:the|a|an|my|our|it)\b.*$|\s+so\b.*$/i, '')
        .replace(/^(?:the )?[a-z]+ (?=[A-Z])/, ''),
    );
  // "Item Rope of Stars", "npc Gareth the Bold".
  const behind = BEHIND_KIND.exec(text)?.[1];
  if (behind) return unquoted(behind);
  // "A new gang, the Lampblacks".
  const apposed = APPOSED.exec(text)?.[1];
  if (apposed) return unquoted(apposed);
  // "The village of Thistledown".
  const of = PLACE_OF.exec(text)?.[0];
  return of
    ? unquoted(
        /^(?:village|town|city|island|port|kingdom|barony|county) of /.test(of) ? of.replace(/^\w+ of /, '') : of,
      )
    : null;
};

const TYPE_OF: readonly (readonly [RegExp, EntityType])[] = TYPE_WORDS.map(
  ([type, words]) => [new RegExp(`\\b(?:\\w+(?=shop|house|store|yard)|)(?:${oneOf(words)})s?\\b`, 'i'), type] as const,
);
const roleOf = (text: string): string | null => ROLE.exec(text)?.[0]?.toLowerCase() ?? null;
const ROLE = new RegExp(`\\b(?:${oneOf(ROLES)})\\b`, 'i');
export const PLACE = /\b(?:at|in|from|on|near|behind|who works(?: at| in| on)?|for)\s+((?:the\s+)?[^,.!?;]{3,50})/i;
const placeIn = (text: string): string | null => {
  const place = PLACE.exec(text)?.[1];
  // "A name for the ferryman" says who, not where.
  return place &&
    !/^(?:this|that|it|them|him|her|now)$/i.test(place.trim()) &&
    !new RegExp(`^(?:the |an? )?(?:${oneOf(ROLES)})$`, 'i').test(place.trim())
    ? clean(place)
    : null;
};

/** Kind of the thing that is asked for: the first word of a kind after the verb and before the name. */
const kindAsked = (text: string, name: string | null): EntityType | null => {
  const before = name ? text.slice(0, Math.max(0, text.indexOf(name))) : text;
  let best: { at: number; type: EntityType } | null = null;
  for (const [pattern, type] of TYPE_OF) {
    const at = pattern.exec(before)?.index ?? pattern.exec(text)?.index;
    if (at !== undefined && (best === null || at < best.at)) best = { at, type };
  }
  return best?.type ?? null;
};

const stem = (word: string): string => word.replace(/(?:ling|ing|led|les|le|ed|es|e|s)$/, '');

/** The entry of the system's rules that these words name, or null. Entries of one word count when that word is said. */
export const ruleNamed = (text: string, system: string): string | null => {
  const said = new Set(wordsOf(text).map(stem));
  let best: { name: string; weight: number } | null = null;
  for (const { name } of gameSystem(system).lookups) {
    const words = wordsOf(name)
      .map(stem)
      .filter((w) => w.length > 2);
    if (words.length === 0 || !words.every((w) => said.has(w))) continue;
    // Of two that are named alike, the one that is said as it stands, else the shorter: grappling is Grapple before Grappled.
    const weight =
      words.join('').length +
      (wordsOf(name).every((w) => text.toLowerCase().includes(w)) ? 0.5 : 0) -
      name.length / 1000;
    if (best === null || weight > best.weight) best = { name, weight };
  }
  return best?.name ?? null;
};

export const RULES =
  /\brules?\b(?! (?:the|over))|\bdc\b|\bhow (?:do|does|did|would) (?:i|you|we|one|that|the|a|an)?\s*[\w' -]*\b(?:work|go|function|roll)\b|\b(?:what|which) do (?:i|you|we|they) roll\b|\bwhat happens (?:when|if) (?:somebody|someone|you|a (?:character|player|pc|creature))\b|\bexplain\b|\b(?:dis)?adv(?:antage)?\b|\b(?:bonus|penalty) (?:die|dice|action)\b|\bmechanics?\b|\bmodifier\b|\bdifficulty\b|\bwhat (?:does|do|is|are|'?s) (?:a |an |the )?[\w' -]{3,30} (?:do|mean|give(?: you)?|cost)\b/i;
export const WANTS = new RegExp(
  `^how (?:do|would|should|can) (?:i|we) (?:resolve|run|handle|play|rule|adjudicate|do)\\b|\\b(?:wanna|gonna) \\w+|\\b(?:wants? to|tries to|try to|trying to|tries|attempts? to|is about to|would like to|wanna|intends? to|decides? to)\\b|\\b(?:what now|how hard|what do (?:they|i|we|you) roll|what should (?:i|they|we) (?:ask|roll|call)|how (?:should|do|would) i handle|what happens if (?:they|he|she))\\b|\\b(?:he|she|they)(?:'?s|'?re| is| are) (?:jumping|climbing|sneaking|swimming|picking|stealing|hiding|fighting|bluffing|lying|breaking|running|casting|pushing|pulling|grabbing|throwing)\\b|^(?:shes|hes|theyre) \\w+ing\\b|\\b(?:is|are|'s|'re) (?:gonna|going to|about to)\\b|\\b(?:gonna|going to) try\\b|\\bwhat (?:dc|difficulty|check|roll|skill)\\b.*\\b(?:should|would|to|if|when|for (?:him|her|them|\\w+ing))\\b|\\b(?:any ideas|help)\\s*[!?.]*$`,
  'i',
);
/** Words of rules, whichever game; two of them make a question about rules, one does where nothing else is named. */
export const RULE_WORDS =
  /\b(?:spells?|cantrips?|turns?|actions?|rounds?|attacks?|attacking|damage|sav(?:e|es|ing throws?)|hit points|rolls?|rolling|dice|die|nat(?:ural)? ?(?:1|20)|crits?|critical|miss(?:es)?|modifiers?|bonus|penalty|initiative|range|cover|concealment|skills?|checks?|conditions?|levels?|xp|rests?|heal(?:ing)?|death|sanity|luck|stress|trauma|harm|position|effect|clocks?|heat|ticks?|feats?|proficien\w+|stacks?|reroll|dodge|parry|block|reaction|casting|cast|concentration|armou?r|weapons?|two-handed|flanking|prone|stunned|poison(?:ed)?|exhaustion|grapple|shove|encumbrance|movement|speed|darkvision|invisible|surprise|madness|phobia|pushed|push|fumble|impale)\b/gi;
export const GENERIC =
  /^(?:can|may|could|do|does|is|are|what|how|when|which|if)\b.*\b(?:i|you|we|a|an|someone|somebody|anyone|players?|characters?|pcs?|creatures?|it)\b/i;

export const RECAP =
  /\brecap\b|\bhappen(?:ed|ing)? so far\b|\bbring (?:me|us) up to (?:speed|date)\b|\bsummar(?:y|i[sz]e)\b|\bpreviously\b|\bwhat happened (?:last|so far|in the last|until|up to|today|this session|before)\b|\bwhere (?:were|are) we\b|\bcatch (?:me|us) up\b|\bstory so far\b|\blast (?:session|time)\b.*\bhappen|\bwhere(?:'d| did| had)?(?: we| they)? (?:leave|left|stop(?:ped)?|end(?:ed)?)(?: it| things)?(?: off| up)?\b|\bwhat did (?:we|they) do last\b/i;
export const SMALL =
  /^(?:let'?s|lets|time for|need) (?:take |have |a |an )*[\w ]*\b(?:break|pause|coffee|drink|minute|minutes|snack|food)\b|^(?:hello|hi|hey|yo|good (?:morning|evening|afternoon)|thanks?|thank you|thx|ty|cheers|lol|haha+|nice|cool|great|wow|ugh|omg|brb|ok(?:ay)?|yes|no|bye|good ?night|sorry|damn|hmm+|wtf|gg|awesome|perfect)\b(?![^.!?]*\b(?:scene|npc|stats?|dc|log)\b)|^what can you do|^help\s*[.!?]*$|^who are you/i;

/** When it is, behind the name of where it is. */
export const TIMES =
  /(?:,\s*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:at |in the |late |early )*(?:dawn|dusk|noon|night|midnight|morning|evening|afternoon|sunset|sunrise)|tonight|now|later|fog|rain|next day|\d[\d:]* ?(?:am|pm)?))+\s*$/i;
const SCENE_WORD = /\bscenes?\b/i;
const sceneTypeFor = (text: string, title: string, system: string): Slots['sceneType'] => {
  const named = new RegExp(
    `\\b(${SCENE_TYPES.map((type) => type.replace('_', '[ _-]')).join('|')}|fight|battle|conversation|heist)\\b`,
    'i',
  )
    .exec(text)?.[1]
    ?.toLowerCase()
    .replace(/[ -]/g, '_');
  const other: Readonly<Record<string, SceneType>> = {
    fight: 'combat',
    battle: 'combat',
    conversation: 'social',
    heist: 'score',
  };
  const type =
    named &&
    (other[named] ??
      SCENE_TYPES.find((each) => each === named && each !== 'other' && each !== 'score' && each !== 'travel'));
  if (type) return type;
  if (named === 'travel' && SCENE_WORD.test(text)) return 'travel';
  if (/\b(?:market|bazaar|tavern|inn|feast|ball|dinner|party at|court)\b/i.test(title)) return 'social';
  // Those who go are no sign of what they go for: a party is no feast.
  return sceneTypeOf(`${text.replace(/\bthe (?:party|gang|crew|group|company)\b/gi, 'they')}. ${title}`, title, system)
    .type;
};

export const SCENE_OF =
  /\bscene\b(?:\s*(?:pls|plz|please))?\s*(?:[:,–-]+\s*|(?:in\s+)?(?:for|about|where|when|in which|of|at|in|on|with)\s+(?:when\s+)?)?(.*)$/i;
const explicitScene = (text: string, talk: Talk): Understood | null => {
  const said = bare(text).replace(/^have\s+(?=an?\b|another\b)/i, 'add ');
  if (!SCENE_WORD.test(said) || isQuestion(said) || (isQuestion(text) && !POLITE.test(text.replace(FILLER, ''))))
    return null;
  const isAsked =
    new RegExp(`\\b(?:${MAKE})\\b`, 'i').test(said) ||
    /^(?:next )?scene\b|^(?:insert|have|begin|i'?d like|set)\s+(?:an?|another|the)\b/i.test(said) ||
    /\bneeds? (?:its|a|an) (?:own )?scene\b/i.test(said);
  if (!isAsked) return null;
  const own = /^(.*?),?\s*(?:that|this|which|it)\s+needs? (?:its|a) (?:own )?scene/i.exec(said)?.[1];
  const after = SCENE_OF.exec(said)?.[1] ?? '';
  const name =
    nameIn(said) ??
    clean(
      (own ?? after)
        .replace(TIMES, '')
        .replace(
          /^(?:an?\s+)?(?:combat|social|investigation|exploration|travel|downtime)\s+(?:scene\s+)?(?:of|about|at|in)\s+/i,
          '',
        )
        .replace(/^(?:they|we|the party)\s+(?:get to|go to|reach|come to|arrive at|hits?)\s+/i, '')
        .replace(/^(?:the\s+)?(?:crew|party)\s+hits\s+/i, '')
        .replace(/\s+(?:tonight|now|please|pls)$/i, ''),
    );
  const title = clean(name.replace(/^(?:the|an?)\s+(?=\S)/i, (article) => (nameIn(said) ? article : '')));
  return {
    intent: 'create_scene',
    isSure: true,
    by: 'pattern',
    slots: { title: title || 'New scene', ...withType(text, title, talk) },
  };
};
const withType = (text: string, title: string, talk: Talk): Pick<Slots, 'sceneType'> => {
  const sceneType = sceneTypeFor(text, title, talk.system);
  return sceneType ? { sceneType } : {};
};

export const goingPlainly = (who: string): RegExp =>
  new RegExp(
    `^(?:and |then |next[:,]? )*${who}\\s+(?:all |now |then |finally |quickly )*(?:(?:${GOING})\\b(?: on| off| out| back| up| down| over| straight| away| inside)*(?:\\s+the\\s+\\w+)?\\s+(?:to|into|towards?|for|through|in|aboard|onto|inside|under|across|along|past)\\s+|(?:${ARRIVING})\\s+|((?:${FIGHTING})\\s+)|((?:${MEETING})(?:\\s+with)?\\s+))(.+)$`,
    'i',
  );
export const goingLoosely = (who: string): RegExp =>
  new RegExp(
    `(?:${who})(?:'re| are|'s| is)?\\s+(?:now |split[^,]*,? \\w+ )?(?:(?:off|over|at|back|down) (?:to |at )?|(?:${GOING})\\b(?: on| off| out| back| up| down| over| straight)*\\s+(?:to|into|towards?|for|at|in)\\s+|walked out.*?\\bto\\s+|hits?\\s+|(?:just )?(?:left|leaves?|leaving)\\s+|(?:is |are )?follow(?:s|ed|ing)?\\s+)(.+)$`,
    'i',
  );
const going = (text: string, talk: Talk): Understood | null => {
  const said = bare(text);
  if (isQuestion(text) || WANTS.test(text)) return null;
  const pcs = talk.names
    .filter((n) => n.type === 'pc')
    .flatMap((n) => [n.name, ...n.aliases, n.name.split(' ')[0] ?? ''])
    .filter((n) => n.length > 2);
  const who = `(?:${PARTY}${pcs.length > 0 ? `|${oneOf(pcs)}` : ''})`;
  const plain = goingPlainly(who).exec(said);
  const loose = plain ?? goingLoosely(who).exec(said);
  const place = loose?.at(-1);
  if (!loose || !place) return null;
  const title = clean(
    place
      .replace(/\s+(?:on|at|by|in|after|before|tonight|now|again|together|i guess)\b.*$/i, '')
      .replace(/^(?:the|an?)\s+/i, ''),
  );
  if (title.length < 3 || wordsOf(title).length > 8) return null;
  const isFight = plain?.[1] !== undefined;
  return {
    intent: 'create_scene',
    isSure: plain !== null && plain.index === 0 && /^[A-Z]/.test(text.trim()),
    by: 'pattern',
    slots: { title, ...(isFight ? { sceneType: 'combat' as const } : withType(text, title, talk)) },
  };
};

const somebody = (text: string): Understood | null => {
  const said = bare(text);
  const isNpc = /\bnpcs?\b|\bcharacter\b|\bsomebody new\b/i.test(said);
  const role = roleOf(said);
  const asks = new RegExp(
    `^(?:(?:i|we)\\s+)?(?:${MAKE}|quick|some|an?)\\b|\\b(?:need|want|give me|gimme|make (?:one|me|us|somebody|someone) up|make one up|invent|npc)\\b`,
    'i',
  ).test(said);
  const isMissing =
    /\b(?:didn'?t|don'?t|never|haven'?t) (?:prep|prepare|have|plan|make|name)\w*\b|\bno idea who\b/i.test(text);
  const isNow =
    isMissing ||
    /\b(?:asap|go|quick)\b|!!/i.test(text) ||
    /\bwho(?:'s| is) (?:he|she|it|this|that)\b|\bname\s*(?:\+|and|&)\s*\w+\s+for\b/i.test(text);
  if (
    !(isNpc && (asks || role)) &&
    !(role && (asks || isNow)) &&
    !/\b(?:quick|need) (?:somebody|someone)\b|\bmake (?:someone|somebody) up\b|\bmake up (?:someone|somebody)\b/i.test(
      text,
    )
  )
    return null;
  if (isQuestion(text) && !isNpc && !isMissing && !/\bneed|\bmake\b|who is (?:he|she)/i.test(text)) return null;
  const name = nameIn(said);
  const place = placeIn(said.replace(/\b(?:called|named)\b.*$/i, '')) ?? placeIn(said);
  const isPlain =
    (isNpc || role !== null) &&
    !/^(?:that|this|the)\b/i.test(said) &&
    new RegExp(`\\b(?:${MAKE}|npc)\\b`, 'i').test(said) &&
    (/^(?:(?:quick|new|another|random)[ ,:]*)*npcs?\b/i.test(said) ||
      new RegExp(`^(?:(?:i|we) )?(?:${MAKE})(?: me| us| up)*(?: an?| some| the)? `, 'i').test(said) ||
      (isNpc && new RegExp(`\\b(?:${MAKE})\\b`, 'i').test(said)) ||
      /\bmake (?:one|someone|somebody) up\b|\bmake up (?:someone|somebody)\b|\bsomebody new\b/i.test(said));
  return {
    intent: 'quick_npc',
    isSure: isPlain,
    by: 'pattern',
    slots: { ...(role ? { role } : {}), ...(name ? { name } : {}), ...(place && place !== name ? { place } : {}) },
  };
};

export const NAMELESS = new RegExp(
  `^(?:create|make up|make|add|generate|invent|come up with)\\s+(?:me |us )?(?:an?|another|some)\\s+(?:[a-z-]+\\s+){0,2}(?:${oneOf(TYPE_WORDS.flatMap(([, words]) => words))})[.!]?$`,
  'i',
);

const thing = (text: string): Understood | null => {
  const said = bare(text);
  if (SCENE_WORD.test(said) && !/\bclue|item|location\b/i.test(said)) return null;
  const name =
    nameIn(said) ??
    /\bnamed (?:the \w+ )?([\w' ]+?) so\b/i.exec(said)?.[1] ??
    /:\s*([^.:]{2,60})/.exec(said)?.[1] ??
    null;
  const type = kindAsked(said, name);
  if (!type) return null;
  // "Create a tavern": nothing else is said of it, so it is what is wanted, and gets a name.
  if (!name)
    return NAMELESS.test(said) && wordsOf(said).length <= 6 && !isQuestion(text)
      ? { intent: 'quick_entity', isSure: true, by: 'pattern', slots: { type } }
      : null;
  const asks = new RegExp(`\\b(?:${MAKE}|note them|note it)\\b`, 'i').test(said);
  if (!asks || (isQuestion(text) && !POLITE.test(text.replace(FILLER, '')))) return null;
  return {
    intent: 'quick_entity',
    isSure: true,
    by: 'pattern',
    slots: { name: unquoted(name.replace(/^(?:a|an)\s+/i, '').replace(/^the\s+(?=[a-z])/, '')), type },
  };
};

/** A calling is said before any kind of thing: somebody, at a place. */
const comesFirst = (text: string): boolean => {
  const role = ROLE.exec(text)?.index;
  if (role === undefined) return false;
  return TYPE_OF.every(([pattern]) => (pattern.exec(text)?.index ?? Infinity) >= role);
};

/** Who of the known is named in a text, by a whole name, an alias or the first long word of a name. */
export const namedIn = (text: string, names: readonly KnownName[]): KnownName[] => {
  const low = ` ${wordsOf(text).join(' ')} `;
  return names.filter((n) =>
    [n.name, ...n.aliases, n.name.split(' ').find((w) => w.length > 3 && /^[A-Z]/.test(w)) ?? ''].some(
      (form) => form.length > 2 && low.includes(` ${wordsOf(form).join(' ')} `),
    ),
  );
};
const named = (text: string, names: readonly KnownName[]): string[] => namedIn(text, names).map((n) => n.name);

const pattern = (text: string, talk: Talk): Understood | null => {
  const said = bare(text);
  const sure = (intent: Intent, slots: Slots = {}): Understood => ({ intent, isSure: true, slots, by: 'pattern' });
  if (LOG.test(said) && !isQuestion(text)) {
    const content = clean(said.replace(LOG, ''));
    // "Remember that …" may be said to a person.
    if (wordsOf(content).length > 1 && !/\b(?:out|off|in)$/i.test(content))
      return {
        ...sure('log_event', { content, entities: named(content, talk.names) }),
        isSure: !/^remember|^note\b.*\bi (?:may|might|am|was|will|could)\b/i.test(said),
      };
  }
  const scene = explicitScene(text, talk);
  if (scene) return scene;
  if (STATS.test(said) && !/\bhow many\b/i.test(said)) return sure('stat_block', { subject: subjectOfStats(said) });
  const entity = thing(text);
  const isPerson = /\bnpc\b|\bcharacter\b/i.test(said) || comesFirst(said);
  if (entity && !isPerson) return entity;
  if (RECAP.test(text)) return sure('recap');
  const person = somebody(text);
  if (person && !(WANTS.test(text) && !/\bneed|\bnpc\b|who(?:'s| is) (?:that|this|he|she)\b/i.test(text)))
    return person;
  if (entity) return entity;
  const rule = ruleNamed(said, talk.system);
  if (RULES.test(said) && !(WANTS.test(text) && !isQuestion(said)))
    return sure('rules_lookup', { topic: rule ?? clean(said) });
  const ruleWords = new Set((said.match(RULE_WORDS) ?? []).map((w) => w.toLowerCase())).size;
  const about = named(text, talk.names);
  if (
    isQuestion(text) &&
    about.length === 0 &&
    !WANTS.test(text) &&
    (ruleWords >= 2 || (ruleWords === 1 && (rule !== null || GENERIC.test(said))))
  )
    return sure('rules_lookup', { topic: rule ?? clean(said) });
  if (WANTS.test(text)) return sure('situation_help', { entities: about });
  const where = going(text, talk);
  if (where) return where;
  if (SMALL.test(said) || SMALL.test(text.trim())) return sure('smalltalk');
  if (/^(?:remind me|tell me|do you (?:know|remember)|anything (?:on|about)|info on|describe)\b/i.test(said))
    return sure('campaign_question');
  if (rule && wordsOf(said).length <= 7 && about.length === 0) return sure('rules_lookup', { topic: rule });
  if (isQuestion(text)) return sure('campaign_question');
  return null;
};

export const MISSING_APOSTROPHE =
  /\b(she|he|that|what|who|where|there|how|it)s\b(?= (?:a|an|the|up|off|at|in|on|gonna|going|my|your|his|her|its|their|this|that|he|she|it|\w+ing)\b)/gi;
/** Typed in a hurry: apostrophes that are missing, where nothing else can be meant. */
const apostrophes = (text: string): string =>
  text
    .replace(/\b(they|you)re\b/gi, '$1’re')
    .replace(MISSING_APOSTROPHE, '$1’s')
    .replace(/\b(do|did|does|is|are|was|were|ca|wo|have|has|would|should|could)nt\b/gi, '$1n’t')
    .replace(/’/g, "'");

/** What stands before the place where one is. */
export const LEAD_TO_PLACE = new RegExp(
  `^(?:(?:and |so |ok(?:ay)? )*(?:next(?: scene| thing| up)?\\s*[:,–-]?\\s*|cut to\\s*:?\\s*|switching to\\s+|meanwhile,?\\s*|(?:${PARTY})(?:'re| are| is)?\\s+(?:now |back )*(?:in|at|on)\\s+)+)(?:the\\s+)?`,
  'i',
);

/** What these words mean. Never throws; an empty text is smalltalk. */
export const understand = (text: string, talk: Talk): Understood => {
  const words = apostrophes(text.trim().slice(0, 2000));
  if (words === '') return { intent: 'smalltalk', isSure: true, slots: {}, by: 'guard' };
  if (SAVE.test(bare(words)) || SAVE.test(words))
    return { intent: 'save_that', isSure: talk.previous !== '', slots: {}, by: 'pending' };
  const guarded = guard(words, talk.names);
  if (guarded) return { intent: guarded, isSure: true, slots: {}, by: 'guard' };
  const found = pattern(words, talk);
  // Whatever speaks of something that is there, or is no plain request, is never made at once; nor is a bare word.
  if (
    found &&
    WRITES.has(found.intent) &&
    (DOUBTFUL.test(bare(words)) ||
      wordsOf(words).length < 2 ||
      (found.intent !== 'log_event' && THERE_ALREADY.test(words)))
  )
    return { ...found, isSure: false };
  if (found) return found;
  const near = nearest(words, talk.embed);
  // Likeness alone never writes: it is offered.
  if (near)
    return {
      intent: near,
      isSure: !WRITES.has(near),
      slots:
        near === 'create_scene'
          ? {
              title: clean(clean(words).replace(LEAD_TO_PLACE, ''))
                .replace(/\s+(?:now|i guess)$/i, '')
                .slice(0, 60),
            }
          : {},
      by: 'nearest',
    };
  // A statement that names nobody is said to the table, not to the campaign; one about people in the story is something they do.
  if (
    !isQuestion(words) &&
    named(words, talk.names).length === 0 &&
    wordsOf(words).length <= 6 &&
    !IN_PLAY.test(bare(words))
  )
    return { intent: 'smalltalk', isSure: true, slots: {}, by: 'default' };
  if (!isQuestion(words) && IN_PLAY.test(bare(words)))
    return { intent: 'situation_help', isSure: true, slots: { entities: named(words, talk.names) }, by: 'default' };
  return { intent: 'campaign_question', isSure: true, slots: {}, by: 'default' };
};
