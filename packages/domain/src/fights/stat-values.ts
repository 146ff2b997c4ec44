// Reads the values of a stat block or of an entity's attributes: by any of their names, whatever case they are in.
import { nameKey } from '../name-index.ts';
import { numberIn } from '../values.ts';

export type StatValues = Readonly<Record<string, unknown>>;

/** The value under the first of the names that has one; undefined without one. */
export const statValue = (values: StatValues, ...names: readonly string[]): unknown => {
  const byKey = new Map(Object.entries(values).map(([name, value]) => [nameKey(name), value]));
  return names.map((name) => byKey.get(nameKey(name))).find((value) => value !== undefined && value !== '');
};

/** The number that a value is or begins with: "7 (2d6)" is 7, "15 (leather armor, shield)" is 15. Null without one. */
export const statNumber = (values: StatValues, ...names: readonly string[]): number | null => {
  const value = statValue(values, ...names);
  const [written = ''] = typeof value === 'string' ? (/^\s*[+\-−]?\d+(?:\.\d+)?/.exec(value) ?? []) : [];
  return numberIn(typeof value === 'string' ? written : value);
};
