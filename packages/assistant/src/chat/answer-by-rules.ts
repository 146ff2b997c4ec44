// Answers one message without a model: returns the answer, the passages it comes from, and drafts to write or to offer.
// It can only ask for drafts of scenes, entities and log entries; the host decides their session and status.
import { isEndPhrase, type TableRoll } from '@emberkeep/domain';
import { gameSystem } from '@emberkeep/domain/game-systems';
import { countAnswer } from './count-asked.ts';
import { acceptedDrafts, draftsFor, draftSentences, knownSentence, withoutKnown } from './drafts.ts';
import { dayAsked } from './day-asked.ts';
import { asksToUndo, beforeAsked } from './follow-ups.ts';
import { guard } from './guards.ts';
import { asksForMade, madeAnswer, moreAboutMade } from './made-asked.ts';
import { modelFor } from './intent-model/load-model.ts';
import type { Understood } from './intents.ts';
import { entityMeant, namedIn } from './find-names.ts';
import { capitalise } from './letter-case.ts';
import { wordsOf } from './likeness.ts';
import { asksForCheck, notedCheck } from './noted-check.ts';
import { namesOtherSession } from './other-session.ts';
import {
  answerFrom,
  answerFromConversation,
  isAboutConversation,
  isAboutDay,
  isAboutRelationships,
  type Answer,
} from './question.ts';
import { diceAsked, rolledAnswer } from './roll.ts';
import { tableAnswer, tablesAsked } from './table-asked.ts';
import { answerRule } from './rule-lookup.ts';
import { helpWith } from './situation.ts';
import { blockFor, blockLine } from './stats.ts';
import { tallyAnswer, tallyAsked, type Tally } from './tally-asked.ts';
import type { AgentPorts, ChatReply, ChatRequest, DayTold } from './turn.ts';
import { understand } from './understand.ts';

export type { AgentPorts, ChatReply, ChatRequest } from './turn.ts';

const NOTHING = 'I found nothing about that.';
const STILL_READING = 'I found nothing about that yet: this campaign is still being read. Ask again in a moment.';
/** To a remark that was not understood: nobody may take the answer for "done". */
const DID_NOTHING = 'I did nothing with that. Begin with “Log:” to add it to the log.';
const OTHER_SESSION = 'I only write into the session that is open. Open the other one and ask me there.';
const CAN_DO = [
  'I can add a scene (“The party went to the market”), create someone (“I need a bartender at the Anchor”)',
  'or anything else by name, look up a rule, give stats, suggest a roll, log what happened, recap the story,',
  'and answer questions from your campaign. I never change or delete anything.',
].join(' ');

/** Passages to search for, for one answer. */
const SEARCH_LIMIT = 8;

const replyWith = (understood: Understood, text: string, more: Partial<ChatReply> = {}): ChatReply => ({
  understood,
  text,
  citations: [],
  writes: [],
  offers: [],
  ...more,
});

const answerQuestion = async (turn: ChatRequest, ports: AgentPorts): Promise<Answer | null> => {
  if (isAboutConversation(turn.text))
    return answerFromConversation(await ports.search(turn.text, SEARCH_LIMIT, 'talk'));
  const answer = answerFrom(turn.text, await ports.search(turn.text, SEARCH_LIMIT));
  const named = namedIn(turn.text, turn.names);
  const asksRelationships = named.length > 1 || (named.length > 0 && isAboutRelationships(turn.text));
  const relationships = asksRelationships ? (ports.ties?.(named.map((known) => known.id)) ?? []) : [];
  return relationships.length === 0
    ? answer
    : { text: [answer?.text, ...relationships].filter(Boolean).join('\n'), citations: answer?.citations ?? [] };
};

/** Shows a stat block and offers to keep it. */
const replyWithStats = (understood: Understood, { system, names }: ChatRequest): ChatReply => {
  const subject = capitalise(understood.slots.subject || 'someone');
  const found = blockFor(subject, system);
  if (!found) return replyWith(understood, `There are no stat blocks for ${gameSystem(system).name}.`);
  const { block, fit } = found;
  const text = `${subject}. ${blockLine(block)}${fit === 'own' ? '' : `\n(Based on “${block.role}”.)`}`;
  // Somebody who is in the campaign is not made a second time, and their record is the GM's to change.
  if (entityMeant(subject, names)) return replyWith(understood, text);
  return replyWith(understood, text, {
    offers: [{ kind: 'entity', name: subject, type: 'npc', attributes: block.fields }],
  });
};

/** Why "save it" saves nothing: it is saved, it belongs to a record that the GM changes, or there was nothing. */
const nothingToSave = ({ previous, names }: ChatRequest): string => {
  if (/^(?:Added|Logged)\b/.test(previous)) return 'That is already saved as a draft.';
  const about = entityMeant(/^([^\n.:]{2,60})[.:]/.exec(previous)?.[1] ?? '', names);
  if (about) return `${about.name} is already in this campaign. I don’t change entities; add the stats there yourself.`;
  return 'There is nothing to save yet. Ask for stats first.';
};

/** "Thanks", "good job", "let's take a break": nothing that one would expect to be noted. "Ok so Bram dies" is. */
const isPleasantry = ({ by }: Understood, text: string): boolean =>
  (by === 'pattern' || by === 'model') &&
  (wordsOf(text).length <= 3 || /^(?:thank|let[’']?s|time for|need)/i.test(text));

/** The reply to an intent that writes nothing. */
const answerIntent = async (understood: Understood, turn: ChatRequest, ports: AgentPorts): Promise<ChatReply> => {
  const reply = (text: string, more?: Partial<ChatReply>): ChatReply => replyWith(understood, text, more);
  if (asksForCheck(turn.text)) {
    const noted = notedCheck(turn.text, turn.system, await ports.search(turn.text, SEARCH_LIMIT));
    if (noted) return reply(noted.text, { citations: noted.citations });
  }
  switch (understood.intent) {
    case 'save_that':
      return reply(nothingToSave(turn));
    case 'rules_lookup':
      return reply(answerRule(turn.text, turn.system).text);
    case 'stat_block':
      return replyWithStats(understood, turn);
    case 'situation_help':
      return reply(helpWith(turn.text, turn.system).text);
    case 'recap': {
      const { session } = understood.slots;
      const recap = await ports.recap(session);
      if (recap?.text) return reply(recap.text, { citations: recap.citations });
      if (session !== undefined) return reply(`I found nothing that happened in session ${session}.`);
      return reply(
        recap
          ? 'I found nothing that happened in the last session.'
          : 'No session of this campaign has been played yet.',
      );
    }
    case 'refuse':
      if (namesOtherSession(turn.text, turn.openSession) && !guard(turn.text, turn.names)) return reply(OTHER_SESSION);
      return reply('You have to do that yourself. I only add drafts; I never change, delete or promote anything.');
    case 'smalltalk':
      if (/\bwhat can you do\b|^help\b|who are you/i.test(turn.text)) return reply(CAN_DO);
      return reply(isPleasantry(understood, turn.text) ? 'Any time.' : DID_NOTHING);
    default: {
      const day = isAboutDay(turn.text) ? ports.day?.() : null;
      if (day) return reply(`In-game it is ${day}.`);
      const answer = await answerQuestion(turn, ports);
      if (answer) return reply(answer.text, { citations: answer.citations });
      return reply(ports.isReading?.() ? STILL_READING : NOTHING, { isNothing: true });
    }
  }
};

const dayAnswer = ({ day, lines, nearest }: DayTold, isReading: boolean): string => {
  if (lines.length > 0) return [`${day}:`, ...lines.map((line) => `• ${line}`)].join('\n');
  const found = `I found nothing that happened on ${day}.`;
  if (isReading) return `${found} This campaign is still being read: ask again in a moment.`;
  if (nearest.length === 0) return found;
  return `${found} The nearest ${nearest.length === 1 ? 'day' : 'days'} with events: ${nearest.join(' and ')}.`;
};

/** The reply to a question for a day of the campaign; null for any other message. */
const replyWithDay = async ({ text }: ChatRequest, ports: AgentPorts): Promise<ChatReply | null> => {
  const asked = dayAsked(text);
  const told = asked === null ? null : await ports.onDay?.(asked);
  if (!told) return null;
  const understood: Understood = { intent: 'recap', isSure: true, slots: {}, by: 'pattern' };
  return replyWith(understood, dayAnswer(told, ports.isReading?.() ?? false), {
    citations: told.citations,
    ...(told.lines.length === 0 && { isNothing: true }),
  });
};

/** The reply to "And before that?" after a question about a session; null for any other message. */
const replyWithBefore = async (turn: ChatRequest, ports: AgentPorts): Promise<ChatReply | null> => {
  const asked = beforeAsked(turn.text, turn.asked ?? []);
  if (!asked) return null;
  const question = understand(asked.question, { ...turn, previous: '' }, await modelFor(turn));
  if (question.intent !== 'recap') return null;
  const told = await ports.recap(question.slots.session, asked.before);
  const where = told?.session === undefined ? 'that session' : `session ${told.session}`;
  if (!told) return replyWith(question, 'No earlier session was played.');
  return told.text === ''
    ? replyWith(question, `I found nothing that happened in ${where}.`)
    : replyWith(question, `Before that, in ${where}: ${told.text}`, { citations: told.citations });
};

/** Where the host cannot undo. */
const UNDOES = 'I can take back only what my last answer added.';
const UNDO: Understood = { intent: 'smalltalk', isSure: true, slots: {}, by: 'pattern' };

const ASKED: Understood = { intent: 'campaign_question', isSure: true, slots: {}, by: 'pattern' };

/** What the records have for a tally; nothing where the host does not tell it. */
const tallyLines = async (tally: Tally, ports: AgentPorts): Promise<readonly string[] | undefined> => {
  if (tally === 'clues') return ports.cluesFound?.();
  return tally === 'treasure' ? ports.treasure?.() : ports.dead?.();
};

/**
 * The reply to a question that the campaign's records answer by being listed or counted, and to "tell me more about it"
 * after the newest were listed; null for any other message.
 */
const replyFromRecords = async (turn: ChatRequest, ports: AgentPorts): Promise<ChatReply | null> => {
  const count = countAnswer(turn.text, turn.names);
  if (count !== null) return replyWith(ASKED, count);
  const made = asksForMade(turn.text) ? ports.lastMade?.() : undefined;
  if (made) return replyWith(ASKED, madeAnswer(made));
  const tally = tallyAsked(turn.text);
  const lines = tally && (await tallyLines(tally, ports));
  if (tally && lines) return replyWith(ASKED, tallyAnswer(tally, lines));
  const more = moreAboutMade(turn.text, turn.previous);
  if (!more) return null;
  const answer = await answerQuestion({ ...turn, text: `Tell me about ${more.name}` }, ports);
  return answer
    ? replyWith(ASKED, answer.text, { citations: answer.citations })
    : replyWith(ASKED, `${more.line}. I found nothing more about it.`);
};

/** The result of the random table that a message asks to roll on; null for any other message. */
const rolledTable = ({ text }: ChatRequest, { rollTable }: AgentPorts): TableRoll | null => {
  for (const name of tablesAsked(text)) {
    const rolled = rollTable?.(name);
    if (rolled) return rolled;
  }
  return null;
};

/** Answers one message. Never throws because of what it says; rejects where `ports.search` or `ports.recap` does. */
export const respond = async (turn: ChatRequest, ports: AgentPorts): Promise<ChatReply> => {
  if (isEndPhrase(turn.text))
    return replyWith({ intent: 'smalltalk', isSure: true, slots: {}, by: 'pattern' }, 'Let’s end the session.', {
      isEnd: true,
    });
  if (asksToUndo(turn.text)) return replyWith(UNDO, UNDOES, { isUndo: true });
  const dice = ports.random ? diceAsked(turn.text) : null;
  if (dice && ports.random)
    return replyWith({ intent: 'smalltalk', isSure: true, slots: {}, by: 'pattern' }, rolledAnswer(dice, ports.random));
  const table = rolledTable(turn, ports);
  if (table) return replyWith(ASKED, tableAnswer(table));
  const accepted = acceptedDrafts(turn);
  if (accepted) {
    const { fresh, known } = withoutKnown(accepted, turn.names);
    const intent = fresh.length > 0 ? 'save_that' : 'smalltalk';
    const said = accepted.length === 0 ? 'Dismissed.' : draftSentences(fresh);
    const text = [said, ...(known.length > 0 ? [knownSentence(known)] : [])].filter(Boolean).join('\n');
    return replyWith({ intent, isSure: true, slots: {}, by: 'pending' }, text, { writes: fresh });
  }
  const before = await replyWithBefore(turn, ports);
  if (before) return before;
  const day = await replyWithDay(turn, ports);
  if (day) return day;
  const recorded = await replyFromRecords(turn, ports);
  if (recorded) return recorded;
  const understood = understand(turn.text, turn, await modelFor(turn));
  const drafts = draftsFor(understood, turn);
  if (drafts.length === 0) return answerIntent(understood, turn, ports);
  const { known } = withoutKnown(drafts, turn.names);
  if (known.length > 0) return replyWith(understood, knownSentence(known));
  return understood.isSure
    ? replyWith(understood, draftSentences(drafts), { writes: drafts })
    : replyWith(understood, draftSentences([], drafts), { offers: drafts });
};
