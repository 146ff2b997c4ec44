// Ranges of keys that are words.

/** Every key that begins with `prefix`. */
export const keysStartingWith = (prefix: string): IDBKeyRange => IDBKeyRange.bound(prefix, `${prefix}\uffff`);

/** The room named `prefix` and every room below it. The range also covers namesakes, which begin with it. */
export const roomsUnder = (prefix: string): IDBKeyRange => IDBKeyRange.bound(prefix, `${prefix}/\uffff`);
