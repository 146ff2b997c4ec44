// One analysis of a note while its desk is on screen: gathers what the rules need, runs them, and writes what they
// found as suggestions. It never starts by itself, and never from Play.
import { BY_MODEL, SAFETY, type AnalysisItem, type SuggestionType } from '@emberkeep/domain';
import type { LanguageModel } from '@emberkeep/assistant';
import { listSuggestions, type CampaignDocs, type OpenDocument } from '@emberkeep/store';
import { startAnalysis, type RunningAnalysis } from '#lib/services/analysis/run-analysis.ts';
import { sentenceFor } from '#lib/device/error-messages.ts';
import type { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { reasonOf } from '#lib/ui/load-part.ts';
import { m } from '#messages';
import type { Run } from './found-items.ts';

/** The kinds of record that suggestions are made of or settled by. */
const KINDS = ['suggestion', 'entity', 'relationship', 'entityLog', 'event', 'scene', 'session', 'chapter'] as const;

interface AnalysisOptions {
  /** What the note is: a plan, or an account of what happened. */
  stage: 'prep' | 'actual';
  /** What may be suggested. */
  kinds: readonly SuggestionType[];
  /** Whether accounts of play in the chat of the session are read too. */
  chat?: boolean;
}

export class NoteAnalysis {
  /** 0 to 1 while the note is read, else null. */
  progress: number | null = $state(null);
  /** What the last run found, as a sentence; empty before the first. */
  outcome = $state('');
  /** The last run of the rules on this page, which a model may add to. */
  last: Run | null = $state.raw(null);
  /** Name of the model that is reading; empty while none is. */
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

  /** How many suggestions of a note are open. Read in a derived value, it follows every change to them. */
  countOpen(document: OpenDocument, note: string): number {
    for (const kind of KINDS) this.#live.version(kind);
    return listSuggestions(this.#docs, document, note).length;
  }

  /**
   * Saves, reads the note by rules and writes the suggestions. Returns whether it went through; if not, a toast says
   * why.
   */
  async run(document: OpenDocument, note: string, options: AnalysisOptions): Promise<boolean> {
    if (this.progress !== null) return false;
    const saved = await this.#docs.queue.whenSaved();
    if (!saved.ok) return refuse(sentenceFor(saved.error));
    if (this.progress !== null) return false;
    this.progress = 0;
    try {
      const { inputFor, nodesToRead } = await loadItems();
      const nodes = await nodesToRead(this.#live, document, note, options.chat === true);
      const input = inputFor(this.#live, nodes, options.stage);
      if (input.text.trim() === '') return refuse(m.sessionStages_noteAnalysis_nothing_written_yet_write_a());
      this.outcome = '';
      this.#running = startAnalysis(input, (done) => (this.progress = done));
      const result = await this.#running.result;
      if (result === null) return refuse(m.sessionStages_noteAnalysis_stopped_nothing_was_suggested());
      const { items, language } = result;
      const run: Run = { document, note, nodes, input, items, kinds: options.kinds };
      // What a model found before stays: the rules cannot find it again.
      const found = await this.#write(run, items, BY_MODEL);
      if (found === null) return false;
      [this.last, this.outcome] = [run, language === null ? found : `${languageWords(language)} ${found}`];
      return true;
    } catch (error) {
      // Else the worker failed; the notes are saved already.
      return refuse(reasonOf(error, m.sessionStages_noteAnalysis_couldnt_analyse_these_notes_your()));
    } finally {
      this.progress = null;
      this.#running = null;
    }
  }

  /**
   * Lets a model read what the rules read last, and adds what it found to the suggestions. `sentence` words the problem
   * where the model read nothing or not everything.
   */
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
    const found = await this.#write(run, items, problem === null ? '' : BY_MODEL);
    if (found !== null)
      this.outcome = [
        found,
        added === 0
          ? m.sessionStages_noteAnalysis_found_nothing_more({ name: model.name })
          : m.sessionStages_noteAnalysis_added_more_from_name({ added, name: model.name }),
        ...(problem === null
          ? []
          : [m.sessionStages_noteAnalysis_sentence_suggestions_found_so_far({ sentence: sentence(problem) })]),
      ].join(' ');
    [this.progress, this.reader, this.#stopReader] = [null, '', null];
  }

  /**
   * Writes what was found and returns it as a sentence; null where it was refused, after a toast. `keeps` names whose
   * earlier suggestions stay although they were not found this time.
   */
  async #write(run: Run, items: readonly AnalysisItem[], keeps: string): Promise<string | null> {
    const written = (await loadItems()).writeFound(this.#docs, run, items, keeps);
    if (!written.ok) {
      toasts.show(sentenceFor(written.error));
      return null;
    }
    return outcomeWords(written.value);
  }
}

/** Loaded with the first analysis: the desks open without it. */
const loadItems = (): Promise<typeof import('./found-items.ts')> => import('./found-items.ts');

const refuse = (message: string): false => {
  toasts.show(message);
  return false;
};

const languageWords = (code: string): string => {
  const name = code === 'und' ? undefined : new Intl.DisplayNames(['en'], { type: 'language' }).of(code);
  return m.sessionStages_noteAnalysis_these_notes_seem_to_be({
    name: name ?? m.sessionStages_noteAnalysis_another_language(),
  });
};

const outcomeWords = ({ open, dismissed }: { open: number; dismissed: number }): string => {
  const suggested =
    open === 0
      ? m.sessionStages_noteAnalysis_nothing_new_to_suggest()
      : m.sessionStages_noteAnalysis_count_suggestions({ count: open });
  if (dismissed === 0) return suggested;
  return m.sessionStages_noteAnalysis_suggested_count_that_you_dismissed({ count: dismissed, suggested });
};
