// Lists, and maps from keys to lists.

/** Appends a value to the list under a key, which is created when it is missing. */
export const appendTo = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
};

/** Appends all items. `push(...items)` throws where they are more than a call may have arguments: 65,000 in Safari. */
export const appendAll = <T>(list: T[], items: Iterable<T>): void => {
  for (const item of items) list.push(item);
};
