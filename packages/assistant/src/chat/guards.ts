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
  NAMES_RECORD,
  NEGATION,
  OPERATES_SCENE,
  QUESTION_ABOUT_EVENTS,
  REPORTED_SPEECH,
  STORY_ACTION,
} from './vocabulary/guard-phrases.ts';
import { ROLE } from './vocabulary/name-phrases.ts';

/** "Set up a scene" begins with a verb of change and asks for something new. */
const isSceneSetup = (said: string): boolean =>
  /^set (?:up\b|(?:me |us )?(?:an?|the) (?:new )?(?:\w+ )?scene\b)/i.test(said);

/** True where the request would change an existing entity or add to it, whatever verb it begins with. */
const changesExisting = (said: string, names: readonly KnownName[]): boolean => {
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

/** The intent of a message that must not be written, or null where no guard applies. */
export const guard = (text: string, names: readonly KnownName[]): Intent | null => {
  const said = bareRequest(text);
  if (REPORTED_SPEECH.test(text)) return 'smalltalk';
  if (/^(?:should|shall) (?:i|we)\b|\bis it worth\b|\bwould it be (?:better|wise)\b/i.test(said))
    return 'situation_help';
  if (QUESTION_ABOUT_EVENTS.test(said)) return 'campaign_question';
  const isStory = STORY_ACTION.test(said);
  if (!isStory && (CHANGE_IDIOM.test(text) || CHANGE_LATER.test(text) || (CHANGE.test(said) && !isSceneSetup(said))))
    return 'refuse';
  if (NEGATION.test(text) || /\b(?:rather|would) not (?:add|make|create|have)\b/i.test(text)) return 'smalltalk';
  if (!isStory && changesExisting(said, names)) return 'refuse';
  if (OPERATES_SCENE.test(said)) return 'smalltalk';
  return null;
};
