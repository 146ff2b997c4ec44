// What an importer is given, and what it promises. A new importer is a `read-<tool>.ts` that choose-importer.ts chooses.
import type { DeriveId } from '../stored-fields.ts';
import type { SourceFile } from './archive.ts';
import type { ImportedContent } from './imported-content.ts';
import type { NoteKindWord } from './vault-note.ts';

export interface ImportOptions {
  /**
   * Who may read the imported notes: `gm` puts all of a note into the GM notes, `table` shows players what is not
   * marked as secret.
   */
  audience: 'gm' | 'table';
  /** What single notes become, by their paths, where the GM chose it: the other notes say it themselves. */
  kinds?: ReadonlyMap<string, NoteKindWord>;
  /** The level of headings that single files are split at, by their paths; see split-note.ts. */
  splits?: ReadonlyMap<string, number>;
  /** The folders of templates and plugins that the GM wants, by their paths. */
  folders?: ReadonlySet<string>;
  derive: DeriveId;
  /** The SHA-256 of the bytes of a picture, as lower-case hex. Without it, pictures in texts stay as their names. */
  hash?: (bytes: Uint8Array) => Promise<string>;
  /** The size that a picture says it has, pixels; null where it cannot be read. Without it, some pins have no place. */
  sizeOfPicture?: (bytes: Uint8Array) => { width: number; height: number } | null;
  /** Called with the share done, 0 to 1; false stops the import. */
  onStep?: (share: number) => boolean | Promise<boolean>;
}

/** Reads all files of one format. Null if `onStep` stopped it. */
export type ImportFiles = (files: readonly SourceFile[], options: ImportOptions) => Promise<ImportedContent | null>;

/** Reads all JSON values of one format. Null if `onStep` stopped it. */
export type ImportJson = (roots: readonly unknown[], options: ImportOptions) => Promise<ImportedContent | null>;
