// Recognises requests for a scene: one that is asked for by that word, and a party that moves to another place.
import { SCENE_TYPES, type SceneType } from '@emberkeep/domain';
import { requestedSceneType } from './requested-scene-type.ts';
import type { MessageContext, Understood } from './intents.ts';
import { wordsOf } from './likeness.ts';
import { longestFirst } from '../vocabulary/patterns.ts';
import { bareRequest, isQuestion, isRealQuestion, trimPunctuation } from './phrasing.ts';
import { nameIn } from './slots.ts';
import { ATTEMPT } from './vocabulary/intent-phrases.ts';
import { PARTY } from './vocabulary/movement.ts';
import { MAKE_VERB } from './vocabulary/request-phrases.ts';
import { goingLoosely, goingPlainly, SCENE_SUBJECT, SCENE_WORD, TIME_SUFFIX } from './vocabulary/scene-phrases.ts';

const TYPE_SYNONYMS: Readonly<Record<string, SceneType>> = {
  fight: 'combat',
  battle: 'combat',
  conversation: 'social',
  heist: 'score',
  cbt: 'combat',
  soc: 'social',
  invest: 'investigation',
};
const NAMED_TYPE = new RegExp(
  `\\b(${SCENE_TYPES.map((type) => type.replace('_', '[ _-]')).join('|')}|fight|battle|conversation|heist|cbt|soc|invest)\\b`,
  'i',
);

/**
 * The scene type that a text names. "Score" and "other" never count, "travel" only beside "scene": they are everyday
 * words.
 */
const namedType = (text: string): SceneType | null => {
  const named = NAMED_TYPE.exec(text)?.[1]?.toLowerCase().replace(/[ -]/g, '_');
  if (!named) return null;
  const type =
    TYPE_SYNONYMS[named] ??
    SCENE_TYPES.find((each) => each === named && each !== 'other' && each !== 'score' && each !== 'travel');
  return type ?? (named === 'travel' && SCENE_WORD.test(text) ? 'travel' : null);
};

/** Type of a scene: the type named, else by the kind of place, else as the analysis of notes finds it. */
export const sceneTypeFor = (text: string, title: string, system: string): SceneType => {
  const named = namedType(text);
  if (named) return named;
  if (/\b(?:market|bazaar|tavern|inn|feast|ball|dinner|party at|court)\b/i.test(title)) return 'social';
  // "The party" means the characters, not a celebration, which would make it a social scene.
  const withoutParty = text.replace(/\bthe (?:party|gang|crew|group|company)\b/gi, 'they');
  return requestedSceneType(`${withoutParty}. ${title}`, title, system);
};

const asksForScene = (said: string): boolean =>
  MAKE_VERB.test(said) ||
  /^(?:next )?scene\b|^(?:insert|have|begin|i'?d like|set)\s+(?:an?|another|the)\b/i.test(said) ||
  /\bneeds? (?:its|a|an) (?:own )?scene\b/i.test(said);

/** What a scene without a given name is about: "scene for the chase through the fish quay". */
const sceneSubject = (said: string): string => {
  const needsScene = /^(.*?),?\s*(?:that|this|which|it)\s+needs? (?:its|a) (?:own )?scene/i.exec(said)?.[1];
  return trimPunctuation(
    (needsScene ?? SCENE_SUBJECT.exec(said)?.[1] ?? '')
      .replace(TIME_SUFFIX, '')
      .replace(
        /^(?:an?\s+)?(?:combat|social|investigation|exploration|travel|downtime)\s+(?:scene\s+)?(?:of|about|at|in)\s+/i,
        '',
      )
      .replace(/^(?:they|we|the party)\s+(?:get to|go to|reach|come to|arrive at|hits?)\s+/i, '')
      .replace(/^(?:the\s+)?(?:crew|party)\s+hits\s+/i, '')
      .replace(/\s+(?:tonight|now|please|pls)$/i, ''),
  );
};

/** A request that contains the word: "new scene: questioning the night porter". */
export const sceneRequest = (text: string, context: MessageContext): Understood | null => {
  const said = bareRequest(text).replace(/^have\s+(?=an?\b|another\b)/i, 'add ');
  if (!SCENE_WORD.test(said) || isQuestion(said) || isRealQuestion(text) || !asksForScene(said)) return null;
  const given = nameIn(said);
  // A given name keeps its article, a description loses it.
  const title = trimPunctuation(given ?? sceneSubject(said).replace(/^(?:the|an?)\s+(?=\S)/i, ''));
  return {
    intent: 'create_scene',
    isSure: true,
    by: 'pattern',
    slots: { title: title || 'New scene', sceneType: sceneTypeFor(text, title, context.system) },
  };
};

/** Pattern for those who can move to another place: the party, or player characters by name. */
const travellers = ({ names }: MessageContext): string => {
  const pcs = names
    .filter((known) => known.type === 'pc')
    .flatMap((known) => [known.name, ...known.aliases, known.name.split(' ')[0] ?? ''])
    .filter((name) => name.length > 2);
  return `(?:${PARTY}${pcs.length > 0 ? `|${longestFirst(pcs)}` : ''})`;
};

/** A scene where the party goes. It is written only for a whole plain sentence; said in passing, it is offered. */
export const movementScene = (text: string, context: MessageContext): Understood | null => {
  const said = bareRequest(text);
  if (isQuestion(text) || ATTEMPT.test(text)) return null;
  const who = travellers(context);
  const plain = goingPlainly(who).exec(said);
  const found = plain ?? goingLoosely(who).exec(said);
  const place = found?.at(-1);
  if (!place) return null;
  const title = trimPunctuation(
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
    slots: { title, sceneType: isFight ? 'combat' : sceneTypeFor(text, title, context.system) },
  };
};
