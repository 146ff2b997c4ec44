// The search index of an open campaign as this tab sees it: started, kept current, asked, replaced, and plain search where
// it cannot run. The index is a cache: no document notices what happens to it.
import type { CampaignSearch, SearchAnswer, SearchRequest } from '@emberkeep/domain';
import { runReadOnly, type QueryVector, type SqlRefused, type SqlResult } from '@emberkeep/search';
import { connectIndex, type IndexConnection } from '@emberkeep/search/client';
import type { BodySnapshots, CampaignDocs, DeviceDatabase } from '@emberkeep/store';
import { later, withTimeout } from '#lib/device/timers.ts';
import { fetchModel } from './fetch-model.ts';
import { SEED_URL, type IndexMeta } from './index-meta.ts';
import { indexStarts } from './index-starts.ts';
import { IndexUpdates } from './index-updates.ts';
import { PlainSearch } from './plain-search.ts';
import { keepSearchPack } from './search-pack.ts';

/** `refilling`: the tab that had the index is gone, and a new one is being filled. `plain`: names and words only; `why` says why. */
export type IndexPhase = 'off' | 'fetching' | 'starting' | 'filling' | 'refilling' | 'ready' | 'plain';

/** How often the index is asked how far it is, ms. */
const LOOK_MS = 250;
/** An index that does not answer for this long is not there, ms: a tablet short of memory may freeze it. */
const START_MS = 60_000;
/** A query waits this long for an index that starts, ms, before plain search answers. */
const COMING_MS = 3000;

export type SqlAnswer =
  { ok: true; value: SqlResult } | { ok: false; error: SqlRefused | { type: 'SqlStopped' } | { type: 'NoIndex' } };

const wait = (ms: number): Promise<void> => new Promise((resolve) => later(ms, resolve));

export class CampaignIndex implements CampaignSearch {
  phase: IndexPhase = $state('off');
  /** 0 to 1, of what the phase is about. */
  progress = $state(0);
  /** Why only plain search runs. */
  why = $state('');
  /** Counts up when answers may have changed. */
  version = $state(0);
  /** Vectors of a larger model for a query, where one is in use. */
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
  ) {
    this.#updates = new IndexUpdates({
      docs,
      db,
      snapshots,
      model: fetchModel,
      connection: () => this.connection,
      onWritten: () => (this.version += 1),
      onFilling: (connection) => this.#refill(connection),
    });
    this.#plain = new PlainSearch({ docs, db, snapshots, onGrown: () => (this.version += 1) });
    this.#stopListening = docs.onChange((changes) => {
      this.#plain.changed();
      this.#updates.add(changes);
    });
    this.#channel = new BroadcastChannel(`emberkeep-index:${docs.campaignId}`);
    // A question of another tab did not end: every tab goes on to the next index.
    this.#channel.onmessage = ({ data }) => {
      if (data === 'replace' && this.#connection) this.#starting = this.#restart();
    };
  }

  /** The index, where it takes queries and changes; null while it does not. */
  get connection(): IndexConnection | null {
    return this.phase === 'ready' ? this.#connection : null;
  }

  /** Starts the index, once. Resolves when it answers, or when plain search took its place. */
  start(): Promise<void> {
    return (this.#starting ??= this.#start());
  }

  /** Tries again after the index could not run. */
  retry(): Promise<void> {
    this.#starting = null;
    indexStarts.end();
    return this.start();
  }

  async #start(): Promise<void> {
    if (indexStarts.areKilling())
      return this.#goPlain(
        'Emberkeep was closed twice while search by meaning was starting, as if this device had too little memory for it.',
      );
    try {
      // The worker reads the disk: what was typed just now has to be on it.
      await this.docs.queue.whenSaved();
      this.phase = 'fetching';
      await keepSearchPack((share) => (this.progress = share));
      this.phase = 'starting';
      indexStarts.begin();
      await this.#connect();
    } catch (error) {
      console.warn('search by meaning is off', error);
      indexStarts.end();
      this.#goPlain(
        navigator.onLine
          ? 'This browser could not start it.'
          : 'Its files are not on this device yet. They come by themselves when there is a network.',
      );
      if (!navigator.onLine) window.addEventListener('online', this.#whenOnline, { once: true });
    }
  }

  readonly #whenOnline = (): void => {
    if (!this.#isStopped && this.phase === 'plain') void this.retry();
  };

  async #connect(): Promise<void> {
    this.#worker = new Worker(new URL('../../../workers/search-index.ts', import.meta.url), { type: 'module' });
    const { campaignId } = this.docs;
    const meta: IndexMeta = { campaignId, seedUrl: new URL(SEED_URL, location.href).href };
    const name = `emberkeep-index:${campaignId}:${await this.#generation()}`;
    const connecting = connectIndex(this.#worker, name, meta, {
      openChannel: (channelName) => new BroadcastChannel(channelName),
      newId: () => crypto.randomUUID(),
      later,
    });
    const connection = await withTimeout(connecting, START_MS, null);
    if (!connection) throw new Error('the index did not start');
    if (this.#isStopped) return void connection.close();
    this.#connection = connection;
    connection.onLeaderChange(() => this.#refill(connection));
    connection.onFailed(() => {
      if (this.#connection === connection) this.#goPlain('It could not be started again.');
    });
    this.phase = 'filling';
    this.progress = 0;
    await this.#watchFilling(connection);
  }

  /** Another tab had the index and is gone, or began a new one. */
  #refill(connection: IndexConnection): void {
    if (this.#connection !== connection) return;
    this.#updates.addRecent();
    this.phase = 'refilling';
    void this.#watchFilling(connection);
  }

  /** Looks how far the filling is until it is done. Another tab may be filling. */
  async #watchFilling(connection: IndexConnection): Promise<void> {
    const isCurrent = (): boolean => !this.#isStopped && this.#connection === connection;
    while (isCurrent()) {
      const state = await this.#fillState(connection);
      if (!isCurrent()) return;
      if (state?.phase === 'failed') return this.#goPlain('The documents could not be read into it.');
      if (state?.phase === 'ready') return this.#becomeReady();
      this.progress = state && state.total > 0 ? state.done / state.total : 0;
      await wait(LOOK_MS);
    }
  }

  /** Undefined where the index does not say. */
  async #fillState(connection: IndexConnection): Promise<{ phase: string; done: number; total: number } | undefined> {
    try {
      const sql = 'SELECT phase, done, total FROM index_state';
      return (await connection.query<{ phase: string; done: number; total: number }>(sql)).rows[0];
    } catch {
      return undefined; // It moves to another tab: the next look finds it.
    }
  }

  #becomeReady(): void {
    this.phase = 'ready';
    this.progress = 1;
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
    // Its worker is gone, so that nobody may answer the goodbye.
    void connection?.close().catch(() => undefined);
  }

  async #restart(): Promise<void> {
    this.#disconnect();
    this.phase = 'starting';
    await this.#connect().catch(() => this.#goPlain('It could not be started again.'));
  }

  /**
   * Ends whatever the index is doing by replacing its worker, in whichever tab it runs. The next index has another name: a
   * busy worker that is told to end keeps its locks for two seconds more.
   */
  replace(): Promise<void> {
    const replaceAll = async (): Promise<void> => {
      const value = (await this.#generation()) + 1;
      await this.db.settings.put({ key: this.#generationKey, value }).catch(() => undefined); // The same name works too, later.
      if (this.#isStopped) return;
      this.#channel.postMessage('replace');
      await this.#restart();
    };
    // Whoever asks meanwhile waits for the next index.
    return (this.#starting = replaceAll());
  }

  get #generationKey(): string {
    return `index:generation:${this.docs.campaignId}`;
  }

  async #generation(): Promise<number> {
    return Number((await this.db.settings.get(this.#generationKey).catch(() => undefined))?.value ?? 0);
  }

  /** Everything that changed so far is in the index, where there is one. */
  async settled(): Promise<void> {
    if (this.connection) await this.#updates.flush();
  }

  async search(request: SearchRequest): Promise<SearchAnswer> {
    await this.#waitWhile(['starting']);
    const answer = await this.#ask(request);
    // An index that is still being filled does not know yet that there is nothing: plain search reads everything.
    const isLastWord = answer !== null && (answer.hits.length > 0 || this.phase === 'ready');
    return isLastWord ? answer : this.#plain.search(request);
  }

  /** Answers from all of the campaign: an index that is still being filled finds nothing where there is something. */
  async searchWhole(request: SearchRequest): Promise<SearchAnswer> {
    await this.#waitWhile(['fetching', 'starting', 'filling', 'refilling']);
    const answer = this.phase === 'ready' ? await this.#ask(request) : null;
    return answer ?? this.#plain.searchWhole(request);
  }

  async #waitWhile(phases: readonly IndexPhase[]): Promise<void> {
    for (let waited = 0; phases.includes(this.phase) && waited < COMING_MS; waited += LOOK_MS / 2)
      await wait(LOOK_MS / 2);
  }

  /** Null where no index answers. One that replaces another is not asked before it is full. */
  async #ask(request: SearchRequest): Promise<SearchAnswer | null> {
    const connection = this.#connection;
    if (!connection || (this.phase !== 'ready' && this.phase !== 'filling')) return null;
    try {
      const vectors = (await this.vectorsOf?.(request.text).catch(() => [])) ?? [];
      return await connection.search(request, vectors);
    } catch (error) {
      console.warn('the index did not answer', error);
      return null;
    }
  }

  /** Our own queries, which end. Null where there is no index. */
  async query<T>(sql: string, params: unknown[] = []): Promise<T[] | null> {
    await this.start();
    await this.settled();
    return this.connection ? (await this.connection.query<T>(sql, params)).rows : null;
  }

  /** SQL that a person typed; ended after `limitMs`, or when `stop` resolves, by replacing the worker. */
  async ask(sql: string, limitMs: number, stop: Promise<void>): Promise<SqlAnswer> {
    await this.start();
    await this.settled();
    const { connection } = this;
    if (!connection) return { ok: false, error: { type: 'NoIndex' } };
    const stopped = stop.then(() => null);
    const answer = await withTimeout(Promise.race([runReadOnly(connection, sql), stopped]), limitMs, null);
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
