// The search index of an open campaign as this tab sees it: starts it, keeps it current, queries it, replaces it, and
// uses plain search where it cannot run. The index is a cache: losing it loses no data.
import type { CampaignSearch, SearchAnswer, SearchRequest } from '@emberkeep/domain';
import { runReadOnly, type QueryVector, type SqlRefused, type SqlResult } from '@emberkeep/search';
import { connectIndex, type IndexConnection } from '@emberkeep/search/client';
import type { BodySnapshots, CampaignDocs, DeviceDatabase } from '@emberkeep/store';
import { later, withTimeout, type Later } from '#lib/device/timers.ts';
import { m } from '#messages';
import { fetchModel } from './fetch-model.ts';
import { SEED_URL, type IndexMeta } from './index-meta.ts';
import { indexStarts } from './index-starts.ts';
import { IndexUpdates } from './index-updates.ts';
import { PlainSearch } from './plain-search.ts';
import { keepSearchPack } from './search-pack.ts';
import type { ShippedMeaning } from './shipped-meaning.svelte.ts';

/**
 * `refilling`: the tab that had the index was closed, and a new index is being filled. `plain`: search by names and
 * words only, with the reason in `why`.
 */
export type IndexPhase = 'off' | 'fetching' | 'starting' | 'filling' | 'refilling' | 'ready' | 'plain';

/** How often the index is asked for its progress, ms. */
const LOOK_MS = 250;
/** An index that does not answer for this long counts as lost, ms: a tablet short of memory may freeze it. */
const START_MS = 60_000;
/** How long a query waits for an index that is starting before plain search answers, ms. */
const COMING_MS = 3000;
/** The same for a question in the chat, which plain search answers at once. */
const ALMOST_READY_MS = 500;
/** How long such a question waits for plain search to read the campaign, ms. */
const PATIENCE_MS = 1000;

export type SqlAnswer =
  { ok: true; value: SqlResult } | { ok: false; error: SqlRefused | { type: 'SqlStopped' } | { type: 'NoIndex' } };

/** What the index needs of the browser; tests bring their own. */
export interface IndexEnvironment {
  later: Later;
  newWorker(): Worker;
  connect: typeof connectIndex;
  openChannel(name: string): BroadcastChannel;
  /** Fetches the files of search; see `keepSearchPack`. */
  keepPack(onProgress: (share: number) => void): Promise<void>;
  model: typeof fetchModel;
}

const BROWSER: IndexEnvironment = {
  later,
  newWorker: () => new Worker(new URL('../../../workers/search-index.ts', import.meta.url), { type: 'module' }),
  connect: connectIndex,
  openChannel: (name) => new BroadcastChannel(name),
  keepPack: (onProgress) => keepSearchPack('index', onProgress),
  model: fetchModel,
};

export class CampaignIndex implements CampaignSearch {
  phase: IndexPhase = $state('off');
  /** The progress of the phase, 0 to 1. */
  progress = $state(0);
  /** Why only plain search runs, as shown to the GM. */
  why = $state('');
  /** Counts up when answers may have changed. */
  version = $state(0);
  /** The sentence model that is asked beside names and words; null until its code is loaded. */
  meaning: ShippedMeaning | null = $state.raw(null);
  /** The vectors that sentence models give for a query as typed; null until one is in use. */
  vectorsOf: ((text: string) => Promise<QueryVector[]>) | null = null;
  #connection: IndexConnection | null = null;
  #worker: Worker | null = null;
  #starting: Promise<void> | null = null;
  #isStopped = false;
  readonly #updates: IndexUpdates;
  readonly #plain: PlainSearch;
  readonly #channel: BroadcastChannel;
  readonly #stopListening: () => void;

  constructor(
    readonly docs: CampaignDocs,
    private readonly db: DeviceDatabase,
    snapshots: BodySnapshots,
    private readonly environment: IndexEnvironment = BROWSER,
  ) {
    const { model, later, openChannel } = environment;
    this.#updates = new IndexUpdates({
      docs,
      db,
      snapshots,
      connection: () => this.connection,
      onWritten: () => (this.version += 1),
      onFilling: (connection) => this.#refill(connection),
      model,
      later,
    });
    this.#plain = new PlainSearch({ docs, db, snapshots, onGrown: () => (this.version += 1), later });
    this.#stopListening = docs.onChange((changes) => {
      this.#plain.changed();
      this.#updates.add(changes);
    });
    this.#channel = openChannel(`emberkeep-index:${docs.campaignId}`);
    // A question of another tab did not end: every tab goes on to the next index.
    this.#channel.onmessage = ({ data }) => {
      if (data === 'replace' && this.#connection) this.#starting = this.#restart();
    };
  }

  /** The connection to the index; null while the index accepts no queries and changes. */
  get connection(): IndexConnection | null {
    return this.phase === 'ready' ? this.#connection : null;
  }

  /** Starts the index once. Resolves when it answers, or when plain search has replaced it. */
  start(): Promise<void> {
    return (this.#starting ??= this.#start());
  }

  /** Queries are also asked of this sentence model, once the index is there. */
  useMeaning(model: ShippedMeaning): void {
    this.meaning = model;
    model.onAwake = () => (this.version += 1);
    if (this.phase === 'ready') void model.start();
  }

  /** Tries again after the index could not run. */
  retry(): Promise<void> {
    this.#starting = null;
    indexStarts.end();
    return this.start();
  }

  async #start(): Promise<void> {
    if (indexStarts.areKilling())
      return this.#goPlain(m.services_search_campaignIndex_emberkeep_was_closed_twice_while());
    try {
      // The worker reads the disk, so the latest edits must be on it.
      await this.docs.queue.whenSaved();
      this.phase = 'fetching';
      await this.environment.keepPack((share) => (this.progress = share));
      this.phase = 'starting';
      const mayLoadKept = !indexStarts.hasKilled();
      indexStarts.begin();
      await this.#connect(mayLoadKept);
    } catch (error) {
      console.warn('search by meaning is off', error);
      indexStarts.end();
      this.#goPlain(
        navigator.onLine
          ? m.services_search_campaignIndex_this_browser_couldnt_start_search()
          : m.services_search_campaignIndex_the_files_for_search_by(),
      );
      if (!navigator.onLine) window.addEventListener('online', this.#whenOnline, { once: true });
    }
  }

  readonly #whenOnline = (): void => {
    if (!this.#isStopped && this.phase === 'plain') void this.retry();
  };

  async #connect(mayLoadKept: boolean): Promise<void> {
    const { newWorker, connect, openChannel, later } = this.environment;
    const worker = newWorker();
    this.#worker = worker;
    const { campaignId } = this.docs;
    const meta: IndexMeta = { campaignId, seedUrl: new URL(SEED_URL, location.href).href, mayLoadKept };
    const name = `emberkeep-index:${campaignId}:${await this.#generation()}`;
    const connecting = connect(worker, name, meta, {
      openChannel,
      newId: () => crypto.randomUUID(),
      later,
    });
    const connection = await withTimeout(connecting, START_MS, null, later);
    // Stopped or replaced meanwhile: the worker that should have answered is gone.
    if (this.#worker !== worker) return void connection?.close().catch(() => undefined);
    if (!connection) throw new Error('the index did not start');
    this.#connection = connection;
    connection.onLeaderChange(() => this.#refill(connection));
    connection.onFailed(() => {
      if (this.#connection === connection)
        this.#goPlain(m.services_search_campaignIndex_search_by_meaning_couldnt_be());
    });
    this.phase = 'filling';
    this.progress = 0;
    await this.#watchFilling(connection);
  }

  /** The tab that had the index was closed, or another tab started a new one. */
  #refill(connection: IndexConnection): void {
    if (this.#connection !== connection) return;
    this.#updates.addRecent();
    this.phase = 'refilling';
    void this.#watchFilling(connection);
  }

  /** Follows the progress of the filling until it is done. Another tab may do the filling. */
  async #watchFilling(connection: IndexConnection): Promise<void> {
    const isCurrent = (): boolean => !this.#isStopped && this.#connection === connection;
    while (isCurrent()) {
      const state = await this.#fillState(connection);
      if (!isCurrent()) return;
      if (state?.phase === 'failed')
        return this.#goPlain(m.services_search_campaignIndex_your_documents_couldnt_be_loaded());
      if (state?.phase === 'ready') return this.#becomeReady();
      this.progress = state && state.total > 0 ? state.done / state.total : 0;
      await this.#wait(LOOK_MS);
    }
  }

  /** Undefined when the index does not answer. */
  async #fillState(connection: IndexConnection): Promise<{ phase: string; done: number; total: number } | undefined> {
    try {
      const sql = 'SELECT phase, done, total FROM index_state';
      return (await connection.query<{ phase: string; done: number; total: number }>(sql)).rows[0];
    } catch {
      return undefined; // The index is moving to another tab: the next call finds it.
    }
  }

  #becomeReady(): void {
    this.phase = 'ready';
    this.progress = 1;
    // Only now, so that the index and the model do not share the tablet's memory and cores while they start.
    void this.meaning?.start();
    indexStarts.end();
    this.version += 1;
    this.#updates.schedule();
  }

  #goPlain(why: string): void {
    this.why = why;
    this.phase = 'plain';
    this.#disconnect();
  }

  #disconnect(): void {
    const connection = this.#connection;
    this.#connection = null;
    this.#worker?.terminate();
    this.#worker = null;
    // Its worker may be gone, and then closing gets no answer.
    void connection?.close().catch(() => undefined);
  }

  async #restart(): Promise<void> {
    this.#disconnect();
    this.phase = 'starting';
    await this.#connect(true).catch(() =>
      this.#goPlain(m.services_search_campaignIndex_search_by_meaning_couldnt_be()),
    );
  }

  /**
   * Ends whatever the index is doing by replacing its worker, in whichever tab it runs. The next index has another
   * name, because a busy worker that is told to end keeps its locks for two more seconds.
   */
  replace(): Promise<void> {
    const replaceAll = async (): Promise<void> => {
      const value = (await this.#generation()) + 1;
      // Without the new name the next start only has to wait for the old worker's locks.
      await this.db.settings.put({ key: this.#generationKey, value }).catch(() => undefined);
      if (this.#isStopped) return;
      this.#channel.postMessage('replace');
      await this.#restart();
    };
    // Queries that arrive meanwhile wait for the next index.
    return (this.#starting = replaceAll());
  }

  get #generationKey(): string {
    return `index:generation:${this.docs.campaignId}`;
  }

  async #generation(): Promise<number> {
    // Read as 0, the next start only has to wait for an old worker’s locks.
    return Number((await this.db.settings.get(this.#generationKey).catch(() => undefined))?.value ?? 0);
  }

  /** Keeps the index on this device for the next start, where it is filled and has what was written. */
  async keep(): Promise<void> {
    await this.docs.queue.whenSaved();
    await this.settled();
    this.connection?.keep();
  }

  /** Resolves when every change so far is in the index, if there is one. */
  async settled(): Promise<void> {
    if (this.connection) await this.#updates.flush();
  }

  /**
   * Answers at once: until the index is ready, by names and words from what was read of the documents so far. What the
   * index finds by meaning comes when `version` or `phase` changes and the same is asked again.
   */
  async search(request: SearchRequest): Promise<SearchAnswer> {
    const answer = this.phase === 'ready' ? await this.#ask(request) : null;
    return answer ?? this.#plain.search(request);
  }

  /**
   * Answers from the whole campaign, also from what was written a moment ago: an index that is still being filled would
   * miss results. Where reading the whole takes too long the answer comes from what was read, and says so.
   */
  async searchWhole(request: SearchRequest): Promise<SearchAnswer> {
    await this.#waitWhile(['fetching', 'starting', 'filling', 'refilling'], ALMOST_READY_MS);
    // Only a search of the chat needs the message that was just sent. A worker that does not write is not waited for:
    // what it has is better than no answer.
    if (request.kind === 'chat' || this.#updates.hasMoreThanChat)
      await withTimeout(this.settled(), COMING_MS, undefined, this.environment.later);
    if (this.meaning) await withTimeout(this.meaning.wake(), COMING_MS, undefined, this.environment.later);
    const answer = this.phase === 'ready' ? await this.#ask(request) : null;
    return answer ?? this.#plain.searchWhole(request, PATIENCE_MS);
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.environment.later(ms, resolve));
  }

  async #waitWhile(phases: readonly IndexPhase[], atMostMs = COMING_MS): Promise<void> {
    for (let waited = 0; phases.includes(this.phase) && waited < atMostMs; waited += LOOK_MS / 2)
      await this.#wait(LOOK_MS / 2);
  }

  /** Null when no index answers. */
  async #ask(request: SearchRequest): Promise<SearchAnswer | null> {
    const { connection } = this;
    if (!connection) return null;
    try {
      // Without vectors the index finds names and words.
      const vectors = (await this.vectorsOf?.(request.text).catch(() => [])) ?? [];
      return await connection.search(request, vectors);
    } catch (error) {
      console.warn('the index did not answer', error);
      return null;
    }
  }

  /** Runs queries of the app's own, which are known to end. Null when there is no index. */
  async query<T>(sql: string, params: unknown[] = []): Promise<T[] | null> {
    await this.start();
    await this.settled();
    return this.connection ? (await this.connection.query<T>(sql, params)).rows : null;
  }

  /** Runs SQL that a person typed. After `limitMs`, or when `stop` resolves, it is ended by replacing the worker. */
  async ask(sql: string, limitMs: number, stop: Promise<void>): Promise<SqlAnswer> {
    await this.start();
    await this.settled();
    const { connection } = this;
    if (!connection) return { ok: false, error: { type: 'NoIndex' } };
    const stopped = stop.then(() => null);
    const asked = Promise.race([runReadOnly(connection, sql), stopped]);
    const answer = await withTimeout(asked, limitMs, null, this.environment.later);
    if (answer) return answer;
    void this.replace();
    return { ok: false, error: { type: 'SqlStopped' } };
  }

  stop(): void {
    this.#isStopped = true;
    indexStarts.end();
    this.#updates.stop();
    this.#stopListening();
    window.removeEventListener('online', this.#whenOnline);
    this.#channel.close();
    this.#disconnect();
  }
}
