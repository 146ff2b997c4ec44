// Owns one question to the agent from the open evening: what it may know is handed over, to the rules everything and to a model what
// the GM lets it be told; what it wants written is written as drafts by the store's own verb, and both sides of the talk are records.
import {
  CHAPTER,
  readDraftRequests,
  SAFETY,
  type ChatCitation,
  type ChatMessage,
  type DraftRequest,
  type EntityType,
  type SearchAudience,
  type SearchHit,
} from '@emberkeep/domain';
import {
  converse,
  previously,
  respond,
  sourceForPlayers,
  talkInstructions,
  talkMessages,
  type AgentPorts,
  type KnownName,
  type ModelReply,
  type ModelTurn,
  type StopSignal,
  type Turn,
} from '@emberkeep/assistant';
import { writeDraft, type DraftWritten, type OpenDocument } from '@emberkeep/store';
import { fetchModel } from '#lib/services/search/fetch-model.ts';
import type { GuestModel } from '#lib/services/models/guest-model.svelte.ts';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { sentenceFor } from '#lib/device/error-messages.ts';
import { hitTitle, hitWhere, type HitContext } from '#lib/records/hit-place.ts';
import { recapSource } from '#lib/services/recap/recap-source.ts';

/** What stands for an evening that was not told yet, words. */
const RECAP_WORDS = 140;
/** Asked for beyond what is wanted: some of what is found is the talk itself. */
const MORE = 8;
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

export const hitContext = ({ id, live }: OpenCampaign): HitContext => ({
  base: `/campaigns/${id}`,
  session: (each) => live.session(each),
  entity: (each) => live.entity(each),
  chapter: (each) => live.one(CHAPTER, each),
});

const nameOf = (e: { id: string; name: string; entityType: string; aliases: readonly string[] }): KnownName => ({
  id: e.id,
  name: e.name,
  type: e.entityType as EntityType,
  aliases: e.aliases,
});

// Who says what about the campaign, and the hits that it said it from.
const portsOf = (campaign: OpenCampaign, audience: SearchAudience, hits: Map<string, SearchHit>): AgentPorts => {
  const { live } = campaign;
  const context = hitContext(campaign);
  const isTold = (entityId: string): boolean => audience === 'gm' || isKnownToPlayers(live.entity(entityId));
  return {
    search: async (query, limit, only) => {
      const answer = await (
        await campaign.search.open()
      ).searchWhole({ text: query, limit: limit + MORE, audience, ...(only === 'talk' ? { kind: 'chat' } : {}) });
      for (const hit of answer.hits) hits.set(hit.passageId, hit);
      const said = (hit: SearchHit): string =>
        hit.snippet
          .map((run) => run.text)
          .join('')
          .trim();
      // A question that was asked answers nothing, least of all itself; nor are its own answers a witness of what happened, unless the
      // talk itself is asked for.
      const isWitness = (hit: SearchHit): boolean =>
        hit.kind !== 'chat' ||
        (only === 'talk'
          ? plain(said(hit)) !== plain(query)
          : hit.sub !== 'assistant' && !said(hit).endsWith('?') && plain(said(hit)) !== plain(query));
      return answer.hits
        .filter(isWitness)
        .slice(0, limit)
        .map((hit) => ({
          id: hit.passageId,
          title:
            only === 'talk'
              ? `${hit.sub === 'user' ? 'you asked' : 'answered'}, ${hitWhere(hit, context)}`
              : hit.title || hit.label,
          text: said(hit),
        }));
    },
    recap: async () => {
      const source = await recapSource(campaign.docs, campaign.live);
      const told = previously(audience === 'gm' ? source : sourceForPlayers(source), 'plain')
        .paragraphs.flat()
        .map((sentence) => sentence.text)
        .join(' ')
        .split(/\s+/)
        .filter(Boolean);
      return told.length === 0
        ? null
        : {
            text: told.length > RECAP_WORDS ? `${told.slice(0, RECAP_WORDS).join(' ')} …` : told.join(' '),
            citations: [],
          };
    },
    ties: (ids) => {
      const asked = new Set(ids);
      const between = live.relationships.filter(
        (tie) =>
          (ids.length > 1
            ? asked.has(tie.fromId) && asked.has(tie.toId)
            : asked.has(tie.fromId) || asked.has(tie.toId)) &&
          isTold(tie.fromId) &&
          isTold(tie.toId),
      );
      // A relationship is the GM's knowledge; players have no view of it.
      return audience === 'table'
        ? []
        : between
            .slice(0, 6)
            .map(
              (tie) =>
                `${live.entity(tie.fromId)?.name ?? '?'} – ${tie.relationType.replaceAll('_', ' ')} – ${live.entity(tie.toId)?.name ?? '?'}`,
            );
    },
  };
};

const isKnownToPlayers = (entity: { isKnown: boolean; entityType: string } | undefined): boolean =>
  entity !== undefined && (entity.isKnown || entity.entityType === 'pc');

export interface Guest {
  model: GuestModel;
  signal: StopSignal;
  onText(soFar: string): void;
}

export interface Asked extends ModelReply {
  cited: ChatCitation[];
}

const turnOf = async ({ id, live }: OpenCampaign, text: string, talk: readonly ChatMessage[]): Promise<Turn> => {
  const last = talk.findLast((m) => m.role === 'assistant');
  const meaning = await fetchModel();
  return {
    text,
    seed: id,
    system: live.campaign?.system ?? '',
    names: live.entities.map(nameOf),
    previous: last?.content ?? '',
    offers: last === talk.at(-1) ? readDraftRequests(last?.offers) : [],
    ...(meaning ? { embed: meaning.embed } : {}),
  };
};

const modelTurnOf = (
  campaign: OpenCampaign,
  turn: Turn,
  talk: readonly ChatMessage[],
  { settings }: GuestModel,
  hits: Map<string, SearchHit>,
): ModelTurn => {
  const isAll = settings.told === 'everything' || settings.place === 'device';
  const safety = campaign.live.list(SAFETY);
  return {
    ...turn,
    told: {
      names: campaign.live.entities.filter((e) => isAll || isKnownToPlayers(e)).map(nameOf),
      ports: portsOf(campaign, isAll ? 'gm' : 'table', hits),
    },
    // Any of what was said before may be what only the GM knows: to the rules, to a model that was told more, by a co-GM.
    talk: isAll ? talk.map((m) => ({ role: m.role, text: m.content })) : [],
    lines: safety.filter((s) => s.safetyKind === 'line').map((s) => s.topic),
    veils: safety.filter((s) => s.safetyKind === 'veil').map((s) => s.topic),
    tellsLimits: settings.tellsLimits,
  };
};

/** The words that a model would be given before the talk itself: for the person to read before the first call. */
export const whatIsSent = async (
  campaign: OpenCampaign,
  text: string,
  talk: readonly ChatMessage[],
  model: GuestModel,
): Promise<string> => {
  const turn = modelTurnOf(campaign, await turnOf(campaign, text, talk), talk, model, new Map());
  return [
    talkInstructions(turn),
    ...talkMessages(turn).map((m) => `${m.role === 'user' ? 'You' : 'It'}: ${m.text}`),
  ].join('\n');
};

/** `talk`: this evening's messages before these words, oldest first. Rejects where search and its plain stand-in both fail. */
export const ask = async (
  campaign: OpenCampaign,
  text: string,
  talk: readonly ChatMessage[],
  guest: Guest | null,
): Promise<Asked> => {
  const hits = new Map<string, SearchHit>();
  const turn = await turnOf(campaign, text, talk);
  const ports = portsOf(campaign, 'gm', hits);
  const { id, membership, entry } = campaign;
  const model = guest ? await guest.model.model({ id, relay: membership.relay, token: entry.token }) : null;
  const reply: ModelReply =
    guest && model
      ? await converse(modelTurnOf(campaign, turn, talk, guest.model, hits), ports, model, guest.signal, guest.onText)
      : { ...(await respond(turn, ports)), engine: '', isPartial: false, problem: null };
  const context = hitContext(campaign);
  const cited = reply.citations.flatMap((each) => {
    const hit = hits.get(each);
    return hit
      ? [
          {
            kind: hit.kind,
            sub: hit.sub,
            recordId: hit.recordId,
            sessionId: hit.sessionId,
            entityId: hit.entityId,
            title: hitTitle(hit, context),
          },
        ]
      : [];
  });
  return { ...reply, cited: [...new Map(cited.map((c) => [`${c.kind} ${c.recordId}`, c])).values()] };
};

export interface Written {
  made: DraftWritten | null;
  /** Why not; empty where it was written. */
  sentence: string;
  /** Takes back exactly this. */
  undo: (() => Promise<unknown>) | null;
}

/** Writes what was asked for, as one step; gives what was made, or the sentence of why not. */
export const write = ({ docs }: OpenCampaign, body: OpenDocument, request: DraftRequest): Written => {
  const written = writeDraft(docs, body, request);
  if (!written.ok) return { made: null, sentence: sentenceFor(written.error), undo: null };
  const step = docs.latestStep();
  return { made: written.value, sentence: '', undo: step ? () => docs.undo(step) : null };
};
