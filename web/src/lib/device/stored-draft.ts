// The stored form of a draft.

/**
 * `at`: Unix ms of the last input. `over`: only where words were sent that are whole, and not to be joined with others: for
 * a record's new name the name that it replaces, else empty.
 */
export interface StoredDraft {
  text: string;
  at: number;
  over?: string;
}

const parse = (raw: string): unknown => {
  try {
    return JSON.parse(raw);
  } catch {
    return null; // Not JSON.
  }
};

/** Null for anything that is not a draft. */
export const readStoredDraft = (raw: string | null): StoredDraft | null => {
  if (raw === null) return null;
  const { text, at, over } = (parse(raw) ?? {}) as Partial<StoredDraft>;
  if (typeof text !== 'string' || typeof at !== 'number') return null;
  return typeof over === 'string' ? { text, at, over } : { text, at };
};
