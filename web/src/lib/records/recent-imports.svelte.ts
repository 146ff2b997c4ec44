// The imports of this page that can still be undone: their message goes after seconds, their undo stays as long as the
// page. Kept by the open documents, because that is how long an undo lasts.
import type { CampaignDocs } from '@emberkeep/store';
import type { Undone } from '#lib/services/transfer/undo-import.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { showDoneText } from './command-feedback.ts';
import { imported } from './imported.svelte.ts';

export interface RecentImport {
  id: number;
  /** The name of the file or folder. */
  from: string;
  /** Unix ms. */
  at: number;
  /** The note it was written into, by `noteAddress`; null for the whole campaign. */
  note: string | null;
  undo(): Promise<Undone>;
  /** It was undone, or can no longer be. */
  isOver(): boolean;
}

/** The older ones are dropped from the list; Ctrl+Z still reaches them. */
const MOST_LISTED = 20;

/** Names a note of a document for `RecentImports.of`. */
export const noteAddress = (room: string, name: string): string => `${room} ${name}`;

class RecentImports {
  #items: readonly RecentImport[] = $state.raw([]);
  #docs: object | null = null;
  #next = 1;

  /** Lists an import; gives its undo, which can be called from the list and from its message. */
  add(
    docs: Pick<CampaignDocs, 'campaignId' | 'nowMs'>,
    { from, note = null, undo, isOver = () => false, canRetry = () => !isOver() }: AddedImport,
  ): Pick<RecentImport, 'undo' | 'isOver'> {
    const earlier = this.#docs === docs ? this.#items : [];
    this.#docs = docs;
    let isTaken = false;
    const item: RecentImport = {
      id: this.#next++,
      from,
      at: docs.nowMs(),
      note,
      isOver: () => isTaken || isOver(),
      undo: async () => {
        const undone = await undo();
        isTaken = undone !== false || !canRetry();
        return undone;
      },
    };
    this.#items = [item, ...earlier].slice(0, MOST_LISTED);
    imported.isAny = true;
    return item;
  }

  /** Those of a campaign, the newest first; with `note`, those that went into it. */
  of(docs: object, note?: string): readonly RecentImport[] {
    // An undo by Ctrl+Z says so: what it made to be over is found then.
    void toasts.items;
    const items = this.#items.filter((item) => note === undefined || item.note === note);
    return this.#docs === docs ? items.filter((item) => !item.isOver()) : [];
  }
}

export interface AddedImport {
  from: string;
  note?: string | null;
  undo(): Promise<Undone>;
  /** True once its records were undone otherwise, by Ctrl+Z. */
  isOver?: () => boolean;
  /** True where an undo that changed nothing may change something later: its session is completed, its disk failed. */
  canRetry?: () => boolean;
}

export const recentImports = new RecentImports();

/** Says that files were imported, with Undo, and lists them with it for as long as they can be undone. */
export const showImported = (docs: CampaignDocs, message: string, added: AddedImport): void =>
  showDoneText(message, recentImports.add(docs, added));
