// Words that were typed and are no record yet, by campaign and field. They are on this device only: never synced, never
// in a backup. Every input is stored twice: in the page's storage at once, which survives a killed tab, and in the
// database, which survives a killed browser and takes what the page's storage refuses.
import type { DeviceDatabase } from '@emberkeep/store';
import { SvelteMap } from 'svelte/reactivity';
import { readStoredDraft, storageOf, type StoredDraft } from './draft-storage.ts';

/** Never rename: they are stored on devices. */
const PREFIX = 'emberkeep-draft:';
/** Words that became a record which is not on the disk yet. Never rename. */
const SENT_PREFIX = 'emberkeep-sent-draft:';
/** Where the assistant's box kept its words before all fields did. */
const FORMER_ASK_PREFIX = 'emberkeep-ask:';
/** A longer text is in the database only, so that one pasted book does not fill the page's storage, characters. */
const LONGEST_IN_PAGE_STORAGE = 200_000;

/** The words of one field; empty when there are none. */
export class Draft {
  constructor(
    private readonly read: () => string,
    private readonly write: (text: string) => void,
    private readonly forget: () => void,
  ) {}

  get text(): string {
    return this.read();
  }
  set text(text: string) {
    if (text !== this.read()) this.write(text);
  }

  /** Forgets the words: they are a record now, or the GM discarded them. */
  clear(): void {
    if (this.text !== '') this.forget();
  }
}

/** True for a form that is sent, and for the click that sends one: it comes first, also with the Enter key. */
const isSubmitting = ({ type, target }: Event): boolean =>
  type === 'submit' ||
  (target instanceof Element && target.closest('form :is(button:not([type="button"]), input[type="submit"])') !== null);

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
  /** What the database held when this tab started, until it is newer here. */
  readonly #rows = new Map<string, StoredDraft>();
  /** The newest text of a row that is not written yet; a row without text is deleted. */
  readonly #pending = new Map<string, StoredDraft>();
  /** By campaign: resolves once its records are on the disk. */
  readonly #disks = new Map<string, () => Promise<void>>();
  #writing: Promise<void> | null = null;
  #lastAt = 0;

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
    this.#bringBackSent();
  }

  /** Shows what other tabs type and clear. Gives a function that stops it. */
  listen(): () => void {
    const hear = ({ key }: StorageEvent): void => {
      if (key?.startsWith(PREFIX)) this.#hear(key);
    };
    // A tab that slept may have missed what others wrote.
    const hearAll = (): void => {
      if (document.visibilityState === 'visible') this.#hearAll();
    };
    // Before the form or button acts: what another tab has made a record of must not become a second one.
    const hearFirst = (event: Event): void => {
      if (!this.#hearAll() || !isSubmitting(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    window.addEventListener('storage', hear);
    window.addEventListener('pageshow', hearAll);
    for (const type of ['submit', 'click']) window.addEventListener(type, hearFirst, true);
    document.addEventListener('visibilitychange', hearAll);
    return () => {
      window.removeEventListener('storage', hear);
      window.removeEventListener('pageshow', hearAll);
      for (const type of ['submit', 'click']) window.removeEventListener(type, hearFirst, true);
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
      () => this.#forget(campaignId, key, draft),
    );
    this.#known.set(key, draft);
    return draft;
  }

  /**
   * From now on, words of this campaign that became a record are kept until `whenSaved` says that it is on the disk: a tab
   * that is killed before shows them in their field again. Gives a function that ends it.
   */
  followDisk(campaignId: string, whenSaved: () => Promise<void>): () => void {
    this.#disks.set(campaignId, whenSaved);
    return () => {
      if (this.#disks.get(campaignId) === whenSaved) this.#disks.delete(campaignId);
    };
  }

  #forget(campaignId: string, key: string, draft: Draft): void {
    const whenSaved = this.#disks.get(campaignId);
    const sentKey = SENT_PREFIX + key.slice(PREFIX.length);
    const raw = JSON.stringify({ text: draft.text, at: this.#lastAt } satisfies StoredDraft);
    // The copy is there before the draft is emptied, so that no kill can come between.
    if (whenSaved && draft.text.length <= LONGEST_IN_PAGE_STORAGE) this.#storage.set(sentKey, raw);
    draft.text = '';
    void whenSaved?.().then(() => {
      if (this.#storage.get(sentKey) === raw) this.#storage.set(sentKey, null);
    });
  }

  /** Words whose record never reached the disk are in their field again, unless something newer is. */
  #bringBackSent(): void {
    for (const sentKey of this.#storage.keys()) {
      if (!sentKey.startsWith(SENT_PREFIX)) continue;
      const sent = readStoredDraft(this.#storage.get(sentKey));
      const key = PREFIX + sentKey.slice(SENT_PREFIX.length);
      if (sent && this.#read(key) === '') this.#keep(key, sent.text);
      this.#storage.set(sentKey, null);
    }
  }

  /** Forgets all drafts of a campaign that was removed from this device. */
  async forget(campaignId: string): Promise<void> {
    const prefix = `${PREFIX}${campaignId}/`;
    for (const [key, draft] of this.#known) if (key.startsWith(prefix)) draft.clear();
    for (const key of this.#storage.keys())
      if (key.startsWith(prefix) || key.startsWith(`${SENT_PREFIX}${campaignId}/`)) this.#put(key, null);
    for (const key of this.#rows.keys()) if (key.startsWith(prefix)) this.#rows.delete(key);
    await this.whenStored();
    await this.#db.settings
      .where('key')
      .startsWith(prefix)
      .delete()
      // A draft that stays is shown by nothing: its campaign is gone.
      .catch(() => undefined);
  }

  /** Resolves once everything typed is in the database too. */
  async whenStored(): Promise<void> {
    await this.#writing;
  }

  #read(key: string): string {
    const raw = this.#storage.get(key);
    this.#seen.set(key, raw);
    const [inPage, inRow] = [readStoredDraft(raw), this.#rows.get(key)];
    this.#lastAt = Math.max(this.#lastAt, inPage?.at ?? 0, inRow?.at ?? 0);
    return (inRow && inRow.at > (inPage?.at ?? 0) ? inRow.text : inPage?.text) ?? '';
  }

  #keep(key: string, text: string): void {
    // Two inputs in one millisecond have an order, and so have those before and after the clock was set back.
    this.#lastAt = Math.max(Date.now(), this.#lastAt + 1);
    const draft = { text, at: this.#lastAt };
    // An empty text stays until the row is deleted, so that a tab that is killed before does not bring the row back.
    if (text.length <= LONGEST_IN_PAGE_STORAGE) this.#put(key, draft);
    this.#rows.delete(key);
    this.#pending.set(key, draft);
    this.#writing ??= this.#writeRows().finally(() => (this.#writing = null));
  }

  /** False when the page's storage refused it. */
  #put(key: string, draft: StoredDraft | null): boolean {
    const raw = draft && JSON.stringify(draft);
    if (!this.#storage.set(key, raw)) return false;
    this.#seen.set(key, raw);
    return true;
  }

  /** True when that emptied a draft: another tab has sent or discarded its words. */
  #hear(key: string): boolean {
    this.#rows.delete(key);
    const draft = this.#known.get(key);
    if (!draft) return false;
    const raw = this.#storage.get(key);
    if (raw === (this.#seen.get(key) ?? null)) return false;
    this.#seen.set(key, raw);
    const before = draft.text;
    const heard = readStoredDraft(raw);
    this.#lastAt = Math.max(this.#lastAt, heard?.at ?? 0);
    this.#texts.set(key, heard?.text ?? '');
    return before !== '' && draft.text === '';
  }

  #hearAll(): boolean {
    return [...this.#known.keys()].map((key) => this.#hear(key)).includes(true);
  }

  /** Writes until nothing is pending; of a text that grows meanwhile only the newest is written. */
  async #writeRows(): Promise<void> {
    for (let next = this.#takePending(); next; next = this.#takePending()) {
      const [key, draft] = next;
      await this.#writeRow(key, draft).catch(() => undefined); // A full disk: the words are in the page's storage.
    }
  }

  async #writeRow(key: string, draft: StoredDraft): Promise<void> {
    if (draft.text !== '') return this.#db.writeNow('settings', (store) => store.put({ key, value: draft }));
    await this.#db.writeNow('settings', (store) => store.delete(key));
    if (readStoredDraft(this.#storage.get(key))?.text === '') this.#put(key, null);
  }

  #takePending(): [string, StoredDraft] | undefined {
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
