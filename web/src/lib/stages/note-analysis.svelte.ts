// Owns one analysis of a text while a desk shows it: gathers what the rules need, runs them, and hands the items to the
// documents. Never started by itself, and never from Play.
import {
  BY_MODEL,
  noteOutline,
  PLAYER,
  SAFETY,
  type AnalysisInput,
  type AnalysisItem,
  type NoteNode,
  type SuggestionType,
} from '@emberkeep/domain';
import type { LanguageModel } from '@emberkeep/assistant';
import { listChat, readNote, recordAnalysis, type CampaignDocs, type OpenDocument } from '@emberkeep/store';
import { startAnalysis, type RunningAnalysis } from '#lib/services/analysis/run-analysis.ts';
import { sentenceFor } from '#lib/device/error-messages.ts';
import type { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { matchPlanned } from './match-planned.ts';

/** Said where the notes hold nothing to read. */
const NOTHING_YET = 'There is nothing written here yet. Write a few lines, then analyse.';

interface Run {
  document: OpenDocument;
  note: string;
  input: AnalysisInput;
  items: readonly AnalysisItem[];
  kinds: readonly SuggestionType[];
}

export class NoteAnalysis {
  /** 0 to 1 while it runs, else null. */
  progress: number | null = $state(null);
  /** What the last run said; empty before the first. */
  outcome = $state('');
  /** What the rules read last on this page; a model may read it too. */
  last: Run | null = $state.raw(null);
  /** Who reads now beside the rules; empty where nobody does. */
  reader = $state('');
  #running: RunningAnalysis | null = null;
  #stopReader: AbortController | null = null;
  readonly #docs: CampaignDocs;
  readonly #live: LiveCampaign;

  constructor(docs: CampaignDocs, live: LiveCampaign) {
    this.#docs = docs;
    this.#live = live;
  }

  stop(): void {
    this.#running?.stop();
    this.#stopReader?.abort();
  }

  // Writes what was found. `keeps`: whose suggestions stay though they were not found now.
  #record({ document, note, kinds, input }: Run, items: readonly AnalysisItem[], keeps: string): string | null {
    const wanted = items
      .filter((i) => kinds.includes(i.type) && !hasParty(i))
      .map((i) => (document.ref.kind === 'session' ? withCast(i, items) : i));
    const written = recordAnalysis(
      this.#docs,
      document,
      note,
      input.stage === 'actual' ? matchPlanned(wanted, document) : wanted,
      kinds,
      keeps,
    );
    if (!written.ok) {
      toasts.show(sentenceFor(written.error));
      return null;
    }
    const { open, dismissed } = written.value;
    return `${open === 0 ? 'Nothing new to suggest.' : `${open} suggestion${open === 1 ? '' : 's'}.`}${dismissed > 0 ? ` ${dismissed} that you dismissed before stay${dismissed === 1 ? 's' : ''} away.` : ''}`;
  }

  /** Has a model read what the rules read last, and adds what holds. `sentence` says why where it read nothing or not all. */
  async readWith(model: LanguageModel, tellsLimits: boolean, sentence: (problem: string) => string): Promise<void> {
    const run = this.last;
    if (!run || this.progress !== null) return;
    const stop = new AbortController();
    [this.progress, this.reader, this.#stopReader] = [0, model.name, stop];
    const { analyseWithModel } = await import('@emberkeep/assistant');
    const safety = this.#live.list(SAFETY);
    const { items, problem } = await analyseWithModel(run.input, run.items, model, {
      signal: stop.signal,
      lines: safety.filter((s) => s.safetyKind === 'line').map((s) => s.topic),
      tellsLimits,
      onProgress: (done) => (this.progress = done),
    });
    const added = items.length - run.items.length;
    const found = this.#record(run, items, problem === null ? '' : BY_MODEL);
    if (found !== null)
      this.outcome = `${found} ${added === 0 ? `${model.name} found nothing more.` : `${added} more read by ${model.name}.`}${problem === null ? '' : ` ${sentence(problem)} What was found stays.`}`;
    [this.progress, this.reader, this.#stopReader] = [null, '', null];
  }

  /** Saves, reads the note by the campaign's system, and writes the suggestions of these kinds. `chat`: the talk at the table is read too. */
  async run(
    document: OpenDocument,
    note: string,
    options: { stage: 'prep' | 'actual'; kinds: readonly SuggestionType[]; chat?: boolean },
  ): Promise<boolean> {
    if (this.progress !== null) return false;
    const saved = await this.#docs.queue.whenSaved();
    if (!saved.ok) {
      toasts.show(sentenceFor(saved.error));
      return false;
    }
    const nodes: NoteNode[] = readNote(document, note);
    const chat = options.chat
      ? listChat(document)
          .filter((m) => m.role === 'user')
          .map((m) => m.content)
      : [];
    const text = [noteOutline(nodes), ...(chat.length > 0 ? ['---', ...chat] : [])].join('\n\n');
    if (text.trim() === '') {
      toasts.show(NOTHING_YET);
      return false;
    }
    this.progress = 0;
    this.outcome = '';
    try {
      const input: AnalysisInput = {
        text,
        gameSystem: this.#live.campaign?.system ?? '',
        stage: options.stage,
        knownEntities: this.#live.entities.map(({ id, name, entityType, aliases }) => ({
          id,
          name,
          type: entityType,
          aliases: [...aliases],
        })),
        players: this.#live.list(PLAYER).map((p) => p.name),
      };
      this.#running = startAnalysis(input, (done) => (this.progress = done));
      const items = await this.#running.items;
      if (items === null) {
        toasts.show('Stopped. Nothing was suggested.');
        return false;
      }
      const run: Run = { document, note, input, items, kinds: options.kinds };
      // Rules alone read now: what a model found before is not taken back by who cannot find it.
      const found = this.#record(run, items, BY_MODEL);
      if (found === null) return false;
      [this.last, this.outcome] = [run, found];
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
const hasParty = (item: AnalysisItem): boolean =>
  item.type === 'relationship_suggestion' && [item.proposal.from, item.proposal.to].includes('party');

/** A scene brings along who of the known is named in it. */
const withCast = (item: AnalysisItem, all: readonly AnalysisItem[]): AnalysisItem => {
  if (item.type !== 'scene_suggestion') return item;
  const entityIds = [
    ...new Set(
      all.flatMap((i) =>
        i.type === 'entity_mention' && i.start >= item.start && i.end <= item.end ? [i.proposal.entityId] : [],
      ),
    ),
  ];
  return { ...item, proposal: { ...item.proposal, entityIds } };
};
