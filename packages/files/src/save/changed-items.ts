// Compares the items of a campaign file with what the records behind it would say: what differs was changed by hand.
import { appendTo } from '@emberkeep/domain';

/** The fields that differ between two items of the same shape; of a new item, those that say something. */
export const changedFields = <T extends object>(now: T, before: T | null): Partial<T> =>
  Object.fromEntries(
    Object.entries(now).filter(([key, value]) =>
      before === null ? value !== '' : JSON.stringify(value) !== JSON.stringify(before[key as keyof T]),
    ),
  ) as Partial<T>;

/** True if a value is the beginning of another one, up to the end of a word. */
const isCutOff = (now: unknown, before: unknown): boolean =>
  typeof now === 'string' &&
  typeof before === 'string' &&
  before.startsWith(now) &&
  /^(?:\s|$)/.test(before.slice(now.length));

/**
 * The fields that differ in a file whose lines were broken: a value that is the beginning of what its record says is
 * a broken line and no change.
 */
export const changedInWrapped = <T extends object>(now: T, before: T | null): Partial<T> =>
  Object.fromEntries(
    Object.entries(changedFields(now, before)).filter(
      ([key, value]) => before === null || !isCutOff(value, before[key as keyof T]),
    ),
  ) as Partial<T>;

export interface PairedItem<T, R> {
  item: T;
  /** The item as the record says it; null for an item that has no record. */
  before: T | null;
  source: R | null;
}

/**
 * Pairs each item with the record it was written from: by name, and in order among items of the same name. `written`
 * are the items that `sources`, by index, would write.
 */
export const pairItems = <T, R>(
  items: readonly T[],
  written: readonly T[],
  sources: readonly R[],
  nameOf: (item: T) => string,
): PairedItem<T, R>[] => {
  const unpaired = new Map<string, number[]>();
  for (const [i, each] of written.entries()) appendTo(unpaired, nameOf(each), i);
  return items.map((item) => {
    const index = unpaired.get(nameOf(item))?.shift();
    return index === undefined
      ? { item, before: null, source: null }
      : { item, before: written[index] as T, source: sources[index] as R };
  });
};
