// One question to the assistant from an open session. The rules on this device may use everything; a model only what
// the GM lets it be told. What the assistant wants written becomes drafts.
import {
  isKnownToPlayers,
  playerAliases,
  readDraftRequests,
  SAFETY,
  type ChatCitation,
  type ChatMessage,
  type DraftRequest,
  type EntityType,
  type SearchHit,
} from '@emberkeep/domain';
import {
  converse,
  respond,
  chatInstructions,
  chatMessages,
  type KnownName,
  type ModelReply,
  type ModelChatRequest,
  type StopSignal,
  type ChatRequest,
} from '@emberkeep/assistant';
import { writeDraft, type DraftWritten, type OpenDocument } from '@emberkeep/store';
import type { ModelAccess } from '#lib/services/models/model-access.svelte.ts';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { sentenceFor } from '#lib/device/error-messages.ts';
import { withTimeout } from '#lib/device/timers.ts';
import { m } from '#messages';
import { campaignPorts, citationsOf, hitContext } from './campaign-ports.ts';
import { takeBack, type TakenBack } from './take-back.ts';

/** Longest wait for a message's sentence vector, ms: the words are enough to read it by. */
const VECTOR_MS = 150;

const nameOf = (e: { id: string; name: string; entityType: string; aliases: readonly string[] }): KnownName => ({
  id: e.id,
  name: e.name,
  type: e.entityType as EntityType,
  aliases: e.aliases,
});

/** A model to ask, and how to follow and stop its answer. */
export interface AskedModel {
  access: ModelAccess;
  signal: StopSignal;
  onText(soFar: string): void;
}

export interface Asked extends ModelReply {
  cited: ChatCitation[];
}

const turnOf = async (
  { id, live, search }: OpenCampaign,
  body: OpenDocument,
  text: string,
  earlier: readonly ChatMessage[],
): Promise<ChatRequest> => {
  const lastAnswer = earlier.findLast((message) => message.role === 'assistant');
  const open = live.sessions.find((session) => body.ref.kind === 'session' && session.id === body.ref.sessionId);
  const vectors = await withTimeout(search.index?.meaning?.vectorsOf(text) ?? Promise.resolve([]), VECTOR_MS, []);
  return {
    text,
    seed: id,
    system: live.campaign?.system ?? '',
    names: live.entities.map(nameOf),
    previous: lastAnswer?.content ?? '',
    asked: earlier.flatMap(({ role, content }) => (role === 'user' ? [content] : [])).reverse(),
    offers: lastAnswer === earlier.at(-1) ? readDraftRequests(lastAnswer?.offers) : [],
    vector: vectors[0]?.vector ?? null,
    ...(open ? { openSession: open.shownNumber } : {}),
  };
};

const modelTurnOf = (
  campaign: OpenCampaign,
  turn: ChatRequest,
  earlier: readonly ChatMessage[],
  { settings }: ModelAccess,
  hits: Map<string, SearchHit>,
): ModelChatRequest => {
  const isToldAll = settings.told === 'everything' || settings.place === 'device';
  const topicsOf = (kind: 'line' | 'veil'): string[] =>
    campaign.live
      .list(SAFETY)
      .filter((s) => s.safetyKind === kind)
      .map((s) => s.topic);
  return {
    ...turn,
    told: {
      names: isToldAll
        ? campaign.live.entities.map(nameOf)
        : campaign.live.entities
            .filter(isKnownToPlayers)
            .map((entity) => nameOf({ ...entity, aliases: playerAliases(entity) })),
      ports: campaignPorts(campaign, isToldAll ? 'gm' : 'table', hits),
    },
    // Earlier messages may contain what only GMs know: from the rules, from a model that was told more, from a co-GM.
    talk: isToldAll ? earlier.map(({ role, content }) => ({ role, text: content })) : [],
    lines: topicsOf('line'),
    veils: topicsOf('veil'),
    tellsLimits: settings.tellsLimits,
  };
};

/** Everything that a model would be sent first, for the person to read before agreeing. */
export const whatIsSent = async (
  campaign: OpenCampaign,
  body: OpenDocument,
  text: string,
  earlier: readonly ChatMessage[],
  model: ModelAccess,
): Promise<string> => {
  const turn = modelTurnOf(campaign, await turnOf(campaign, body, text, earlier), earlier, model, new Map());
  return [
    chatInstructions(turn),
    ...chatMessages(turn).map(({ role, text }) =>
      role === 'user' ? m.chat_ask_you({ text }) : m.chat_ask_assistant_text({ text }),
    ),
  ].join('\n');
};

/**
 * Answers by the model that is asked, or by the rules on this device without one.
 * `earlier`: this session's messages before these words, oldest first.
 * Rejects where both search and plain search fail.
 */
export const ask = async (
  campaign: OpenCampaign,
  body: OpenDocument,
  text: string,
  earlier: readonly ChatMessage[],
  asked: AskedModel | null,
): Promise<Asked> => {
  const hits = new Map<string, SearchHit>();
  const turn = await turnOf(campaign, body, text, earlier);
  const ports = campaignPorts(campaign, 'gm', hits);
  const { id, membership, entry } = campaign;
  const model = asked ? await asked.access.model({ id, relay: membership.relay, token: entry.token }) : null;
  const reply: ModelReply =
    asked && model
      ? await converse(
          modelTurnOf(campaign, turn, earlier, asked.access, hits),
          ports,
          model,
          asked.signal,
          asked.onText,
        )
      : { ...(await respond(turn, ports)), engine: '', isPartial: false, problem: null };
  return { ...reply, cited: citationsOf(reply.citations, hits, hitContext(campaign)) };
};

export interface Written {
  made: DraftWritten | null;
  /** Why it was not written; empty where it was. */
  sentence: string;
  /** Undoes exactly this step. */
  undo: (() => Promise<TakenBack>) | null;
}

/** Writes a draft as one step that can be undone. */
export const write = ({ docs }: OpenCampaign, body: OpenDocument, request: DraftRequest): Written => {
  const written = writeDraft(docs, body, request);
  if (!written.ok) return { made: null, sentence: sentenceFor(written.error), undo: null };
  const step = docs.latestStep();
  return { made: written.value, sentence: '', undo: step ? () => takeBack(docs, step) : null };
};
