// What keeping the index needs of the device's storage, and the manifest that makes the kept chunks an index.

/** Bytes of a chunk: whole pages of Postgres, and below the size from which Chromium puts a value into a file. */
export const CHUNK_BYTES = 56 * 1024;

/** A chunk of a file: the key it is stored under, empty for one of zeros, and the checksum of its bytes. */
export type KeptChunk = readonly [key: string, sum: number];

export interface KeptFile {
  /** Below the data directory, with a slash in front. */
  path: string;
  size: number;
  chunks: readonly KeptChunk[];
}

/** All files of an index at one moment. Chunks are never written twice, so an earlier manifest stays whole. */
export interface Manifest {
  /** Different for every manifest. */
  id: string;
  /** Of the app and its models: another version derives other rows. */
  version: string;
  /** Parents before their children. */
  folders: readonly string[];
  files: readonly KeptFile[];
}

/** Storage for one campaign's index. Any call may reject, as where storage is refused or full. */
export interface KeptStore {
  /** What was stored as the manifest; undefined where there is none. */
  readManifest(): Promise<unknown>;
  /** The bytes of chunks, in the order of their keys; undefined for one that is not there. */
  readChunks(keys: readonly string[]): Promise<readonly (Uint8Array | undefined)[]>;
  writeChunks(chunks: ReadonlyMap<string, Uint8Array>): Promise<void>;
  deleteChunks(keys: readonly string[]): Promise<void>;
  /**
   * In one transaction: replaces the manifest and deletes all chunks that the new one does not name. Resolves with
   * false, and changes nothing, where the manifest is no longer the one of id `previous` (null: none).
   */
  replaceManifest(manifest: Manifest, previous: string | null): Promise<boolean>;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isFile = (value: unknown): value is KeptFile =>
  isRecord(value) &&
  typeof value['path'] === 'string' &&
  Number.isSafeInteger(value['size']) &&
  Array.isArray(value['chunks']) &&
  value['chunks'].length === Math.ceil((value['size'] as number) / CHUNK_BYTES) &&
  value['chunks'].every((each: unknown) => Array.isArray(each) && typeof each[0] === 'string');

/** A stored value as a manifest of this version; null for anything else. */
export const manifestOf = (value: unknown, version: string): Manifest | null =>
  isRecord(value) &&
  typeof value['id'] === 'string' &&
  value['version'] === version &&
  Array.isArray(value['folders']) &&
  Array.isArray(value['files']) &&
  value['files'].every(isFile)
    ? (value as unknown as Manifest) // reason: checked above
    : null;

/** The id of a stored manifest of whatever version; null where there is none. */
export const idOf = (stored: unknown): string | null =>
  isRecord(stored) && typeof stored['id'] === 'string' ? stored['id'] : null;

/** Keys of all chunks that a manifest names. */
export const chunkKeys = ({ files }: Manifest): Set<string> =>
  new Set(files.flatMap(({ chunks }) => chunks.flatMap(([key]) => (key === '' ? [] : [key]))));
