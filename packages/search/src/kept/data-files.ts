// The files of a running Postgres: listed with their bytes to keep them, and written back before it starts. They are in
// memory (MEMFS), where a query that writes changes them.
import type { PGlite } from '@electric-sql/pglite';
import { EmscriptenBuiltinFilesystem } from '@electric-sql/pglite/basefs';
import { checksum } from './checksum.ts';
import { chunkKeys, CHUNK_BYTES, type KeptStore, type Manifest } from './kept-store.ts';

/** Where PGlite's Postgres keeps its data. */
const DATA = '/pglite/data';
/** Chunks read at a time, 4 MB. */
const READ_AT_ONCE = 72;

/** What MEMFS holds for a file or a folder. */
interface MemoryNode {
  mode: number;
  /** The bytes of a file, with room to grow and signed in a small one; the nodes of a folder, by name. */
  contents: Uint8Array | Int8Array | number[] | Record<string, MemoryNode> | null;
  usedBytes: number;
}

/** The kind of a node, in its mode, and the kind of folders (S_IFMT and S_IFDIR of POSIX). */
const [KIND, FOLDER] = [0o170000, 0o040000];

const isFolder = (node: MemoryNode): node is MemoryNode & { contents: Record<string, MemoryNode> } =>
  (node.mode & KIND) === FOLDER;

/** A file's bytes, not copied where it is large. */
const bytesOf = ({ contents, usedBytes }: MemoryNode): Uint8Array => {
  if (ArrayBuffer.isView(contents)) return new Uint8Array(contents.buffer, contents.byteOffset, usedBytes);
  if (usedBytes === 0) return new Uint8Array();
  if (!Array.isArray(contents)) throw new Error('a file has bytes in a form that is not known');
  return Uint8Array.from(contents.slice(0, usedBytes));
};

export interface DataFile {
  path: string;
  bytes: Uint8Array;
}

export interface DataFiles {
  folders: string[];
  files: DataFile[];
}

const walk = (found: DataFiles, path: string, node: MemoryNode): void => {
  if (!isFolder(node)) return void found.files.push({ path, bytes: bytesOf(node) });
  if (path !== '') found.folders.push(path);
  for (const [name, child] of Object.entries(node.contents)) walk(found, `${path}/${name}`, child);
};

/** The files of a database as they are now. The bytes are views, valid until the next statement. */
export const dataFiles = (db: PGlite): DataFiles => {
  const found: DataFiles = { folders: [], files: [] };
  // reason: the typings leave out what a node of MEMFS holds
  walk(found, '', db.Module.FS.lookupPath(DATA, {}).node as unknown as MemoryNode);
  return found;
};

/** The bytes of one file as they are now; null where it is no more. */
export const dataFileAt = (db: PGlite, path: string): Uint8Array | null => {
  const { FS } = db.Module;
  if (!FS.analyzePath(DATA + path, false).exists) return null;
  return bytesOf(FS.lookupPath(DATA + path, {}).node as unknown as MemoryNode); // reason: as above
};

/** The kept files are not whole. */
export class KeptFilesDamaged extends Error {
  override readonly name = 'KeptFilesDamaged';
}

interface Place {
  bytes: Uint8Array;
  sum: number;
}

/** The files' bytes, still zero, and where each chunk belongs in them. */
const placesOf = ({ files }: Manifest): { bytes: Map<string, Uint8Array>; places: Map<string, Place[]> } => {
  const bytes = new Map<string, Uint8Array>();
  const places = new Map<string, Place[]>();
  for (const { path, size, chunks } of files) {
    const all = new Uint8Array(size);
    bytes.set(path, all);
    chunks.forEach(([key, sum], i) => {
      if (key === '') return;
      const place = { bytes: all.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES), sum };
      places.set(key, [...(places.get(key) ?? []), place]);
    });
  }
  return { bytes, places };
};

/** The bytes of all files by path. Throws {@link KeptFilesDamaged} where a chunk is missing or not what was kept. */
export const readKeptFiles = async (store: KeptStore, manifest: Manifest): Promise<Map<string, Uint8Array>> => {
  const { bytes, places } = placesOf(manifest);
  const keys = [...chunkKeys(manifest)];
  for (let i = 0; i < keys.length; i += READ_AT_ONCE) {
    const some = keys.slice(i, i + READ_AT_ONCE);
    const chunks = await store.readChunks(some);
    some.forEach((key, n) => {
      const chunk = chunks[n];
      for (const place of places.get(key) ?? []) {
        if (chunk?.byteLength !== place.bytes.byteLength || checksum(chunk) !== place.sum)
          throw new KeptFilesDamaged(`chunk ${key} is not what was kept`);
        place.bytes.set(chunk);
      }
    });
  }
  return bytes;
};

/** A file system in memory that has files in it before Postgres starts. They are read while its code is compiled. */
export class KeptFilesystem extends EmscriptenBuiltinFilesystem {
  readonly #folders: readonly string[];
  readonly #files: Promise<Map<string, Uint8Array>>;

  constructor(folders: readonly string[], files: Promise<Map<string, Uint8Array>>) {
    super();
    this.#folders = folders;
    this.#files = files;
  }

  override async initialSyncFs(): Promise<void> {
    const files = await this.#files;
    const { FS } = (this.pg as PGlite).Module;
    FS.mkdirTree(DATA, 0o700);
    for (const path of this.#folders) FS.mkdir(DATA + path, 0o700);
    // The file system takes the bytes themselves, not a copy.
    for (const [path, bytes] of files) FS.writeFile(DATA + path, bytes, { canOwn: true });
    files.clear();
  }

  override async closeFs(): Promise<void> {
    (this.pg as PGlite).Module.FS.quit();
  }
}
