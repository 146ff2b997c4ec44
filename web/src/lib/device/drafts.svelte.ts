// Words that were typed and are no record yet, by campaign and field. They are on this device only: never synced, never
// in a backup. Every input is stored twice: in the page's storage at once, which survives a killed tab, and in the
// database, which survives a killed browser and takes what the page's storage refuses.
import { keysStartingWith, type DeviceDatabase } from '@emberkeep/store';
import { SvelteMap } from 'svelte/reactivity';
import { readStoredDraft, storageOf, type StoredDraft } from './draft-storage.ts';
import { afterTab, holdTab } from './live-tabs.ts';
import { newId } from './new-id.ts';
import { joinSent, readSentKey, SENT_PREFIX, sentKeyOf } from './sent-drafts.ts';

/** Never rename: they are stored on devices. */
const PREFIX = 'emberkeep-draft:';
/** Where the assistant's box kept its words before all fields did. */
const FORMER_ASK_PREFIX = 'emberkeep-ask:';
/** A longer text is in the database only, so that one pasted book does not fill the page's storage, characters. */
const LONGEST_IN_PAGE_STORAGE = 200_000;

type Words = Pick<StoredDraft, 'text' | 'over'>;
const NO_WORDS: StoredDraft = { text: '', at: 0 };

interface DraftStore {
  read(): StoredDraft;
  write(text: string): void;
  /** `over`: see `StoredDraft`. */
  send(over?: string): void;
}

/** The words of one field; empty when there are none. */
export class Draft {
  constructor(private readonly store: DraftStore) {}

  get text(): string {
    return this.store.read().text;
  }
  set text(text: string) {
    if (text !== this.text) this.store.write(text);
  }

  /** What was typed over the value `stored` of a record; empty where it was sent and the value has changed since. */
  textOver(stored: string): string {
    const { text, over } = this.store.read();
    return over === undefined || over === stored ? text : '';
  }

  /** Forgets the words: they are a record now. `over`: see `StoredDraft`. */
  clear(over?: string): void {
    if (this.text !== '') this.store.send(over);
  }

  /** Forgets the words: nobody needs them. */
  discard(): void {
    this.text = '';
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
  readonly #texts = new SvelteMap<string, StoredDraft>();
  /** What this tab last saw in the page's storage, by key: anything else there was written by another tab. */
  readonly #seen = new Map<string, string | null>();
  /** What the database held when this tab started, until it is newer here. */
  readonly #rows = new Map<string, StoredDraft>();
  /** The newest text of a row that is not written yet; a row without text is deleted. */
  readonly #pending = new Map<string, StoredDraft>();
  /** By campaign: resolves once its records are on the disk. */
  readonly #disks = new Map<string, () => Promise<void>>();
  /** Id of this tab among those that run. */
  readonly #tab = newId();
  #sentCount = 0;
  #writing: Promise<void> | null = null;
  #lastAt = 0;

  constructor(db: DeviceDatabase) {
    this.#db = db;
  }

  /**
   * Reads what the database holds. Call once it is open. Rejects when it cannot be read: no field may be shown then,
   * since a long draft is in the database only, and the first key in a field that looks empty would replace it.
   */
  async start(): Promise<void> {
    holdTab(this.#tab);
    this.#moveAskDrafts();
    const inPage = new Map(this.#storage.keys().map((key) => [key, readStoredDraft(this.#storage.get(key))]));
    for (const [key, draft] of await this.#loadRows(PREFIX)) {
      // Another tab may remove the newer one, which is empty, and the row meanwhile.
      if ((inPage.get(key)?.at ?? 0) < draft.at) this.#rows.set(key, draft);
    }
    await this.#bringBackSent();
  }

  async #loadRows(prefix: string): Promise<[string, StoredDraft][]> {
    const rows = await this.#db.settings.getAll(keysStartingWith(prefix));
    return rows.map(({ key, value }) => [key, value as StoredDraft]);
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
    const draft = new Draft({
      read: () => this.#texts.get(key) ?? stored,
      write: (text) => void this.#texts.set(key, this.#keep(key, { text }).draft),
      send: (over) =>
        this.#send(campaignId, key, over === undefined ? { text: draft.text } : { text: draft.text, over }),
    });
    this.#known.set(key, draft);
    return draft;
  }

  /**
   * From now on, words of this campaign that became a record are kept until `whenSaved` says that it is on the disk: a
   * tab that is killed before shows them in their field again. Gives a function that ends it.
   */
  followDisk(campaignId: string, whenSaved: () => Promise<void>): () => void {
    this.#disks.set(campaignId, whenSaved);
    return () => {
      if (this.#disks.get(campaignId) === whenSaved) this.#disks.delete(campaignId);
    };
  }

  #send(campaignId: string, key: string, words: Words): void {
    const whenSaved = this.#disks.get(campaignId);
    if (!whenSaved) return void this.#texts.set(key, this.#keep(key, { text: '' }).draft);
    const sentKey = sentKeyOf({ place: key.slice(PREFIX.length), tab: this.#tab }, (this.#sentCount += 1));
    // The copy is there before the draft is emptied, so that no kill can come between.
    const { isInPage } = this.#keep(sentKey, words);
    // Asked after this task, so that it includes a record that the task writes after this call.
    const saved = new Promise((resolve) => setTimeout(resolve)).then(whenSaved);
    void saved.then(() => this.#keep(sentKey, { text: '' }));
    const emptied = { text: '', at: this.#lastAt };
    this.#texts.set(key, emptied);
    if (isInPage) this.#put(key, emptied);
    void this.#emptyOnceStored(key, { emptied, sentKey, saved });
  }

  /** Empties a draft in the database only once its copy is there, or the record is on the disk. */
  async #emptyOnceStored(
    key: string,
    { emptied, sentKey, saved }: { emptied: StoredDraft; sentKey: string; saved: Promise<void> },
  ): Promise<void> {
    await this.whenStored();
    // A database that cannot be read counts as one without the copy: the draft stays until the record is on the disk.
    const copy = await this.#db.settings.get(sentKey).catch(() => undefined);
    if (!copy) await saved;
    if (this.#texts.get(key) === emptied) this.#texts.set(key, this.#keep(key, emptied).draft);
  }

  /** Words whose record never reached the disk are in their field again, once the tab that sent them is gone. */
  async #bringBackSent(): Promise<void> {
    const lastAt = new Map<string, number>();
    for (const [key, { at }] of await this.#sentCopies()) {
      const { tab } = readSentKey(key);
      lastAt.set(tab, Math.max(at, lastAt.get(tab) ?? 0));
    }
    const all = [...lastAt].map(([tab, at]) => {
      const bringBack = (): Promise<void> => this.#bringBackFrom(tab);
      // Where the locks refuse, or the database cannot be read any more, the copies stay for the next start.
      return tab === '' ? bringBack() : afterTab(tab, at, bringBack).catch(() => undefined);
    });
    await Promise.all(all);
  }

  async #bringBackFrom(tab: string): Promise<void> {
    const byPlace = new Map<string, StoredDraft[]>();
    const copies = (await this.#sentCopies()).filter(([key]) => readSentKey(key).tab === tab);
    for (const [key, copy] of copies.sort(([, a], [, b]) => a.at - b.at)) {
      const { place } = readSentKey(key);
      if (copy.text !== '') byPlace.set(place, [...(byPlace.get(place) ?? []), copy]);
    }
    for (const [place, sent] of byPlace) {
      const key = PREFIX + place;
      this.#texts.set(key, this.#keep(key, joinSent(sent, (this.#known.get(key) ?? this.#read(key)).text)).draft);
    }
    for (const [key] of copies) this.#keep(key, { text: '' });
    // Only now may another tab look for what is left of these.
    await this.whenStored();
  }

  /** The newest of each copy in the page's storage and in the database; one without text is about to be deleted. */
  async #sentCopies(): Promise<[string, StoredDraft][]> {
    const copies = new Map(await this.#loadRows(SENT_PREFIX));
    for (const key of this.#storage.keys()) {
      const inPage = key.startsWith(SENT_PREFIX) ? readStoredDraft(this.#storage.get(key)) : null;
      if (inPage && inPage.at >= (copies.get(key)?.at ?? 0)) copies.set(key, inPage);
    }
    return [...copies];
  }

  /** Forgets all drafts of a campaign that was removed from this device. */
  async forget(campaignId: string): Promise<void> {
    const prefix = `${PREFIX}${campaignId}/`;
    const prefixes = [prefix, `${SENT_PREFIX}${campaignId}/`];
    for (const key of this.#known.keys()) if (key.startsWith(prefix)) this.#texts.set(key, NO_WORDS);
    for (const key of this.#storage.keys()) if (prefixes.some((each) => key.startsWith(each))) this.#put(key, null);
    for (const key of this.#rows.keys()) if (key.startsWith(prefix)) this.#rows.delete(key);
    await this.whenStored();
    // A draft that stays is shown by nothing: its campaign is gone.
    await this.#db.settings.deleteMany(prefixes.map(keysStartingWith)).catch(() => undefined);
  }

  /** Resolves once everything typed is in the database too. */
  async whenStored(): Promise<void> {
    await this.#writing;
  }

  #read(key: string): StoredDraft {
    const raw = this.#storage.get(key);
    this.#seen.set(key, raw);
    const [inPage, inRow] = [readStoredDraft(raw), this.#rows.get(key)];
    this.#lastAt = Math.max(this.#lastAt, inPage?.at ?? 0, inRow?.at ?? 0);
    return (inRow && inRow.at > (inPage?.at ?? 0) ? inRow : inPage) ?? NO_WORDS;
  }

  /** Stores words in both places, or removes them when empty. `isInPage`: the page's storage has them already. */
  #keep(key: string, words: Words): { draft: StoredDraft; isInPage: boolean } {
    // Two inputs in one millisecond have an order, and so have those before and after the clock was set back.
    this.#lastAt = Math.max(Date.now(), this.#lastAt + 1);
    const { text, over } = words;
    const draft = { text, at: this.#lastAt, ...(over === undefined ? {} : { over }) };
    // An empty text stays until the row is deleted, so that a tab that is killed before does not bring the row back.
    const isInPage = text.length <= LONGEST_IN_PAGE_STORAGE && this.#put(key, draft);
    this.#rows.delete(key);
    // Last in the queue: a draft is emptied in the database only after its copy is there.
    this.#pending.delete(key);
    this.#pending.set(key, draft);
    this.#writing ??= this.#writeRows().finally(() => (this.#writing = null));
    return { draft, isInPage };
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
    this.#texts.set(key, heard ?? NO_WORDS);
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
