// Checks what a command is given against the declaration of the record's kind. Bad input is refused and writes nothing.
import { cleanName, type Field } from '@emberkeep/domain';
import type { NotWritable } from '../open-document.ts';
import type { Spec } from './read-records.ts';

/** A name is needed and missing; nothing was written. */
export type NameMissing = { type: 'NameMissing' };
export type RecordMissing = { type: 'RecordMissing'; kind: string; id: string };
/** A value outside a closed set. */
export type NotAChoice = { type: 'NotAChoice'; field: string; options: readonly string[] };
export type OutOfRange = { type: 'OutOfRange'; field: string; min: number; max: number };
/** A member of a group is empty or has a slash, which would read as another key. */
export type BadMember = { type: 'BadMember'; field: string };
/** Another session has the number, or a deleted one that may be restored. */
export type NumberTaken = { type: 'NumberTaken'; number: number };
type BadInput = NameMissing | NotAChoice | OutOfRange | BadMember;
export type Refused = NotWritable | BadInput | NumberTaken;

const isTitleLine = (spec: Spec, name: string): boolean => name === spec.title && spec.fields[name]!.input === 'line';

const isChoiceMissed = (field: Field<unknown>, value: unknown): boolean =>
  field.form === 'value' &&
  field.input === 'choice' &&
  field.options !== undefined &&
  !field.isOpen &&
  !field.options.includes(value as string);

const isOutOfRange = (field: Field<unknown>, value: unknown): boolean =>
  field.form === 'value' &&
  typeof value === 'number' &&
  (!Number.isFinite(value) || value < (field.min ?? -Infinity) || value > (field.max ?? Infinity));

/** True for a member that can be part of a key. */
export const isMember = (value: unknown): boolean => typeof value === 'string' && value !== '' && !value.includes('/');

const checkField = (spec: Spec, name: string, value: unknown): BadInput | null => {
  const field = spec.fields[name];
  if (!field) return null;
  if (isTitleLine(spec, name) && (typeof value !== 'string' || cleanName(value) === null))
    return { type: 'NameMissing' };
  if (isChoiceMissed(field, value)) return { type: 'NotAChoice', field: field.label, options: field.options ?? [] };
  if (isOutOfRange(field, value))
    return { type: 'OutOfRange', field: field.label, min: field.min ?? -Infinity, max: field.max ?? Infinity };
  if (field.form === 'members' && Array.isArray(value) && !value.every(isMember))
    return { type: 'BadMember', field: field.label };
  return null;
};

/** The first fault in fields to write; fields that the kind does not have are ignored. */
export const checkInput = (spec: Spec, input: Readonly<Record<string, unknown>>): BadInput | null => {
  for (const [name, value] of Object.entries(input)) {
    const refused = value === undefined ? null : checkField(spec, name, value);
    if (refused) return refused;
  }
  return null;
};

/** As {@link checkInput}, for a new record: where its title is a line, it needs one. */
export const checkNewInput = (spec: Spec, input: Readonly<Record<string, unknown>>): BadInput | null =>
  isTitleLine(spec, spec.title) && !(spec.title in input) ? { type: 'NameMissing' } : checkInput(spec, input);

/** A value as it is stored: a title is trimmed and cut to length. */
export const storedValue = (spec: Spec, name: string, value: unknown): unknown =>
  isTitleLine(spec, name) && typeof value === 'string' ? cleanName(value) : value;

/** Longest title in the label of an undo step, UTF-16 units. */
const LABEL_TITLE_MAX = 60;

/** The title of a record for the label of an undo step, cut at a word where it is long; empty when it is not text. */
export const titleOf = (spec: Spec, record: Readonly<Record<string, unknown>>): string => {
  const value = record[spec.title];
  if (typeof value !== 'string' || !['line', 'paragraph'].includes(spec.fields[spec.title]!.input)) return '';
  const title = value.trim();
  return title.length > LABEL_TITLE_MAX ? `${title.slice(0, LABEL_TITLE_MAX).replace(/\s+\S*$/, '')}…` : title;
};
