// Counts starts of the index that were not ended by anybody, neither by the index nor by a person who left the page: then
// the tab was killed, as if the device had too little memory for it.

const KEY = 'emberkeep-index-starts';
/** After this many in a row the index is not started by itself any more. */
const TOO_MANY = 2;

/** Storage that is refused counts nothing. */
const withStorage = <T>(run: (storage: Storage) => T, otherwise: T): T => {
  try {
    // localStorage, because it writes at once: a tab that is killed has no later.
    return run(localStorage);
  } catch {
    return otherwise;
  }
};

const count = (): number => withStorage((storage) => Number(storage.getItem(KEY) ?? 0), 0);

export const indexStarts = {
  /** Starting the index killed the tab too often. */
  areKilling: (): boolean => count() >= TOO_MANY,
  begin: (): void => {
    withStorage((storage) => storage.setItem(KEY, String(count() + 1)), undefined);
    window.addEventListener('pagehide', indexStarts.end, { once: true });
  },
  end: (): void => {
    withStorage((storage) => storage.removeItem(KEY), undefined);
    window.removeEventListener('pagehide', indexStarts.end);
  },
};
