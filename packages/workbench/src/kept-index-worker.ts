// Worker of the browser test of kept indexes: starts as the app's worker does, tells what it holds, adds a player and
// keeps the index, until it reaches the write at which it asks to be killed.
import { createEmptyIndex } from '@emberkeep/search/empty-index';
import { startFromKept } from '@emberkeep/search/host';
import { IndexKeeper } from '@emberkeep/search/index-keeper';
import { idOf, manifestOf, type KeptStore } from '@emberkeep/search';
import { DeviceDatabase } from '@emberkeep/store';
import { createKeptStore } from '../../../web/src/lib/services/search/kept-store.ts';
import records from '@emberkeep/search/records.sql?raw';
import passages from '@emberkeep/search/passages.sql?raw';

export interface WorkerOrder {
  database: string;
  /** The player that is added before the index is kept. */
  player: string;
  /** The write, counted from 0, during which the worker is killed. */
  killAt: number;
}
export type WorkerNews =
  { type: 'started'; players: string[] } | { type: 'kill' } | { type: 'kept' } | { type: 'failed'; detail: string };

const VERSION = 'test';
const post = (news: WorkerNews): void => self.postMessage(news);

/** A store that asks to be killed while its `killAt`-th write is on its way to the disk. */
const killedAt = (store: KeptStore, killAt: number): KeptStore => {
  let writes = 0;
  const write = <T>(run: () => Promise<T>): Promise<T> => {
    if (writes === killAt) post({ type: 'kill' });
    writes += 1;
    return run();
  };
  return {
    ...store,
    writeChunks: (chunks) => write(() => store.writeChunks(chunks)),
    replaceManifest: (manifest, previous) => write(() => store.replaceManifest(manifest, previous)),
  };
};

const obey = async ({ database, player, killAt }: WorkerOrder): Promise<void> => {
  const store = createKeptStore(new DeviceDatabase(database), 'campaign');
  const stored = await store.readManifest();
  const manifest = manifestOf(stored, VERSION);
  const db = manifest ? await startFromKept(store, manifest) : await createEmptyIndex(`${records}\n${passages}`);
  const { rows } = await db.query<{ name: string }>('SELECT name FROM players ORDER BY name');
  post({ type: 'started', players: rows.map(({ name }) => name) });
  await db.query('INSERT INTO players (id, name) VALUES (gen_random_uuid(), $1)', [player]);
  await db.query(`UPDATE index_state SET phase = 'ready'`);
  const keeper = new IndexKeeper({
    db,
    store: killedAt(store, killAt),
    version: VERSION,
    previous: manifest,
    previousId: idOf(stored),
    newId: () => crypto.randomUUID(),
    pause: () => new Promise((resolve) => setTimeout(resolve)),
  });
  if (!(await keeper.keep())) throw new Error('the index was not kept');
  post({ type: 'kept' });
};

self.onmessage = ({ data }: MessageEvent<WorkerOrder>) =>
  void obey(data).catch((error: unknown) => post({ type: 'failed', detail: String(error) }));
