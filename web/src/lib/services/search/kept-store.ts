// Keeps a campaign's search index in this device's database: its chunks, and the manifest that makes them an index.
import { chunkKeys, idOf, type KeptStore } from '@emberkeep/search';
import type { DeviceDatabase } from '@emberkeep/store';
import { readPack } from './search-pack.ts';

/**
 * What an index has to be kept by to be loaded: the code of the worker, whose file is named by its contents, and the files
 * of search. Null on the dev server, where code changes under one name.
 */
export const keptVersion = async (workerUrl: string): Promise<string | null> => {
  const pack = await readPack();
  return pack && `${new URL(workerUrl).pathname} ${pack.name}`;
};

export const createKeptStore = (db: DeviceDatabase, campaignId: string): KeptStore => {
  const keysOf = (keys: Iterable<string>): [string, string][] => [...keys].map((key) => [campaignId, key]);
  return {
    readManifest: async () => (await db.keptIndexes.get(campaignId))?.manifest,
    readChunks: async (keys) => (await db.keptChunks.getMany(keysOf(keys))).map((row) => row?.bytes),
    writeChunks: async (chunks) => {
      await db.keptChunks.putMany([...chunks].map(([key, bytes]) => ({ campaignId, key, bytes })));
    },
    deleteChunks: (keys) => db.keptChunks.deleteMany(keysOf(keys)),
    replaceManifest: (manifest, previous) =>
      db.transaction(['keptIndexes', 'keptChunks'], 'readwrite', async (transaction) => {
        const [indexes, chunks] = [transaction.objectStore('keptIndexes'), transaction.objectStore('keptChunks')];
        const stored = await indexes.get(campaignId);
        if (idOf(stored?.manifest) !== previous) return false;
        const named = chunkKeys(manifest);
        const all = await chunks.getAllKeys(IDBKeyRange.bound([campaignId, ''], [campaignId, '\uffff']));
        const unnamed = all.filter(([, key]) => !named.has(key));
        await Promise.all(unnamed.map(async (key) => chunks.delete(key)));
        await indexes.put({ campaignId, manifest });
        return true;
      }),
  };
};
