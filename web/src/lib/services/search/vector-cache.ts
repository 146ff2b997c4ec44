// The vectors that this device computed, by hash of their text, so that a rebuilt index does not compute them again.
import type { VectorCache } from '@emberkeep/search';
import type { DeviceDatabase } from '@emberkeep/store';

/** The first 16 bytes as hex: enough to tell the texts of one device apart. */
const shortHex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes, 0, 16), (b) => b.toString(16).padStart(2, '0')).join('');

/** True for a row that holds a vector: of `dims` numbers, where it is known how many the model gives. */
const isWhole = ({ bytes }: { bytes: ArrayBuffer }, dims: number | undefined): boolean =>
  bytes.byteLength % 4 === 0 && (dims === undefined || bytes.byteLength === dims * 4);

/** The cached vectors of one model. What cannot be read or written is computed again. */
export const vectorCache = (db: DeviceDatabase, model: string, dims?: number): VectorCache => ({
  hash: async (text) => shortHex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))),
  read: async (hashes) => {
    const keys = hashes.map((hash): [string, string] => [model, hash]);
    // What cannot be read is computed again.
    const rows = await db.vectors.getMany(keys).catch(() => []);
    return new Map(
      rows.flatMap((row) => (row && isWhole(row, dims) ? [[row.hash, new Float32Array(row.bytes)] as const] : [])),
    );
  },
  write: async (vectors) => {
    const rows = [...vectors].map(([hash, vector]) => ({ model, hash, bytes: vector.slice().buffer as ArrayBuffer }));
    // A cache: what cannot be kept is computed again.
    await db.vectors.putMany(rows).catch(() => undefined);
  },
});

/** Deletes the vectors of the models that `isUnwanted` says. */
const deleteWhere = (db: DeviceDatabase, isUnwanted: (model: string) => boolean): Promise<void> =>
  db.transaction(['vectors'], 'readwrite', async (transaction) => {
    const vectors = transaction.objectStore('vectors');
    const unwanted = (await vectors.getAllKeys()).filter(([model]) => isUnwanted(model));
    await Promise.all(unwanted.map(async (key) => vectors.delete(key)));
  });

export const deleteVectors = async (db: DeviceDatabase, model: string): Promise<void> => {
  await deleteWhere(db, (each) => each === model).catch(() => undefined); // They are deleted at a later start, as those of a model that is not used.
};

/** Deletes the vectors of models that are no longer used, such as an earlier version's. */
export const deleteOtherVectors = async (db: DeviceDatabase, models: readonly string[]): Promise<void> => {
  await deleteWhere(db, (each) => !models.includes(each)).catch(() => undefined); // Deleted at a later start.
};
