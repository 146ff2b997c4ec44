// Suggestions read from notes by rules or by a model, in one form for every kind (M-328). They are untrusted data:
// checked on arrival and again when a GM accepts one. Nothing is created from a suggestion that no GM accepted.
import { choice, hidden, json, line, maybeWhole, paragraph, whole } from './fields.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';
import type { SceneType } from './scene.ts';
import type { Tone } from './relationship.ts';
import { nameKey } from './name-index.ts';
import type { NoteNode } from './note.ts';

export const SUGGESTION_TYPES = [
  'scene_suggestion',
  'entity_suggestion',
  'entity_mention',
  'relationship_suggestion',
  'log_entry',
] as const;
export type SuggestionType = (typeof SUGGESTION_TYPES)[number];
export const SUGGESTION_TYPE_LABELS: Record<SuggestionType, string> = {
  scene_suggestion: 'Scene',
  entity_suggestion: 'New name',
  entity_mention: 'Mention',
  relationship_suggestion: 'Relationship',
  log_entry: 'Log entry',
};
/** Low-risk kinds, which a GM may accept many at a time (M-370). The others are accepted one by one (M-371). */
export const BULK_TYPES: readonly SuggestionType[] = ['log_entry', 'entity_mention'];

/** What accepting a suggestion creates, by kind. */
export interface Proposals {
  scene_suggestion: {
    title: string;
    sceneType: SceneType;
    brief: string;
    entityIds: readonly string[];
    /** Where its passage ends in the analysed text, UTF-16 offset; it begins where the item begins. */
    passageEnd?: number;
    /** The whole passage with its formatting, from the note that was analysed. */
    passage?: readonly NoteNode[];
    /** The planned scene that the text tells of. */
    sceneId?: string;
  };
  entity_suggestion: { name: string; entityType: string; description?: string };
  entity_mention: { entityId: string; name: string };
  relationship_suggestion: { from: string; to: string; relationType: string; tone: Tone };
  log_entry: { about: string; text: string; logKind?: string };
}

/** A suggestion as found in a text. `start` and `end` are UTF-16 offsets, end exclusive; `confidence` is 0 to 1. */
export type AnalysisItem = {
  [T in SuggestionType]: {
    type: T;
    start: number;
    end: number;
    quote: string;
    title: string;
    rule: string;
    reason: string;
    confidence: number;
    proposal: Proposals[T];
  };
}[SuggestionType];

/** What an analyzer reads. Notes of the stage `prep` give no log entries, because nothing has happened yet. */
export interface AnalysisInput {
  text: string;
  gameSystem: string;
  stage: 'prep' | 'actual';
  knownEntities: readonly { id: string; name: string; type: string; aliases: readonly string[] }[];
  /** Names of the players; they are never suggested as entities. */
  players?: readonly string[];
  /** The links of the note. A link names an entity in so many words, whether the campaign has it or not. */
  links?: readonly { name: string; shown: string }[];
}

/** The `rule` of a suggestion made by a model; its `reason` names the model. */
export const BY_MODEL = 'model';

/** The port of an analyzer. */
export type Analyse = (input: AnalysisInput) => AnalysisItem[];

/** Words only, in the form in which names compare. */
const flat = (text: string): string =>
  nameKey(text)
    .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * The identity of a suggestion across analyses of a note: what it proposes, and for scenes and log entries the quoted
 * words. Ids derive from it, so its parts never change.
 */
export const itemKey = (item: Pick<AnalysisItem, 'type' | 'quote' | 'proposal'>): string => {
  const p = item.proposal as Record<string, unknown>;
  const word = (name: string): string => flat(String(p[name] ?? ''));
  switch (item.type) {
    case 'scene_suggestion':
      return `scene ${flat(item.quote).slice(0, 60)}`;
    case 'entity_suggestion':
      return `entity ${word('name')}`;
    case 'entity_mention':
      return `mention ${String(p['entityId'])}`;
    case 'relationship_suggestion':
      return `tie ${word('from')} ${word('relationType')} ${word('to')}`;
    case 'log_entry':
      return `log ${word('about')} ${flat(item.quote).slice(0, 80)}`;
  }
};

const OLDER_TYPES: ReadonlyMap<unknown, SuggestionType> = new Map([
  ['scene', 'scene_suggestion'],
  ['entity', 'entity_suggestion'],
  ['relationship', 'relationship_suggestion'],
]);
const suggestionType = choice('gm', 'What', SUGGESTION_TYPES, 'log_entry', { optionLabels: SUGGESTION_TYPE_LABELS });

/** `quote` holds the words that a suggestion came from; they are looked up in the note again when it is shown. */
export const SUGGESTION = defineRecord({
  kind: 'suggestion',
  root: 'suggestions',
  home: 'body',
  label: 'Suggestion',
  plural: 'Suggestions',
  title: 'title',
  isPacked: true,
  fields: {
    suggestionType: {
      ...suggestionType,
      read: (raw, name) => OLDER_TYPES.get(raw.fields.get(name)) ?? suggestionType.read(raw, name),
    },
    title: line('gm', 'Suggestion'),
    quote: paragraph('gm', 'From'),
    reason: line('gm', 'Because'),
    rule: hidden('gm', 'Rule'),
    /** 0 to 100. */
    certainty: maybeWhole('gm', 'Certainty', { min: 0, max: 100 }),
    proposal: json('gm', 'Proposal'),
    /** The text it was read from, `<id>/<field>`; empty if it was imported. */
    note: hidden('gm', 'Text'),
    start: whole('gm', 'Place in the text', { input: 'hidden', min: 0 }),
    /** `withdrawn`: the latest analysis no longer finds it. `merged`: it named an entity that already exists. */
    state: choice('gm', 'State', ['open', 'dismissed', 'withdrawn', 'merged'], 'open', { input: 'hidden' }),
  },
});
export type Suggestion = RecordOf<typeof SUGGESTION>;
