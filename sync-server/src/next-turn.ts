/** Gives the event loop a turn, so that clients are served meanwhile. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
