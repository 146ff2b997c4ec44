// Where a transaction came from. Every transaction carries an origin with a `source`; a listener skips the ones it
// applied itself and treats all others alike.

/** A sync provider's origin has the same property without importing this type. */
export type Source = 'local' | 'disk' | 'relay' | 'tab';

/** The origins of this package. `label` is for debugging. */
export interface Origin {
  readonly source: Source;
  readonly label: string;
}

export const DISK: Origin = { source: 'disk', label: 'disk' };
export const COMMAND: Origin = { source: 'local', label: 'command' };
export const IMPORT: Origin = { source: 'local', label: 'import' };
export const RECOVER: Origin = { source: 'local', label: 'recover' };
/** Words of this device that could be merged only now, because an earlier update was missing. */
export const GAP_FILLED: Origin = { source: 'local', label: 'gap filled' };
export const MIGRATE: Origin = { source: 'local', label: 'migrate' };

const SOURCES: readonly unknown[] = ['local', 'disk', 'relay', 'tab'];

/** The source of any origin. The editor's binding passes origins of its own, which are local. */
export const sourceOf = (origin: unknown): Source => {
  if (typeof origin === 'object' && origin !== null && 'source' in origin && SOURCES.includes(origin.source))
    return origin.source as Source;
  return 'local';
};
