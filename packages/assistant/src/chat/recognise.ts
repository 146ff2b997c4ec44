// The pattern step of understanding: recognises an intent by precise patterns. Their order is part of the behaviour:
// "log that they need a bartender" is a log entry and no request for an NPC.
import { entityRequest, npcRequest, roleComesFirst } from './entity-requests.ts';
import type { Intent, MessageContext, Slots, Understood } from './intents.ts';
import { namedIn } from './find-names.ts';
import { wordsOf } from './likeness.ts';
import { bareRequest, isQuestion, trimPunctuation } from './phrasing.ts';
import { ruleNamed } from './rule-names.ts';
import { movementScene, sceneRequest } from './scene-requests.ts';
import { statsSubject } from './slots.ts';
import {
  ATTEMPT,
  GENERIC_QUESTION,
  LOG,
  RECAP,
  RULE_WORDS,
  RULES,
  SMALL_TALK,
  STATS,
} from './vocabulary/intent-phrases.ts';
import { ASKS_CAMPAIGN } from './vocabulary/request-phrases.ts';

const sure = (intent: Intent, slots: Slots = {}): Understood => ({ intent, isSure: true, slots, by: 'pattern' });

const logRequest = (text: string, said: string, { names }: MessageContext): Understood | null => {
  if (!LOG.test(said) || isQuestion(text)) return null;
  const content = trimPunctuation(said.replace(LOG, ''));
  if (wordsOf(content).length <= 1 || /\b(?:out|off|in)$/i.test(content)) return null;
  return {
    ...sure('log_event', { content, entities: namedIn(content, names).map((known) => known.name) }),
    // "Remember that …" can be meant for a player.
    isSure: !/^remember|^note\b.*\bi (?:may|might|am|was|will|could)\b/i.test(said),
  };
};

/** A request for an entity, an NPC first where the words allow both, or for a recap. */
const entityOrRecap = (text: string, said: string): Understood | null => {
  const entity = entityRequest(text);
  const isPerson = /\bnpc\b|\bcharacter\b/i.test(said) || roleComesFirst(said);
  if (entity && !isPerson) return entity;
  if (RECAP.test(text)) return sure('recap');
  const npc = npcRequest(text);
  const isAttempt = ATTEMPT.test(text) && !/\bneed|\bnpc\b|who(?:'s| is) (?:that|this|he|she)\b/i.test(text);
  return npc && !isAttempt ? npc : entity;
};

/** A question about rules: it has the words of such questions, or rules terms and no entity's name. */
const rulesQuestion = (
  text: string,
  said: string,
  { rule, namesNobody }: { rule: string | null; namesNobody: boolean },
): Understood | null => {
  const lookup = (): Understood => sure('rules_lookup', { topic: rule ?? trimPunctuation(said) });
  if (RULES.test(said) && !(ATTEMPT.test(text) && !isQuestion(said))) return lookup();
  if (!isQuestion(text) || !namesNobody || ATTEMPT.test(text)) return null;
  const termCount = new Set((said.match(RULE_WORDS) ?? []).map((word) => word.toLowerCase())).size;
  return termCount >= 2 || (termCount === 1 && (rule !== null || GENERIC_QUESTION.test(said))) ? lookup() : null;
};

/** What the patterns make of a message, or null. */
export const recognise = (text: string, context: MessageContext): Understood | null => {
  const said = bareRequest(text);
  const request = logRequest(text, said, context) ?? sceneRequest(text, context);
  if (request) return request;
  if (STATS.test(said) && !/\bhow many\b/i.test(said)) return sure('stat_block', { subject: statsSubject(said) });
  const entity = entityOrRecap(text, said);
  if (entity) return entity;
  const rule = ruleNamed(said, context.system);
  const entities = namedIn(text, context.names).map((known) => known.name);
  const namesNobody = entities.length === 0;
  const rules = rulesQuestion(text, said, { rule, namesNobody });
  if (rules) return rules;
  if (ATTEMPT.test(text)) return sure('situation_help', { entities });
  const movement = movementScene(text, context);
  if (movement) return movement;
  if (SMALL_TALK.test(said) || SMALL_TALK.test(text.trim())) return sure('smalltalk');
  if (ASKS_CAMPAIGN.test(said)) return sure('campaign_question');
  if (rule && wordsOf(said).length <= 7 && namesNobody) return sure('rules_lookup', { topic: rule });
  return isQuestion(text) ? sure('campaign_question') : null;
};
