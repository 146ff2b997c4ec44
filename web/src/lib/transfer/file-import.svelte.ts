// One import of files from other tools, from choosing them to writing them: read, previewed, then written as one step
// that can be undone. Nothing is written before `write`, and an import that is cancelled leaves nothing behind.
import { sentenceFor } from '#lib/device/error-messages.ts';
import type { Device } from '#lib/device/device.svelte.ts';
import { PASTED_DATA_FILE, PASTED_NOTES_FILE, PASTED_TEXT } from '#lib/device/stored-texts.ts';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { showImported } from '#lib/records/recent-imports.svelte.ts';
import { importPrepared, startReading, type PreparedImport } from '#lib/services/transfer/import-files.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { reasonOf } from '#lib/ui/load-part.ts';
import { m } from '#messages';
import { importReport } from './import-report.ts';
import {
  countInTrash,
  isLeftByStopped,
  isOnlyTrash,
  isUndoneImport,
  rememberStopped,
  forgetStopped,
} from './in-trash.ts';

/** A file and its path inside the chosen folder. */
export interface PickedFile {
  path: string;
  file: File;
}

interface Picked {
  /** Shown to the person: the name of the file or folder. */
  from: string;
  files: PickedFile[];
  isPasted: boolean;
}

/** One file by its name, a folder by its own, several files chosen together by their count. */
export const nameOf = (files: readonly PickedFile[]): string => {
  if (files.length === 1) return files[0]!.file.name;
  const folders = new Set(files.map(({ path }) => (path.includes('/') ? path.split('/')[0]! : '')));
  const [folder = ''] = folders.size === 1 ? folders : [];
  return folder || m.transfer_fileImport_files({ count: files.length });
};

export class FileImport {
  picked: Picked | null = $state.raw(null);
  /** Who may read the notes that arrive. */
  audience: 'gm' | 'table' = $state('gm');
  /** What the GM chose for files and folders of those picked. */
  readonly #choices = {
    kinds: new Map<string, string>(),
    splits: new Map<string, number>(),
    folders: new Set<string>(),
  };
  prepared: PreparedImport | null = $state.raw(null);
  /** The file wins where both say something. */
  preferFile = $state(false);
  message = $state('');
  /** 0 to 1 while files are read or written, else null. */
  progress: number | null = $state(null);
  isWriting = $state(false);
  /** What was read is on screen while the same files are read anew. */
  isStale = $state(false);
  #stopReading: (() => void) | null = null;
  #isCancelled = false;

  constructor(
    readonly device: Device,
    readonly campaign: OpenCampaign,
  ) {}

  /** The words in the box; a draft until they are imported or replaced. */
  get pasted(): string {
    return this.campaign.draft('import-files/pasted').text;
  }
  set pasted(text: string) {
    this.campaign.draft('import-files/pasted').text = text;
  }

  /** Records that differ from those of this campaign. */
  get differing(): number {
    return this.prepared?.outcome.kept.length ?? 0;
  }
  get inTrash(): number {
    return this.prepared ? countInTrash(this.prepared) : 0;
  }
  /** All that the file may do to records here is to take them out of Trash. */
  get isOnlyTrash(): boolean {
    return this.prepared !== null && isOnlyTrash(this.prepared);
  }
  /** Something would be overwritten if the file came first. */
  get isConflicting(): boolean {
    return this.differing > 0;
  }
  /** All that would be overwritten is the campaign's calendar. */
  get isOnlyCalendar(): boolean {
    const kept = this.prepared?.outcome.kept ?? [];
    return kept.length > 0 && kept.every(({ kind, fields }) => kind === 'campaign' && fields.join() === 'calendar');
  }
  get isEmpty(): boolean {
    return this.prepared !== null && this.prepared.records.length === 0;
  }

  /** Reads chosen files; a reading that is under way is abandoned. */
  read(files: PickedFile[]): Promise<void> {
    return this.#read({ from: nameOf(files), files, isPasted: false });
  }
  /** Reads files that another app passed to this one. */
  readGiven(given: readonly File[]): Promise<void> {
    return this.#read({
      from: given.length === 1 ? given[0]!.name : m.transfer_fileImport_files({ count: given.length }),
      files: given.map((file) => ({ path: file.name, file })),
      isPasted: false,
    });
  }
  readPasted(): void {
    const text = this.pasted.trim();
    if (text === '') {
      [this.prepared, this.message, this.picked] = [null, '', null];
      return;
    }
    const path = /^[[{]/.test(text) ? PASTED_DATA_FILE : PASTED_NOTES_FILE;
    const files = [{ path, file: new File([text], 'pasted') }];
    void this.#read({ from: PASTED_TEXT, files, isPasted: true });
  }
  /** Reads the same files anew: who may read their notes has changed. */
  readAgain(): void {
    if (this.picked) void this.#read(this.picked);
  }

  /** Reads the same files anew, some notes as another kind. */
  chooseKind(paths: readonly string[], kind: string): void {
    for (const path of paths) this.#choices.kinds.set(path, kind);
    this.#readBehind();
  }
  /** Reads the same files anew, one of them split at its headings of `level`; null for one note. */
  chooseSplit(path: string, level: number | null): void {
    if (level === null) this.#choices.splits.delete(path);
    else this.#choices.splits.set(path, level);
    this.#readBehind();
  }
  /** Reads the same files anew, with a folder of templates or plugins or without it. */
  chooseFolder(path: string, isWanted: boolean): void {
    if (isWanted) this.#choices.folders.add(path);
    else this.#choices.folders.delete(path);
    this.#readBehind();
  }
  #readBehind(): void {
    if (this.picked) void this.#read(this.picked, true);
  }

  /** With `isBehind`, what was read before stays on screen until this is done. */
  async #read(picked: Picked, isBehind = false): Promise<void> {
    this.#stopReading?.();
    if (picked !== this.picked) for (const chosen of Object.values(this.#choices)) chosen.clear();
    [this.picked, this.message, this.isStale] = [picked, '', isBehind];
    if (!isBehind) [this.prepared, this.preferFile, this.progress] = [null, false, 0];
    const job = startReading({
      docs: this.campaign.docs,
      from: picked.from,
      files: picked.files,
      audience: this.audience,
      choices: this.#choices,
      onProgress: (share) => {
        if (!isBehind) this.progress = share;
      },
    });
    this.#stopReading = job.stop;
    try {
      const result = await job.prepared;
      if (this.#stopReading !== job.stop) return; // Other files were chosen meanwhile.
      if (result?.ok) {
        this.prepared = result.value;
        if (!isBehind) this.preferFile = isUndoneImport(result.value) || isLeftByStopped(result.value);
      } else if (result) this.message = sentenceFor(result.error);
    } catch (error) {
      this.message = reasonOf(error, m.transfer_fileImport_these_files_couldnt_be_read());
    }
    // What was read before is not what the GM chose.
    if (this.message) this.prepared = null;
    [this.progress, this.#stopReading, this.isStale] = [null, null, false];
  }

  /** Back to choosing files. */
  reset(): void {
    [this.prepared, this.picked] = [null, null];
  }

  /** Stops reading, and writing at its next slice. True when nothing is being written, so that the dialog can close. */
  cancel(): boolean {
    this.#stopReading?.();
    this.#stopReading = null;
    this.#isCancelled = true;
    return !this.isWriting;
  }

  /** Writes what was read. True when the dialog can close: it was written, or cancelled and taken back. */
  async write(): Promise<boolean> {
    const { prepared } = this;
    if (!prepared) return false;
    [this.isWriting, this.#isCancelled, this.progress, this.message] = [true, false, 0, ''];
    const result = await importPrepared(this.device, this.campaign.docs, prepared, {
      preferFile: this.preferFile,
      onProgress: (share) => (this.progress = share),
      isCancelled: () => this.#isCancelled,
    });
    [this.isWriting, this.progress] = [false, null];
    if (result === null) {
      rememberStopped(prepared);
      toasts.show(m.transfer_fileImport_stopped_nothing_was_imported());
      return true;
    }
    if (!result.ok) {
      this.message = m.transfer_fileImport_sentence_for_what_was_imported({ sentenceFor: sentenceFor(result.error) });
      return false;
    }
    forgetStopped(prepared);
    if (this.picked?.isPasted) this.pasted = '';
    const report = importReport(prepared, result.value);
    const { undo, isUndone } = result.value;
    if (undo) showImported(this.campaign.docs, report, { from: prepared.from, undo, isOver: isUndone });
    else toasts.show(report);
    return true;
  }
}
