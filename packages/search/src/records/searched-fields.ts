// Chooses which fields of a record are searched as words, apart from its title and rich texts.
import {
  eventDetails,
  eventType,
  isId,
  type AnySpec,
  type Item,
  type ReadRecord,
  type TimelineEvent,
} from '@emberkeep/domain';
import { textsOf } from './passage-metadata.ts';

type FieldSpec = AnySpec['fields'][string];

/** Inputs whose fields hold words; hidden fields hold keys, ids and marks. */
const WORD_INPUTS: ReadonlySet<string> = new Set(['line', 'paragraph', 'items', 'tags']);

/** Fields that are not words, or that are searched as title, aliases or body. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'createdBy',
  'createdAt',
  'entityType',
  'portrait',
  'cover',
  'externalId',
  'gm',
  'coGms',
  'primaryGm',
  'gms',
  'entityTypes',
  'title',
  'name',
  'aliases',
  'content',
]);

/** Groups whose values are texts that no form shows under their keys: the cells of random tables. */
const TEXT_GROUPS: ReadonlySet<string> = new Set(['cells']);

/** Attributes that a GM typed, as `key: value`. */
const attributeWords = (value: unknown): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, each]) =>
        typeof each === 'string' || typeof each === 'number' ? [`${key}: ${each}`] : [],
      );

const wordsOfField = (name: string, field: FieldSpec, value: unknown): string[] => {
  if (TEXT_GROUPS.has(name)) return textsOf(Object.values(value ?? {}));
  if (field.form === 'items') return (value as readonly Item[]).map((item) => item.text).filter(Boolean);
  if (!WORD_INPUTS.has(field.input))
    return field.form === 'entries' && field.input !== 'hidden' ? attributeWords(value) : [];
  if (field.form === 'members') return name === 'tags' ? textsOf(value) : [];
  return typeof value === 'string' && value !== '' ? [value] : [];
};

/** The words of those fields whose name is wanted, in the order of the declaration. */
export const fieldWords = (spec: AnySpec, read: ReadRecord, isWanted: (name: string) => boolean): string[] =>
  Object.entries(spec.fields).flatMap(([name, field]) =>
    isWanted(name) && !LEFT_OUT.has(name) ? wordsOfField(name, field, read.record[name]) : [],
  );

/**
 * An event's details as words, without ids. `known`: details of its type, which a log line tells to players too.
 * `other`: details of any other name, as imports write them, which are the GM's.
 */
export const eventWords = (event: TimelineEvent): { known: string[]; other: string[] } => {
  const type = eventType(event.eventType);
  const words = { known: [type.label], other: [] as string[] };
  for (const [key, value] of Object.entries(eventDetails(event))) {
    const isWords = typeof value === 'number' || (typeof value === 'string' && !isId(value));
    if (!isWords) continue;
    const detail = type.details.find((each) => each.key === key);
    words[detail ? 'known' : 'other'].push(`${detail?.label ?? key}: ${value}`);
  }
  return words;
};
