// Catches messages that contain the words of a request and must not be written: quotations, negations, questions about
// what happened, and changes to existing records. Invariant: what a guard catches never reaches a step that can write.
import type { Intent, KnownName } from './intents.ts';
import { namedIn } from './find-names.ts';
import { lowerFirst } from './letter-case.ts';
import { bareRequest } from './phrasing.ts';
import {
  ADDS_TO_EXISTING,
  CHANGE,
  CHANGE_IDIOM,
  CHANGE_LATER,
  CHANGES_EXISTING,
  EDITS_EXISTING,
  NAMES_RECORD,
  NEGATION,
  OPERATES_SCENE,
  OTHERS_WORDS,
  QUESTION_ABOUT_EVENTS,
  REORDERS,
  REPORTED_SPEECH,
  NOT_ASKED,
  STORY_ACTION,
  TABLE_ACTION,
} from './vocabulary/guard-phrases.ts';
import { LOG } from './vocabulary/intent-phrases.ts';
import { ROLE } from './vocabulary/name-phrases.ts';

/** "Set up a scene" begins with a verb of change and asks for something new. */
const isSceneSetup = (said: string): boolean =>
  /^(?:set (?:me |us )?up\b|(?:set|drop) (?:me |us )?(?:an?|the) (?:new )?(?:\w+ )?scene\b|set the (?:stage|scene)\b)/i.test(
    said,
  );

/** "Put Varn to the lighthouse": what is done to somebody who is there. */
const MOVES_NAMED = /^(?:put|give|take|have|turn|raise|set)\s/i;
/** "Put Varn to the lighthouse", whoever Varn is. */
const MOVES_SOMEBODY = /^(?:[Pp]ut|[Bb]ring|[Ss]end|[Tt]ake)\s+\p{Lu}[\p{L}'’]*(?:\s+\p{Lu}[\p{L}'’]*)?\s+to\s/u;
const namesOneOf = (words: readonly string[], names: readonly KnownName[]): boolean => {
  const said = new Set(words.map((word) => word.toLowerCase().replace(/'s$/, '')));
  return names.some(({ name }) => name.split(' ').some((part) => part.length > 3 && said.has(part.toLowerCase())));
};

/** True where the request would change an existing entity or add to it, whatever verb it begins with. */
const changesExisting = (said: string, names: readonly KnownName[]): boolean => {
  if (MOVES_SOMEBODY.test(said)) return true;
  if (MOVES_NAMED.test(said) && namesOneOf(said.split(/\s+/).slice(1, 3), names)) return true;
  if (/\b(?:called|named)\b|[“"]/.test(said)) return false;
  // "Make Bess Rill, a smith": a capitalised name that nobody has is a new entity; "make Bess Rill a smith" changes one.
  const becomes = /^\w+(?:\s+[A-Z][\w'’-]*)+\s+an?\s/.test(said);
  if (
    /^(?:make|turn|give)\s+[A-Z]/i.test(said) &&
    /^\w+\s+[A-Z]/.test(said) &&
    !becomes &&
    namedIn(said, names).length === 0
  )
    return false;
  if (CHANGES_EXISTING.test(lowerFirst(said))) return true;
  const added = ADDS_TO_EXISTING.exec(lowerFirst(said))?.[1];
  return added !== undefined && !NAMES_RECORD.test(added) && !ROLE.test(added.replace(/^(?:[A-Z]\w+ ?)+/, ''));
};

/** True where the words ask for a change of what exists, in whatever words. */
const asksForChange = (text: string, said: string): boolean =>
  CHANGE_IDIOM.test(text) ||
  CHANGE_LATER.test(text) ||
  (CHANGE.test(said) && !isSceneSetup(said)) ||
  EDITS_EXISTING.test(text) ||
  REORDERS.test(said);

/** The intent of a message that must not be written, or null where no guard applies. */
export const guard = (text: string, names: readonly KnownName[]): Intent | null => {
  const said = bareRequest(text);
  if (REPORTED_SPEECH.test(text) || OTHERS_WORDS.test(text)) return 'smalltalk';
  if (/^(?:should|shall) (?:i|we)\b|\bis it worth\b|\bwould it be (?:better|wise)\b/i.test(said))
    return 'situation_help';
  if (QUESTION_ABOUT_EVENTS.test(said)) return 'campaign_question';
  if (TABLE_ACTION.test(said) || NOT_ASKED.test(said)) return 'smalltalk';
  const isStory = STORY_ACTION.test(said);
  if (!isStory && !LOG.test(said) && asksForChange(text, said)) return 'refuse';
  if (NEGATION.test(text) || /\b(?:rather|would) not (?:add|make|create|have)\b/i.test(text)) return 'smalltalk';
  if (!isStory && changesExisting(said, names)) return 'refuse';
  if (OPERATES_SCENE.test(said)) return 'smalltalk';
  return null;
};
