// Counts starts of the index, and of the sentence model, during which the tab was killed, as if the device had too
// little memory. A start that succeeds, or during which the person leaves the page, does not count.

/** After this many in a row it no longer starts on its own. */
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

export interface Starts {
  /** Whether starting it killed the tab too often. */
  areKilling(): boolean;
  /** Whether the last one killed it. */
  hasKilled(): boolean;
  begin(): void;
  end(): void;
}

/** `key`: the entry of localStorage that holds the count. */
const countStarts = (key: string): Starts => {
  const count = (): number => withStorage((storage) => Number(storage.getItem(key) ?? 0), 0);
  const end = (): void => {
    withStorage((storage) => storage.removeItem(key), undefined);
    window.removeEventListener('pagehide', end);
  };
  return {
    areKilling: () => count() >= TOO_MANY,
    hasKilled: () => count() > 0,
    begin: () => {
      withStorage((storage) => storage.setItem(key, String(count() + 1)), undefined);
      window.addEventListener('pagehide', end, { once: true });
    },
    end,
  };
};

export const indexStarts = countStarts('emberkeep-index-starts');
export const meaningStarts = countStarts('emberkeep-meaning-starts');
