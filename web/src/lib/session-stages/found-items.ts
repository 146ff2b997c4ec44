// What an analysis reads, and what it found, made ready and written as suggestions. Loaded with the first analysis.
import {
  findWikiLinks,
  noteLines,
  noteOutline,
  PLAYER,
  type AnalysisInput,
  type AnalysisItem,
  type NoteNode,
  type SuggestionType,
} from '@emberkeep/domain';
import { readNote, storeAnalysis, type CampaignDocs, type OpenDocument } from '@emberkeep/store';
import type { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';
import { accountsOfPlay } from './chat-accounts.ts';
import { matchPlanned } from './match-planned.ts';
import { withPassage } from './scene-passage.ts';

/** What was analysed last and what the rules found in it. */
export interface Run {
  document: OpenDocument;
  note: string;
  /** The note, and below it what was read of the chat. */
  nodes: readonly NoteNode[];
  input: AnalysisInput;
  items: readonly AnalysisItem[];
  kinds: readonly SuggestionType[];
}

/** The note, and below it the accounts of play in the chat where they are read too. */
export const nodesToRead = async (
  live: LiveCampaign,
  document: OpenDocument,
  note: string,
  withChat: boolean,
): Promise<NoteNode[]> => {
  const written = readNote(document, note);
  return withChat ? [...written, ...(await accountsOfPlay(live, document, written))] : written;
};

export const inputFor = (
  live: LiveCampaign,
  nodes: readonly NoteNode[],
  stage: AnalysisInput['stage'],
): AnalysisInput => ({
  text: noteOutline(nodes),
  gameSystem: live.campaign?.system ?? '',
  stage,
  knownEntities: live.entities.map(({ id, name, entityType, aliases }) => ({
    id,
    name,
    type: entityType,
    aliases: [...aliases],
  })),
  players: live.list(PLAYER).map((p) => p.name),
  links: noteLines(nodes)
    .flatMap(findWikiLinks)
    .map(({ name, shown }) => ({ name, shown })),
});

/** The party is no entity of the campaign, so a relationship to it would have no other end. */
const namesParty = (item: AnalysisItem): boolean =>
  item.type === 'relationship_suggestion' && [item.proposal.from, item.proposal.to].includes('party');

/**
 * Writes what was found as suggestions. `keeps` names a rule whose earlier suggestions stay although they were not found
 * this time.
 */
export const writeFound = (
  docs: CampaignDocs,
  { document, note, nodes, kinds, input }: Run,
  items: readonly AnalysisItem[],
  keeps: string,
): ReturnType<typeof storeAnalysis> => {
  const wanted = items
    .filter((item) => kinds.includes(item.type) && !namesParty(item))
    .map((item) => (document.ref.kind === 'session' ? withPassage(item, nodes, items) : item));
  const matched = input.stage === 'actual' ? matchPlanned(wanted, document, note) : wanted;
  return storeAnalysis(docs, { doc: document, note, items: matched, kinds, keeps });
};
