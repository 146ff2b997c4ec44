// How a kind of record is declared, the type of a record that follows from its declaration, and how one is read from a
// document.
import type { Counter } from './counter.ts';
import { hidden, instant, type Audience, type Field, type Item, type RawFields } from './fields.ts';

/** The declaration of a kind of record. */
export interface RecordSpec<
  K extends string = string,
  F extends Record<string, Field<unknown>> = Record<string, Field<unknown>>,
> {
  readonly kind: K;
  /** Name of its root map in the document. Documents on disk use it, so it never changes. */
  readonly root: string;
  /** The document that holds it: the ledger of the campaign, or the body of a session. */
  readonly home: 'ledger' | 'body';
  readonly label: string;
  readonly plural: string;
  /** The field whose presence makes the record exist: other keys of it may arrive earlier. */
  readonly title: string;
  readonly fields: F;
  /** Rich texts; each is a root fragment `<id>/<name>`. */
  readonly texts: Readonly<Record<string, { label: string; audience: Audience; placeholder?: string }>>;
  /** Created as one value under `<id>/made` instead of one key per field, for kinds with thousands of records. */
  readonly isPacked?: boolean;
}

export type FieldValue<T> = T extends Field<infer V> ? V : never;

/** A record of a kind, as readers see it. */
export type RecordOf<S> =
  S extends RecordSpec<string, infer F>
    ? { readonly id: string } & { readonly [N in keyof F]: FieldValue<F[N]> }
    : never;

/** What a form or an import gives for a field: lists and sets as texts, counters as their value. */
export type FieldInputValue<V> = V extends Counter ? number : V extends readonly Item[] ? readonly string[] : V;
export type RecordInput<S> =
  S extends RecordSpec<string, infer F> ? { [N in keyof F]?: FieldInputValue<FieldValue<F[N]>> } : never;

const MADE = {
  createdAt: instant('gm', 'Made'),
  createdBy: hidden('gm', 'Made by'),
};

/** Declares a kind of record. Every record also has the time of its creation and its author. */
export const defineRecord = <const K extends string, const F extends Record<string, Field<unknown>>>(
  spec: Omit<RecordSpec<K, F>, 'texts' | 'fields' | 'title'> & {
    title: keyof F & string;
    fields: F;
    texts?: RecordSpec['texts'];
  },
): RecordSpec<K, F & typeof MADE> => ({ texts: {}, ...spec, fields: { ...spec.fields, ...MADE } });

/** The key under which a field of this name is stored. */
export const storedKey = (name: string, field: Pick<Field<unknown>, 'stored'> | undefined): string =>
  field?.stored ?? name;

/** The key of a field of this name in files that other programs read. */
export const exportedKey = (name: string, field: Pick<Field<unknown>, 'exported'> | undefined): string =>
  field?.exported ?? name;

/**
 * Fields as the packed creation of a record stores them: by stored keys, in the same order. Names that the kind does not
 * declare stay as they are.
 */
export const packFields = (spec: RecordSpec, fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [storedKey(name, spec.fields[name]), value]));

interface NamedField {
  name: string;
  key: string;
  field: Field<unknown>;
}

interface Reader {
  /** The record without any stored value. It is copied, then overwritten with what is stored. */
  defaults: Record<string, unknown>;
  byKey: ReadonlyMap<string, NamedField>;
  /** Counters whose bounds are other fields; they are read even if they have no steps. */
  boundedByFields: readonly NamedField[];
}

const readers = new WeakMap<RecordSpec, Reader>();

const createReader = (spec: RecordSpec): Reader => {
  const all = Object.entries(spec.fields).map(([name, field]) => ({ name, key: storedKey(name, field), field }));
  return {
    defaults: Object.fromEntries([['id', ''], ...all.map(({ name, field }) => [name, field.empty])]),
    byKey: new Map(all.map((each) => [each.key, each])),
    boundedByFields: all.filter(
      ({ field }) => field.form === 'counter' && (field.min === undefined || field.max === undefined),
    ),
  };
};

const readerOf = (spec: RecordSpec): Reader => {
  const known = readers.get(spec);
  if (known) return known;
  const reader = createReader(spec);
  readers.set(spec, reader);
  return reader;
};

/** Spreads the packed creation of a record below the keys that were written later; null if it is not there. */
const unpack = (raw: RawFields, { byKey }: Reader): RawFields | null => {
  const made = raw.fields.get('made');
  if (typeof made !== 'object' || made === null || Array.isArray(made)) return null;
  const created = Object.entries(made as Record<string, unknown>);
  const groups = new Map(raw.groups);
  for (const [key, value] of created) {
    if (byKey.get(key)?.field.form !== 'members' || !Array.isArray(value)) continue;
    const members = value.filter((m) => typeof m === 'string').map((m): [string, unknown] => [m, true]);
    groups.set(key, new Map([...members, ...(raw.groups.get(key) ?? [])]));
  }
  return { fields: new Map([...created, ...raw.fields]), groups };
};

/**
 * Reads a record; null until its title field (or its packed creation) is there. The cost depends on what is stored, not
 * on what is declared.
 */
export const readFields = <S extends RecordSpec>(spec: S, id: string, raw: RawFields): RecordOf<S> | null => {
  const reader = readerOf(spec);
  const source = spec.isPacked ? unpack(raw, reader) : raw.fields.has(spec.title) ? raw : null;
  if (!source) return null;
  const record: Record<string, unknown> = { ...reader.defaults, id };
  for (const keys of [source.fields.keys(), source.groups.keys()]) {
    for (const key of keys) {
      const known = reader.byKey.get(key);
      if (known) record[known.name] = known.field.read(source, key);
    }
  }
  for (const { name, key, field } of reader.boundedByFields) record[name] = field.read(source, key);
  return record as RecordOf<S>;
};
