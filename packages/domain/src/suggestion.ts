// Owns what was read out of notes and waits for the GM's word: one item model for every kind (M-328), whoever read it. An
// item is data from outside: it is checked when it comes and again when accepted. Nothing is ever created without a tap.
import { choice, defineRecord, hidden, json, line, maybeWhole, paragraph, whole, type RecordOf } from './fields.ts';
import type { SceneType } from './scene.ts';
import type { Tone } from './relationship.ts';
import { nameKey } from './wiki-link.ts';

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
  entity_mention: 'Entity link',
  relationship_suggestion: 'Relationship',
  log_entry: 'Log entry',
};
/** Low-risk kinds, which may be accepted many at a time (M-370); the others need a yes each (M-371). */
export const BULK_TYPES: readonly SuggestionType[] = ['log_entry', 'entity_mention'];

export interface Proposals {
  scene_suggestion: {
    title: string;
    sceneType: SceneType;
    brief: string;
    entityIds: readonly string[];
    /** A planned scene that this is an account of. */ sceneId?: string;
  };
  entity_suggestion: { name: string; entityType: string; description?: string };
  entity_mention: { entityId: string; name: string };
  relationship_suggestion: { from: string; to: string; relationType: string; tone: Tone };
  log_entry: { about: string; text: string; logKind?: string };
}

/** One thing found in a text. `start` and `end` are UTF-16 offsets, end exclusive; `confidence` is 0 to 1. */
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

/** What an analyser is given. `stage` says whether anything has happened yet: prep notes give no log entries. */
export interface AnalysisInput {
  text: string;
  gameSystem: string;
  stage: 'prep' | 'actual';
  knownEntities: readonly { id: string; name: string; type: string; aliases: readonly string[] }[];
  /** Names of the people at the table: never entities. */
  players?: readonly string[];
}

/** The rule's name on an item that a model made; `reason` says which. */
export const BY_MODEL = 'model';

/** The port that the rules stand behind; what a model adds are the same items, checked the same way. */
export type Analyse = (input: AnalysisInput) => AnalysisItem[];

const flat = (text: string): string =>
  nameKey(text)
    .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** What makes two items of one note the same over analyses: what they say, and for scenes and log entries the words they stand on. */
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

const OLDER_TYPES: Readonly<Record<string, SuggestionType>> = {
  scene: 'scene_suggestion',
  entity: 'entity_suggestion',
  relationship: 'relationship_suggestion',
};
const suggestionType = choice('gm', 'What', SUGGESTION_TYPES, 'log_entry', { optionLabels: SUGGESTION_TYPE_LABELS });

/** `proposal` is what would be made; `quote` the words it came from, found again in the note when it is shown. */
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
      read: (raw, name) => OLDER_TYPES[String(raw.fields.get(name))] ?? suggestionType.read(raw, name),
    },
    title: line('gm', 'Suggestion'),
    quote: paragraph('gm', 'From'),
    reason: line('gm', 'Because'),
    rule: hidden('gm', 'Rule'),
    /** 0 to 100. */
    certainty: maybeWhole('gm', 'Certainty', { min: 0, max: 100 }),
    proposal: json('gm', 'Proposal'),
    /** The text it was read from, `<id>/<field>`; empty where it came with an import. */
    note: hidden('gm', 'Text'),
    start: whole('gm', 'Place in the text', { input: 'hidden', min: 0 }),
    /** `withdrawn`: the newest analysis no longer finds it. `merged`: it was somebody who is there already. */
    state: choice('gm', 'State', ['open', 'dismissed', 'withdrawn', 'merged'], 'open', { input: 'hidden' }),
  },
});
export type Suggestion = RecordOf<typeof SUGGESTION>;
