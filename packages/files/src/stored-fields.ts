// Owns writing a record's fields as the keys under which they lie, for files that are read in: what a declaration reads, the
// other way round. Ids inside (steps, items) follow from their cause, so that the same file gives the same keys.
import { orderKeys, RECORDS, type StoredRecord } from '@emberkeep/domain';

/** An id that follows from its cause: the same file opened twice gives the same records (see store's derivedId). */
export type DeriveId = (...cause: readonly string[]) => string;

/** Kinds of records that have a declaration. */
export type DeclaredKind = Exclude<StoredRecord['kind'], 'note'>;

/**
 * Sets fields in `keys`: counters by a step to that value, sets and lists as a whole, named values each by itself. Names that
 * the kind does not declare are passed over; callers know what they have.
 */
export const setFields = (
  kind: DeclaredKind,
  id: string,
  keys: Record<string, unknown>,
  fields: Readonly<Record<string, unknown>>,
  derive: DeriveId,
): void => {
  const clear = (key: string): void => {
    for (const k of Object.keys(keys)) if (k.startsWith(`${key}/`)) delete keys[k];
  };
  for (const [name, value] of Object.entries(fields)) {
    const field = (RECORDS[kind].fields as Record<string, { form: string; stored?: string }>)[name];
    if (!field || value === undefined) continue;
    const key = field.stored ?? name;
    switch (field.form) {
      case 'counter': {
        const n =
          1 +
          Object.entries(keys).reduce(
            (most, [k, step]) =>
              k.startsWith(`${key}/`) && typeof (step as { n?: unknown } | null)?.n === 'number'
                ? Math.max(most, (step as { n: number }).n)
                : most,
            0,
          );
        keys[`${key}/${derive('step', id, key, String(n), String(value))}`] = { n, to: value, at: 0, who: '' };
        break;
      }
      case 'members':
        clear(key);
        for (const member of value as readonly string[]) if (member) keys[`${key}/${member}`] = true;
        break;
      case 'items': {
        clear(key);
        clear(`${key}.order`);
        const texts = value as readonly string[];
        const orders = orderKeys(texts.length);
        texts.forEach((text, i) => {
          const item = derive('item', id, key, String(i), text);
          keys[`${key}/${item}`] = text;
          keys[`${key}.order/${item}`] = orders[i];
        });
        break;
      }
      case 'entries':
        for (const [member, each] of Object.entries(value as Readonly<Record<string, unknown>>))
          if (member) keys[`${key}/${member}`] = each;
        break;
      default:
        keys[key] = value;
    }
  }
};
