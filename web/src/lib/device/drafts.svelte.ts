// Words that were typed and are no record yet, by campaign and field. They are on this device only: never synced, never
// in a backup. Every input is stored at once, so a tab that is killed right after it has lost nothing.
import type { DeviceDatabase } from '@emberkeep/store';
import { SvelteMap } from 'svelte/reactivity';
import { readStoredDraft, storageOf, type StoredDraft } from './draft-storage.ts';

/** Never rename: they are stored on devices. */
const PREFIX = 'emberkeep-draft:';
/** Where the assistant's box kept its words before all fields did. */
const FORMER_ASK_PREFIX = 'emberkeep-ask:';
/** A longer text goes to the database, so that one pasted book does not fill the page's storage, characters. */
const LONGEST_IN_PAGE_STORAGE = 200_000;

/** The words of one field; empty when there are none. */
export class Draft {
  constructor(
    private readonly read: () => string,
    private readonly write: (text: string) => void,
  ) {}

  get text(): string {
    return this.read();
  }
  set text(text: string) {
    if (text !== this.read()) this.write(text);
  }

  /** Forgets the words: they are a record now, or the GM discarded them. */
  clear(): void {
    this.text = '';
  }
}

export class Drafts {
  readonly #db: DeviceDatabase;
  readonly #storage = storageOf();
  readonly #known = new Map<string, Draft>();
  /**
   * What was typed or heard in this tab, by key. A map, because a draft is often asked for by the same effect that shows
   * its words, and Svelte does not track a state in the effect that made it.
   */
  readonly #texts = new SvelteMap<string, string>();
  /** What this tab last saw in the page's storage, by key: anything else there was written by another tab. */
  readonly #seen = new Map<string, string | null>();
  /** Texts in the database. */
  readonly #rows = new Map<string, StoredDraft>();
  /** The newest text of a row that is not written yet; null: the row is to be deleted. */
  readonly #pending = new Map<string, StoredDraft | null>();
  #writing: Promise<void> | null = null;

  constructor(db: DeviceDatabase) {
    this.#db = db;
  }

  /** Reads what the database holds. Call once it is open. */
  async start(): Promise<void> {
    this.#moveAskDrafts();
    const rows = await this.#db.settings
      .where('key')
      .startsWith(PREFIX)
      .toArray()
      .catch(() => []);
    for (const { key, value } of rows) this.#rows.set(key, value as StoredDraft);
  }

  /** Shows what other tabs type and clear. Gives a function that stops it. */
  listen(): () => void {
    const hear = ({ key }: StorageEvent): void => {
      if (key?.startsWith(PREFIX)) this.#hear(key);
    };
    // A tab that slept may have missed what others wrote.
    const hearAll = (): void => {
      if (document.visibilityState === 'visible') [...this.#known.keys()].forEach((key) => this.#hear(key));
    };
    window.addEventListener('storage', hear);
    window.addEventListener('pageshow', hearAll);
    document.addEventListener('visibilitychange', hearAll);
    return () => {
      window.removeEventListener('storage', hear);
      window.removeEventListener('pageshow', hearAll);
      document.removeEventListener('visibilitychange', hearAll);
    };
  }

  /**
   * The draft of a field; the same one each time, so that two views of a field show the same words. `campaignId` is
   * empty for a field outside of campaigns; `field` is unique in its campaign and is stored, so never rename it.
   */
  of(campaignId: string, field: string): Draft {
    const key = `${PREFIX}${campaignId}/${field}`;
    const known = this.#known.get(key);
    if (known) return known;
    const stored = this.#read(key);
    const draft = new Draft(
      () => this.#texts.get(key) ?? stored,
      (text) => {
        this.#texts.set(key, text);
        this.#keep(key, text);
      },
    );
    this.#known.set(key, draft);
    return draft;
  }

  /** Forgets all drafts of a campaign that was removed from this device. */
  async forget(campaignId: string): Promise<void> {
    const isOf = (key: string): boolean => key.startsWith(`${PREFIX}${campaignId}/`);
    const keys = [...this.#storage.keys(), ...this.#rows.keys(), ...this.#pending.keys()];
    for (const key of new Set(keys)) if (isOf(key)) this.#keep(key, '');
    for (const key of this.#known.keys()) if (isOf(key)) this.#texts.set(key, '');
    await this.whenStored();
  }

  /** Resolves once every long text is in the database; the others are stored as soon as they are typed. */
  async whenStored(): Promise<void> {
    await this.#writing;
  }

  #read(key: string): string {
    const raw = this.#storage.get(key);
    this.#seen.set(key, raw);
    const [inPage, inRow] = [readStoredDraft(raw), this.#rows.get(key)];
    return (inRow && inRow.at > (inPage?.at ?? 0) ? inRow.text : inPage?.text) ?? '';
  }

  #keep(key: string, text: string): void {
    if (text === '') {
      this.#put(key, null);
      this.#putRow(key, null);
      return;
    }
    const draft = { text, at: Date.now() };
    if (text.length <= LONGEST_IN_PAGE_STORAGE && this.#put(key, draft)) this.#putRow(key, null);
    else this.#putRow(key, draft);
  }

  /** False when the page's storage refused it. */
  #put(key: string, draft: StoredDraft | null): boolean {
    const raw = draft && JSON.stringify(draft);
    if (!this.#storage.set(key, raw)) return false;
    this.#seen.set(key, raw);
    return true;
  }

  #hear(key: string): void {
    const raw = this.#storage.get(key);
    if (raw === (this.#seen.get(key) ?? null)) return;
    this.#seen.set(key, raw);
    this.#rows.delete(key);
    if (this.#known.has(key)) this.#texts.set(key, readStoredDraft(raw)?.text ?? '');
  }

  #putRow(key: string, draft: StoredDraft | null): void {
    if (draft === null && !this.#rows.has(key)) return;
    if (draft) this.#rows.set(key, draft);
    else this.#rows.delete(key);
    this.#pending.set(key, draft);
    this.#writing ??= this.#writeRows().finally(() => (this.#writing = null));
  }

  /** Writes until nothing is pending; of a text that grows meanwhile only the newest is written. */
  async #writeRows(): Promise<void> {
    for (let next = this.#takePending(); next; next = this.#takePending()) {
      const [key, draft] = next;
      const write = draft ? this.#db.settings.put({ key, value: draft }) : this.#db.settings.delete(key);
      const isWritten = await Promise.resolve(write).then(
        () => true,
        () => false, // A full disk: the words stay in this page.
      );
      // The shorter text from before is older than the row.
      if (isWritten && draft && this.#rows.get(key) === draft) this.#put(key, null);
    }
  }

  #takePending(): [string, StoredDraft | null] | undefined {
    const next = this.#pending.entries().next().value;
    if (next) this.#pending.delete(next[0]);
    return next;
  }

  #moveAskDrafts(): void {
    for (const former of this.#storage.keys()) {
      if (!former.startsWith(FORMER_ASK_PREFIX)) continue;
      const room = former.slice(FORMER_ASK_PREFIX.length);
      const text = this.#storage.get(former);
      const campaignId = room.split('/')[1];
      const isMoved = !campaignId || !text || this.#put(`${PREFIX}${campaignId}/${room}/ask`, { text, at: Date.now() });
      if (isMoved) this.#storage.set(former, null);
    }
  }
}
