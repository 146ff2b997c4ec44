// Owns one analysis of a text while a desk shows it: gathers what the rules need, runs them, and hands the items to the
// documents. Never started by itself, and never from Play.
import { noteOutline, PLAYER, type AnalysisItem, type NoteNode, type SuggestionType } from '@emberkeep/domain';
import { listChat, readNote, recordAnalysis, type CampaignDocs, type OpenDocument } from '@emberkeep/store';
import { startAnalysis, type RunningAnalysis } from '#lib/app/analysis.ts';
import { sentenceFor } from '#lib/app/error-messages.ts';
import type { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { matchPlanned } from './match-planned.ts';

/** Said where the notes hold nothing to read. */
const NOTHING_YET = 'There is nothing written here yet. Write a few lines, then analyse.';

export class NoteAnalysis {
  /** 0 to 1 while it runs, else null. */
  progress: number | null = $state(null);
  /** What the last run said; empty before the first. */
  outcome = $state('');
  #running: RunningAnalysis | null = null;
  readonly #docs: CampaignDocs;
  readonly #live: LiveCampaign;

  constructor(docs: CampaignDocs, live: LiveCampaign) {
    this.#docs = docs;
    this.#live = live;
  }

  stop(): void {
    this.#running?.stop();
  }

  /** Saves, reads the note by the campaign's system, and writes the suggestions of these kinds. `chat`: the talk at the table is read too. */
  async run(document: OpenDocument, note: string, options: { stage: 'prep' | 'actual'; kinds: readonly SuggestionType[]; chat?: boolean }): Promise<boolean> {
    if (this.progress !== null) return false;
    const saved = await this.#docs.queue.whenSaved();
    if (!saved.ok) {
      toasts.show(sentenceFor(saved.error));
      return false;
    }
    const nodes: NoteNode[] = readNote(document, note);
    const chat = options.chat ? listChat(document).filter((m) => m.role === 'user').map((m) => m.content) : [];
    const text = [noteOutline(nodes), ...(chat.length > 0 ? ['---', ...chat] : [])].join('\n\n');
    if (text.trim() === '') {
      toasts.show(NOTHING_YET);
      return false;
    }
    this.progress = 0;
    this.outcome = '';
    try {
      this.#running = startAnalysis({
        text, gameSystem: this.#live.campaign?.system ?? '', stage: options.stage,
        knownEntities: this.#live.entities.map(({ id, name, entityType, aliases }) => ({ id, name, type: entityType, aliases: [...aliases] })),
        players: this.#live.list(PLAYER).map((p) => p.name),
      }, (done) => (this.progress = done));
      const items = await this.#running.items;
      if (items === null) {
        toasts.show('Stopped. Nothing was suggested.');
        return false;
      }
      const wanted = items.filter((i) => options.kinds.includes(i.type) && !hasParty(i)).map((i) => (document.ref.kind === 'session' ? withCast(i, items) : i));
      const written = recordAnalysis(this.#docs, document, note, options.stage === 'actual' ? matchPlanned(wanted, document) : wanted, options.kinds);
      if (!written.ok) {
        toasts.show(sentenceFor(written.error));
        return false;
      }
      const { open, dismissed } = written.value;
      this.outcome = `${open === 0 ? 'Nothing new to suggest.' : `${open} suggestion${open === 1 ? '' : 's'}.`}${dismissed > 0 ? ` ${dismissed} that you dismissed before stay${dismissed === 1 ? 's' : ''} away.` : ''}`;
      return true;
    } catch {
      toasts.show('These notes could not be read by the rules. They are saved as they are; nothing was changed.');
      return false;
    } finally {
      this.progress = null;
      this.#running = null;
    }
  }
}

// The party is no entity of the campaign: a tie to it has nowhere to go.
const hasParty = (item: AnalysisItem): boolean => item.type === 'relationship_suggestion' && [item.proposal.from, item.proposal.to].includes('party');

/** A scene brings along who of the known is named in it. */
const withCast = (item: AnalysisItem, all: readonly AnalysisItem[]): AnalysisItem => {
  if (item.type !== 'scene_suggestion') return item;
  const entityIds = [...new Set(all.flatMap((i) => (i.type === 'entity_mention' && i.start >= item.start && i.end <= item.end ? [i.proposal.entityId] : [])))];
  return { ...item, proposal: { ...item.proposal, entityIds } };
};
