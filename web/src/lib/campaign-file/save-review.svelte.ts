// A campaign file while the GM looks at it: read, compared with the campaign it came from, then opened as a campaign
// of its own or merged into that one. Nothing is written before the GM decides.
import type { CampaignFileReading, SaveSectionId } from '@emberkeep/files/save';
import type { CampaignDocs, PutOutcome } from '@emberkeep/store';
import type { App } from '#lib/app/app.svelte.ts';
import type { Draft } from '#lib/device/drafts.svelte.ts';
import { sentenceFor } from '#lib/device/error-messages.ts';
import { readText } from '#lib/device/read-text.ts';
import { PASTED_TEXT } from '#lib/device/stored-texts.ts';
import { undoImport, type Undone } from '#lib/services/transfer/undo-import.ts';
import { m } from '#messages';

type SaveFiles = typeof import('@emberkeep/files/save');

/** Larger files are no campaign file, bytes. */
const LARGEST_BYTES = 120_000_000;

/** The file that was being looked at when the dialog was closed: opening the dialog again goes on with it. */
const lookedAt = { from: '', text: '' };

export interface MergedSave {
  docs: CampaignDocs;
  undo(): Promise<Undone>;
  /** True once it was undone by a step of the campaign's undo. */
  isOver(): boolean;
  /** What it was merged from. */
  from: string;
  /** One sentence on what changed. */
  report: string;
}

const mergeReport = ({ created, changed, kept, refused }: PutOutcome): string => {
  const leftAlone =
    refused.length > 0 ? m.campaignFile_saveReview_count_completed_sessions_were_left({ count: refused.length }) : '';
  return m.campaignFile_saveReview_imported_created_new_changed_changed({
    created,
    changed,
    count: kept.length,
    leftAlone,
  });
};

export class SaveReview {
  /** Shown to the person: the file's name. */
  from = $state('');
  message = $state('');
  /** 0 to 1 while the campaign is written, else null. */
  progress: number | null = $state(null);
  reading: CampaignFileReading | null = $state.raw(null);
  /** The file wins where both say something. */
  preferFile = $state(false);
  /** What merging would do; null where the campaign is not on this device. */
  outcome: PutOutcome | null = $state.raw(null);
  #files: SaveFiles | null = $state.raw(null);

  constructor(readonly app: App) {}

  /** The words in the box. */
  get pastedDraft(): Draft {
    return this.app.device.drafts.of('', 'open-save/pasted');
  }
  /** What the GM remembers of a missing section of this file. */
  answerDraft(id: SaveSectionId): Draft {
    return this.app.device.drafts.of('', `open-save/${this.from}/${id}`);
  }
  get #answers(): Record<string, string> {
    return Object.fromEntries(this.missing.map((id) => [id, this.answerDraft(id).text]));
  }

  get missing(): SaveSectionId[] {
    return this.reading && this.#files ? this.#files.missingSections(this.reading) : [];
  }
  get isDamaged(): boolean {
    const { reading } = this;
    if (!reading) return false;
    return this.missing.length > 0 || reading.lost.length > 0 || Object.values(reading.sections).includes('repaired');
  }
  /** The campaign on this device that the file came from. */
  get known() {
    return this.app.device.campaigns.all.find((c) => c.id === this.reading?.save.campaignId) ?? null;
  }
  /** Sections that the file should have, in order. */
  get sections(): SaveSectionId[] {
    const { reading } = this;
    return reading && this.#files
      ? this.#files.SAVE_SECTION_IDS.filter((id) => reading.sections[id] !== undefined)
      : [];
  }
  label(id: SaveSectionId): string {
    return this.#files?.SAVE_SECTIONS[id].label ?? id;
  }

  /** Goes on with what was being looked at when the dialog was closed. */
  resume(): void {
    if (lookedAt.text) void this.look(lookedAt.text, lookedAt.from);
  }

  async look(text: string, from: string): Promise<void> {
    this.message = '';
    this.outcome = null;
    this.preferFile = false;
    Object.assign(lookedAt, { text, from });
    this.#files ??= await import('@emberkeep/files/save');
    const found = this.#files.readCampaignFile(text);
    if (this.#files.isNoCampaignFile(found)) {
      this.reading = null;
      this.message = m.campaignFile_saveReview_this_text_is_not_a();
      lookedAt.text = '';
      return;
    }
    [this.reading, this.from] = [found, from];
    if (this.known) this.outcome = await this.#compare();
  }
  lookAtPasted(): Promise<void> {
    return this.look(this.pastedDraft.text, PASTED_TEXT);
  }
  async lookAtFile(file: File): Promise<void> {
    if (file.size > LARGEST_BYTES) this.message = m.campaignFile_saveReview_this_file_is_larger_than();
    else await this.look(await readText(file), file.name);
  }
  /** Back to choosing a file. */
  reset(): void {
    this.reading = null;
    lookedAt.text = '';
  }

  async #compare(): Promise<PutOutcome | null> {
    const opened = this.known && (await this.app.open(this.known.id));
    if (!opened?.ok || !this.reading) return null;
    const { compareSave } = await import('#lib/services/campaign-file/open-save.ts');
    return compareSave(opened.value.docs, this.reading).outcome;
  }

  /** Opens the file as a campaign of its own; gives its id, or null where that failed. */
  async openAsNew(): Promise<string | null> {
    if (!this.reading || !this.#files) return null;
    this.progress = 0;
    const { createFromSave } = await import('#lib/services/campaign-file/open-save.ts');
    const reading = this.#files.withAnswers(this.reading, this.#answers);
    const made = await createFromSave(this.app.device, reading, this.from, (share) => (this.progress = share));
    this.progress = null;
    if (!made.ok) return this.#fail(made.error);
    this.#forget();
    return made.value;
  }

  /** Merges the file into the campaign that it came from; null where that failed. */
  async mergeIntoKnown(): Promise<MergedSave | null> {
    const { known } = this;
    if (!this.reading || !this.#files || !known) return null;
    const opened = await this.app.open(known.id);
    if (!opened.ok) return this.#fail(opened.error);
    const { docs } = opened.value;
    this.progress = 0;
    const { compareSave, mergeSave } = await import('#lib/services/campaign-file/open-save.ts');
    const { records } = compareSave(docs, this.#files.withAnswers(this.reading, this.#answers));
    const put = await mergeSave(this.app.device, docs, records, this.from, this.preferFile);
    this.progress = null;
    if (!put.ok) return this.#fail(put.error);
    const { step, addedTexts } = put.value;
    const { from } = this;
    this.#forget();
    const undo = (): Promise<Undone> => undoImport(docs, step, addedTexts);
    const isOver = (): boolean => step !== null && !docs.canUndo(step);
    return { docs, from, report: mergeReport(put.value), undo, isOver };
  }

  /** The words are in the campaign now. */
  #forget(): void {
    this.missing.forEach((id) => this.answerDraft(id).clear());
    if (this.from === PASTED_TEXT) this.pastedDraft.clear();
    Object.assign(lookedAt, { from: '', text: '' });
  }

  #fail(error: { type: string }): null {
    this.message = sentenceFor(error);
    return null;
  }
}
