// The page's own storage, for words that must be stored before the next task. A browser that refuses it acts as one
// that is full.

/**
 * `at`: Unix ms of the last input. `over`: only where words were sent that are whole, and not to be joined with others: for
 * a record's new name the name that it replaces, else empty.
 */
export interface StoredDraft {
  text: string;
  at: number;
  over?: string;
}

export interface PageStorage {
  keys(): string[];
  get(key: string): string | null;
  /** Stores a value, or removes it when null; false when the browser refused. */
  set(key: string, value: string | null): boolean;
}

export const storageOf = (): PageStorage => ({
  keys: () => orElse([], () => Object.keys(localStorage)),
  get: (key) => orElse(null, () => localStorage.getItem(key)),
  set: (key, value) =>
    orElse(false, () => {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
      return true;
    }),
});

const orElse = <T>(fallback: T, run: () => T): T => {
  try {
    return run();
  } catch {
    return fallback; // No access to storage, or it is full.
  }
};

/** Null for anything that is no draft. */
export const readStoredDraft = (raw: string | null): StoredDraft | null => {
  if (raw === null) return null;
  const value = orElse<unknown>(null, () => JSON.parse(raw));
  const { text, at, over } = (value ?? {}) as Partial<StoredDraft>;
  if (typeof text !== 'string' || typeof at !== 'number') return null;
  return typeof over === 'string' ? { text, at, over } : { text, at };
};
