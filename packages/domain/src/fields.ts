// Owns how a noun's fields are declared: once, with type, audience, label and a reader. Documents, forms, lists, the player
// view and tests all read the same declaration. Values come from peers, so a reader takes anything and never throws.
// Stored keys: `<id>/<field>` for a value, `<id>/<field>/<member>` for anything of which two GMs may each add one.

/** Who may see a field. `player-view.ts` is the only place that copies by it. */
export type Audience = 'gm' | 'table';

/** A record as it lies in a document: values by field, and groups of members by field. */
export interface RawFields {
  readonly fields: ReadonlyMap<string, unknown>;
  readonly groups: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
}

/** What a form draws for a field; `hidden` fields are written by verbs only. */
export type FieldInput =
  | 'line'
  | 'paragraph'
  | 'whole'
  | 'flag'
  | 'choice'
  | 'ref'
  | 'refs'
  | 'tags'
  | 'items'
  | 'counter'
  | 'instant'
  | 'gameTime'
  | 'day'
  | 'json'
  | 'attributes'
  | 'hidden';

/** How a field's value lies in the document. `counter` and `items` are groups whose members carry values. */
export type FieldForm = 'value' | 'members' | 'items' | 'counter' | 'entries';

export interface Field<T> {
  readonly form: FieldForm;
  readonly input: FieldInput;
  readonly audience: Audience;
  readonly label: string;
  /** What an untouched record shows. */
  readonly empty: T;
  read(raw: RawFields, name: string): T;
  /** Words to choose from; an open set takes others too. */
  readonly options?: readonly string[];
  readonly optionLabels?: Readonly<Record<string, string>>;
  readonly isOpen?: boolean;
  /** Kinds of records that a `ref` or `refs` may name. */
  readonly refers?: string;
  readonly min?: number;
  readonly max?: number;
  /** Facet under which a form groups it, and for which it is shown at all. */
  readonly facet?: string;
  /** The key in the document where it differs from the name here: documents on disk keep their words. */
  readonly stored?: string;
}

/** One entry of an ordered list of short texts; two GMs may add, edit and move entries apart. */
export interface Item {
  id: string;
  text: string;
  order: string;
}

/** One step of a counter: by `by`, or to `to`. `n` is a Lamport number, so that every device folds in one order. */
export interface CounterStep {
  id: string;
  n: number;
  by?: number;
  to?: number;
  at: number;
  who: string;
  note?: string;
  /** The counter after this step, clamped. */
  value: number;
}

export interface Counter {
  value: number;
  steps: readonly CounterStep[];
}

const text = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback);
const finite = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

interface Look {
  facet?: string;
  input?: FieldInput;
}

/** One line or one paragraph; the last writer wins, and the record's history keeps what lost. */
export const line = (audience: Audience, label: string, look: Look = {}): Field<string> => ({
  form: 'value',
  input: 'line',
  audience,
  label,
  empty: '',
  read: (raw, name) => text(raw.fields.get(name), ''),
  ...look,
});
export const paragraph = (audience: Audience, label: string, look: Look = {}): Field<string> =>
  line(audience, label, { input: 'paragraph', ...look });

/** Hidden text with a default: order keys and the like. */
export const hidden = (audience: Audience, label: string, empty = ''): Field<string> => ({
  form: 'value',
  input: 'hidden',
  audience,
  label,
  empty,
  read: (raw, name) => text(raw.fields.get(name), empty),
});

/** A whole number, clamped to its range on reading. */
export const whole = (
  audience: Audience,
  label: string,
  options: { empty?: number; min?: number; max?: number; input?: FieldInput; facet?: string } = {},
): Field<number> => {
  const { empty = 0, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER, ...look } = options;
  return {
    form: 'value',
    input: 'whole',
    audience,
    label,
    empty,
    min,
    max,
    ...look,
    read: (raw, name) => {
      const value = raw.fields.get(name);
      return finite(value) ? Math.min(max, Math.max(min, Math.floor(value))) : empty;
    },
  };
};

/** A whole number that may be absent (null): times that have not come yet, corrections nobody made. */
export const maybeWhole = (
  audience: Audience,
  label: string,
  look: Look & { min?: number; max?: number } = {},
): Field<number | null> => {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER, ...rest } = look;
  return {
    form: 'value',
    input: 'whole',
    audience,
    label,
    empty: null,
    min,
    max,
    ...rest,
    read: (raw, name) => {
      const value = raw.fields.get(name);
      return finite(value) ? Math.min(max, Math.max(min, Math.floor(value))) : null;
    },
  };
};

export const flag = (audience: Audience, label: string, look: Look = {}): Field<boolean> => ({
  form: 'value',
  input: 'flag',
  audience,
  label,
  empty: false,
  read: (raw, name) => raw.fields.get(name) === true,
  ...look,
});

/** One of a closed set of words; anything else reads as the default. */
export const choice = <const T extends string>(
  audience: Audience,
  label: string,
  options: readonly T[],
  empty: NoInfer<T>,
  look: Look & { optionLabels?: Readonly<Record<T, string>> } = {},
): Field<T> => ({
  form: 'value',
  input: 'choice',
  audience,
  label,
  empty,
  options,
  ...look,
  read: (raw, name) => {
    const value = raw.fields.get(name);
    return (options as readonly unknown[]).includes(value) ? (value as T) : empty;
  },
});

/** A word from a list that the GM may go beyond. */
export const openChoice = (
  audience: Audience,
  label: string,
  options: readonly string[],
  empty: string,
  look: Look & { optionLabels?: Readonly<Record<string, string>> } = {},
): Field<string> => ({
  form: 'value',
  input: 'choice',
  audience,
  label,
  empty,
  options,
  isOpen: true,
  ...look,
  read: (raw, name) => text(raw.fields.get(name), empty) || empty,
});

/** The id of another record, or empty. */
export const ref = (audience: Audience, label: string, refers: string, look: Look = {}): Field<string> => ({
  form: 'value',
  input: 'ref',
  audience,
  label,
  empty: '',
  refers,
  read: (raw, name) => text(raw.fields.get(name), ''),
  ...look,
});

const members = (raw: RawFields, name: string): string[] =>
  [...(raw.groups.get(name)?.entries() ?? [])]
    .flatMap(([member, present]) => (present === true ? [member] : []))
    .sort();

/** A set of ids of other records: two GMs who each add one end with both. */
export const refs = (audience: Audience, label: string, refers: string, look: Look = {}): Field<readonly string[]> => ({
  form: 'members',
  input: 'refs',
  audience,
  label,
  empty: [],
  refers,
  read: members,
  ...look,
});

/** A set of words. */
export const tags = (audience: Audience, label: string, look: Look = {}): Field<readonly string[]> => ({
  form: 'members',
  input: 'tags',
  audience,
  label,
  empty: [],
  read: members,
  ...look,
});

/** An ordered list of short texts: text under `<field>/<item>`, place under `<field>.order/<item>`. */
export const items = (audience: Audience, label: string, look: Look = {}): Field<readonly Item[]> => ({
  form: 'items',
  input: 'items',
  audience,
  label,
  empty: [],
  ...look,
  read: (raw, name) => {
    const orders = raw.groups.get(`${name}.order`);
    return [...(raw.groups.get(name)?.entries() ?? [])]
      .flatMap(([id, value]): Item[] =>
        typeof value === 'string' ? [{ id, text: value, order: text(orders?.get(id), 'V') }] : [],
      )
      .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1));
  },
});

/** Folds steps in merged order, clamped at each step: pressing "+" at the top loses nothing to a later "−". */
export const foldSteps = (
  group: ReadonlyMap<string, unknown> | undefined,
  start: number,
  min: number,
  max: number,
): Counter => {
  const clamp = (value: number): number => Math.min(max, Math.max(min, value));
  const steps = [...(group?.entries() ?? [])].flatMap(([id, value]): CounterStep[] => {
    if (typeof value !== 'object' || value === null) return [];
    const { n, by, to, at, who, note } = value as Record<string, unknown>;
    if (!finite(n) || (!finite(by) && !finite(to))) return [];
    return [
      {
        id,
        n,
        ...(finite(to) ? { to } : { by: by as number }),
        at: finite(at) ? at : 0,
        who: text(who, ''),
        ...(typeof note === 'string' ? { note } : {}),
        value: 0,
      },
    ];
  });
  steps.sort((a, b) => a.n - b.n || (a.id < b.id ? -1 : 1));
  let value = clamp(start);
  for (const step of steps) {
    value = clamp(step.to ?? value + (step.by ?? 0));
    step.value = value;
  }
  return { value, steps };
};

/** A number that several devices step: a fold over its steps. `min` and `max` may be other whole fields of the record. */
export const counter = (
  audience: Audience,
  label: string,
  options: { start?: number; min?: number | string; max?: number | string; facet?: string; input?: FieldInput } = {},
): Field<Counter> => {
  const { start = 0, min = -999_999, max = 999_999, ...look } = options;
  return {
    form: 'counter',
    input: 'counter',
    audience,
    label,
    empty: { value: start, steps: [] },
    ...(typeof min === 'number' ? { min } : {}),
    ...(typeof max === 'number' ? { max } : {}),
    ...look,
    read: (raw, name) => {
      const bound = (limit: number | string, otherwise: number): number => {
        const value = typeof limit === 'number' ? limit : raw.fields.get(limit);
        return finite(value) ? value : otherwise;
      };
      return foldSteps(raw.groups.get(name), start, bound(min, -999_999), bound(max, 999_999));
    },
  };
};

/** Named values of free shape, each merged by itself: attributes, system data, entries of small logs. */
export const entries = (
  audience: Audience,
  label: string,
  look: Look = {},
): Field<Readonly<Record<string, unknown>>> => ({
  form: 'entries',
  input: 'attributes',
  audience,
  label,
  empty: {},
  ...look,
  // A null prototype: keys come from peers and may be called `__proto__`.
  read: (raw, name) =>
    Object.assign(
      Object.create(null) as Record<string, unknown>,
      Object.fromEntries([...(raw.groups.get(name)?.entries() ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))),
    ),
});

/** Any JSON, kept whole. */
export const json = (audience: Audience, label: string, look: Look = {}): Field<unknown> => ({
  form: 'value',
  input: 'json',
  audience,
  label,
  empty: null,
  read: (raw, name) => raw.fields.get(name) ?? null,
  ...look,
});

/** Unix ms; 0 where nobody knows. */
export const instant = (audience: Audience, label: string): Field<number> =>
  whole(audience, label, { input: 'hidden' });

/** A declared noun. `home` is the document it lives in; `title` the field without which it is not there yet. */
export interface RecordSpec<
  K extends string = string,
  F extends Record<string, Field<unknown>> = Record<string, Field<unknown>>,
> {
  readonly kind: K;
  /** Root map in its document; append-only, because documents on disk name it. */
  readonly root: string;
  readonly home: 'ledger' | 'body';
  readonly label: string;
  readonly plural: string;
  /** The field that says the record exists: its creation may arrive after other keys of it. */
  readonly title: string;
  readonly fields: F;
  /** Rich texts, each a root fragment `<id>/<name>`. */
  readonly texts: Readonly<Record<string, { label: string; audience: Audience; placeholder?: string }>>;
  /** Created as one value under `<id>/made` instead of a key per field: for records of which there are thousands. */
  readonly isPacked?: boolean;
}

export type FieldValue<T> = T extends Field<infer V> ? V : never;
export type RecordOf<S> =
  S extends RecordSpec<string, infer F>
    ? { readonly id: string } & { readonly [N in keyof F]: FieldValue<F[N]> }
    : never;

/** What a form or import may give for a field: lists and sets as texts, counters as their value. */
export type FieldInputValue<V> = V extends Counter ? number : V extends readonly Item[] ? readonly string[] : V;
export type RecordInput<S> =
  S extends RecordSpec<string, infer F> ? { [N in keyof F]?: FieldInputValue<FieldValue<F[N]>> } : never;

/** Declares a noun; every record also carries when and by whom it was made. */
export const defineRecord = <const K extends string, const F extends Record<string, Field<unknown>>>(
  spec: Omit<RecordSpec<K, F>, 'texts' | 'fields' | 'title'> & {
    title: keyof F & string;
    fields: F;
    texts?: RecordSpec['texts'];
  },
): RecordSpec<K, F & typeof MADE> => ({ texts: {}, ...spec, fields: { ...spec.fields, ...MADE } });

const MADE = {
  createdAt: instant('gm', 'Made'),
  createdBy: hidden('gm', 'Made by'),
};

interface Reader {
  /** What a record shows where nothing is stored: copied, then only what is stored is read. */
  defaults: Record<string, unknown>;
  /** Fields by the key they are stored under. */
  byKey: ReadonlyMap<string, { name: string; field: Field<unknown> }>;
  /** Read always: what they show depends on other fields. */
  always: readonly { name: string; key: string; field: Field<unknown> }[];
}

const readers = new WeakMap<RecordSpec, Reader>();
const readerOf = (spec: RecordSpec): Reader => {
  let reader = readers.get(spec);
  if (!reader) {
    const all = Object.entries(spec.fields).map(([name, field]) => ({ name, key: field.stored ?? name, field }));
    reader = {
      defaults: Object.fromEntries([['id', ''], ...all.map(({ name, field }) => [name, field.empty])]),
      byKey: new Map(all.map(({ name, key, field }) => [key, { name, field }])),
      always: all.filter(
        ({ field }) => field.form === 'counter' && (field.min === undefined || field.max === undefined),
      ),
    };
    readers.set(spec, reader);
  }
  return reader;
};

/** Reads a record; null until its title field is there. Packed creations are read below the keys edited later. Cost: what is stored, not what is declared. */
export const readFields = <S extends RecordSpec>(spec: S, id: string, raw: RawFields): RecordOf<S> | null => {
  const { defaults, byKey, always } = readerOf(spec);
  let source = raw;
  if (spec.isPacked) {
    const made = raw.fields.get('made');
    if (typeof made !== 'object' || made === null || Array.isArray(made)) return null;
    const base = new Map(Object.entries(made as Record<string, unknown>));
    const groups = new Map(raw.groups);
    for (const [key, value] of base) {
      if (byKey.get(key)?.field.form === 'members' && Array.isArray(value))
        groups.set(
          key,
          new Map([
            ...value.filter((m) => typeof m === 'string').map((m): [string, unknown] => [m, true]),
            ...(raw.groups.get(key) ?? []),
          ]),
        );
    }
    source = { fields: new Map([...base, ...raw.fields]), groups };
  } else if (!raw.fields.has(spec.title)) return null;
  const record: Record<string, unknown> = { ...defaults, id };
  for (const key of source.fields.keys()) {
    const known = byKey.get(key);
    if (known) record[known.name] = known.field.read(source, key);
  }
  for (const key of source.groups.keys()) {
    const known = byKey.get(key);
    if (known) record[known.name] = known.field.read(source, key);
  }
  for (const { name, key, field } of always) record[name] = field.read(source, key);
  return record as RecordOf<S>;
};
