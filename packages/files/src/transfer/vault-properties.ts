// The front matter of a vault's note, sorted into what each property becomes: a relationship, a portrait, an attribute.
import { kindOfWord, saysOnlyTheType } from './entity-types.ts';
import { listOf, wordsOf } from './front-matter.ts';
import type { SourceFile } from './archive.ts';
import type { ImportedRelationship } from './imported-content.ts';
import {
  dateOf,
  isAliasKey,
  isDateKey,
  isNumberKey,
  isTagKey,
  isTitleKey,
  isTypeKey,
  sessionNumberOf,
  type NoteKind,
  type VaultNote,
} from './vault-note.ts';
import type { NoteNames, Pictures } from './vault-files.ts';

export interface NoteProperties {
  attributes: Readonly<Record<string, unknown>>;
  relationships: readonly ImportedRelationship[];
  portrait: SourceFile | undefined;
}

const PORTRAIT_KEYS = ['portrait', 'image', 'img', 'art', 'avatar', 'cover', 'picture'];
/** Longest name of an attribute, UTF-16 units. */
const MAX_KEY_LENGTH = 100;

/** Our relation types, each with the properties that other people name it by. The first match counts. */
const RELATION_TYPES: readonly (readonly [string, RegExp])[] = [
  ['located_at', /^(?:located[ _]?(?:at|in)|location|place|home|residence|lives[ _]?in|city|region)$/i],
  ['member_of', /^(?:member[ _]?of|factions?|organi[sz]ations?|guilds?|groups?|affiliations?)$/i],
  ['allied', /^(?:ally|allies|allied)$/i],
  ['friendly', /^(?:friends?|friendly)$/i],
  ['enemy', /^(?:enemy|enemies)$/i],
  ['rival', /^rivals?$/i],
  ['employs', /^(?:employs|employees?)$/i],
  ['knows', /^(?:knows|related|relations?|links?|contacts?)$/i],
];

const relationTypeOf = (key: string): string =>
  RELATION_TYPES.find(([, pattern]) => pattern.test(key.trim()))?.[0] ?? key.replaceAll('_', ' ').trim();

const LINK_ALONE = /^\s*\[\[((?:[^[\]|#\n]|\[[^[\]|#\n]*\])+)(?:[#|][^[\]\n]*)?\]\]\s*$/;

/** The targets of a value that consists of links; null if it says anything else. */
const linksOf = (value: unknown): string[] | null => {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  const links = values.map((v) => (typeof v === 'string' ? LINK_ALONE.exec(v)?.[1]?.trim() : undefined));
  return links.length > 0 && links.every((link) => link !== undefined) ? links : null;
};

/** Where a note's front matter is, which some plugins write into it. */
const isEditorPosition = (key: string, value: unknown): boolean =>
  key === 'position' && typeof value === 'object' && value !== null && 'start' in value && 'end' in value;

const isTypeField = (value: unknown, { kind, type }: NoteKind): boolean => {
  const words = listOf(value);
  const [word = ''] = words;
  if (words.length !== 1) return words.length === 0;
  if (word.toLowerCase() === type) return true;
  return kindOfWord(word) === (kind === 'entity' ? type : kind) && (kind !== 'entity' || saysOnlyTheType(word));
};

/** True if all that the property says is in a field of the item. */
const isField = (key: string, value: unknown, note: VaultNote, noteKind: NoteKind): boolean => {
  const { kind } = noteKind;
  if (isAliasKey(key)) return kind === 'entity';
  if (isTagKey(key)) return kind === 'entity' || kind === 'session';
  if (isDateKey(key)) return kind === 'session' && wordsOf(value) === dateOf(note);
  if (isNumberKey(key)) return kind === 'session' && sessionNumberOf(value) === noteKind.session?.number;
  if (isTypeKey(key)) return isTypeField(value, noteKind);
  return isTitleKey(key) || isEditorPosition(key, value);
};

export const sortProperties = (
  note: VaultNote,
  noteKind: NoteKind,
  names: NoteNames,
  pictures: Pictures,
): NoteProperties => {
  const attributes: Record<string, unknown> = {};
  const relationships: ImportedRelationship[] = [];
  let portrait: SourceFile | undefined;
  const isEntity = noteKind.kind === 'entity';
  for (const [key, value] of Object.entries(note.front)) {
    if (value === null || value === '' || isField(key, value, note, noteKind)) continue;
    const picture = isEntity && PORTRAIT_KEYS.includes(key.toLowerCase()) ? pictures.named(wordsOf(value)) : undefined;
    const links = isEntity ? linksOf(value) : null;
    if (picture) portrait = picture;
    else if (links)
      for (const target of links)
        relationships.push({
          from: note.file.path,
          to: names.nameOfTarget(note, target),
          relationType: relationTypeOf(key),
          note: '',
          orElse: key,
        });
    else attributes[key.slice(0, MAX_KEY_LENGTH)] = typeof value === 'object' ? wordsOf(value) : value;
  }
  return { attributes, relationships, portrait };
};
