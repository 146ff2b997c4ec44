// Workers that fail. Apart from load-part.ts, which needs the screen: what runs a worker is also tested without one.

/**
 * What a worker's `error` event tells of. It has no message where the script could not be fetched; then the words are
 * those that `isUnfetched` (load-part.ts) knows.
 */
export const workerFailure = ({ message }: { message?: string }): Error =>
  new Error(message || 'The module script of a worker could not be fetched');
