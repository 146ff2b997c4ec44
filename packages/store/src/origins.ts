// Owns who brought bytes into a document. Every transaction carries an origin with a `source`; listeners skip what they
// brought themselves and treat everything else alike (document as the only fork in the river).

/** Where a transaction came from. Providers of other rooms carry the same property without importing it. */
export type Source = 'local' | 'disk' | 'relay' | 'tab';

/** The origin of verbs and of imports; `undoable` ones are tracked by the history of records. */
export interface Origin {
  readonly source: Source;
  readonly label: string;
}

export const DISK: Origin = { source: 'disk', label: 'disk' };
export const VERB: Origin = { source: 'local', label: 'verb' };
export const IMPORT: Origin = { source: 'local', label: 'import' };
export const RECOVER: Origin = { source: 'local', label: 'recover' };
export const MIGRATE: Origin = { source: 'local', label: 'migrate' };

const SOURCES: readonly unknown[] = ['local', 'disk', 'relay', 'tab'];

/** The source of any origin; the editor's binding passes keys of its own, which are local. */
export const sourceOf = (origin: unknown): Source => {
  if (typeof origin === 'object' && origin !== null && 'source' in origin && SOURCES.includes(origin.source))
    return origin.source as Source;
  return 'local';
};
