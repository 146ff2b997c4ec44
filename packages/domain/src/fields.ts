// The kinds of fields that a record can have. A field is declared once, with its audience, label and reader; documents,
// forms, the player view and tests use that declaration. Values come from peers, so a reader accepts anything and never
// throws.
//
// Stored keys are `<id>/<field>` for a value, and `<id>/<field>/<member>` where two GMs may each add a member.
import { byOrder } from './order.ts';
import { clamp, isFiniteNumber, textOr, wholeIn } from './values.ts';

/** Who may see a field: GMs only, or players too. Only player-view.ts copies fields by audience. */
export type Audience = 'gm' | 'table';

/** A record as a document stores it: values by field, and groups of members by field. */
export interface RawFields {
  readonly fields: ReadonlyMap<string, unknown>;
  readonly groups: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
}

/** What a form shows for a field. Forms leave `hidden` fields out; only commands write them. */
export type FieldInput =
  | 'line'
  | 'paragraph'
  | 'whole'
  | 'number'
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

/** How a document stores a field. The members of `counter`, `items` and `entries` carry values. */
export type FieldForm = 'value' | 'members' | 'items' | 'counter' | 'entries';

/** The declaration of a field. `read` accepts whatever a document holds and never throws. */
export interface Field<T> {
  readonly form: FieldForm;
  readonly input: FieldInput;
  readonly audience: Audience;
  readonly label: string;
  /** The value of a field that was never written. */
  readonly empty: T;
  read(raw: RawFields, name: string): T;
  /** The values to choose from. If `isOpen`, others are accepted too. */
  readonly options?: readonly string[];
  readonly optionLabels?: Readonly<Record<string, string>>;
  readonly isOpen?: boolean;
  /** The kind of record that a `ref` or `refs` field names. */
  readonly refers?: string;
  /** A counter that many records do not have: shown empty, not as 0, until it is set. */
  readonly isOptional?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** One JSON object whose values are corrected one by one: see parts.ts. */
  readonly hasParts?: boolean;
  /** The group under which a form shows the field. Entities show only the facets of their type. */
  readonly facet?: string;
  /** The stored key, where it differs from the name of the field: stored keys never change. */
  readonly stored?: string;
  /**
   * The key in files that other programs read (a campaign's JSON, the front matter of exported notes), where it differs
   * from the name of the field.
   */
  readonly exported?: string;
}

/** One entry of an ordered list of short texts. */
export interface Item {
  id: string;
  text: string;
  order: string;
}

/** What a form shows and where; the options of every field. */
interface Look {
  facet?: string;
  input?: FieldInput;
}

/** One line of text. The last writer wins, and the record's changes keep the text that lost. */
export const line = (audience: Audience, label: string, look: Look = {}): Field<string> => ({
  form: 'value',
  input: 'line',
  audience,
  label,
  empty: '',
  read: (raw, name) => textOr(raw.fields.get(name), ''),
  ...look,
});

/** Text of any length; merges as {@link line} does. */
export const paragraph = (audience: Audience, label: string, look: Look = {}): Field<string> =>
  line(audience, label, { input: 'paragraph', ...look });

/** Text that no form shows, with a default: order keys, for example. */
export const hidden = (audience: Audience, label: string, empty = ''): Field<string> => ({
  form: 'value',
  input: 'hidden',
  audience,
  label,
  empty,
  read: (raw, name) => textOr(raw.fields.get(name), empty),
});

/** A whole number, clamped to its range when it is read. */
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
    read: (raw, name) => wholeIn(raw.fields.get(name), min, max) ?? empty,
  };
};

/** A whole number or null, for example the end of a session that is not over. */
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
    read: (raw, name) => wholeIn(raw.fields.get(name), min, max),
  };
};

/** A number that may have decimals, or null. Older versions read it rounded down. */
export const maybeNumber = (
  audience: Audience,
  label: string,
  { min, max }: { min: number; max: number },
): Field<number | null> => ({
  form: 'value',
  input: 'number',
  audience,
  label,
  empty: null,
  min,
  max,
  read: (raw, name) => {
    const value = raw.fields.get(name);
    return isFiniteNumber(value) ? clamp(value, min, max) : null;
  },
});

/** True or false; false until it is set. */
export const flag = (audience: Audience, label: string, look: Look = {}): Field<boolean> => ({
  form: 'value',
  input: 'flag',
  audience,
  label,
  empty: false,
  read: (raw, name) => raw.fields.get(name) === true,
  ...look,
});

/** One of a closed set of values; anything else reads as the default. */
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

/** One of a set of values, or one of the GM's own. */
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
  read: (raw, name) => textOr(raw.fields.get(name), empty) || empty,
});

/** The id of another record, or empty. */
export const ref = (audience: Audience, label: string, refers: string, look: Look = {}): Field<string> => ({
  form: 'value',
  input: 'ref',
  audience,
  label,
  empty: '',
  refers,
  read: (raw, name) => textOr(raw.fields.get(name), ''),
  ...look,
});

const members = (raw: RawFields, name: string): string[] =>
  [...(raw.groups.get(name)?.entries() ?? [])]
    .flatMap(([member, present]) => (present === true ? [member] : []))
    .sort();

/** A set of ids of other records. If two GMs each add one, both are kept. */
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

/** A set of short texts; merges as {@link refs} does. */
export const tags = (audience: Audience, label: string, look: Look = {}): Field<readonly string[]> => ({
  form: 'members',
  input: 'tags',
  audience,
  label,
  empty: [],
  read: members,
  ...look,
});

/**
 * An ordered list of short texts, which GMs may add, edit and move independently. The text is stored under
 * `<field>/<item>`, its order key under `<field>.order/<item>`.
 */
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
        typeof value === 'string' ? [{ id, text: value, order: textOr(orders?.get(id), 'V') }] : [],
      )
      .sort(byOrder);
  },
});

/** Named values of any shape, each merged separately: attributes, system data, entries of small logs. */
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
  // A null prototype, because a key from a peer may be `__proto__`.
  read: (raw, name) =>
    Object.assign(
      Object.create(null) as Record<string, unknown>,
      Object.fromEntries([...(raw.groups.get(name)?.entries() ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))),
    ),
});

/** Any JSON, stored as one value. */
export const json = (audience: Audience, label: string, look: Look = {}): Field<unknown> => ({
  form: 'value',
  input: 'json',
  audience,
  label,
  empty: null,
  read: (raw, name) => raw.fields.get(name) ?? null,
  ...look,
});

/** A time in Unix milliseconds; 0 if it is unknown. */
export const instant = (audience: Audience, label: string): Field<number> =>
  whole(audience, label, { input: 'hidden' });
