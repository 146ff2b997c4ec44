// Keeps a running index on the device, so that the next start loads it. Only changed chunks are written; the manifest,
// which makes them an index, is written last. Killed at any moment, the device has the earlier index or none.
import type { PGlite } from '@electric-sql/pglite';
import { checksum } from './checksum.ts';
import { dataFileAt, dataFiles } from './data-files.ts';
import { CHUNK_BYTES, type KeptChunk, type KeptFile, type KeptStore, type Manifest } from './kept-store.ts';

/** Chunks looked at, and at most written, before other work of the worker runs: 4 MB. */
const AT_ONCE = 72;
/** Chunks copied at one moment at most, 56 MB. Where more changed meanwhile, the index is not at rest. */
const MOST_AT_THE_END = 1024;

export interface KeeperDeps {
  db: PGlite;
  store: KeptStore;
  version: string;
  /** The manifest that the index started from, or that is to be replaced. */
  previous: Manifest | null;
  /** The id of the manifest on the device, also of one that is not used. */
  previousId: string | null;
  /** An id that no other worker gives. */
  newId(): string;
  /** Lets other work of the worker run. */
  pause(): Promise<void>;
}

/**
 * The chunks of a file as they are now, from the one numbered `from` up to `to`. `known`: those that are on the device.
 * `add` is given the bytes of the others, and returns the key under which they will be.
 */
const chunksOf = (
  bytes: Uint8Array,
  { known, from, to }: { known: readonly (KeptChunk | undefined)[]; from: number; to: number },
  add: (bytes: Uint8Array) => string,
): KeptChunk[] => {
  const chunks: KeptChunk[] = [];
  for (let i = from; i < to; i++) {
    const chunk = bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES);
    const sum = checksum(chunk);
    const before = known[i];
    if (sum === 0) chunks.push(['', 0]);
    else if (before?.[1] === sum) chunks.push(before);
    else chunks.push([add(chunk.slice()), sum]);
  }
  return chunks;
};

export class IndexKeeper {
  #keptId: string | null;
  /** By path, the chunks that are on the device. */
  #known = new Map<string, (KeptChunk | undefined)[]>();
  /** Where the write-ahead log was when the index was kept. */
  #keptAt = '';
  #keeping: Promise<boolean> | null = null;
  #isOff = false;
  #count = 0;
  readonly #name: string;
  readonly #deps: KeeperDeps;

  constructor(deps: KeeperDeps) {
    this.#deps = deps;
    this.#name = deps.newId();
    this.#keptId = deps.previousId;
    for (const { path, chunks } of deps.previous?.files ?? []) this.#known.set(path, [...chunks]);
  }

  /**
   * Keeps the index as it is now. Resolves with false where there was nothing to do, where too much changed meanwhile,
   * and where the device refuses; after a refusal this worker keeps nothing more.
   */
  keep(): Promise<boolean> {
    return (this.#keeping ??= this.#keep().finally(() => (this.#keeping = null)));
  }

  async #keep(): Promise<boolean> {
    const { db, store } = this.#deps;
    const written: string[] = [];
    try {
      if (this.#isOff || (await this.#positionOfReady()) === this.#keptAt) return false;
      await db.exec('CHECKPOINT');
      await this.#writeAhead(written);
      return await this.#finish(written);
    } catch (error) {
      this.#isOff = true;
      console.warn('the index is not kept on this device', error);
      // What cannot be deleted now is deleted when an index is kept: no manifest names it.
      await store.deleteChunks(written).catch(() => undefined);
      return false;
    }
  }

  /** Where the write-ahead log of a filled index is; where the index was kept, if it is not filled. */
  async #positionOfReady(): Promise<string> {
    const { rows } = await this.#deps.db.query<{ phase: string; at: string }>(
      'SELECT phase, pg_current_wal_insert_lsn()::text AS at FROM index_state',
    );
    const [row] = rows;
    return row?.phase === 'ready' ? row.at : this.#keptAt;
  }

  #newKey(): string {
    this.#count += 1;
    return `${this.#name}.${this.#count}`;
  }

  /** Writes what has changed, a few chunks at a time, while queries and changes run in between. */
  async #writeAhead(written: string[]): Promise<void> {
    const { db, store, pause } = this.#deps;
    for (const { path } of dataFiles(db).files)
      for (let from = 0; ; from += AT_ONCE) {
        // Listed again: a statement may have replaced the bytes.
        const file = dataFileAt(db, path);
        const count = Math.ceil((file?.byteLength ?? 0) / CHUNK_BYTES);
        if (!file || from >= count) break;
        const batch = new Map<string, Uint8Array>();
        const known = this.#known.get(path) ?? [];
        const chunks = chunksOf(file, { known, from, to: Math.min(count, from + AT_ONCE) }, (bytes) => {
          const key = this.#newKey();
          batch.set(key, bytes);
          return key;
        });
        if (batch.size > 0) {
          written.push(...batch.keys());
          await store.writeChunks(batch);
        }
        chunks.forEach((chunk, i) => (known[from + i] = chunk));
        this.#known.set(path, known);
        await pause();
      }
  }

  /**
   * Takes the files at one moment, writes what changed since they were written ahead, and then the manifest. Resolves
   * with false where too much has changed; rejects where another worker kept an index meanwhile.
   */
  async #finish(written: string[]): Promise<boolean> {
    const { db, store, version, newId } = this.#deps;
    const last = new Map<string, Uint8Array>();
    let keptAt = '';
    let manifest: Manifest | null = null;
    // No other statement runs within a transaction, and its own write nothing.
    await db.transaction(async (tx) => {
      await tx.exec('CHECKPOINT');
      const { rows } = await tx.query<{ at: string }>('SELECT pg_current_wal_insert_lsn()::text AS at');
      keptAt = rows[0]!.at;
      const { folders, files } = dataFiles(db);
      const kept = files.map(({ path, bytes }): KeptFile => {
        const known = this.#known.get(path) ?? [];
        const to = Math.ceil(bytes.byteLength / CHUNK_BYTES);
        const chunks = chunksOf(bytes, { known, from: 0, to }, (chunk) => {
          const key = this.#newKey();
          last.set(key, chunk);
          return key;
        });
        return { path, size: bytes.byteLength, chunks };
      });
      manifest = { id: newId(), version, folders, files: kept };
    });
    if (!manifest || last.size > MOST_AT_THE_END) return false;
    const { id, files }: Manifest = manifest;
    const entries = [...last];
    for (let i = 0; i < entries.length; i += AT_ONCE) {
      const batch = new Map(entries.slice(i, i + AT_ONCE));
      written.push(...batch.keys());
      await store.writeChunks(batch);
    }
    if (!(await store.replaceManifest(manifest, this.#keptId))) throw new Error('another worker kept its index');
    this.#keptId = id;
    this.#keptAt = keptAt;
    this.#known = new Map(files.map(({ path, chunks }) => [path, [...chunks]]));
    return true;
  }
}
