// Owns the search of the open campaign on this page: starting the index when the app is at rest, keeping it current from the
// documents, asking it, replacing it, and plain search where it cannot run. The index is a cache: whatever happens to it, no
// document notices.
import type { CampaignSearch, ReadRecord, RecordChange, SearchAnswer, SearchRequest } from '@emberkeep/domain';
import {
  applyChanges,
  createFallback,
  IndexFilling,
  passagesOf,
  replaceBody,
  runReadOnly,
  type QueryVector,
  type RowContext,
  type SqlRefused,
  type SqlResult,
} from '@emberkeep/search';
import { connectIndex, type IndexConnection } from '@emberkeep/search/client';
import {
  campaignOf,
  createDexiePersistence,
  listSessions,
  readAll,
  readBatch,
  readSessions,
  readWhere,
  type BodySnapshots,
  type CampaignDocs,
  type DeviceDatabase,
} from '@emberkeep/store';
import { fetchModel } from './fetch-model.ts';
import { SEED_URL, type IndexMeta } from './index-meta.ts';
import { keepSearchPack } from './search-pack.ts';

/** `plain`: names and words only; `why` says why. */
export type IndexPhase = 'off' | 'fetching' | 'starting' | 'filling' | 'ready' | 'plain';

/** A change is in the index this long after the last key, ms, and at most so long after the first. */
const QUIET_MS = 300;
const LONGEST_MS = 700;
const LOOK_MS = 250;
/** An index that does not answer for so long is not there, ms: a tablet short of memory may freeze it. */
const PATIENCE_MS = 60_000;
/** A query waits so long for an index that is starting, ms, before it asks plain search. */
const COMING_MS = 3000;
/** Changes of the last while are told again to a new leader: it may have read the disk before they were on it. */
const RETELL_MS = 60_000;
/** Starts in a row after which the page was gone before the index was ready: the tab is killed by it. */
const CRASHES = 2;

// Counts starts that nobody ended: neither the index nor a person who left the page. In the one storage that is written at
// once, because a tab that is killed has no later.
const crashes = {
  key: 'emberkeep-index-starts',
  with: <T>(run: (storage: Storage) => T, otherwise: T): T => {
    try {
      return run(localStorage);
    } catch {
      return otherwise; // refused storage: then nothing is counted
    }
  },
  count: (): number => crashes.with((s) => Number(s.getItem(crashes.key) ?? 0), 0),
  begin: (): void => {
    crashes.with((s) => s.setItem(crashes.key, String(crashes.count() + 1)), undefined);
    window.addEventListener('pagehide', crashes.end, { once: true });
  },
  end: (): void => {
    crashes.with((s) => s.removeItem(crashes.key), undefined);
    window.removeEventListener('pagehide', crashes.end);
  },
};

export type SqlAnswer =
  { ok: true; value: SqlResult } | { ok: false; error: SqlRefused | { type: 'SqlStopped' } | { type: 'NoIndex' } };

export class CampaignIndex implements CampaignSearch {
  phase: IndexPhase = $state('off');
  /** 0 to 1, of what the phase is about. */
  progress = $state(0);
  why = $state('');
  /** Vectors of a larger model for a query, where one is in use. */
  vectorsOf: ((text: string) => Promise<QueryVector[]>) | null = null;
  /** Counts up when changes went in; for whoever computes from the index. */
  version = $state(0);
  #connection: IndexConnection | null = null;
  #worker: Worker | null = null;
  #starting: Promise<void> | null = null;
  #pending = new Map<string, RecordChange>();
  #told: { at: number; change: RecordChange }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #firstAt = 0;
  #flushing: Promise<void> = Promise.resolve();
  #fallback: { search: CampaignSearch; version: number } | null = null;
  #changes = 0;
  #stopped = false;
  readonly #stopListening: () => void;
  readonly #channel: BroadcastChannel;

  constructor(
    readonly docs: CampaignDocs,
    readonly db: DeviceDatabase,
    readonly snapshots: BodySnapshots,
  ) {
    this.#stopListening = docs.onChange((changes) => this.#note(changes));
    this.#channel = new BroadcastChannel(`emberkeep-index:${docs.campaignId}`);
    // A question of another tab never ended: everybody goes on to the next index.
    this.#channel.onmessage = ({ data }) => {
      if (data === 'replace' && this.#connection) this.#starting = this.#restart();
    };
  }

  get #context(): RowContext {
    return { campaignId: this.docs.campaignId, currency: campaignOf(this.docs)?.currency ?? '' };
  }

  /** Starts the index, once; safe to call at any time. Resolves when it answers, or plain search took its place. */
  start(): Promise<void> {
    return (this.#starting ??= this.#start());
  }

  /** Tries again after the index could not run here. */
  retry(): Promise<void> {
    this.#starting = null;
    crashes.end();
    return this.start();
  }

  async #start(): Promise<void> {
    const starts = crashes.count();
    if (starts >= CRASHES)
      return this.#goPlain(
        'Emberkeep was closed twice while search by meaning was starting, as if this device had too little memory for it.',
      );
    try {
      // What was typed just now is read from the disk.
      await this.docs.queue.whenSaved();
      this.phase = 'fetching';
      await keepSearchPack((share) => (this.progress = share));
      this.phase = 'starting';
      crashes.begin();
      await this.#connect();
    } catch (error) {
      this.#goPlain(
        navigator.onLine
          ? 'This browser could not start it.'
          : 'Its files are not on this device yet. They come by themselves when there is a network.',
      );
      console.warn('search by meaning is off', error);
      crashes.end();
      if (!navigator.onLine) window.addEventListener('online', this.#whenOnline, { once: true });
    }
  }

  readonly #whenOnline = (): void => {
    if (!this.#stopped && this.phase === 'plain') void this.retry();
  };

  async #connect(): Promise<void> {
    this.#worker = new Worker(new URL('../../../workers/search-index.ts', import.meta.url), { type: 'module' });
    const meta: IndexMeta = { campaignId: this.docs.campaignId, seedUrl: new URL(SEED_URL, location.href).href };
    const patience = new Promise<never>((_, reject) =>
      setTimeout(() => reject(new Error('the index did not start')), PATIENCE_MS),
    );
    const connection = await Promise.race([
      connectIndex(this.#worker, `emberkeep-index:${this.docs.campaignId}:${await this.#generation()}`, meta, {
        openChannel: (name) => new BroadcastChannel(name),
        newId: () => crypto.randomUUID(),
      }),
      patience,
    ]);
    if (this.#stopped) return void connection.close();
    this.#connection = connection;
    connection.onLeaderChange(() => {
      if (this.#connection !== connection) return;
      for (const { change } of this.#told.filter((t) => t.at > Date.now() - RETELL_MS)) this.#wait(change);
      this.phase = 'filling';
      void this.#watch(connection);
    });
    connection.onFailed(() => {
      if (this.#connection === connection) this.#goPlain('It could not be started again.');
    });
    this.phase = 'filling';
    this.progress = 0;
    await this.#watch(connection);
  }

  // Looks how far the filling is until it is done. Whoever fills may be another tab.
  async #watch(connection: IndexConnection): Promise<void> {
    while (!this.#stopped && this.#connection === connection) {
      const state = await connection
        .query<{ phase: string; done: number; total: number }>('SELECT phase, done, total FROM index_state')
        .then(
          (r) => r.rows[0],
          () => undefined,
        );
      if (this.#stopped || this.#connection !== connection) return;
      if (state?.phase === 'failed') return this.#goPlain('The documents could not be read into it.');
      if (state?.phase === 'ready') {
        this.phase = 'ready';
        this.progress = 1;
        crashes.end();
        this.version += 1;
        this.#schedule();
        return;
      }
      this.progress = state && state.total > 0 ? state.done / state.total : 0;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  #goPlain(why: string): void {
    this.why = why;
    this.phase = 'plain';
    this.#letGo();
  }

  #letGo(): void {
    const connection = this.#connection;
    this.#connection = null;
    this.#worker?.terminate();
    this.#worker = null;
    // Its worker is gone, so nobody answers the goodbye.
    void connection?.close().catch(() => undefined);
  }

  async #restart(): Promise<void> {
    this.#letGo();
    this.phase = 'starting';
    await this.#connect().catch(() => this.#goPlain('It could not be started again.'));
  }

  /**
   * Ends whatever the index is doing by replacing its worker, in whichever tab it runs; search is back when it is filled
   * anew. The next index has another name: a busy worker that is told to go keeps its locks for two seconds more.
   */
  replace(): Promise<void> {
    const again = async (): Promise<void> => {
      await this.db.settings
        .put({ key: this.#generationKey, value: (await this.#generation()) + 1 })
        .catch(() => undefined);
      if (this.#stopped) return;
      this.#channel.postMessage('replace');
      await this.#restart();
    };
    // Whoever asks meanwhile waits for the next index.
    return (this.#starting = again());
  }

  get #generationKey(): string {
    return `index:generation:${this.docs.campaignId}`;
  }
  async #generation(): Promise<number> {
    return Number((await this.db.settings.get(this.#generationKey).catch(() => undefined))?.value ?? 0);
  }

  #note(changes: readonly RecordChange[]): void {
    this.#changes += 1;
    for (const change of changes) this.#wait(change);
    this.#schedule();
  }

  // One change for each record, of all its fields: which fields they were decides what is read.
  #wait(change: RecordChange): void {
    const waiting = this.#pending.get(keyOf(change));
    this.#pending.set(
      keyOf(change),
      waiting ? { ...change, fields: [...new Set([...waiting.fields, ...change.fields])] } : change,
    );
  }

  #schedule(): void {
    if (this.phase !== 'ready' || this.#pending.size === 0) return;
    const now = Date.now();
    if (this.#timer === undefined) this.#firstAt = now;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#flushing = this.#flushing.then(() => this.#flush());
      },
      Math.max(0, Math.min(QUIET_MS, this.#firstAt + LONGEST_MS - now)),
    );
  }

  async #flush(): Promise<void> {
    const connection = this.#connection;
    if (!connection || this.phase !== 'ready' || this.#stopped) return;
    const changes = [...this.#pending.values()];
    this.#pending.clear();
    const now = Date.now();
    this.#told = [
      ...this.#told.filter((t) => t.at > now - RETELL_MS),
      ...changes.map((change) => ({ at: now, change })),
    ].slice(-2000);
    const retell = (): void => {
      for (const change of changes) this.#wait(change);
    };
    try {
      // What an import told at once is read a piece at a time, so that a key typed meanwhile is on the screen. Evenings and the
      // campaign go together: one of them may ask for all.
      const together = changes.filter((c) => c.kind === 'session' || c.kind === 'campaign');
      const others = changes.filter((c) => c.kind !== 'session' && c.kind !== 'campaign');
      for (const piece of [
        together,
        ...Array.from({ length: Math.ceil(others.length / PIECE) }, (_, i) => others.slice(i * PIECE, (i + 1) * PIECE)),
      ])
        if (piece.length > 0) await this.#write(connection, piece);
    } catch (error) {
      if (this.#stopped || this.#connection !== connection) return retell();
      if (error instanceof IndexFilling) {
        // Another tab became the leader and this one has not heard yet: what is told now waits until it has filled.
        retell();
        this.phase = 'filling';
        return void this.#watch(connection);
      }
      // One record that cannot be read in must not keep its neighbours out.
      console.warn('a change could not be indexed', error);
      for (const change of changes) await this.#write(connection, [change]).catch(() => undefined);
    }
    this.version += 1;
  }

  async #write(connection: IndexConnection, changes: readonly RecordChange[]): Promise<void> {
    const model = await fetchModel();
    const { changes: batch, closedBodies } = readBatch(this.docs, changes, this.snapshots);
    const back = batch.length > 0 ? await applyChanges(connection, batch, this.#context, model) : [];
    for (const sessionId of new Set([...back, ...closedBodies])) {
      const reads = await this.#bodyReads(sessionId);
      if (reads) await replaceBody(connection, sessionId, reads, this.#context, model);
    }
  }

  async #bodyReads(sessionId: string): Promise<ReadRecord[] | null> {
    const read = await readWhere(
      this.docs,
      createDexiePersistence(this.db),
      { kind: 'session', campaignId: this.docs.campaignId, sessionId },
      (body) => [...readAll(body)],
    );
    return read.ok ? read.value : null;
  }

  /** Everything noted so far is in the index, where there is one. */
  async settled(): Promise<void> {
    if (this.phase !== 'ready') return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await (this.#flushing = this.#flushing.then(() => this.#flush()));
  }

  async search(request: SearchRequest): Promise<SearchAnswer> {
    // Plain search reads every document: a moment's patience with an index that is on its way is cheaper.
    for (const until = Date.now() + COMING_MS; this.phase === 'starting' && Date.now() < until;)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS / 2));
    const connection = this.#connection;
    if (connection && (this.phase === 'ready' || this.phase === 'filling')) {
      try {
        const vectors = (await this.vectorsOf?.(request.text).catch(() => [])) ?? [];
        return await connection.search(request, vectors);
      } catch (error) {
        console.warn('the index did not answer', error);
      }
    }
    return (await this.#plain()).search(request);
  }

  /**
   * Answers from all of the campaign: an index that is still being filled finds nothing where there is something. Waits a moment for
   * it, then reads the documents plainly.
   */
  async searchWhole(request: SearchRequest): Promise<SearchAnswer> {
    const isComing = (): boolean => ['fetching', 'starting', 'filling'].includes(this.phase);
    for (const until = Date.now() + COMING_MS; isComing() && Date.now() < until;)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS / 2));
    return isComing() ? (await this.#plain()).search(request) : this.search(request);
  }

  // Read once, and again after something changed.
  async #plain(): Promise<CampaignSearch> {
    if (this.#fallback?.version === this.#changes) return this.#fallback.search;
    const version = this.#changes;
    const { docs } = this;
    const sessions = readSessions(docs, this.snapshots);
    const passages = [...readAll(docs.ledger), ...sessions].flatMap(passagesOf);
    for (const { id: sessionId } of sessions) {
      passages.push(...((await this.#bodyReads(sessionId)) ?? []).flatMap(passagesOf));
      // One evening at a time, so that a key typed meanwhile is on the screen.
      await new Promise((resolve) => setTimeout(resolve));
    }
    const search = await createFallback(
      passages,
      listSessions(docs, this.snapshots)
        .filter((s) => !s.deleted)
        .map((s) => ({ id: s.id, number: s.shownNumber, title: s.title, tags: s.tags, isPublished: s.isPublished })),
    );
    this.#fallback = { search, version };
    return search;
  }

  /** Our own queries, which end. Null where there is no index. */
  async query<T>(sql: string, params: unknown[] = []): Promise<T[] | null> {
    await this.start();
    await this.settled();
    return this.#connection && this.phase === 'ready' ? (await this.#connection.query<T>(sql, params)).rows : null;
  }

  /** SQL that somebody typed; ended after `limitMs`, or when `stop` resolves, by replacing the worker. */
  async ask(sql: string, limitMs: number, stop: Promise<void>): Promise<SqlAnswer> {
    await this.start();
    await this.settled();
    const connection = this.#connection;
    if (!connection || this.phase !== 'ready') return { ok: false, error: { type: 'NoIndex' } };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ended = Promise.race([stop, new Promise<void>((resolve) => (timer = setTimeout(resolve, limitMs)))]).then(
      () => null,
    );
    const answer = await Promise.race([runReadOnly(connection, sql), ended]);
    clearTimeout(timer);
    if (answer) return answer;
    void this.replace();
    return { ok: false, error: { type: 'SqlStopped' } };
  }

  get connection(): IndexConnection | null {
    return this.phase === 'ready' ? this.#connection : null;
  }

  stop(): void {
    this.#stopped = true;
    crashes.end();
    clearTimeout(this.#timer);
    this.#stopListening();
    window.removeEventListener('online', this.#whenOnline);
    this.#channel.close();
    this.#letGo();
  }
}

/** Changes that are read and written at once. */
const PIECE = 150;
const keyOf = (change: RecordChange): string => `${change.room}:${change.kind}:${change.id}`;
