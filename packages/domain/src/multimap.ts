// A map from keys to lists.

/** Appends a value to the list under a key, which is created when it is missing. */
export const appendTo = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
};
