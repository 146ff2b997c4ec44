// Counts starts of the index during which the tab was killed, as if the device had too little memory. A start that
// succeeds, or during which the person leaves the page, does not count.

const KEY = 'emberkeep-index-starts';
/** After this many in a row the index no longer starts on its own. */
const TOO_MANY = 2;

/** Without access to storage nothing is counted. */
const withStorage = <T>(run: (storage: Storage) => T, otherwise: T): T => {
  try {
    // localStorage, because it writes synchronously: a tab that is killed runs no later task.
    return run(localStorage);
  } catch {
    return otherwise;
  }
};

const count = (): number => withStorage((storage) => Number(storage.getItem(KEY) ?? 0), 0);

export const indexStarts = {
  /** Whether starting the index killed the tab too often. */
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
