// The page's own storage, which is written synchronously: a tab that is killed runs no later task. A browser that refuses it
// acts as one that is full.

export interface PageStorage {
  keys(): string[];
  get(key: string): string | null;
  /** Stores a value, or removes it when null; false when the browser refused. */
  set(key: string, value: string | null): boolean;
}

const orElse = <T>(fallback: T, run: () => T): T => {
  try {
    return run();
  } catch {
    return fallback; // No access to storage, or it is full.
  }
};

export const pageStorage: PageStorage = {
  keys: () => orElse([], () => Object.keys(localStorage)),
  get: (key) => orElse(null, () => localStorage.getItem(key)),
  set: (key, value) =>
    orElse(false, () => {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
      return true;
    }),
};
