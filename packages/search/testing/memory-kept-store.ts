// Storage of a kept index in memory, which may be killed or refuse at a given write.
import { chunkKeys, idOf, type KeptStore } from '../src/kept/kept-store.ts';

/** Thrown by every call after the tab was killed. */
export class Killed extends Error {}

export interface MemoryStore extends KeptStore {
  manifest: unknown;
  chunks: Map<string, Uint8Array>;
  /** Chunks written so far. */
  written: number;
  /** From this many chunks on, writing rejects as where storage is full. */
  failAfter(count: number): void;
  /** After this many writes, each of a chunk or of the manifest, nothing is done any more. */
  killAfter(count: number): void;
}

export const createMemoryStore = (): MemoryStore => {
  let [full, kill, calls] = [Infinity, Infinity, 0];
  const step = (): void => {
    if (calls >= kill) throw new Killed('the tab is gone');
    calls += 1;
  };
  const store: MemoryStore = {
    manifest: undefined,
    chunks: new Map(),
    written: 0,
    failAfter: (count) => (full = count),
    killAfter: (count) => ([kill, calls] = [count, 0]),
    readManifest: async () => structuredClone(store.manifest),
    readChunks: async (keys) => keys.map((key) => store.chunks.get(key)),
    writeChunks: async (chunks) => {
      for (const [key, bytes] of chunks) {
        step();
        if (store.written >= full) throw new DOMException('The disk is full.', 'QuotaExceededError');
        store.chunks.set(key, bytes);
        store.written += 1;
      }
    },
    deleteChunks: async (keys) => {
      step();
      for (const key of keys) store.chunks.delete(key);
    },
    replaceManifest: async (manifest, previous) => {
      step();
      if (idOf(store.manifest) !== previous) return false;
      store.manifest = structuredClone(manifest);
      const named = chunkKeys(manifest);
      for (const key of [...store.chunks.keys()]) if (!named.has(key)) store.chunks.delete(key);
      return true;
    },
  };
  return store;
};
