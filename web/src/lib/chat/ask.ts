// Owns one question to the agent from the open evening: what it may know is handed over, what it wants written is written as drafts
// by the store's own verb, and both sides of the talk are records.
import type { EntityType } from '@emberkeep/domain';
import { previously, respond, type DraftRequest, type Reply, type Turn } from '@emberkeep/assistant';
import { writeDraft, type DraftWritten, type OpenDocument } from '@emberkeep/store';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { sentenceFor } from '#lib/app/error-messages.ts';
import { recapSource } from '#lib/live/recap-source.ts';

/** What stands for an evening that was not told yet, words. */
const RECAP_WORDS = 140;

const turnOf = ({ id, live }: OpenCampaign, text: string, before: string): Turn => ({
  text, previous: before, seed: id, system: live.campaign?.system ?? '',
  names: live.entities.map((e) => ({ id: e.id, name: e.name, type: e.entityType as EntityType, aliases: e.aliases })),
});

/** `before`: the agent's last answer in this evening. Rejects where search and its plain stand-in both fail. */
export const ask = (campaign: OpenCampaign, text: string, before: string): Promise<Reply> =>
  respond(turnOf(campaign, text, before), {
    search: async (query, limit) => {
      const { hits } = await (await campaign.search()).search({ text: query, limit });
      // Its own answers are no witness of what happened.
      return hits.filter((hit) => hit.kind !== 'chat' || hit.sub !== 'assistant').map((hit) => ({ id: hit.passageId, title: hit.title || hit.label, text: hit.snippet.map((run) => run.text).join('') }));
    },
    recap: async () => {
      const told = previously(await recapSource(campaign), 'plain').paragraphs.flat().map((sentence) => sentence.text).join(' ').split(/\s+/).filter(Boolean);
      return told.length === 0 ? null : { text: told.length > RECAP_WORDS ? `${told.slice(0, RECAP_WORDS).join(' ')} …` : told.join(' '), citations: [] };
    },
  });

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
