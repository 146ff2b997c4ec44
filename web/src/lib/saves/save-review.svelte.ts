// A campaign file while the GM looks at it: read, compared with the campaign it came from, then opened as a campaign
// of its own or merged into that one. Nothing is written before the GM decides.
import type { CampaignFileReading, SaveSectionId } from '@emberkeep/files/save';
import type { PutOutcome } from '@emberkeep/store';
import type { App } from '#lib/app/app.svelte.ts';
import { sentenceFor } from '#lib/device/error-messages.ts';

type SaveFiles = typeof import('@emberkeep/files/save');

/** Larger files are no campaign file, bytes. */
const LARGEST_BYTES = 120_000_000;

/** The words in the box and the answers outlive the dialog: closing it by accident must not lose them. */
const draft = { pasted: '', from: '', text: '', answers: {} as Record<string, string> };

const forgetDraft = (): void => void Object.assign(draft, { pasted: '', from: '', text: '', answers: {} });

export interface MergedSave {
  campaignId: string;
  /** One sentence on what changed. */
  report: string;
  undo(): void;
}

const mergeReport = ({ created, changed, kept, refused }: PutOutcome): string => {
  const leftAlone = refused.length > 0 ? ` ${refused.length} completed session(s) were left alone.` : '';
  return `Brought in: ${created} new, ${changed} changed, ${kept.length} kept as they are here.${leftAlone}`;
};

export class SaveReview {
  /** Shown to the person: the file's name. */
  from = $state('');
  pasted = $state(draft.pasted);
  message = $state('');
  /** 0 to 1 while the campaign is written, else null. */
  progress: number | null = $state(null);
  reading: CampaignFileReading | null = $state.raw(null);
  /** What the GM remembers of a missing section. */
  answers: Record<string, string> = $state({});
  /** The file wins where both say something. */
  preferFile = $state(false);
  /** What merging would do; null where the campaign is not on this device. */
  outcome: PutOutcome | null = $state.raw(null);
  #files: SaveFiles | null = $state.raw(null);

  constructor(readonly app: App) {}

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
    if (draft.text) void this.look(draft.text, draft.from);
  }
  /** Keeps the words and answers for the next time that the dialog opens. */
  remember(): void {
    Object.assign(draft, { pasted: this.pasted, answers: { ...this.answers } });
  }

  async look(text: string, from: string): Promise<void> {
    this.message = '';
    this.outcome = null;
    this.answers = text === draft.text ? draft.answers : {};
    this.preferFile = false;
    Object.assign(draft, { text, from });
    this.#files ??= await import('@emberkeep/files/save');
    const found = this.#files.readCampaignFile(text);
    if (this.#files.isNoCampaignFile(found)) {
      this.reading = null;
      this.message = 'There is nothing of a campaign save in this text. Nothing was changed.';
      draft.text = '';
      return;
    }
    [this.reading, this.from] = [found, from];
    if (this.known) this.outcome = await this.#compare();
  }
  async lookAtFile(file: File): Promise<void> {
    if (file.size > LARGEST_BYTES)
      this.message = 'This file is larger than 120 MB, which no campaign save is. Nothing was changed.';
    else await this.look(await file.text(), file.name);
  }
  /** Back to choosing a file. */
  reset(): void {
    this.reading = null;
    draft.text = '';
  }

  async #compare(): Promise<PutOutcome | null> {
    const opened = this.known && (await this.app.open(this.known.id));
    if (!opened?.ok || !this.reading) return null;
    const { compareSave } = await import('#lib/services/saves/open-save.ts');
    return compareSave(opened.value.docs, this.reading).outcome;
  }

  /** Opens the file as a campaign of its own; gives its id, or null where that failed. */
  async openAsNew(): Promise<string | null> {
    if (!this.reading || !this.#files) return null;
    this.progress = 0;
    const { createFromSave } = await import('#lib/services/saves/open-save.ts');
    const reading = this.#files.withAnswers(this.reading, this.answers);
    const made = await createFromSave(this.app.device, reading, this.from, (share) => (this.progress = share));
    this.progress = null;
    if (!made.ok) return this.#fail(made.error);
    forgetDraft();
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
    const { compareSave, mergeSave } = await import('#lib/services/saves/open-save.ts');
    const { records } = compareSave(docs, this.#files.withAnswers(this.reading, this.answers));
    const put = await mergeSave(this.app.device, docs, records, this.from, this.preferFile);
    this.progress = null;
    if (!put.ok) return this.#fail(put.error);
    const { step } = put.value;
    forgetDraft();
    const undo = (): void => {
      put.value.undo();
      if (step) void docs.undo(step);
    };
    return { campaignId: known.id, report: mergeReport(put.value), undo };
  }

  #fail(error: { type: string }): null {
    this.message = sentenceFor(error);
    return null;
  }
}
