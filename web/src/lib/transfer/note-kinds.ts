// What a note of an import can become, by the words of the reader and as a GM reads them.
import { ENTITY_TYPES, entityTypeLabel } from '@emberkeep/domain';
import { m } from '#messages';

/** A kind, and what it is called on screen. */
export type NoteKindOption = readonly [kind: string, label: string];

export const NOTE_KINDS: readonly NoteKindOption[] = [
  ['session', m.transfer_noteKinds_session()],
  ['chapter', m.transfer_noteKinds_chapter()],
  ['goal', m.transfer_noteKinds_goal()],
  ...ENTITY_TYPES.map((type) => [type, entityTypeLabel(type)] as const),
];

/** A kind as it is shown; a word of the GM's own is shown as it is. */
export const noteKindLabel = (kind: string): string => NOTE_KINDS.find(([word]) => word === kind)?.[1] ?? kind;

/** The kinds among these that only the files use, each once. */
export const ownKinds = (kinds: readonly string[]): NoteKindOption[] =>
  [...new Set(kinds)].filter((kind) => NOTE_KINDS.every(([word]) => word !== kind)).map((kind) => [kind, kind]);
